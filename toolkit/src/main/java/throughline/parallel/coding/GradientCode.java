package throughline.parallel.coding;

import java.util.BitSet;
import java.util.function.IntFunction;
import org.hipparchus.fraction.Fraction;
import throughline.random.Stream;
import throughline.spec.BadInput;

/// A code over n workers and as many chunks of data that survives any s stragglers: each worker sends one combination
/// of the gradients of its s + 1 chunks, and any n - s of these combine to the sum over all chunks.
///
/// ```java
/// GradientCode code = GradientCode.of(8, 2, new Streams(1).named("code"));
/// double[] sent = code.encode(3, chunk -> gradients[chunk]);
/// GradientCode.Decoding decoding = code.decode(arrived); // sum of weights[i] x what worker i has sent
/// ```
public sealed interface GradientCode permits RepetitionCode, CyclicCode {
    /// How to combine what has arrived.
    ///
    /// @param weights one a worker; 0 for those that are not needed, or have not arrived
    /// @param error   largest distance from 1 of the factor with which a chunk's gradient enters the sum
    record Decoding(double[] weights, double error) {}

    /// A code: by repetition where s + 1 divides n, else cyclic with drawn coefficients.
    ///
    /// @param workers    n, 1 or more
    /// @param stragglers s, from 0 to n - 1
    /// @param stream     for the coefficients
    static GradientCode of(int workers, int stragglers, Stream stream) {
        check(workers, stragglers);
        return workers % (stragglers + 1) == 0
                ? new RepetitionCode(workers, stragglers)
                : new CyclicCode(workers, stragglers, stream);
    }

    /// Refuses sizes that no code has.
    static void check(int workers, int stragglers) {
        if (workers < 1 || stragglers < 0 || stragglers >= workers) {
            throw new BadInput(
                    "a code for [%d] stragglers of [%d] workers is none: there must be at least one more worker than"
                            + " stragglers, and no fewer than 0 of these",
                    stragglers, workers);
        }
    }

    /// Number of workers, and of chunks: n.
    int workers();

    /// Number of stragglers it survives: s.
    int stragglers();

    /// The chunks of a worker, s + 1 of them.
    int[] chunks(int worker);

    /// Their coefficients, in that order.
    double[] coefficients(int worker);

    /// Combines what has arrived to the sum over all chunks.
    ///
    /// @param arrived the workers whose combinations have come: any n - s or more
    /// @throws BadInput where there are fewer
    Decoding decode(BitSet arrived);

    /// Share of the data that a worker computes on: (s + 1) / n.
    default Fraction load() {
        return new Fraction(stragglers() + 1, workers());
    }

    /// What a worker sends: the combination of its chunks' gradients.
    ///
    /// @param gradient of a chunk, all equally long
    default double[] encode(int worker, IntFunction<double[]> gradient) {
        int[] chunks = chunks(worker);
        double[] coefficients = coefficients(worker);
        double[] sent = new double[gradient.apply(chunks[0]).length];
        for (int k = 0; k < chunks.length; k++) {
            double[] part = gradient.apply(chunks[k]);
            for (int i = 0; i < sent.length; i++) {
                sent[i] += coefficients[k] * part[i];
            }
        }
        return sent;
    }

    /// A decoding with these weights, and its error.
    default Decoding decoding(double[] weights) {
        double[] factors = new double[workers()];
        for (int worker = 0; worker < weights.length; worker++) {
            int[] chunks = chunks(worker);
            double[] coefficients = coefficients(worker);
            for (int k = 0; weights[worker] != 0 && k < chunks.length; k++) {
                factors[chunks[k]] += weights[worker] * coefficients[k];
            }
        }
        double error = 0;
        for (double factor : factors) {
            error = Math.max(error, Math.abs(factor - 1));
        }
        return new Decoding(weights, error);
    }

    /// Refuses to decode from too few.
    default void checkArrived(BitSet arrived) {
        if (arrived.cardinality() < workers() - stragglers()) {
            throw new BadInput(
                    "[%d] of %d results have arrived; decoding needs %d",
                    arrived.cardinality(), workers(), workers() - stragglers());
        }
    }
}
