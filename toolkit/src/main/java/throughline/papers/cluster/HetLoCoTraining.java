package throughline.papers.cluster;

import java.util.ArrayList;
import java.util.List;
import throughline.learning.replicas.Ddp;
import throughline.learning.replicas.DiLoCo;
import throughline.learning.replicas.LocalRule;
import throughline.learning.replicas.Pipeline;
import throughline.learning.replicas.Pipeline.Projection;
import throughline.learning.replicas.ReplicaCurve;
import throughline.learning.replicas.ReplicaTraining;
import throughline.learning.replicas.Schedule;
import throughline.learning.replicas.SparseLoCo;
import throughline.learning.replicas.TableText;
import throughline.learning.replicas.TokenPipeline;
import throughline.learning.replicas.TopK;

/// What of HetLoCo is trained for real: four replicas of a transformer of two stages, on texts of a language of 64
/// words whose least loss is known, by each method, for five seeds.
///
/// Two of the replicas stand on slow links; the other two are each within one datacentre. A method sends whole
/// activations, compresses all replicas (uniform), or those on slow links alone (heterogeneous).
public final class HetLoCoTraining {
    static final int REPLICAS = 4;
    /// Replicas whose stages are on slow links, in every method.
    static final int SLOW = 2;
    static final int WIDTH = 64;
    static final int STEPS = 400;
    static final int LOCAL_STEPS = 10;
    static final int SEEDS = 5;
    static final int[] RANKS = {16, 8, 4};
    /// The rank at which projecting what all share is tried.
    static final int RANK = 8;

    static final String DDP = "DDP";
    static final String DILOCO = "DiLoCo";
    static final String SPARSE = "SparseLoCo";

    private static final LocalRule RULE = new LocalRule.AdamW(6e-3, 0.9, 0.95, 0);
    private static final int EVERY = 20;
    private static final int HELD_OUT = 64;
    private static final Schedule SPARSE_LOCO = new SparseLoCo(LOCAL_STEPS, 1, 0.95, new TopK(4096, 64));

    /// All trainings: 50, some ten minutes on two processors that have nothing else to do.
    public static final ReplicaGrid GRID = new ReplicaGrid(cells());

    private HetLoCoTraining() {}

    static String uniform(int rank) {
        return "uniform k=" + rank;
    }

    static String heterogeneous(int rank) {
        return "heterogeneous k=" + rank;
    }

    static String projectingAll(int rank) {
        return "heterogeneous k=%d projecting all".formatted(rank);
    }

    /// A way of training.
    ///
    /// @param name     of the configuration
    /// @param pipeline of its replicas
    /// @param schedule of their exchanges
    record Way(String name, Pipeline pipeline, Schedule schedule) {
        /// Bytes that have gone over slow links after so many steps: updates of all replicas, and what the stages of
        /// slow replicas have sent each other.
        long slowBytes(ReplicaCurve.Point point) {
            long values = 0;
            for (int replica = 0; replica < SLOW; replica++) {
                values += pipeline.values(replica);
            }
            return point.exchanged() + Float.BYTES * values * point.step();
        }
    }

    /// All ways, in the order of the table.
    static List<Way> ways() {
        Pipeline whole = pipeline(WIDTH, 0, Projection.COMPRESSED);
        List<Way> ways = new ArrayList<>();
        ways.add(new Way(DDP, whole, new Ddp()));
        ways.add(new Way(DILOCO, whole, new DiLoCo(LOCAL_STEPS, 0.7, 0.9)));
        ways.add(new Way(SPARSE, whole, SPARSE_LOCO));
        for (int rank : RANKS) {
            ways.add(new Way(uniform(rank), pipeline(rank, REPLICAS, Projection.ALL), SPARSE_LOCO));
            ways.add(new Way(heterogeneous(rank), pipeline(rank, SLOW, Projection.COMPRESSED), SPARSE_LOCO));
        }
        ways.add(new Way(projectingAll(RANK), pipeline(RANK, SLOW, Projection.ALL), SPARSE_LOCO));
        return ways;
    }

    /// The way of a name.
    static Way way(String name) {
        return ways().stream()
                .filter(way -> way.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<ReplicaCell> cells() {
        List<ReplicaCell> cells = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            for (Way way : ways()) {
                cells.add(cell(way, seed));
            }
        }
        return cells;
    }

    /// Two layers of four heads, 8 texts of 16 words a step; the subspace turns a little every tenth round.
    static Pipeline pipeline(int rank, int compressed, Projection projection) {
        return new Pipeline(WIDTH, 4, 2, 16, 8, rank, compressed, projection, 10, 0.1);
    }

    private static ReplicaCell cell(Way way, long seed) {
        return new ReplicaCell(
                way.name(),
                seed,
                new ReplicaTraining(REPLICAS, STEPS, EVERY, RULE, way.schedule()),
                () -> problem(way.pipeline(), seed));
    }

    /// The word after a text: 0.4 by the last word, 0.3 by the one before, 0.2 by the one before that, 0.1 any.
    static TokenPipeline problem(Pipeline pipeline, long seed) {
        return new TokenPipeline(pipeline, new TableText(64, new double[] {0.4, 0.3, 0.2}, seed), HELD_OUT, seed);
    }
}
