package throughline.papers.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import throughline.data.Estimate;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Paper;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.training.Memory;
import throughline.training.Plan;
import throughline.training.Transformer;

/// Large language models on Frontier (Dash et al. 2023, arXiv 2312.12705): one constant, how well matrix products use a
/// die, is fitted on the smallest of three models; the others follow, and what the paper says of plans.
///
/// The recipes of the two larger models are recalled, and the batch is read as that of a replica: with it shared among
/// all replicas the bubble alone would cost more than the three models differ.
public final class FrontierLlm implements Paper {
    private static final String ABSTRACT = "abstract";
    private static final String OBSERVED = "observations on plans, their directions";
    private static final String STUDY = "search study for 175B, its order of importance";
    private static final Transformer SMALL = Transformer.gpt("GPT 22B", 48, 6144, 48);
    private static final Transformer MIDDLE = Transformer.gpt("GPT 175B", 96, 12288, 96);
    private static final Transformer LARGE = Transformer.gpt("GPT 1T", 128, 25600, 128);
    /// Of the smallest model, whose plan is not known.
    private static final int MICRO_BATCHES = 200;
    private static final String TENSOR_FALLS = "from 1 to 8 ways of tensor parallelism";
    private static final String TENSOR_BEYOND = "from 8 to 16 ways of tensor parallelism, more than a node";
    private static final String BATCH_RISES = "from 40 to 640 micro-batches";
    private static final String STAGES_FALL = "from 8 to 32 stages with 64 micro-batches";
    private static final String STAGES_KEEP = "32 stages with 256 micro-batches over 8 with 64";
    private static final String INTERLEAVED = "gain of interleaving 3 pieces, 16 stages with 32 micro-batches";
    private static final String SMALLER = "22B less 175B";
    private static final String LARGER = "175B less 1T";
    private static final String GUIDED = "best of 100 runs, guided less random";
    private static final String FOUND = "best of 100 guided runs over the best of all";
    private static final List<String> IMPORTANCE =
            List.of("micro-batch over tensor", "tensor over stages", "stages over nodes", "stages over ZeRO");
    /// Ten seeds before these were too few to tell the two searches apart; they are not among these.
    private static final int FIRST_SEED = 10;

    private static final int SEEDS = 40;
    private static final int RUNS = 100;
    private static final Tolerance EXACT = Tolerance.direction(0, "nothing is left to chance");

    @Override
    public String id() {
        return "Frontier-LLM";
    }

    @Override
    public List<Reported> reported() {
        Provenance recalled = Provenance.RECALLED;
        List<Reported> rows = new ArrayList<>(List.of(
                Reported.printed(share(SMALL), 0.3838, "", ABSTRACT),
                Reported.printed(share(MIDDLE), 0.3614, "", ABSTRACT),
                Reported.printed(share(LARGE), 0.3196, "", ABSTRACT),
                Reported.rises(SMALLER, "", ABSTRACT, Provenance.PRINTED),
                Reported.rises(LARGER, "", ABSTRACT, Provenance.PRINTED),
                Reported.printed(weak(MIDDLE), 1, "", ABSTRACT),
                Reported.printed(weak(LARGE), 1, "", ABSTRACT),
                Reported.printed(strong(MIDDLE), 0.89, "", ABSTRACT),
                Reported.printed(strong(LARGE), 0.87, "", ABSTRACT),
                Reported.printed("operations of 1T with 20T tokens", 1.2e26, "", ABSTRACT),
                Reported.of("states of 1T", 24, "TB", "notes on the paper", Provenance.SECONDHAND),
                Reported.falls(TENSOR_FALLS, "", OBSERVED, recalled),
                Reported.falls(TENSOR_BEYOND, "", OBSERVED, recalled),
                Reported.rises(BATCH_RISES, "", OBSERVED, recalled),
                Reported.falls(STAGES_FALL, "", OBSERVED, recalled),
                Reported.of(STAGES_KEEP, 1, "", OBSERVED, recalled),
                Reported.rises(INTERLEAVED, "", OBSERVED, recalled),
                Reported.rises(GUIDED, "", STUDY, recalled),
                Reported.notKnown(FOUND, "", STUDY)));
        IMPORTANCE.forEach(pair -> rows.add(Reported.rises(pair, "", STUDY, recalled)));
        return rows;
    }

    private static String share(Transformer model) {
        return "share of peak, " + model.name();
    }

    private static String weak(Transformer model) {
        return "weak scaling, " + model.name();
    }

    private static String strong(Transformer model) {
        return "strong scaling, " + model.name();
    }

    /// The recipe of a model, with so many replicas that each have so many micro-batches.
    private static Plan recipe(Transformer model, int data, int microBatches) {
        return model == MIDDLE
                ? FrontierRuns.recipe(4, 16, data, microBatches)
                : FrontierRuns.recipe(8, 64, data, microBatches);
    }

    private static int microBatches(Transformer model) {
        return model == MIDDLE ? 640 : 1600;
    }

    private static Constant recalled(Transformer model) {
        return Constant.frozen(
                "micro-batches of a replica", microBatches(model), "recipe, as recalled", Provenance.RECALLED);
    }

    /// The efficiency with which the smallest model reaches its share of the peak.
    private static double efficiency(Published rows) {
        double share = rows.value(share(SMALL));
        List<Plan> plans = FrontierRuns.of(0.5).plans(SMALL, MICRO_BATCHES);
        double low = 0.05;
        double high = 1;
        for (int i = 0; i < 30; i++) {
            double middle = (low + high) / 2;
            if (FrontierRuns.of(middle).best(SMALL, plans) < share) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        Constant efficiency = evidence.fit("efficiency of matrix products", FrontierLlm::efficiency);
        FrontierRuns runs = FrontierRuns.of(efficiency.value());
        arithmetic(evidence);
        shares(evidence, runs, efficiency);
        scaling(evidence, runs, efficiency);
        progress.report(1, 3);
        plans(evidence, runs, efficiency);
        progress.report(2, 3);
        if (!cancel.requested()) {
            search(evidence, FrontierSearch.of(MIDDLE, runs), efficiency);
        }
        progress.report(3, 3);
    }

    private static void arithmetic(Evidence evidence) {
        evidence.claim(Recomputed.of("operations of 1T with 20T tokens", 6 * LARGE.weights() * 20e12)
                .within(Tolerance.relative(0.02, "1T is 1.008 trillion weights"))
                .byArithmetic("six operations for each weight and token, both given"));
        evidence.claim(Recomputed.of(
                        "states of 1T",
                        Memory.states(LARGE, Plan.of(1, 1, 1, 1)).value() / 1e12)
                .within(Tolerance.relative(0.1, "what each weight keeps beside itself"))
                .against(Null.of(LARGE.weights() * 16 / 1e12, "16 bytes a weight, as ZeRO counts"))
                .tried("18 bytes a weight: 2 of its own, 4 each of gradient, master weight and two moments; 24 would"
                        + " take gradients and weights once more"));
    }

    private static void shares(Evidence evidence, FrontierRuns runs, Constant efficiency) {
        double small = runs.best(SMALL, runs.plans(SMALL, MICRO_BATCHES));
        double middle = runs.shareOfPeak(MIDDLE, recipe(MIDDLE, 1, microBatches(MIDDLE)));
        double large = runs.shareOfPeak(LARGE, recipe(LARGE, 1, microBatches(LARGE)));
        Tolerance within = Tolerance.relative(0.15, "one constant, collectives carried over from NVIDIA's");
        String tried = "a die's products alone were fitted; rings inside a node over single links between packages";
        evidence.claim(Recomputed.of(share(MIDDLE), middle)
                .within(within)
                .against(Null.mean(share(SMALL), share(LARGE)))
                .using(efficiency, recalled(MIDDLE))
                .tried(tried));
        evidence.claim(Recomputed.of(share(LARGE), large)
                .within(within)
                .against(Null.of("straight line in the logarithm of weights through the other two", rows -> {
                    double slope = (rows.value(share(MIDDLE)) - rows.value(share(SMALL)))
                            / Math.log(MIDDLE.weights() / SMALL.weights());
                    return rows.value(share(MIDDLE)) + slope * Math.log(LARGE.weights() / MIDDLE.weights());
                }))
                .using(efficiency, recalled(LARGE))
                .tried(tried));
        evidence.claim(Recomputed.of(SMALLER, small - middle).within(EXACT).using(efficiency, recalled(MIDDLE)));
        evidence.claim(Recomputed.of(LARGER, middle - large)
                .within(EXACT)
                .using(efficiency, recalled(MIDDLE), recalled(LARGE)));
    }

    /// From one replica to 1024 dies of 175B and 3072 of 1T: with the micro-batches of each replica kept, and with
    /// those of all kept.
    private static void scaling(Evidence evidence, FrontierRuns runs, Constant efficiency) {
        for (Transformer model : List.of(MIDDLE, LARGE)) {
            int data = model == MIDDLE ? 16 : 6;
            int batch = model == MIDDLE ? 8000 : 8016;
            int each = microBatches(model);
            double weak = runs.shareOfPeak(model, recipe(model, data, each))
                    / runs.shareOfPeak(model, recipe(model, 1, each));
            double strong = runs.shareOfPeak(model, recipe(model, data, batch / data))
                    / runs.shareOfPeak(model, recipe(model, 1, batch));
            Constant given = Constant.frozen("sequences of a step", batch, "not surely recalled", Provenance.RECALLED);
            evidence.claim(Recomputed.of(weak(model), weak)
                    .within(Tolerance.absolute(0.03, "0.97 and more"))
                    .against(Null.of("strong scaling of the same model", rows -> rows.value(strong(model))))
                    .using(efficiency, recalled(model)));
            evidence.claim(Recomputed.of(strong(model), strong)
                    .within(Tolerance.absolute(0.035, "0.85 to 0.92"))
                    .against(Null.of(
                            "strong scaling of the other model",
                            rows -> rows.value(strong(model == MIDDLE ? LARGE : MIDDLE))))
                    .using(efficiency, given)
                    .tried("from one replica on; the bubble and the exchange of replicas alone, while ranks of a job"
                            + " that is spread wider also wait for the slowest of them"));
        }
    }

    /// What the paper observes of plans, on 175B.
    private static void plans(Evidence evidence, FrontierRuns runs, Constant efficiency) {
        double eight = share(runs, 8, 64);
        double many = share(runs, 32, 256);
        double few = share(runs, 32, 64);
        double interleaved =
                runs.shareOfPeak(MIDDLE, FrontierRuns.recipe(4, 16, 1, 32).with("interleave", "3"));
        direction(evidence, TENSOR_FALLS, tensor(runs, 8) - tensor(runs, 1), efficiency);
        direction(evidence, TENSOR_BEYOND, tensor(runs, 16) - tensor(runs, 8), efficiency);
        direction(evidence, BATCH_RISES, share(runs, 16, 640) - share(runs, 16, 40), efficiency);
        direction(evidence, STAGES_FALL, few - eight, efficiency);
        direction(evidence, INTERLEAVED, interleaved - share(runs, 16, 32), efficiency);
        evidence.claim(Recomputed.of(STAGES_KEEP, many / eight)
                .within(Tolerance.relative(0.05, "the bubble's share stays, the layers of a stage do not"))
                .against(Null.of(few / eight, "as with the micro-batches of 8 stages"))
                .using(efficiency)
                .tried("the output stays on the last stage, which has a quarter of the layers left, and each stage"
                        + " sends as much as before"));
    }

    private static void direction(Evidence evidence, String row, double effect, Constant efficiency) {
        evidence.claim(Recomputed.of(row, effect).within(EXACT).using(efficiency));
    }

    private static double tensor(FrontierRuns runs, int ways) {
        return runs.shareOfPeak(MIDDLE, FrontierRuns.recipe(ways, 16, 1, microBatches(MIDDLE)));
    }

    private static double share(FrontierRuns runs, int stages, int microBatches) {
        return runs.shareOfPeak(MIDDLE, FrontierRuns.recipe(4, stages, 1, microBatches));
    }

    private static void search(Evidence evidence, FrontierSearch search, Constant efficiency) {
        double[] gains = new double[SEEDS];
        double found = 0;
        for (int i = 0; i < SEEDS; i++) {
            long seed = FIRST_SEED + i;
            double guided = most(search.guided(RUNS, seed));
            gains[i] = guided - most(search.random(RUNS, seed));
            found += guided / search.best() / SEEDS;
        }
        Estimate gain = Estimate.of(gains);
        evidence.claim(Recomputed.of(GUIDED, gain.mean())
                .within(Tolerance.direction(gain.standardError(), SEEDS + " seeds, paired"))
                .using(efficiency));
        evidence.claim(Recomputed.of(FOUND, found).using(efficiency));
        List<Double> importance = search.importance();
        for (String pair : IMPORTANCE) {
            String[] names = pair.split(" over ");
            evidence.claim(Recomputed.of(pair, of(importance, names[0]) - of(importance, names[1]))
                    .within(EXACT)
                    .using(efficiency)
                    .tried("mean change when one dimension takes another value, over all points, failed ones worth"
                            + " nothing; which points fail decides most"));
        }
    }

    private static double of(List<Double> importance, String dimension) {
        return importance.get(FrontierSearch.DIMENSIONS.indexOf(dimension));
    }

    private static double most(double[] found) {
        return Arrays.stream(found).max().orElseThrow();
    }

    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        FrontierRuns runs = FrontierRuns.of(efficiency(published));
        double[] ways = {1, 2, 4, 8, 16};
        Plot plot = Plot.of(
                "Splitting layers costs more with each tier that it crosses: 2 dies a package, 8 a node",
                Axis.of("ways of tensor parallelism", "").logarithmic(),
                Axis.of("share of peak", ""));
        for (Transformer model : List.of(SMALL, MIDDLE, LARGE)) {
            int stages = model == LARGE ? 64 : model == MIDDLE ? 16 : 4;
            plot = plot.line(
                    model.name(),
                    ways,
                    Arrays.stream(ways)
                            .map(t -> runs.shareOfPeak(model, FrontierRuns.recipe((int) t, stages, 1, 1600)))
                            .toArray());
        }
        return Optional.of(plot.published("Dash et al. 2023, 175B and 1T", new double[] {4, 8}, new double[] {
            published.value(share(MIDDLE)), published.value(share(LARGE))
        }));
    }

    /// A guided search for a plan of 175B, run by run, with those that failed.
    ///
    /// @param efficiency of matrix products
    /// @param runs       how many
    public static Plot trajectory(double efficiency, int runs, long seed) {
        double[] found = FrontierSearch.of(MIDDLE, FrontierRuns.of(efficiency)).guided(runs, seed);
        double[] failed = IntStream.range(0, runs)
                .filter(i -> found[i] == 0)
                .mapToDouble(i -> i + 1.0)
                .toArray();
        double[] best = new double[runs];
        for (int i = 0; i < runs; i++) {
            best[i] = Math.max(found[i], i == 0 ? 0 : best[i - 1]);
        }
        double[] at = IntStream.rangeClosed(1, runs).asDoubleStream().toArray();
        return Plot.of("A surrogate leaves what fails behind", Axis.of("run", ""), Axis.of("share of peak", ""))
                .step("best so far", at, best)
                .points("runs", at, found)
                .points("out of memory, or not divided", failed, new double[failed.length]);
    }
}
