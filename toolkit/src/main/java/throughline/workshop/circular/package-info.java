/// A laboratory in which students find the claims of a small ledger that prove nothing.
package throughline.workshop.circular;
