/// A model's parameters and the contract of long work: validated records with units, canonical JSON and a hash;
/// [throughline.spec.Cancel] and [throughline.spec.Progress], which every long loop takes.
package throughline.spec;
