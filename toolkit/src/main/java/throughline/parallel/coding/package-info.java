/// Gradient coding, run for real: a sum of gradients over chunks of data that is exact though some workers' results
/// never come, within a round (Tandon et al. 2017) or over several (Krishnan, Ebrahimi and Khisti, ICLR 2023, arXiv
/// 2211.13802). Codes encode and decode; a scheme says what each worker does in which round.
package throughline.parallel.coding;
