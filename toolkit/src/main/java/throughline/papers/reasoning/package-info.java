/// Papers on thinking longer, oftener and side by side at test time.
/// Chapter 7: test-time scaling and parallel reasoning.
package throughline.papers.reasoning;
