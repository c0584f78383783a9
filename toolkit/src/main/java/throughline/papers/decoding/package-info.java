/// Chapter 6: parallel models and decoding.
package throughline.papers.decoding;
