/// What it takes to generate text: time and memory of a decoder's forward passes, as trees of terms that explain
/// themselves.
package throughline.decoding;
