/// Papers on spending compute when a question is asked: thinking longer, sampling more, splitting the work.
package throughline.papers.reasoning;
