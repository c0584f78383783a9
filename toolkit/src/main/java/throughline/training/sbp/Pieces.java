package throughline.training.sbp;

import java.util.ArrayList;
import java.util.List;
import throughline.spec.BadInput;

/// A tensor of real numbers as the devices of a mesh hold it.
///
/// ```java
/// Pieces rows = Pieces.cut(numbers, Shape.of(8, 8), Layout.of("S(0)"), Mesh.of(4));
/// rows.join();     // the numbers again
/// ```
///
/// @param shape  of the global tensor
/// @param layout how it lies
/// @param mesh   on which
/// @param locals by device, each row-major
public record Pieces(Shape shape, Layout layout, Mesh mesh, List<double[]> locals) {
    public Pieces {
        locals = List.copyOf(locals);
        Shape local = layout.local(shape, mesh);
        if (locals.size() != mesh.devices() || locals.stream().anyMatch(one -> one.length != local.elements())) {
            throw new BadInput("pieces: a tensor of shape %s as %s needs %s on each of %s", shape, layout, local, mesh);
        }
    }

    /// Lays a tensor out. Of a partial one, every device gets a share of each number that grows with its place.
    ///
    /// @param whole row-major
    /// @throws BadInput when sizes do not divide
    public static Pieces cut(double[] whole, Shape shape, Layout layout, Mesh mesh) {
        List<double[]> locals = new ArrayList<>();
        for (int device = 0; device < mesh.devices(); device++) {
            double[] local = Region.of(shape, layout, mesh, device).read(whole, shape);
            double share = 1;
            for (int axis = 0; axis < layout.axes().size(); axis++) {
                double size = mesh.size(axis);
                share *= layout.on(axis) instanceof Sbp.Partial
                        ? (mesh.place(device, axis) + 1) * 2 / (size * (size + 1))
                        : 1;
            }
            for (int i = 0; i < local.length; i++) {
                local[i] *= share;
            }
            locals.add(local);
        }
        return new Pieces(shape, layout, mesh, locals);
    }

    /// The global tensor, row-major: pieces side by side, summands added; of copies, the first.
    public double[] join() {
        double[] whole = new double[Math.toIntExact(shape.elements())];
        for (int device = 0; device < mesh.devices(); device++) {
            boolean copy = false;
            for (int axis = 0; axis < layout.axes().size(); axis++) {
                copy |= layout.on(axis) instanceof Sbp.Broadcast && mesh.place(device, axis) > 0;
            }
            if (!copy) {
                Region.of(shape, layout, mesh, device).add(locals.get(device), whole, shape);
            }
        }
        return whole;
    }
}
