/// Stopping samples of one problem early, because a judge says that they end alike, or because they seem unsure:
/// greedy clustering of prefixes (DeepPrune, arXiv 2510.08483), stopping by confidence, stopping at random.
package throughline.reasoning.pruning;
