package throughline.training.sbp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A block of a tensor: what one device holds of it. Arrays are row-major.
///
/// @param from first index along each axis
/// @param size of the block
record Region(List<Integer> from, Shape size) {
    private interface Pair {
        void meet(int here, int there);
    }

    Region {
        from = List.copyOf(from);
    }

    /// What a device of a mesh holds; all of it where the layout does not split.
    static Region of(Shape shape, Layout layout, Mesh mesh, int device) {
        Shape size = layout.local(shape, mesh);
        List<Integer> from = new ArrayList<>();
        for (int axis = 0; axis < shape.rank(); axis++) {
            int block = shape.size(axis);
            int first = 0;
            for (int i = 0; i < layout.axes().size(); i++) {
                if (layout.on(i).splits(axis)) {
                    block /= mesh.size(i);
                    first += block * mesh.place(device, i);
                }
            }
            from.add(first);
        }
        return new Region(from, size);
    }

    /// What two have in common; empty if nothing.
    Optional<Region> and(Region other) {
        List<Integer> first = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        for (int axis = 0; axis < from.size(); axis++) {
            int start = Math.max(from.get(axis), other.from.get(axis));
            int end = Math.min(end(axis), other.end(axis));
            if (end <= start) {
                return Optional.empty();
            }
            first.add(start);
            sizes.add(end - start);
        }
        return Optional.of(new Region(first, new Shape(sizes)));
    }

    private int end(int axis) {
        return from.get(axis) + size.size(axis);
    }

    /// This block, counted from the corner of another one that holds it.
    Region inside(Region other) {
        List<Integer> first = new ArrayList<>();
        for (int axis = 0; axis < from.size(); axis++) {
            first.add(from.get(axis) - other.from.get(axis));
        }
        return new Region(first, size);
    }

    /// Copies this block out of a tensor.
    double[] read(double[] whole, Shape shape) {
        double[] part = new double[(int) size.elements()];
        visit(shape, (here, there) -> part[here] = whole[there]);
        return part;
    }

    /// Adds a part to this block of a tensor.
    void add(double[] part, double[] whole, Shape shape) {
        visit(shape, (here, there) -> whole[there] += part[here]);
    }

    /// Calls with the index in this block and the index in the tensor, for each element.
    private void visit(Shape shape, Pair each) {
        int rank = shape.rank();
        int[] at = new int[rank];
        int elements = (int) size.elements();
        for (int here = 0; here < elements; here++) {
            int there = 0;
            for (int axis = 0; axis < rank; axis++) {
                there = there * shape.size(axis) + from.get(axis) + at[axis];
            }
            each.meet(here, there);
            int axis = rank - 1;
            while (axis >= 0 && ++at[axis] == size.size(axis)) {
                at[axis--] = 0;
            }
        }
    }
}
