package throughline.training.sbp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import throughline.spec.BadInput;

/// The fastest way to change a tensor from one layout to another on the same mesh: axis by axis of the mesh, which on a
/// mesh of one axis is a single step.
///
/// ```java
/// Rebox gather = Rebox.of(Shape.of(1024, 4096), 2, Layout.of("S(0)"), Layout.of("B"), Mesh.of(8));
/// gather.bytes();     // 7 times that of the tensor: an all-gather
/// ```
///
/// A step along one axis is taken by every group of devices on that axis, each with its part of the tensor. An axis
/// whose pieces are cut further by an inner axis cannot change before that one has.
///
/// @param from  the layout before
/// @param to    the layout after
/// @param steps in their order; empty when they are the same
public record Rebox(Layout from, Layout to, List<Step> steps) {
    public Rebox {
        steps = List.copyOf(steps);
    }

    /// A change along one axis of the mesh.
    ///
    /// @param axis    of the mesh
    /// @param boxing  the collective
    /// @param bytes   that all devices send together
    /// @param seconds that it takes
    public record Step(int axis, Sbp from, Sbp to, Boxing boxing, double bytes, double seconds) {}

    private record Reached(Layout layout, double seconds, List<Step> steps) {}

    /// Finds it.
    ///
    /// @param shape of the global tensor
    /// @param width bytes of a number
    /// @throws BadInput when the tensor cannot lie in one of the layouts
    public static Rebox of(Shape shape, int width, Layout from, Layout to, Mesh mesh) {
        from.local(shape, mesh);
        to.local(shape, mesh);
        if (mesh.axes().size() == 1) {
            boolean same = from.equals(to);
            return new Rebox(from, to, same ? List.of() : List.of(step(from, 0, to.on(0), shape, width, mesh)));
        }
        PriorityQueue<Reached> open = new PriorityQueue<>(
                Comparator.comparingDouble(Reached::seconds).thenComparingInt(reached -> reached.steps.size()));
        Set<Layout> closed = new HashSet<>();
        open.add(new Reached(from, 0, List.of()));
        while (true) {
            Reached here = open.remove();
            if (here.layout.equals(to)) {
                return new Rebox(from, to, here.steps);
            }
            if (closed.add(here.layout)) {
                for (Step step : steps(here.layout, shape, width, mesh)) {
                    List<Step> longer = new ArrayList<>(here.steps);
                    longer.add(step);
                    open.add(new Reached(here.layout.with(step.axis, step.to), here.seconds + step.seconds, longer));
                }
            }
        }
    }

    private static List<Step> steps(Layout layout, Shape shape, int width, Mesh mesh) {
        List<Step> steps = new ArrayList<>();
        for (int axis = 0; axis < mesh.axes().size(); axis++) {
            for (Sbp to : choices(shape)) {
                Sbp now = layout.on(axis);
                if (!to.equals(now)
                        && !cutFurther(layout, axis, now)
                        && !cutFurther(layout, axis, to)
                        && layout.with(axis, to).fits(shape, mesh)) {
                    steps.add(step(layout, axis, to, shape, width, mesh));
                }
            }
        }
        return steps;
    }

    /// All ways in which a tensor can lie along one axis of a mesh.
    static List<Sbp> choices(Shape shape) {
        List<Sbp> choices = new ArrayList<>(List.of(Sbp.BROADCAST, Sbp.PARTIAL));
        for (int axis = 0; axis < shape.rank(); axis++) {
            choices.add(Sbp.split(axis));
        }
        return choices;
    }

    private static boolean cutFurther(Layout layout, int axis, Sbp sbp) {
        return sbp.splits()
                && layout.axes().subList(axis + 1, layout.axes().size()).contains(sbp);
    }

    private static Step step(Layout layout, int axis, Sbp to, Shape shape, int width, Mesh mesh) {
        double part = (double) shape.elements() * width;
        for (int other = 0; other < mesh.axes().size(); other++) {
            part /= other != axis && layout.on(other).splits() ? mesh.size(other) : 1;
        }
        Boxing boxing = Boxing.of(layout.on(axis), to);
        double groups = (double) mesh.devices() / mesh.size(axis);
        double bytes = groups * boxing.total(part, mesh.size(axis));
        Mesh.Axis link = mesh.axes().get(axis);
        double seconds = boxing == Boxing.LOCAL ? 0 : bytes / mesh.devices() / link.bandwidth() + link.latency();
        return new Step(axis, layout.on(axis), to, boxing, bytes, seconds);
    }

    /// What all devices send together.
    public double bytes() {
        return steps.stream().mapToDouble(Step::bytes).sum();
    }

    /// How long it takes.
    public double seconds() {
        return steps.stream().mapToDouble(Step::seconds).sum();
    }

    /// The collectives it takes; steps within a device are not among them.
    public List<Boxing> collectives() {
        return steps.stream()
                .map(Step::boxing)
                .filter(boxing -> boxing != Boxing.LOCAL)
                .toList();
    }
}
