package throughline.papers.reasoning;

import throughline.hardware.Device;
import throughline.training.Transformer;

/// Tokens a second of workers who share their caches, over those of one: bytes alone, since so few sequences compute
/// little.
///
/// @param weights bytes of the weights, of 4 bits each
/// @param passes  that were made: each block is as long
/// @param once    whether a block is read once for all workers, or by each
record HogwildSpeed(double weights, double passes, boolean once) {
    /// Of so many workers.
    double ratio(int workers) {
        return workers * seconds(1) / seconds(workers);
    }

    private double seconds(int workers) {
        Transformer model = Transformer.named("qwen2.5-32b");
        double block = passes * 2 * 2 * model.layers() * model.keyWidth();
        double read = once ? workers * block : workers * workers * block;
        return (weights + read) / Device.named("l40s").bandwidth();
    }
}
