package throughline.papers.training;

import java.util.Arrays;
import throughline.random.Streams;
import throughline.training.sequences.BestDegree;
import throughline.training.sequences.FlexSp;
import throughline.training.sequences.Lengths;
import throughline.training.sequences.Policy;
import throughline.training.sequences.StaticParallel;
import throughline.training.sequences.Ulysses;

/// Seconds of the same batches under three policies: a static degree, the best single degree, and FlexSP.
record PolicySeconds(double[] fixed, double[] single, double[] flexible) {
    /// That share a batch.
    static final int DEVICES = 64;

    private static final int BATCH = 512;

    /// As the authors plan.
    private static final int BUCKETS = 16;

    static PolicySeconds of(Ulysses.Profile model, int limit, Lengths law, int batches) {
        Ulysses costs = model.costs(limit, DEVICES);
        return of(StaticParallel.fitting(costs, DEVICES, limit), costs, limit, law, batches);
    }

    static PolicySeconds of(Policy fixed, Ulysses costs, int limit, Lengths law, int batches) {
        Streams streams = new Streams(1).below("FlexSP").below(Integer.toString(limit));
        PolicySeconds steps = new PolicySeconds(new double[batches], new double[batches], new double[batches]);
        for (int i = 0; i < batches; i++) {
            int[] batch = law.batch(BATCH, limit, streams.named("batch " + i));
            steps.fixed[i] = fixed.assign(batch).seconds();
            steps.single[i] = new BestDegree(costs, DEVICES).assign(batch).seconds();
            steps.flexible[i] =
                    new FlexSp(costs, DEVICES, 2, BUCKETS).assign(batch).seconds();
        }
        return steps;
    }

    double gain() {
        return Arrays.stream(fixed).sum() / Arrays.stream(flexible).sum();
    }

    double singleGain() {
        return Arrays.stream(fixed).sum() / Arrays.stream(single).sum();
    }

    double[] gains() {
        return ratios(fixed, flexible);
    }

    double[] gainsOnSingle() {
        return ratios(single, flexible);
    }

    double[] singleGains() {
        return ratios(fixed, single);
    }

    private static double[] ratios(double[] more, double[] less) {
        double[] ratios = new double[more.length];
        Arrays.setAll(ratios, i -> more[i] / less[i]);
        return ratios;
    }
}
