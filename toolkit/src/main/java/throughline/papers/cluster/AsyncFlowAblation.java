package throughline.papers.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import throughline.cluster.rollout.Mode;
import throughline.cluster.rollout.Rollout;
import throughline.cluster.rollout.RolloutRun;
import throughline.cluster.rollout.RolloutSpec;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Tolerance;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// What streaming and asynchrony each add to stages on devices of their own.
///
/// All that matters is how long the reference model and the trainer take for an iteration, over what generation takes;
/// everything else is declared. One row cannot tell two ratios: of all pairs that give it, the one nearest to their
/// middle is taken, and the range of all is told.
final class AsyncFlowAblation {
    static final String STREAMING = "streaming over separate stages";
    static final String FURTHER = "further gain by asynchrony";
    static final String BOTH = "asynchronous over separate stages";

    private static final double SYNC = 0.03;
    private static final int DEVICES = 16;
    private static final long SEED = 1;
    private static final double[] REFERENCE = {0.2, 0.4, 0.6, 0.8, 1.0};
    private static final double[] TRAINING = {0.4, 0.6, 0.8, 1.0, 1.2};
    private static final int FINE = 40;
    private static final double NEAR = 0.01;

    /// 2,048 samples that do not wait for each other; no time for anything but the stages and the way of the weights.
    private static final RolloutSpec INPUTS = RolloutSpec.TYPICAL
            .with("prompts", "2048")
            .with("samples", "1")
            .with("iterations", "4")
            .with("referenceDevices", "" + DEVICES)
            .with("trainingDevices", "" + DEVICES)
            .with("optimizer", "0")
            .with("swap", "0");

    /// Times of the reference model and of the trainer for an iteration, over that of generation.
    record Ratios(double reference, double training) {
        static final Ratios BALANCED = new Ratios(1, 1);
    }

    /// Rates over that of separate stages.
    record Gains(Ratios ratios, double streaming, double asynchronous) {
        /// What asynchrony adds to streaming: 0.3 is 30 %.
        double further() {
            return asynchronous / streaming - 1;
        }
    }

    private final double generation;
    private final double tokens;

    AsyncFlowAblation() {
        RolloutRun alone = Rollout.run(
                INPUTS.in(Mode.SEPARATED)
                        .with("referenceToken", "0")
                        .with("trainingToken", "0")
                        .with("push", "0"),
                SEED,
                Cancel.NEVER,
                Progress.NONE);
        generation = alone.wall() / INPUTS.iterations();
        tokens = (double) alone.tokens() / INPUTS.iterations();
    }

    RolloutSpec spec(Ratios ratios) {
        double micros = 1e6 * DEVICES * generation / tokens;
        return INPUTS.with("referenceToken", "" + ratios.reference * micros)
                .with("trainingToken", "" + ratios.training * micros)
                .with("push", "" + SYNC * generation);
    }

    Gains gains(Ratios ratios) {
        double separate = rate(ratios, Mode.SEPARATED);
        return new Gains(ratios, rate(ratios, Mode.STREAMING) / separate, rate(ratios, Mode.ASYNCHRONOUS) / separate);
    }

    private double rate(Ratios ratios, Mode mode) {
        return Rollout.run(spec(ratios).in(mode), SEED, Cancel.NEVER, Progress.NONE)
                .steadySamplesPerSecond();
    }

    /// Gains on a coarse grid of ratios, by index of the reference model's and of the trainer's.
    Gains[][] grid(Cancel cancel, Progress progress) {
        Gains[][] grid = new Gains[REFERENCE.length][TRAINING.length];
        for (int i = 0; i < REFERENCE.length && !cancel.requested(); i++) {
            for (int j = 0; j < TRAINING.length; j++) {
                grid[i][j] = gains(new Ratios(REFERENCE[i], TRAINING[j]));
            }
            progress.report(i + 1L, REFERENCE.length);
        }
        return grid;
    }

    /// All pairs of a fine grid between whose gains by streaming and a value there is a hundredth of it at most, or
    /// the nearest one.
    static List<Gains> giving(Gains[][] grid, double streaming) {
        List<Gains> giving = new ArrayList<>();
        Gains nearest = grid[0][0];
        for (int i = 0; i <= FINE; i++) {
            for (int j = 0; j <= FINE; j++) {
                Gains gains = between(grid, (double) i / FINE, (double) j / FINE);
                if (Math.abs(gains.streaming - streaming) <= NEAR * streaming) {
                    giving.add(gains);
                }
                if (Math.abs(gains.streaming - streaming) < Math.abs(nearest.streaming - streaming)) {
                    nearest = gains;
                }
            }
        }
        return giving.isEmpty() ? List.of(nearest) : giving;
    }

    /// The pair that gives a gain by streaming and lies nearest to the middle of all that do.
    static Ratios middle(Gains[][] grid, double streaming) {
        List<Gains> giving = giving(grid, streaming);
        double reference = giving.stream()
                .mapToDouble(gains -> gains.ratios.reference)
                .average()
                .orElseThrow();
        double training = giving.stream()
                .mapToDouble(gains -> gains.ratios.training)
                .average()
                .orElseThrow();
        return giving.stream()
                .map(Gains::ratios)
                .min((a, b) -> Double.compare(
                        Math.hypot(a.reference - reference, a.training - training),
                        Math.hypot(b.reference - reference, b.training - training)))
                .orElseThrow();
    }

    private static Gains between(Gains[][] grid, double x, double y) {
        double atX = x * (REFERENCE.length - 1);
        double atY = y * (TRAINING.length - 1);
        int i = Math.min((int) atX, REFERENCE.length - 2);
        int j = Math.min((int) atY, TRAINING.length - 2);
        Gains left = mix(grid[i][j], grid[i + 1][j], atX - i);
        Gains right = mix(grid[i][j + 1], grid[i + 1][j + 1], atX - i);
        return mix(left, right, atY - j);
    }

    private static Gains mix(Gains a, Gains b, double share) {
        return new Gains(
                new Ratios(
                        a.ratios.reference + share * (b.ratios.reference - a.ratios.reference),
                        a.ratios.training + share * (b.ratios.training - a.ratios.training)),
                a.streaming + share * (b.streaming - a.streaming),
                a.asynchronous + share * (b.asynchronous - a.asynchronous));
    }

    static void claims(Evidence evidence, Cancel cancel, Progress progress) {
        AsyncFlowAblation ablation = new AsyncFlowAblation();
        Gains[][] grid = ablation.grid(cancel, progress);
        if (cancel.requested()) {
            return;
        }
        List<Constant> ratios = evidence.fit(List.of("T_ref / T_roll", "T_train / T_roll"), rows -> {
            Ratios fitted = middle(grid, rows.value(STREAMING));
            return new double[] {fitted.reference, fitted.training};
        });
        Gains fitted =
                ablation.gains(new Ratios(ratios.get(0).value(), ratios.get(1).value()));
        Gains balanced = ablation.gains(Ratios.BALANCED);
        Tolerance allowed =
                Tolerance.relative(0.15, "set beforehand for both rows, as the lengths of responses are not known");
        Null nothing = Null.of(0, "asynchrony adds nothing");
        evidence.claim(Recomputed.of(FURTHER, fitted.further())
                .within(allowed)
                .against(nothing)
                .using(ratios.toArray(Constant[]::new))
                .using(inputs())
                .tried(range(giving(grid, fitted.streaming))));
        evidence.claim(Recomputed.of(BOTH, fitted.asynchronous)
                .within(allowed)
                .using(ratios.toArray(Constant[]::new))
                .byArithmetic("the row it was fitted on, times the row above"));
        evidence.claim(Recomputed.of(STREAMING, balanced.streaming)
                .as(STREAMING + ", all pools equally loaded")
                .within(allowed)
                .against(Null.of("the average gain on the other baseline", rows -> rows.value(AsyncFlow.AVERAGE)))
                .using(inputs())
                .tried("each stage alone takes as long as the others, the best there is for a pipeline"));
        evidence.claim(Recomputed.of(FURTHER, balanced.further())
                .as(FURTHER + ", all pools equally loaded")
                .within(allowed)
                .against(nothing)
                .using(inputs())
                .tried("nothing fitted: streaming alone then hides more than is reported, and leaves less to gain"));
    }

    private static String range(List<Gains> giving) {
        double least = giving.stream().mapToDouble(Gains::further).min().orElseThrow();
        double most = giving.stream().mapToDouble(Gains::further).max().orElseThrow();
        return String.format(
                Locale.ROOT,
                "one row does not tell two ratios: with all pairs that give it the gain ranges from %.2f to %.2f",
                least,
                most);
    }

    private static Constant[] inputs() {
        String assumed = "assumed";
        Provenance recalled = Provenance.RECALLED;
        return new Constant[] {
            Constant.frozen("samples", INPUTS.batch(), assumed, recalled),
            Constant.frozen("mean tokens", INPUTS.meanTokens(), assumed, recalled),
            Constant.frozen("sigma of lengths", INPUTS.sigma(), "assumed: middle of 0.5 to 1", recalled),
            Constant.frozen("cap", INPUTS.cap(), assumed, recalled),
            Constant.frozen("instances", INPUTS.instances(), assumed, recalled),
            Constant.frozen("slots", INPUTS.slots(), assumed, recalled),
            Constant.frozen("c / t0", INPUTS.stepOfSequence() / INPUTS.step(), assumed, recalled),
            Constant.frozen("sync / T_roll", SYNC, assumed, recalled),
        };
    }

    /// One run a mode with the ratios that the streaming row gives.
    static List<RolloutRun> runs(Published published, Cancel cancel, Progress progress) {
        AsyncFlowAblation ablation = new AsyncFlowAblation();
        Gains[][] grid = ablation.grid(cancel, progress);
        if (cancel.requested()) {
            return List.of();
        }
        RolloutSpec spec = ablation.spec(middle(grid, published.value(STREAMING)));
        return List.of(Mode.SEPARATED, Mode.STREAMING, Mode.ASYNCHRONOUS).stream()
                .map(mode -> Rollout.run(spec.in(mode), SEED, Cancel.NEVER, Progress.NONE))
                .toList();
    }
}
