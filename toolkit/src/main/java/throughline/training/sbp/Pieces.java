package throughline.training.sbp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import throughline.spec.BadInput;
import throughline.training.ranks.Ranks;

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

    /// Numbers that have moved.
    ///
    /// @param pieces   where they lie then
    /// @param elements that were sent, by all together
    public record Moved(Pieces pieces, long elements) {}

    /// Really moves it, rank by rank, into another layout on the same devices.
    public Moved to(Layout other) {
        Rebox rebox = Rebox.of(shape, 1, layout, other, mesh);
        Ranks ranks = Ranks.of(mesh.devices());
        List<double[]> now = ranks.run(rank -> Mover.move(rank, locals.get(rank.index()), shape, rebox, mesh));
        return new Moved(new Pieces(shape, other, mesh, now), ranks.elements());
    }

    /// Really moves it to devices that have none of it, in a line.
    ///
    /// @param consumers how many
    /// @throws BadInput when it lies on more than a line, or sizes do not divide
    public Moved to(Sbp other, int consumers) {
        if (mesh.axes().size() > 1) {
            throw new BadInput("pieces: only from a line of devices to another; they lie on %s", mesh);
        }
        int producers = mesh.devices();
        Layout.of(other).local(shape, Mesh.of(consumers));
        Ranks ranks = Ranks.of(producers + consumers);
        List<double[]> now = ranks.run(rank -> Mover.across(
                rank,
                producers,
                rank.index() < producers ? locals.get(rank.index()) : null,
                shape,
                layout.on(0),
                other));
        List<double[]> theirs = now.subList(producers, producers + consumers);
        return new Moved(new Pieces(shape, Layout.of(other), Mesh.of(consumers), theirs), ranks.elements());
    }

    /// What comes out when each device multiplies what it has, `[m, k] x [k, n]`, taken to lie in some way. Only
    /// [#join()] shows whether that is the product.
    ///
    /// @param as how the product is taken to lie
    /// @return empty where the pieces cannot be multiplied, or the results cannot lie so
    public Optional<Pieces> times(Pieces right, Layout as) {
        Shape product = new Op.Matmul().shape(List.of(shape, right.shape));
        Shape here = layout.local(shape, mesh);
        Shape there = right.layout.local(right.shape, mesh);
        if (here.last() != there.size(0)
                || !as.fits(product, mesh)
                || !as.local(product, mesh).equals(Shape.of(here.size(0), there.last()))) {
            return Optional.empty();
        }
        List<double[]> products = new ArrayList<>();
        for (int device = 0; device < mesh.devices(); device++) {
            products.add(Arithmetic.matmul(locals.get(device), right.locals.get(device), here.last(), there.last()));
        }
        return Optional.of(new Pieces(product, as, mesh, products));
    }
}
