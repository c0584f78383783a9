package throughline.papers.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.training.Plan;
import throughline.training.Transformer;

/// The search for a plan as one who does not know the model would do it: each evaluation is a run, and a run that does
/// not fit into memory fails and is worth nothing.
///
/// Six dimensions: stages, ways of tensor parallelism, sequences of a micro-batch, micro-batches of a step, ZeRO,
/// nodes.
public final class FrontierSearch {
    /// The dimensions, in order.
    public static final List<String> DIMENSIONS =
            List.of("stages", "tensor", "micro-batch", "accumulation", "ZeRO", "nodes");

    private static final int[][] VALUES = {
        {1, 2, 4, 6, 8, 12, 16}, {1, 2, 4, 8}, {1, 2, 4, 8, 12, 16, 20}, {5, 10, 20, 40}, {0, 1}, {12, 16}
    };
    private static final double EXPLORE = 0.1;
    /// How far a run tells of others, in the ranges of dimensions.
    private static final double REACH = 0.3;

    private static final int[][] PLACES = places();
    private static final double[][] NEAR = near();
    /// Bytes a weight that ZeRO deals out to nobody here: the weight and its gradient.
    private static final double KEPT = 6;

    private final double[] worth;

    private FrontierSearch(double[] worth) {
        this.worth = worth;
    }

    /// Evaluates every point for a model.
    public static FrontierSearch of(Transformer model, FrontierRuns runs) {
        return new FrontierSearch(Arrays.stream(PLACES)
                .mapToDouble(place -> worth(model, runs, place))
                .toArray());
    }

    /// Which value of each dimension each point has.
    private static int[][] places() {
        int points = Arrays.stream(VALUES).mapToInt(values -> values.length).reduce(1, (a, b) -> a * b);
        int[][] places = new int[points][VALUES.length];
        for (int i = 0; i < points; i++) {
            int rest = i;
            for (int d = 0; d < VALUES.length; d++) {
                places[i][d] = rest % VALUES[d].length;
                rest /= VALUES[d].length;
            }
        }
        return places;
    }

    /// How much a run tells of another, by dimension and how many values they are apart there.
    private static double[][] near() {
        double[][] near = new double[VALUES.length][];
        for (int d = 0; d < VALUES.length; d++) {
            near[d] = new double[VALUES[d].length];
            for (int apart = 0; apart < near[d].length; apart++) {
                double distance = (double) apart / (VALUES[d].length - 1) / REACH;
                near[d][apart] = StrictMath.exp(-distance * distance / 2);
            }
        }
        return near;
    }

    private static int point(int[] place) {
        int point = 0;
        for (int d = VALUES.length - 1; d >= 0; d--) {
            point = point * VALUES[d].length + place[d];
        }
        return point;
    }

    private static double worth(Transformer model, FrontierRuns runs, int[] place) {
        int pipeline = VALUES[0][place[0]];
        int tensor = VALUES[1][place[1]];
        int microBatch = VALUES[2][place[2]];
        int devices = runs.cluster().perNode() * VALUES[5][place[5]];
        int data = devices / (tensor * pipeline);
        double least = KEPT * model.weights() / (tensor * pipeline);
        if (data * tensor * pipeline != devices
                || least > runs.cluster().device().knownMemory()) {
            return 0;
        }
        Plan plan = FrontierRuns.recipe(tensor, pipeline, data, VALUES[3][place[3]] * microBatch)
                .with("microBatch", Integer.toString(microBatch))
                .with("shards", Integer.toString(VALUES[4][place[4]]));
        try {
            plan.check(model, runs.cluster());
        } catch (BadInput e) {
            return 0;
        }
        return runs.fits(model, plan) ? runs.shareOfPeak(model, plan) : 0;
    }

    /// How many points there are.
    public int points() {
        return worth.length;
    }

    /// The share of points at which a run fails.
    public double failing() {
        return (double) Arrays.stream(worth).filter(value -> value == 0).count() / worth.length;
    }

    /// The best of all points.
    public double best() {
        return Arrays.stream(worth).max().orElseThrow();
    }

    /// What runs at random are worth, in their order.
    public double[] random(int evaluations, long seed) {
        Stream stream = new Streams(seed).named("random search");
        double[] found = new double[evaluations];
        for (int i = 0; i < evaluations; i++) {
            found[i] = worth[stream.below(worth.length)];
        }
        return found;
    }

    /// What runs are worth that a surrogate chooses: a fifth at random, then always where what near runs were worth,
    /// weighted, and what is not known of it are the most together.
    public double[] guided(int evaluations, long seed) {
        Stream stream = new Streams(seed).named("guided search");
        double[] values = new double[worth.length];
        double[] weights = new double[worth.length];
        boolean[] done = new boolean[worth.length];
        double[] found = new double[evaluations];
        for (int i = 0; i < evaluations; i++) {
            int next = i < evaluations / 5 ? stream.below(worth.length) : mostPromising(values, weights, done);
            found[i] = worth[next];
            done[next] = true;
            learn(next, values, weights);
        }
        return found;
    }

    private static int mostPromising(double[] values, double[] weights, boolean[] done) {
        int best = -1;
        double most = Double.NEGATIVE_INFINITY;
        for (int p = 0; p < values.length; p++) {
            double promise = values[p] / (weights[p] + 1e-9) + EXPLORE / Math.sqrt(1 + weights[p]);
            if (!done[p] && promise > most) {
                most = promise;
                best = p;
            }
        }
        return best;
    }

    private void learn(int run, double[] values, double[] weights) {
        for (int p = 0; p < worth.length; p++) {
            double weight = 1;
            for (int d = 0; d < VALUES.length; d++) {
                weight *= NEAR[d][Math.abs(PLACES[run][d] - PLACES[p][d])];
            }
            values[p] += weight * worth[run];
            weights[p] += weight;
        }
    }

    /// By how much the worth of a point changes on average when one dimension takes another of its values, each as
    /// likely, and the others stay.
    ///
    /// @return one for each of [#DIMENSIONS]
    public List<Double> importance() {
        List<Double> importance = new ArrayList<>();
        for (int d = 0; d < VALUES.length; d++) {
            double sum = 0;
            for (int p = 0; p < worth.length; p++) {
                int[] place = PLACES[p].clone();
                for (int other = 0; other < VALUES[d].length; other++) {
                    place[d] = other;
                    sum += Math.abs(worth[p] - worth[point(place)]) / VALUES[d].length;
                }
            }
            importance.add(sum / worth.length);
        }
        return importance;
    }
}
