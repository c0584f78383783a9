package throughline.training.sbp;

import java.util.ArrayList;
import java.util.List;

/// One way to do an operation on a mesh: a [Signature] for each axis of the mesh, read tensor by tensor.
///
/// @param inputs    layout of each input
/// @param output    layout of the result
/// @param gradients layout in which the gradient of each input comes
/// @param share     of the operations that one device does
public record Placement(List<Layout> inputs, Layout output, List<Layout> gradients, double share) {
    public Placement {
        inputs = List.copyOf(inputs);
        gradients = List.copyOf(gradients);
    }

    /// All that the sizes allow.
    static List<Placement> all(Graph graph, Graph.Node node, Mesh mesh) {
        List<List<Signature>> combinations = List.of(List.of());
        for (int axis = 0; axis < mesh.axes().size(); axis++) {
            List<List<Signature>> longer = new ArrayList<>();
            for (List<Signature> shorter : combinations) {
                for (Signature signature : node.op().signatures(graph.shapes(node))) {
                    List<Signature> combination = new ArrayList<>(shorter);
                    combination.add(signature);
                    longer.add(combination);
                }
            }
            combinations = longer;
        }
        Layout pinned = graph.pinned().get(node.name());
        return combinations.stream()
                .map(combination -> of(combination, mesh))
                .filter(placement -> pinned == null || placement.output.equals(pinned))
                .filter(placement -> placement.fits(graph, node, mesh))
                .toList();
    }

    private static Placement of(List<Signature> combination, Mesh mesh) {
        List<Layout> inputs = new ArrayList<>();
        List<Layout> gradients = new ArrayList<>();
        for (int i = 0; i < combination.getFirst().inputs().size(); i++) {
            int at = i;
            inputs.add(new Layout(combination.stream()
                    .map(signature -> signature.inputs().get(at))
                    .toList()));
            gradients.add(new Layout(combination.stream()
                    .map(signature -> signature.gradients().get(at))
                    .toList()));
        }
        double share = 1;
        for (int axis = 0; axis < combination.size(); axis++) {
            share /= combination.get(axis).shares() ? mesh.size(axis) : 1;
        }
        return new Placement(
                inputs, new Layout(combination.stream().map(Signature::output).toList()), gradients, share);
    }

    private boolean fits(Graph graph, Graph.Node node, Mesh mesh) {
        boolean fits = output.fits(node.shape(), mesh) && node.op().allows(output, mesh);
        List<Shape> shapes = graph.shapes(node);
        for (int i = 0; i < inputs.size(); i++) {
            fits &= inputs.get(i).fits(shapes.get(i), mesh);
        }
        return fits;
    }
}
