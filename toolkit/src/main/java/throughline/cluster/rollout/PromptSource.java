package throughline.cluster.rollout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;
import throughline.random.Streams;

/// Hands prompts to instances with free slots, those with most first, in the order of the iterations, and holds them
/// back while the weights that an instance has are too old for them.
final class PromptSource extends Atomic {
    /// What an instance says: that slots are free again, or that it has new weights.
    record Report(int instance, int freed, int version) {}

    /// What an instance is to work on.
    record Assignment(List<Sample> samples) {}

    final In<Report> reports = in("reports", Report.class);
    /// One port an instance.
    final List<Out<Assignment>> assignments = new ArrayList<>();

    private final RolloutSpec spec;
    private final Streams streams;
    private final int[] free;
    private final int[] version;
    private final List<Sample> drawn = new ArrayList<>();
    private final List<List<Sample>> due = new ArrayList<>();
    private int iteration;
    private Sample[] samples;
    private int next;
    private boolean ready;

    PromptSource(RolloutSpec spec, Streams streams) {
        super("prompts");
        this.spec = spec;
        this.streams = streams;
        free = new int[spec.instances()];
        Arrays.fill(free, spec.slots());
        version = new int[spec.instances()];
        for (int i = 0; i < free.length; i++) {
            due.add(new ArrayList<>());
            assignments.add(out("assignments" + i, Assignment.class));
        }
        draw();
        assign();
    }

    /// All samples there were, in the order of their ids.
    List<Sample> drawn() {
        return drawn;
    }

    private void draw() {
        samples = Lengths.draw(spec, iteration, streams);
        drawn.addAll(List.of(samples));
        next = 0;
    }

    /// Weights that an instance needs for the samples that are next.
    private int needed() {
        return spec.mode() == Mode.ASYNCHRONOUS ? iteration - spec.staleness() : iteration;
    }

    /// Without asynchrony an iteration starts when the last instance has the new weights.
    private boolean open() {
        return spec.mode() == Mode.ASYNCHRONOUS || Arrays.stream(version).min().orElseThrow() >= iteration;
    }

    private void assign() {
        while (iteration < spec.iterations() && open()) {
            int to = freest();
            if (to < 0) {
                return;
            }
            due.get(to).add(samples[next++]);
            free[to]--;
            ready = true;
            if (next == samples.length && ++iteration < spec.iterations()) {
                draw();
            }
        }
    }

    private int freest() {
        int best = -1;
        for (int i = 0; i < free.length; i++) {
            if (free[i] > 0 && version[i] >= needed() && (best < 0 || free[i] > free[best])) {
                best = i;
            }
        }
        return best;
    }

    @Override
    protected long timeAdvance() {
        return ready ? 0 : NEVER;
    }

    @Override
    protected void output() {
        for (int i = 0; i < due.size(); i++) {
            if (!due.get(i).isEmpty()) {
                assignments.get(i).send(new Assignment(List.copyOf(due.get(i))));
            }
        }
    }

    @Override
    protected void internalTransition() {
        due.forEach(List::clear);
        ready = false;
    }

    @Override
    protected void externalTransition(long elapsed) {
        List<Report> all = new ArrayList<>();
        reports.forEach(all::add);
        all.sort(Comparator.comparingInt(Report::instance));
        for (Report report : all) {
            free[report.instance] += report.freed;
            version[report.instance] = Math.max(version[report.instance], report.version);
        }
        assign();
    }
}
