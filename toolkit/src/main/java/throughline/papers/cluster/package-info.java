/// Papers and validations about clusters: what breaks in them, and what is done about it.
package throughline.papers.cluster;
