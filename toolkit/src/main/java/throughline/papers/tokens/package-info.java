/// A scaling law of our own: token transformers of many sizes, trained on simulated fabs.
package throughline.papers.tokens;
