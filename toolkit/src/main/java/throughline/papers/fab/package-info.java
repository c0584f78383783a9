/// Chapter 1: fabs and simulation.
package throughline.papers.fab;
