/// Batches of sequences of all lengths, and policies that share them out among the devices.
package throughline.training.sequences;
