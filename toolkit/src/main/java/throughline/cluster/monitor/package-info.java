/// What is wrong with a job, told from what its ranks log of their communication: hangs, slow links, slow cards and
/// slow computation, after C4D (arXiv 2406.04594, section on C4D). Nothing here knows what was really broken.
package throughline.cluster.monitor;
