/// Chapter 2: training on many devices.
package throughline.papers.training;
