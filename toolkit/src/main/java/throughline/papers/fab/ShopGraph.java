package throughline.papers.fab;

import throughline.fab.jobshop.DisjunctiveGraph.Status;
import throughline.fab.jobshop.Floor;

/// What a policy sees of a shop floor at a decision: the disjunctive graph of the operations that are not done, as
/// arrays. Nodes stand job by job, in the order of the job; times are in units of the instance's mean duration.
///
/// @param features `[node][feature]`, one row after the other, [#FEATURES] each
/// @param follows  whether a node's predecessor in its job is there too, which then is the node before it
/// @param machines of the nodes
/// @param options  node of each operation to choose from
/// @param shop     number of machines
record ShopGraph(float[] features, boolean[] follows, int[] machines, int[] options, int shop) {
    /// Waiting, processing, blocked; to choose from; duration; share of the job that is complete; operations and
    /// work left in the job, itself included; time the job has waited; time of processing left; machine down.
    /// Then what holds for the whole shop: share of the work that is left; time; jobs; machines; probability of
    /// shut-downs.
    static final int FEATURES = 16;

    private static final float PER_OPERATION = 0.2f;
    private static final float SIZE = 0.1f;

    /// How many operations are there.
    int nodes() {
        return machines.length;
    }

    /// The graph of a floor as it is now.
    ///
    /// @param rivals jobs to choose from, ascending; none when the shop is over
    static ShopGraph of(Floor floor, int[] rivals) {
        int nodes = 0;
        for (int job = 0; job < floor.jobs(); job++) {
            nodes += floor.first(job + 1) - from(floor, job);
        }
        ShopGraph graph = new ShopGraph(
                new float[nodes * FEATURES],
                new boolean[nodes],
                new int[nodes],
                new int[rivals.length],
                floor.machines());
        graph.fill(floor, rivals, work(floor));
        return graph;
    }

    /// The first operation of a job that is not done.
    private static int from(Floor floor, int job) {
        return floor.next(job) - (floor.blocked(job) ? 1 : 0);
    }

    private void fill(Floor floor, int[] rivals, long work) {
        float unit = (float) work / floor.operations();
        float[] whole = whole(floor, work);
        int node = 0;
        int option = 0;
        for (int job = 0; job < floor.jobs(); job++) {
            int from = from(floor, job);
            for (int operation = from; operation < floor.first(job + 1); operation++) {
                boolean next = option < options.length && rivals[option] == job && operation == floor.next(job);
                if (next) {
                    options[option++] = node;
                }
                machines[node] = floor.machine(operation);
                follows[node] = operation > from;
                describe(floor, job, operation, next, unit, node * FEATURES);
                System.arraycopy(whole, 0, features, (node + 1) * FEATURES - whole.length, whole.length);
                node++;
            }
        }
    }

    private static float[] whole(Floor floor, long work) {
        long left = 0;
        for (int job = 0; job < floor.jobs(); job++) {
            left += floor.workLeft(job);
        }
        return new float[] {
            (float) left / work,
            (float) floor.now() * floor.machines() / work,
            SIZE * floor.jobs(),
            SIZE * floor.machines(),
            (float) floor.shutdowns().probability()
        };
    }

    private static long work(Floor floor) {
        long work = 0;
        for (int job = 0; job < floor.jobs(); job++) {
            work += floor.workFrom(floor.first(job));
        }
        return work;
    }

    private void describe(Floor floor, int job, int operation, boolean next, float unit, int at) {
        int first = floor.first(job);
        int all = floor.first(job + 1) - first;
        int machine = floor.machine(operation);
        Status status = Status.of(floor, job, operation);
        features[at] = status == Status.WAITING ? 1 : 0;
        features[at + 1] = status == Status.PROCESSING ? 1 : 0;
        features[at + 2] = status == Status.BLOCKED ? 1 : 0;
        features[at + 3] = next ? 1 : 0;
        features[at + 4] = floor.duration(operation) / unit;
        features[at + 5] = (float) (floor.next(job) - first) / all;
        features[at + 6] = PER_OPERATION * (first + all - operation);
        features[at + 7] = PER_OPERATION * floor.workFrom(operation) / unit;
        features[at + 8] = floor.inProcess(job) ? 0 : PER_OPERATION * (floor.now() - floor.readySince(job)) / unit;
        features[at + 9] = status == Status.PROCESSING ? floor.processingLeft(machine) / unit : 0;
        features[at + 10] = floor.down(machine) ? 1 : 0;
    }
}
