package throughline.papers.cluster;

import java.util.List;
import java.util.function.ToDoubleFunction;
import throughline.cluster.overlap.CheckpointScheme;
import throughline.cluster.overlap.CheckpointSpec;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Tolerance;
import throughline.spec.Cancel;

/// The claims of [DataStates], for a reading of its micro-batches.
final class DataStatesClaims {
    private static final CheckpointScheme SYNCHRONOUS = CheckpointScheme.SYNCHRONOUS;
    private static final CheckpointScheme LAZY = CheckpointScheme.LAZY;
    private static final String AT_EACH = "at each step";
    private static final String BY_ITSELF = "one alone";
    private static final Tolerance FASTER_BAND =
            Tolerance.absolute(12, "to the nearer edge of 20 to 60, set before it was computed");
    private static final Tolerance END_BAND =
            Tolerance.absolute(0.3, "to the nearer edge of 1.5 to 2.5, set before it was computed");
    private static final Tolerance TWENTIETH = Tolerance.relative(0.05, "a chunk of 22 is as much");
    /// Ticks of a run are rounded, which is no difference.
    private static final double ROUNDED = 1e-6;

    private static final Tolerance EXACT = Tolerance.direction(0, "nothing is left to chance");

    private final Evidence evidence;
    private final Cancel cancel;
    private final DataStatesRates rates = DataStatesRates.declared();
    private final Constant[] frozen;

    DataStatesClaims(Evidence evidence, Cancel cancel) {
        this.evidence = evidence;
        this.cancel = cancel;
        CheckpointSpec any = DataStatesModel.all().getFirst().spec(rates, 1, 1);
        frozen = new Constant[] {
            frozen("storage of a node, GB/s", any.storage() / 1e9),
            frozen("copies to pageable memory, GB/s", any.pageable() / 1e9),
            frozen("copies to pinned memory, GB/s", any.pinned() / 1e9),
            frozen("launch of a copy, s", rates.launch())
        };
    }

    private static Constant frozen(String name, double value) {
        return Constant.frozen(name, value, "profiles of Polaris and datastates-rates.csv", Provenance.RECALLED);
    }

    private Recomputed claim(String row, String setting, double value) {
        return Recomputed.of(row, value).as(row + "; " + setting).using(frozen);
    }

    private Constant serialising() {
        return frozen("serialising, GB/s", rates.serialise() / 1e9);
    }

    /// All claims for steps of a kind.
    void reading(int microBatch, String how) {
        List<DataStatesTimes> each = DataStatesTimes.all(1, microBatch, rates, cancel);
        List<DataStatesTimes> alone =
                each.stream().map(times -> times.alone(cancel)).toList();
        if (cancel.requested()) {
            return;
        }
        faster(alone, BY_ITSELF + ", " + how, serialising());
        faster(each, AT_EACH + ", " + how, serialising());
        endToEnd(each, AT_EACH + ", " + how, serialising());
        order(alone, BY_ITSELF + ", " + how);
        order(each, AT_EACH + ", " + how);
        converges(each.getFirst(), how);
        knee(alone.get(2).spec(), how);
        hidden(alone, how);
        fitted(alone, each, how);
    }

    private static double largest(List<DataStatesTimes> all, ToDoubleFunction<DataStatesTimes> value) {
        return all.stream().mapToDouble(value).max().orElseThrow();
    }

    private static double blockedRatio(DataStatesTimes times) {
        return times.blocked(SYNCHRONOUS) / times.blocked(LAZY);
    }

    private static double timeRatio(DataStatesTimes times) {
        return times.seconds(SYNCHRONOUS) / times.seconds(LAZY);
    }

    private void faster(List<DataStatesTimes> all, String setting, Constant serialising) {
        evidence.claim(claim(DataStates.FASTER, setting, largest(all, DataStatesClaims::blockedRatio))
                .using(serialising)
                .within(FASTER_BAND)
                .against(Null.of("as much as end to end", rows -> rows.value(DataStates.END_TO_END)))
                .tried(DataStatesTried.FASTER));
    }

    private void endToEnd(List<DataStatesTimes> all, String setting, Constant serialising) {
        evidence.claim(claim(DataStates.END_TO_END, setting, largest(all, DataStatesClaims::timeRatio))
                .using(serialising)
                .within(END_BAND)
                .against(Null.of(1, "no gain"))
                .tried(DataStatesTried.END_TO_END));
    }

    private void order(List<DataStatesTimes> all, String setting) {
        order(DataStates.OVER_CHUNKED, setting, all, LAZY, CheckpointScheme.CHUNKED);
        order(DataStates.OVER_COPY, setting, all, CheckpointScheme.CHUNKED, CheckpointScheme.COPY_THEN_FLUSH);
        order(DataStates.OVER_SYNCHRONOUS, setting, all, CheckpointScheme.COPY_THEN_FLUSH, SYNCHRONOUS);
    }

    private void order(
            String row, String setting, List<DataStatesTimes> all, CheckpointScheme one, CheckpointScheme other) {
        double least = -largest(all, times -> -times.perceived(one) / times.perceived(other));
        evidence.claim(claim(row, setting, Math.abs(least - 1) < ROUNDED ? 0 : least - 1)
                .using(serialising())
                .within(EXACT)
                .tried(DataStatesTried.ORDER));
    }

    /// What is saved from step to step, over what storage can take.
    private void converges(DataStatesTimes times, String how) {
        CheckpointSpec spec = times.spec();
        for (CheckpointScheme scheme : List.of(CheckpointScheme.COPY_THEN_FLUSH, CheckpointScheme.CHUNKED, LAZY)) {
            evidence.claim(claim(DataStates.CONVERGES, DataStatesTimes.name(scheme) + ", " + how, rate(times, scheme))
                    .within(TWENTIETH)
                    .against(Null.of(spec.flush() / (spec.step() + times.blocked(SYNCHRONOUS)), "as synchronous"))
                    .tried(DataStatesTried.CONVERGES));
        }
    }

    private static double rate(DataStatesTimes times, CheckpointScheme scheme) {
        double blocked = times.runs().get(scheme).blockedBy(DataStatesTimes.STEPS / 2);
        return times.spec().flush() / (times.spec().step() + blocked);
    }

    private void knee(CheckpointSpec declared, String how) {
        CheckpointSpec spec = declared.with("chunk", String.valueOf(declared.chunkBytes()));
        double free =
                LAZY.alone(spec.with("buffer", String.valueOf(spec.bytes()))).blocked();
        int slots = 1;
        while (LAZY.alone(spec.with("buffer", String.valueOf(slots * spec.chunkBytes())))
                        .blocked()
                > free + 1e-9) {
            slots++;
        }
        evidence.claim(claim(DataStates.KNEE, how, (double) slots / spec.chunks())
                .within(TWENTIETH)
                .against(Null.of(0, "any buffer does"))
                .tried(DataStatesTried.KNEE));
    }

    private void hidden(List<DataStatesTimes> alone, String how) {
        evidence.claim(claim(
                        DataStates.HIDDEN,
                        how,
                        largest(
                                alone,
                                times -> times.blocked(LAZY) - times.spec().floor()))
                .within(Tolerance.absolute(1e-6, "in whole nanoseconds"))
                .byArithmetic("a copy that is shorter than the passes beside it is not seen"));
    }

    /// The rate of serialising that gives the gain end to end, and what else it then gives.
    private void fitted(List<DataStatesTimes> alone, List<DataStatesTimes> each, String how) {
        Constant serialise = evidence.fit("serialising, B/s", rows -> fit(rows, each));
        String setting = how + ", serialising fitted end to end";
        endToEnd(serialising(each, serialise), AT_EACH + ", " + setting, serialise);
        faster(serialising(each, serialise), AT_EACH + ", " + setting, serialise);
        faster(serialising(alone, serialise), BY_ITSELF + ", " + setting, serialise);
    }

    private static List<DataStatesTimes> serialising(List<DataStatesTimes> all, Constant rate) {
        return all.stream().map(times -> times.serialising(rate.value())).toList();
    }

    /// By halving: synchronous saving takes the less time the faster it serialises.
    private static double fit(Published rows, List<DataStatesTimes> each) {
        double wanted = rows.value(DataStates.END_TO_END);
        double low = 1e8;
        double high = 1e12;
        for (int i = 0; i < 60; i++) {
            double middle = Math.sqrt(low * high);
            if (largest(each, times -> synchronous(times, middle) / times.seconds(LAZY)) > wanted) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.sqrt(low * high);
    }

    private static double synchronous(DataStatesTimes times, double serialise) {
        CheckpointSpec spec = times.spec();
        double blocked = spec.floor() + spec.bytes() / serialise + spec.flush();
        return DataStatesTimes.STEPS * spec.step() + (DataStatesTimes.STEPS - 1) * blocked;
    }
}
