package throughline.training;

import java.util.ArrayList;
import java.util.List;
import throughline.training.Pipeline.Pass;
import throughline.training.StageWork.Step;
import throughline.training.StepGraph.Collective;
import throughline.training.StepGraph.Compute;
import throughline.training.StepGraph.Node;
import throughline.training.StepGraph.Receive;
import throughline.training.StepGraph.Send;
import throughline.training.StepGraph.Task;

/// The nodes of one rank, in the making: what it computes and exchanges with its groups goes one after the other;
/// sends and receives go on beside.
final class RankGraph {
    private final Plan plan;
    private final StageWork work;
    private final int rank;
    private final int stage;
    private final List<Node> nodes = new ArrayList<>();
    /// What the next node of the chain waits for.
    private List<Integer> before = new ArrayList<>();

    RankGraph(Plan plan, StageWork work, int rank) {
        this.plan = plan;
        this.work = work;
        this.rank = rank;
        stage = StepGraph.stage(rank, plan);
    }

    List<Node> nodes(List<Pipeline.Work> order) {
        for (Pipeline.Work one : order) {
            if (one.pass() == Pass.FORWARD) {
                forward(one.microBatch(), one.piece());
            } else {
                backward(one.microBatch(), one.piece());
            }
        }
        if (plan.data() > 1) {
            work.replicas().forEach(step -> chain("gradients", collective(step, StepGraph.dataGroup(rank, plan))));
        }
        if (stage == 0 || stage == plan.pipeline() - 1) {
            work.table.ifPresent(step -> chain("table of tokens", collective(step, StepGraph.tableGroup(rank, plan))));
        }
        chain("optimizer", new Compute(work.optimizer));
        return nodes;
    }

    private int add(String name, Task task, List<Integer> after) {
        int id = nodes.size();
        nodes.add(new Node(id, name, task, after));
        return id;
    }

    private void chain(String name, Task task) {
        before = new ArrayList<>(List.of(add(name, task, before)));
    }

    private Collective collective(Step step, int group) {
        return new Collective(step.exchange(), group, step.bytes(), step.seconds());
    }

    private void exchange(String name, Step step) {
        if (plan.tensor() > 1) {
            chain(name, collective(step, StepGraph.tensorGroup(rank, plan)));
        }
    }

    private void forward(int microBatch, int piece) {
        String name = "micro-batch %d, piece %d, forward".formatted(microBatch, piece);
        if (stage > 0 || piece > 0) {
            receive(name, Pass.FORWARD, microBatch, piece);
        }
        for (int layer = 0; layer < work.layers; layer++) {
            through(name + ", layer " + layer, work.forward, false);
        }
        if (!last(piece)) {
            boolean wraps = stage == plan.pipeline() - 1;
            send(name, Pass.FORWARD, microBatch, wraps ? piece + 1 : piece, 1);
        }
    }

    private void backward(int microBatch, int piece) {
        String name = "micro-batch %d, piece %d, backward".formatted(microBatch, piece);
        if (last(piece)) {
            head(name);
        } else {
            receive(name, Pass.BACKWARD, microBatch, piece);
        }
        for (int layer = work.layers - 1; layer >= 0; layer--) {
            String at = name + ", layer " + layer;
            if (plan.recompute() == Recompute.FULL) {
                through(at + ", again", work.again, false);
            } else if (work.again > 0) {
                chain(at + ", again", new Compute(work.again));
            }
            through(at, work.backward, true);
        }
        if (stage > 0 || piece > 0) {
            send(name, Pass.BACKWARD, microBatch, stage == 0 ? piece - 1 : piece, -1);
        }
    }

    private boolean last(int piece) {
        return stage == plan.pipeline() - 1 && piece == plan.interleave() - 1;
    }

    /// A layer on the way forward or back: of its computing a part before each of its exchanges.
    private void through(String name, double seconds, boolean back) {
        List<List<Step>> exchanges = work.exchanges(back);
        for (List<Step> some : exchanges) {
            chain(name, new Compute(seconds / exchanges.size()));
            some.forEach(step -> exchange(name, step));
        }
    }

    private void head(String name) {
        String output = name + ", output and loss";
        work.beforeHead().forEach(step -> exchange(output, step));
        chain(output, new Compute(work.head));
        work.afterHead().forEach(step -> exchange(output, step));
    }

    /// The same at both ends: made of what is received, and by which piece.
    private int tag(Pass pass, int microBatch, int piece) {
        return (pass.ordinal() * plan.microBatches() + microBatch) * plan.interleave() + piece;
    }

    private int neighbour(int step) {
        int p = plan.pipeline();
        int apart = plan.tensor() * plan.data();
        return Math.floorMod(stage + step, p) * apart + rank % apart;
    }

    /// Between the pieces of an only stage nothing is sent.
    private void send(String name, Pass pass, int microBatch, int piece, int step) {
        if (plan.pipeline() > 1) {
            Send send = new Send(neighbour(step), tag(pass, microBatch, piece), work.sendBytes, work.sendSeconds);
            add(name + ", send", send, before);
        }
    }

    private void receive(String name, Pass pass, int microBatch, int piece) {
        if (plan.pipeline() > 1) {
            int from = neighbour(pass == Pass.FORWARD ? -1 : 1);
            Receive receive = new Receive(from, tag(pass, microBatch, piece), work.sendBytes);
            before.add(add(name + ", receive", receive, List.of()));
            if (work.gathered) {
                exchange(name + ", put together", work.gather());
            }
        }
    }
}
