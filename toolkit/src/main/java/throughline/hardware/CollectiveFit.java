package throughline.hardware;

import java.util.Arrays;
import java.util.List;
import throughline.hardware.Cluster.Library;
import throughline.hardware.CollectiveRows.Reduce;
import throughline.hardware.CollectiveRows.Send;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// Constants of a library of collectives out of measured times: a latency and a share of the bandwidth for each of
/// all-reduces and sends, inside nodes and across, and another for all-reduces of large arrays inside nodes.
///
/// Some measured exchanges take twice as long as a ring explains, whatever the constants. The fit follows the others:
/// what is least is Cauchy's loss of the logarithm of prediction over measurement, with a scale of 5 %.
///
/// @param cluster in which the times were measured
/// @param cancel  stops the search, which then returns the best so far
public record CollectiveFit(Cluster cluster, Cancel cancel) {
    private static final double[] REDUCE = {50e-6, 50e-6, 0.7, 0.7};
    private static final double[] LARGE = {200e-6, 0.8};
    /// Above these bytes of an array, all-reduces inside a node show how large ones go.
    private static final double USUAL = 0x1p26;
    private static final double[] SEND = {20e-6, 0.7};
    private static final double[] NONE = {1, 1};
    private static final double SCALE = 0.05;

    /// A fit that Ctrl-C and a notebook's stop button end.
    public CollectiveFit(Cluster cluster) {
        this(cluster, Cancel.onInterrupt());
    }

    /// The constants, with three digits, and in the source what they were fitted to and the error there.
    ///
    /// @param name of the library
    /// @throws BadInput when there are fewer rows of a kind than constants
    public Library of(String name, CollectiveRows rows) {
        double[] reduce = reduces(rows);
        double[] large = large(rows, reduce);
        double[] near = sends(rows, true);
        double[] far = sends(rows, false);
        Library found = library(name, reduce, large, near, far, "");
        Cluster fitted = with(found);
        return library(
                name,
                reduce,
                large,
                near,
                far,
                "ten constants fitted to %s in %s: %d all-reduces, %s; %d sends, %s"
                        .formatted(
                                rows.what(),
                                cluster.name(),
                                rows.reduces().size(),
                                rows.reduces(fitted),
                                rows.sends().size(),
                                rows.sends(fitted)));
    }

    private static Library library(
            String name, double[] reduce, double[] large, double[] near, double[] far, String source) {
        return new Library(
                name, reduce[0], reduce[1], reduce[2], reduce[3], large[0], large[1], near[0], far[0], near[1], far[1],
                source);
    }

    /// As inside nodes, where no array is large.
    private double[] large(CollectiveRows rows, double[] usual) {
        List<Measured<Reduce>> some = rows.reduces().stream()
                .filter(row -> row.work().group().oneNode() && row.work().bytes() > USUAL)
                .toList();
        if (some.isEmpty()) {
            return new double[] {usual[0], usual[2]};
        }
        enough("all-reduces of more than 64 MiB inside nodes", some, LARGE.length);
        return rounded(LeastLoss.of(
                LARGE,
                constants -> {
                    Cluster fitted = with(library("", usual, constants, NONE, NONE, ""));
                    return Accuracy.cauchy(
                            some,
                            each -> fitted.allReduce(each.group(), each.bytes()).value(),
                            SCALE);
                },
                cancel));
    }

    private double[] reduces(CollectiveRows rows) {
        List<Measured<Reduce>> usual = rows.reduces().stream()
                .filter(row -> !row.work().group().oneNode() || row.work().bytes() <= USUAL)
                .toList();
        enough("all-reduces", usual, REDUCE.length);
        return rounded(LeastLoss.of(
                REDUCE,
                constants -> {
                    double[] same = {constants[0], constants[2]};
                    Cluster fitted = with(library("", constants, same, NONE, NONE, ""));
                    return Accuracy.cauchy(
                            usual,
                            each -> fitted.allReduce(each.group(), each.bytes()).value(),
                            SCALE);
                },
                cancel));
    }

    private double[] sends(CollectiveRows rows, boolean near) {
        List<Measured<Send>> some =
                rows.sends().stream().filter(row -> row.work().near() == near).toList();
        enough(near ? "sends inside nodes" : "sends across nodes", some, SEND.length);
        return rounded(LeastLoss.of(
                SEND,
                constants -> {
                    Cluster fitted = with(library("", REDUCE, LARGE, constants, constants, ""));
                    return Accuracy.cauchy(
                            some, each -> fitted.send(near, each.bytes()).value(), SCALE);
                },
                cancel));
    }

    private static void enough(String what, List<?> rows, int constants) {
        if (rows.size() < constants) {
            throw new BadInput("%s [%d]: a fit of %d constants takes as many", what, rows.size(), constants);
        }
    }

    private static double[] rounded(double[] values) {
        return Arrays.stream(values).map(ProfileText::rounded).toArray();
    }

    private Cluster with(Library library) {
        return new Cluster(
                cluster.name(),
                cluster.device(),
                cluster.tiers(),
                cluster.network(),
                cluster.islands(),
                cluster.way(),
                library,
                cluster.source());
    }

    /// The profile of a library, as YAML: always the same text for the same constants.
    public static String yaml(Library library) {
        return new ProfileText("collectives", library.name())
                .folded("source", library.source())
                .part("all-reduce")
                .exchange("inside", library.inside(), library.insideShare())
                .exchange("outside", library.outside(), library.outsideShare())
                .exchange("large", library.large(), library.largeShare())
                .part("send")
                .exchange("inside", library.sendInside(), library.sendInsideShare())
                .exchange("outside", library.sendOutside(), library.sendOutsideShare())
                .toString();
    }
}
