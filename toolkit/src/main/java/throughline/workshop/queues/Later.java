package throughline.workshop.queues;

import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/// What is computed when it is first asked for, and kept: a judge asks for the truth each time that it is given an
/// answer.
final class Later<T> implements Supplier<T> {
    private final Supplier<T> source;
    private T value;

    Later(Supplier<T> source) {
        this.source = source;
    }

    @Override
    public synchronized T get() {
        if (value == null) {
            value = source.get();
        }
        return value;
    }

    /// The same for a number.
    static DoubleSupplier number(DoubleSupplier source) {
        Later<Double> later = new Later<>(source::getAsDouble);
        return later::get;
    }
}
