package throughline.parallel.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import throughline.parallel.checkpoint.Region.Range;
import throughline.spec.BadInput;

/// What tensor parallelism does to a parameter: the patterns of universal checkpointing (arXiv 2406.18820). That
/// pipeline stages and ZeRO leave a parameter on some ranks only is the [Layout]'s part.
public sealed interface Pattern {
    /// The part of a parameter on a rank.
    ///
    /// @param shape  of the parameter
    /// @param layout of which this uses the ways of tensor and expert parallelism
    /// @param tensor rank within tensor parallelism
    /// @param expert rank within expert parallelism
    /// @return empty where the rank has none
    /// @throws BadInput when a parameter of that shape cannot have this pattern
    Optional<Region> region(List<Integer> shape, Layout layout, int tensor, int expert);

    /// The first rank of tensor parallelism has it, no other.
    record Unique() implements Pattern {
        @Override
        public Optional<Region> region(List<Integer> shape, Layout layout, int tensor, int expert) {
            return tensor == 0 ? Optional.of(Region.all(shape)) : Optional.empty();
        }
    }

    /// Every rank of tensor parallelism has the same; that they differ is an error.
    record Replicated() implements Pattern {
        @Override
        public Optional<Region> region(List<Integer> shape, Layout layout, int tensor, int expert) {
            return Optional.of(Region.all(shape));
        }
    }

    /// Every rank of tensor parallelism has one of its own, and the mean of them is what is kept.
    record Averaged() implements Pattern {
        @Override
        public Optional<Region> region(List<Integer> shape, Layout layout, int tensor, int expert) {
            return Optional.of(Region.all(shape));
        }
    }

    /// Each rank of tensor parallelism has some of the places along a dimension.
    ///
    /// @param dimension that is cut, from 0
    /// @param parts     widths of the sub-parameters that were put behind one another along it, each of which is
    ///                  cut by itself: queries, keys and values, or gate and up; empty for one alone
    /// @param unit      places that stay together, such as those of a head; of `n` units, rank `r` of `t` has
    ///                  those from `floor(n r / t)` up to `floor(n (r + 1) / t)`
    /// @param pad       a dimension is first padded to a multiple of this times the ways; 0 pads nothing
    record Fragment(int dimension, List<Integer> parts, int unit, int pad) implements Pattern {
        public Fragment {
            parts = List.copyOf(parts);
        }

        /// A dimension cut evenly.
        public static Fragment along(int dimension) {
            return new Fragment(dimension, List.of(), 1, 0);
        }

        @Override
        public Optional<Region> region(List<Integer> shape, Layout layout, int tensor, int expert) {
            if (dimension >= shape.size()) {
                throw new BadInput("dim [%d] is none of the %d of shape %s", dimension, shape.size(), shape);
            }
            int start = 0;
            List<Range> ranges = new ArrayList<>();
            for (int part : widths(shape.get(dimension), layout.tensor())) {
                ranges.add(share(start, part, layout.tensor(), tensor));
                start += part;
            }
            return Optional.of(Region.all(shape).along(dimension, ranges));
        }

        private List<Integer> widths(int extent, int ways) {
            if (parts.isEmpty()) {
                long multiple = Math.max(1, (long) pad * ways);
                long padded = Math.ceilDiv(extent, multiple) * multiple;
                if (padded > Integer.MAX_VALUE) {
                    throw new BadInput("pad [%d] makes %d of a dimension of %d", pad, padded, extent);
                }
                return List.of((int) padded);
            }
            long sum = parts.stream().mapToLong(Integer::longValue).sum();
            if (sum != extent) {
                throw new BadInput("parts %s come to %d; the dimension has %d", parts, sum, extent);
            }
            return parts;
        }

        private Range share(int start, int width, int ways, int rank) {
            if (width % unit != 0) {
                throw new BadInput("unit [%d] does not divide a width of %d", unit, width);
            }
            long units = width / unit;
            return new Range(
                    start + unit * (int) (units * rank / ways), start + unit * (int) (units * (rank + 1) / ways));
        }
    }

    /// The first dimension counts experts, which are dealt out to the ranks of expert parallelism in order.
    ///
    /// @param each pattern of the whole tensor under tensor parallelism: [Replicated], or a [Fragment] of another
    ///             dimension
    record Experts(Pattern each) implements Pattern {
        public Experts {
            if (!(each instanceof Replicated || each instanceof Fragment f && f.dimension > 0)) {
                throw new BadInput("experts can be replicated, or cut along dim 1 or more, not [%s]", each);
            }
        }

        @Override
        public Optional<Region> region(List<Integer> shape, Layout layout, int tensor, int expert) {
            long experts = shape.getFirst();
            Range own = new Range(
                    (int) (experts * expert / layout.expert()), (int) (experts * (expert + 1) / layout.expert()));
            return each.region(shape, layout, tensor, 0).map(region -> region.along(0, List.of(own)));
        }
    }
}
