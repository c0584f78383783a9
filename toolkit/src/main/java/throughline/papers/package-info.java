/// The ledger: what papers reported, held against what is recomputed here. A [throughline.papers.Paper] is one class;
/// [throughline.papers.Ledger] recomputes it and joins each [throughline.papers.Claim] with its reported value only
/// afterwards, so that a reported number is never an input to what recomputes it.
package throughline.papers;
