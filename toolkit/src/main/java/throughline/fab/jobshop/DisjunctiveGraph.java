package throughline.fab.jobshop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The disjunctive graph of a shop at an instant (Roy and Sussmann, 1964): a node an operation; an arc from each
/// operation of a job to the next; between operations of one machine an arc where their order is decided, and an edge
/// where it is not. Starting an operation turns edges into arcs, so the graph changes as the shop is played.
///
/// @param nodes by number of operation
/// @param arcs  of jobs, then of machines
public record DisjunctiveGraph(List<Node> nodes, List<Arc> arcs) {
    public DisjunctiveGraph {
        nodes = List.copyOf(nodes);
        arcs = List.copyOf(arcs);
    }

    /// How far an operation is.
    public enum Status {
        /// Not started.
        WAITING,
        /// Under way.
        PROCESSING,
        /// Finished, and its job keeps the machine.
        BLOCKED,
        /// Finished, and its job has left the machine.
        DONE;

        /// Of an operation on a floor.
        public static Status of(Floor floor, int job, int operation) {
            int next = floor.next(job);
            if (operation > next || operation == next && !floor.inProcess(job)) {
                return WAITING;
            }
            if (operation == next) {
                return PROCESSING;
            }
            return operation == next - 1 && floor.blocked(job) ? BLOCKED : DONE;
        }
    }

    /// Why one operation bears on another.
    public enum Kind {
        /// It comes next in the job.
        JOB,
        /// It comes next on the machine.
        MACHINE,
        /// They share a machine, and either may come first; `from` has the lower number.
        UNDECIDED
    }

    /// An operation.
    ///
    /// @param operation number, through all jobs
    /// @param job       from 0
    /// @param machine   from 0
    /// @param duration  in units of time
    /// @param status    how far it is
    public record Node(int operation, int job, int machine, int duration, Status status) {}

    /// Two operations, by number.
    ///
    /// @param from the earlier one
    /// @param to   the later one
    /// @param kind why
    public record Arc(int from, int to, Kind kind) {}

    /// The graph of a floor as it is now.
    public static DisjunctiveGraph of(Floor floor) {
        List<Node> nodes = new ArrayList<>();
        List<Arc> arcs = new ArrayList<>();
        for (int job = 0; job < floor.jobs(); job++) {
            for (int operation = floor.first(job); operation < floor.first(job + 1); operation++) {
                nodes.add(new Node(
                        operation,
                        job,
                        floor.machine(operation),
                        floor.duration(operation),
                        Status.of(floor, job, operation)));
                if (operation > floor.first(job)) {
                    arcs.add(new Arc(operation - 1, operation, Kind.JOB));
                }
            }
        }
        for (int machine = 0; machine < floor.machines(); machine++) {
            arcs.addAll(onMachine(floor, nodes, machine));
        }
        return new DisjunctiveGraph(nodes, arcs);
    }

    private static List<Arc> onMachine(Floor floor, List<Node> nodes, int machine) {
        List<Arc> arcs = new ArrayList<>();
        List<Integer> decided = floor.started(machine);
        for (int i = 1; i < decided.size(); i++) {
            arcs.add(new Arc(decided.get(i - 1), decided.get(i), Kind.MACHINE));
        }
        List<Node> open = nodes.stream()
                .filter(node -> node.machine == machine && node.status == Status.WAITING)
                .toList();
        for (int i = 0; i < open.size(); i++) {
            if (!decided.isEmpty()) {
                arcs.add(new Arc(decided.getLast(), open.get(i).operation, Kind.MACHINE));
            }
            for (Node other : open.subList(i + 1, open.size())) {
                arcs.add(new Arc(open.get(i).operation, other.operation, Kind.UNDECIDED));
            }
        }
        return arcs;
    }

    /// This graph without the operations that are done, and without their arcs.
    public DisjunctiveGraph remaining() {
        List<Node> left =
                nodes.stream().filter(node -> node.status != Status.DONE).toList();
        boolean[] there =
                new boolean[nodes.stream().mapToInt(Node::operation).max().orElse(-1) + 1];
        left.forEach(node -> there[node.operation] = true);
        return new DisjunctiveGraph(
                left,
                arcs.stream().filter(arc -> there[arc.from] && there[arc.to]).toList());
    }

    /// The length of the longest path along decided arcs, a node counting its duration: no classical schedule that
    /// keeps the decisions is shorter, and one that has decided everything and starts operations as early as it
    /// can is as long. With blocking it is a bound only.
    public long longestPath() {
        int size = nodes.stream().mapToInt(Node::operation).max().orElse(-1) + 1;
        long[] longest = new long[size];
        int[] duration = new int[size];
        int[] before = new int[size];
        List<List<Integer>> after = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            after.add(new ArrayList<>());
        }
        nodes.forEach(node -> duration[node.operation] = node.duration);
        for (Arc arc : arcs) {
            if (arc.kind != Kind.UNDECIDED) {
                after.get(arc.from).add(arc.to);
                before[arc.to]++;
            }
        }
        List<Integer> open = new ArrayList<>();
        nodes.stream().map(Node::operation).filter(node -> before[node] == 0).forEach(open::add);
        for (int i = 0; i < open.size(); i++) {
            int node = open.get(i);
            longest[node] += duration[node];
            for (int next : after.get(node)) {
                longest[next] = Math.max(longest[next], longest[node]);
                if (--before[next] == 0) {
                    open.add(next);
                }
            }
        }
        return Arrays.stream(longest).max().orElse(0);
    }
}
