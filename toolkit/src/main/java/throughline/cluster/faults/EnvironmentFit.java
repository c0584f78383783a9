package throughline.cluster.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import throughline.cluster.faults.FaultFit.Moment;
import throughline.random.Streams;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.spec.Workers;

/// An environment under which simulated traces cluster as a trace does, in windows of each of its scales.
///
/// One variance after the other is moved by the ratio of the clustering that is wanted to the clustering that comes
/// out, in rounds with the same random numbers. In the end the rates are raised by what is not written down of nodes
/// in repair.
final class EnvironmentFit {
    private static final double[] SCALES = {29, 1, 0.01};
    private static final int ROUNDS = 5;
    private static final int RUNS = 32;
    private static final double MOST = 200;

    private final FaultTrace trace;
    private final int gpusPerNode;
    private FaultRates rates;
    private List<Moment> moments = List.of();

    private EnvironmentFit(FaultTrace trace, FaultRates rates, int gpusPerNode) {
        this.trace = trace;
        this.rates = rates;
        this.gpusPerNode = gpusPerNode;
    }

    static EnvironmentFit of(FaultTrace trace, FaultRates steady, int gpusPerNode, Cancel cancel, Progress progress) {
        EnvironmentFit fit = new EnvironmentFit(trace, steady, gpusPerNode);
        double[] variances = new double[SCALES.length];
        for (int round = 0; round < ROUNDS && !cancel.requested(); round++) {
            fit.moments = fit.compare();
            if (round < ROUNDS - 1) {
                fit.move(variances);
            }
            progress.report(round + 1L, ROUNDS);
        }
        return fit;
    }

    FaultRates rates() {
        return rates;
    }

    List<Moment> moments() {
        return moments;
    }

    /// A scale takes up what the longer ones leave over: their clustering is there in shorter windows as well.
    private void move(double[] variances) {
        double longer = 1;
        List<Environment.Scale> scales = new ArrayList<>();
        for (int i = 0; i < SCALES.length; i++) {
            double ratio = moments.get(i).trace() / moments.get(i).model();
            variances[i] = Math.clamp((1 + variances[i]) * ratio / longer - 1, 0, MOST);
            longer *= ratio;
            scales.add(new Environment.Scale(SCALES[i], variances[i]));
        }
        rates = rates.with(new Environment(scales));
    }

    private List<Moment> compare() {
        List<FaultTrace> runs = simulate();
        double written =
                runs.stream().mapToInt(run -> run.entries().size()).average().orElseThrow();
        rates = rates.scaled(trace.entries().size() / written);
        List<Moment> compared = new ArrayList<>();
        for (double days : SCALES) {
            compared.add(new Moment(
                    days,
                    trace.clustering(days),
                    runs.stream()
                            .mapToDouble(run -> run.clustering(days))
                            .average()
                            .orElseThrow()));
        }
        return compared;
    }

    private List<FaultTrace> simulate() {
        List<Supplier<FaultTrace>> tasks = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            Streams streams = new Streams(i).below("environment-fit");
            FaultRates now = rates;
            tasks.add(() -> FaultTrace.of(
                    now.within(trace.days(), trace.nodes(), gpusPerNode, streams), trace.nodes(), trace.days()));
        }
        return Workers.all(tasks);
    }
}
