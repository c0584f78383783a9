package throughline.training.sequences;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Policies on the same batch, with the same costs.
///
/// ```java
/// Compute compute = Compute.of(model, 200e12, 1e-3);
/// Ring ring = new Ring(compute, Fabric.of(Cluster.named("a800-nodes")), 16_384);
/// Comparison all = Comparison.of(ring, 64, 262_144, batch);
/// show(all.table());
/// ```
///
/// @param assignments one a policy
public record Comparison(List<Assignment> assignments) {
    public Comparison {
        assignments = List.copyOf(assignments);
    }

    /// Every policy of this package on one batch.
    ///
    /// @param ring    costs of rings; Zeppelin routes over all cards
    /// @param devices a power of two, full nodes
    /// @param longest tokens of the longest sequence allowed, for which the static policy provides
    /// @param batch   lengths in tokens
    public static Comparison of(Ring ring, int devices, int longest, int[] batch) {
        return of(
                batch,
                List.of(
                        new StaticParallel("ring over all devices", ring, devices, devices, 1),
                        new StaticParallel("gathered keys", new GatheredKeys(ring), devices, devices, 1),
                        StaticParallel.fitting(ring, devices, longest),
                        new BestDegree(ring, devices, 1),
                        new FlexSp(ring, devices, 1, 0),
                        new ByteScale(ring, devices),
                        Zeppelin.whole(ring, devices)));
    }

    /// Policies of one's own.
    public static Comparison of(int[] batch, List<? extends Policy> policies) {
        List<Assignment> assignments = new ArrayList<>();
        policies.forEach(policy -> assignments.add(policy.assign(batch)));
        return new Comparison(assignments);
    }

    /// A row for each policy: time, idle share, bytes sent, tokens of the devices with most and least, micro-batches.
    public Table table() {
        StringColumn policy = StringColumn.create("policy");
        DoubleColumn seconds = DoubleColumn.create("time [s]");
        DoubleColumn idle = DoubleColumn.create("idle share");
        DoubleColumn bytes = DoubleColumn.create("sent [B]");
        DoubleColumn most = DoubleColumn.create("most tokens");
        DoubleColumn least = DoubleColumn.create("least tokens");
        IntColumn microBatches = IntColumn.create("micro-batches");
        for (Assignment each : assignments) {
            policy.append(each.policy());
            seconds.append(each.seconds());
            idle.append(each.idleShare());
            bytes.append(each.bytes());
            most.append(Arrays.stream(each.tokens()).max().orElse(0));
            least.append(Arrays.stream(each.tokens()).min().orElse(0));
            microBatches.append(each.microBatches());
        }
        return Table.create("policies", policy, seconds, idle, bytes, most, least, microBatches);
    }

    /// What each device does under each policy, for Gantt charts: as [Assignment#timeline()].
    public Table timelines() {
        Table all = assignments.getFirst().timeline();
        assignments.stream().skip(1).forEach(each -> all.append(each.timeline()));
        return all;
    }
}
