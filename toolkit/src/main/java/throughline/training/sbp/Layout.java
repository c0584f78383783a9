package throughline.training.sbp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import throughline.spec.BadInput;

/// How a tensor lies on a mesh: one [Sbp] for each axis of the mesh, the outermost first. Where two axes split the same
/// axis of the tensor, the inner one cuts the pieces of the outer one.
///
/// ```java
/// Layout grid = Layout.of("[S(0), B]");   // rows over the outer axis, the same on all of the inner one
/// ```
///
/// @param axes one for each axis of the mesh, at least one
public record Layout(List<Sbp> axes) {
    public Layout {
        axes = List.copyOf(axes);
        if (axes.isEmpty()) {
            throw new BadInput("layout [] must have one entry for each axis of the mesh, as in [S(0), B]");
        }
    }

    /// On a mesh of as many axes.
    public static Layout of(Sbp... axes) {
        return new Layout(List.of(axes));
    }

    /// Reads `S(0)` or `[S(0), B]`.
    ///
    /// @throws BadInput when an entry is none of S(axis), B and P
    public static Layout of(String text) {
        String inside = text.strip();
        if (inside.startsWith("[") && inside.endsWith("]")) {
            inside = inside.substring(1, inside.length() - 1);
        }
        return new Layout(Arrays.stream(inside.split(",")).map(Sbp::of).toList());
    }

    /// Every layout in which the choices for each axis of a mesh are the same.
    static List<Layout> all(List<Sbp> choices, int axes) {
        List<Layout> all = List.of();
        for (int axis = 0; axis < axes; axis++) {
            List<Layout> longer = new ArrayList<>();
            for (Sbp choice : choices) {
                if (axis == 0) {
                    longer.add(of(choice));
                } else {
                    all.forEach(shorter -> longer.add(shorter.and(choice)));
                }
            }
            all = longer;
        }
        return all;
    }

    private Layout and(Sbp next) {
        List<Sbp> longer = new ArrayList<>(axes);
        longer.add(next);
        return new Layout(longer);
    }

    /// The entry of one axis of the mesh, from 0.
    public Sbp on(int axis) {
        return axes.get(axis);
    }

    /// This layout with another entry for one axis of the mesh.
    public Layout with(int axis, Sbp other) {
        List<Sbp> changed = new ArrayList<>(axes);
        changed.set(axis, other);
        return new Layout(changed);
    }

    /// How the gradient must lie: see [Sbp#gradient()].
    public Layout gradient() {
        return new Layout(axes.stream().map(Sbp::gradient).toList());
    }

    /// Whether a tensor can lie like this: all pieces equally large.
    public boolean fits(Shape shape, Mesh mesh) {
        if (axes.size() != mesh.axes().size()) {
            return false;
        }
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (shape.size(axis) % pieces(axis, mesh) != 0) {
                return false;
            }
        }
        return axes.stream().allMatch(sbp -> !(sbp instanceof Sbp.Split split) || split.axis() < shape.rank());
    }

    /// Into how many pieces an axis of the tensor is cut.
    public int pieces(int axis, Mesh mesh) {
        int pieces = 1;
        for (int i = 0; i < axes.size(); i++) {
            pieces *= axes.get(i).splits(axis) ? mesh.size(i) : 1;
        }
        return pieces;
    }

    /// The shape of what one device holds.
    ///
    /// @throws BadInput when the tensor cannot be cut like this
    public Shape local(Shape shape, Mesh mesh) {
        if (!fits(shape, mesh)) {
            throw new BadInput(
                    "a tensor of shape %s cannot lie as %s on a mesh of %s: sizes must divide", shape, this, mesh);
        }
        List<Integer> sizes = new ArrayList<>();
        for (int axis = 0; axis < shape.rank(); axis++) {
            sizes.add(shape.size(axis) / pieces(axis, mesh));
        }
        return new Shape(sizes);
    }

    @Override
    public String toString() {
        return axes.size() == 1
                ? axes.getFirst().toString()
                : axes.stream().map(Sbp::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
