package throughline.training.sequences;

import java.util.ArrayList;
import java.util.List;
import throughline.random.Stream;
import throughline.spec.BadInput;

/// The law of the lengths of documents, in tokens: a table of quantiles, between which the logarithm of the length is
/// linear.
///
/// ```java
/// int[] batch = Lengths.wikipedia().batch(512, 192_000, new Streams(1).named("batch"));
/// ```
///
/// @param name   of the law
/// @param points quantiles, both numbers ascending, the last share 1
public record Lengths(String name, List<Point> points) {
    /// Lengths are padded to a multiple of this, so that a sequence can be cut for any degree.
    public static final int PADDING = 128;

    /// A quantile.
    ///
    /// @param share  of the documents that are no longer, from 0 to 1
    /// @param tokens of the longest of these, 1 or more
    public record Point(double share, double tokens) {}

    public Lengths {
        points = List.copyOf(points);
        if (points.isEmpty() || points.getLast().share() != 1) {
            throw new BadInput("lengths [%s]: the last share must be 1", name);
        }
        Point before = new Point(0, 1);
        for (Point point : points) {
            if (!(point.share() >= before.share() && point.tokens() >= before.tokens())) {
                throw new BadInput("lengths [%s]: quantile %s must not be below %s", name, point, before);
            }
            before = point;
        }
    }

    /// A law of one's own.
    ///
    /// @param table rows of share and tokens, ascending; the last share is 1
    public static Lengths of(String name, double[]... table) {
        List<Point> points = new ArrayList<>();
        for (double[] row : table) {
            if (row.length != 2) {
                throw new BadInput(
                        "lengths [%s]: a row holds [%d] numbers; it must hold a share and tokens", name, row.length);
            }
            points.add(new Point(row[0], row[1]));
        }
        return new Lengths(name, points);
    }

    /// Every document equally long.
    public static Lengths equal(int tokens) {
        return of("all " + tokens, new double[] {1, tokens});
    }

    /// A million documents of Wikipedia, mean 1,014 tokens (Hetu-Galvatron, branch `flexsp`, `wikipedia.txt`).
    public static Lengths wikipedia() {
        double[] shares = {
            0.005, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.97, 0.98, 0.99,
            0.995, 0.998, 0.999, 0.9995, 0.9998, 0.9999, 0.99995, 0.99999, 1
        };
        double[] tokens = {
            31, 48, 67, 87, 122, 171, 243, 347, 472, 685, 862, 1092, 1464, 2112, 2705, 3721, 5391, 7088, 10921, 15987,
            26515, 37367, 51517, 75451, 102060, 130879, 235328, 1.82e6
        };
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < shares.length; i++) {
            points.add(new Point(shares[i], tokens[i]));
        }
        return new Lengths("Wikipedia", points);
    }

    /// This law made longer, to stand in for one that nobody published: synthetic, and to be named so.
    ///
    /// @param other  name of the result
    /// @param factor on all lengths, positive
    /// @param tail   above the median, the ratio to it is raised to `1 + tail`; 0 or more
    public Lengths longer(String other, double factor, double tail) {
        if (!(factor > 0 && tail >= 0)) {
            throw new BadInput("factor [%s] must be positive and tail [%s] 0 or more", factor, tail);
        }
        double median = quantile(0.5);
        List<Point> longer = new ArrayList<>();
        for (Point point : points) {
            double stretch = Math.max(0, StrictMath.log(point.tokens() / median)) * tail;
            longer.add(new Point(point.share(), Math.max(1, factor * point.tokens() * StrictMath.exp(stretch))));
        }
        return new Lengths(other, longer);
    }

    /// The length that a share of the documents does not exceed, in tokens.
    ///
    /// @param share from 0 to 1
    public double quantile(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new BadInput("share [%s] must be from 0 to 1", share);
        }
        Point before = points.getFirst();
        for (Point point : points) {
            if (share <= point.share()) {
                double part = point.share() == before.share()
                        ? 1
                        : (share - before.share()) / (point.share() - before.share());
                return before.tokens() * StrictMath.exp(part * StrictMath.log(point.tokens() / before.tokens()));
            }
            before = point;
        }
        return before.tokens();
    }

    /// Draws the lengths of a batch, each padded to a multiple of [#PADDING]. What is over the limit is dropped, and
    /// another drawn.
    ///
    /// @param sequences how many, 1 or more
    /// @param limit     tokens of the longest allowed
    /// @throws BadInput when not one document in a hundred is within the limit
    public int[] batch(int sequences, int limit, Stream stream) {
        if (sequences < 1) {
            throw new BadInput("sequences [%d] must be 1 or more", sequences);
        }
        if (padded(quantile(0.01)) > limit) {
            throw new BadInput("lengths [%s]: hardly any is within the limit [%d]", name, limit);
        }
        int[] batch = new int[sequences];
        for (int i = 0; i < sequences; ) {
            long tokens = padded(quantile(stream.uniform()));
            if (tokens <= limit) {
                batch[i++] = (int) tokens;
            }
        }
        return batch;
    }

    /// Draws documents until a step has its tokens: as [#batch(int, int, Stream)].
    ///
    /// @param tokens of the step; the last document may go beyond
    public int[] step(long tokens, int limit, Stream stream) {
        List<Integer> step = new ArrayList<>();
        for (long drawn = 0; drawn < tokens; drawn += step.getLast()) {
            step.add(batch(1, limit, stream)[0]);
        }
        return step.stream().mapToInt(Integer::intValue).toArray();
    }

    /// Refuses a batch that is empty, or has a sequence without tokens.
    static void check(int[] batch) {
        if (batch.length == 0) {
            throw new BadInput("a batch of [0] sequences: there must be at least one");
        }
        for (int place = 0; place < batch.length; place++) {
            if (batch[place] < 1) {
                throw new BadInput(
                        "sequence [%d] of a batch has [%d] tokens; it must be 1 or more", place, batch[place]);
            }
        }
    }

    private static long padded(double tokens) {
        return (long) Math.ceil(tokens / PADDING) * PADDING;
    }
}
