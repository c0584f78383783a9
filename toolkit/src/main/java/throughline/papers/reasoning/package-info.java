/// Papers on thinking longer, oftener and side by side at test time.
/// Chapter 7: test-time scaling and parallel reasoning.
/// Papers on spending compute when a question is asked: thinking longer, sampling more, splitting the work.
/// The papers on test-time scaling: thinking longer, sampling more, or splitting the work.
package throughline.papers.reasoning;
