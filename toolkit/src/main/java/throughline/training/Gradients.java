package throughline.training;

/// How a device keeps the gradients of weights of 2 bytes, and adds up those of micro-batches.
public enum Gradients {
    /// In single precision; the product that finds them adds them (Megatron-LM since 2022, gradient accumulation
    /// fusion), and they are set to zero for the next step.
    SINGLE,
    /// In 2 bytes, as replicas exchange them. A kernel of its own adds those of each micro-batch, and once in a step
    /// they are copied to single precision, checked and scaled back (Megatron-LM with fp16, April 2021,
    /// model/distributed.py and optimizer/optimizer.py).
    HALF;

    /// Bytes of each, as they are added up and exchanged.
    double bytes() {
        return this == HALF ? 2 : 4;
    }

    /// Bytes of the copy that the optimizer works with.
    double copy() {
        return this == HALF ? 4 : 0;
    }

    /// Bytes of each that are read and written to add up those of a micro-batch, beside the product.
    double adding() {
        return this == HALF ? 3 * bytes() : 0;
    }

    /// Bytes of each that are read and written once in a step beside the optimizer.
    double preparing() {
        return this == HALF ? bytes() + 4 + 8 : bytes();
    }
}
