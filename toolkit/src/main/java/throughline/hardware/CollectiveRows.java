package throughline.hardware;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import throughline.hardware.Cluster.Group;
import throughline.hardware.MeasuredTable.Row;
import throughline.spec.BadInput;

/// Times of exchanges measured in a cluster.
///
/// @param what    they are of, as it is told beside what is fitted to them
/// @param reduces all-reduces
/// @param sends   from one device to another
public record CollectiveRows(String what, List<Measured<Reduce>> reduces, List<Measured<Send>> sends) {
    /// An all-reduce.
    ///
    /// @param bytes of each rank's array
    public record Reduce(Group group, double bytes) {}

    /// A send.
    ///
    /// @param near whether both devices are in one node
    public record Send(boolean near, double bytes) {}

    public CollectiveRows {
        reduces = List.copyOf(reduces);
        sends = List.copyOf(sends);
    }

    /// Reads a CSV file with the columns `operation`, `ranks`, `per node`, `bytes` and `seconds`; an operation is
    /// `all-reduce` or `send`, which has two ranks, in one node or one in each.
    ///
    /// @throws BadInput naming file, line, column and what is allowed
    public static CollectiveRows read(Path csv, String what) {
        List<Measured<Reduce>> reduces = new ArrayList<>();
        List<Measured<Send>> sends = new ArrayList<>();
        for (Row row : MeasuredTable.read(csv, List.of("operation", "ranks", "per node", "bytes", "seconds"))) {
            String operation = row.oneOf("operation", List.of("all-reduce", "send"));
            int ranks = (int) row.count("ranks");
            int perNode = (int) row.count("per node");
            double bytes = row.positive("bytes");
            double seconds = row.positive("seconds");
            if (ranks % perNode != 0 || operation.equals("send") && ranks != 2) {
                throw new BadInput(
                        "%s [%d], per node [%d]: the second must divide the first, which is 2 of a send",
                        row.where("ranks"), ranks, perNode);
            }
            if (operation.equals("send")) {
                sends.add(new Measured<>(new Send(perNode == 2, bytes), seconds));
            } else {
                reduces.add(new Measured<>(new Reduce(new Group(ranks, perNode), bytes), seconds));
            }
        }
        return new CollectiveRows(what, reduces, sends);
    }

    /// How far a cluster's library is off the all-reduces.
    public Accuracy reduces(Cluster cluster) {
        return Accuracy.of(
                reduces, each -> cluster.allReduce(each.group, each.bytes).value());
    }

    /// How far a cluster's library is off the sends.
    public Accuracy sends(Cluster cluster) {
        return Accuracy.of(sends, each -> cluster.send(each.near, each.bytes).value());
    }
}
