/// What training a transformer on a cluster takes: time and memory of a plan, as trees of terms that explain
/// themselves.
package throughline.training;
