/// Papers on thinking longer, oftener and side by side at test time.
package throughline.papers.reasoning;
