package throughline.training.sbp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import throughline.spec.BadInput;

/// A computation: tensors from outside and operations, each named, in an order in which they can be done.
///
/// ```java
/// Graph layer = Graph.of(2)
///         .input("x", Shape.of(4096, 1024))
///         .weight("w", Shape.of(1024, 4096))
///         .op("y", new Op.Matmul(), "x", "w")
///         .output("y");
/// ```
///
/// @param width  bytes of a number
/// @param nodes  by name, in order
/// @param pinned layouts that are not to be chosen, by name
public record Graph(int width, Map<String, Node> nodes, Map<String, Layout> pinned) {
    public Graph {
        nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
        pinned = Collections.unmodifiableMap(new LinkedHashMap<>(pinned));
    }

    /// A tensor and what it comes from.
    ///
    /// @param name   of both
    /// @param op     gives it
    /// @param inputs of the operation, by name
    /// @param shape  of the tensor
    public record Node(String name, Op op, List<String> inputs, Shape shape) {
        public Node {
            inputs = List.copyOf(inputs);
        }
    }

    /// An empty graph.
    ///
    /// @param width bytes of a number
    public static Graph of(int width) {
        if (width < 1) {
            throw new BadInput("graph: a number has [%d] bytes; it must have at least 1", width);
        }
        return new Graph(width, Map.of(), Map.of());
    }

    /// Two matrices with a function between them, as in a transformer, whose result goes on as the input came.
    ///
    /// @param rows  of the input: tokens
    /// @param width of the input and of the result
    /// @param inner width between the matrices
    public static Graph mlp(int rows, int width, int inner) {
        return of(2).activations("x", Shape.of(rows, width))
                .weight("W1", Shape.of(width, inner))
                .op("h", new Op.Matmul(), "x", "W1")
                .op("g", new Op.Unary(false), "h")
                .weight("W2", Shape.of(inner, width))
                .op("y", new Op.Matmul(), "g", "W2")
                .output("y");
    }

    /// This graph and data, of which nobody wants the gradient.
    public Graph input(String name, Shape shape) {
        return op(name, new Op.Input(shape, false));
    }

    /// This graph and a tensor from another graph, whose gradient is wanted there in the same layout.
    public Graph activations(String name, Shape shape) {
        return op(name, new Op.Input(shape, true));
    }

    /// This graph and a trained tensor.
    public Graph weight(String name, Shape shape) {
        return op(name, new Op.Weight(shape));
    }

    /// This graph and an operation.
    ///
    /// @param name   of the operation and of its result
    /// @param inputs by name
    /// @throws BadInput when the name is taken, an input is missing, or shapes do not fit
    public Graph op(String name, Op op, String... inputs) {
        if (nodes.containsKey(name)) {
            throw new BadInput("graph: [%s] is there already; names must differ", name);
        }
        List<Shape> shapes =
                Arrays.stream(inputs).map(this::node).map(Node::shape).toList();
        Map<String, Node> more = new LinkedHashMap<>(nodes);
        more.put(name, new Node(name, op, List.of(inputs), op.shape(shapes)));
        return new Graph(width, more, pinned);
    }

    /// This graph, with a tensor leaving it; where it leaves is called as the tensor with `out` after it.
    public Graph output(String tensor) {
        return op(tensor + " out", new Op.Output(), tensor);
    }

    /// This graph, with the layout of a tensor, or of what leaves, given.
    public Graph pin(String name, Layout layout) {
        node(name);
        Map<String, Layout> more = new LinkedHashMap<>(pinned);
        more.put(name, layout);
        return new Graph(width, nodes, more);
    }

    /// The node of that name.
    ///
    /// @throws BadInput naming those there are, when this one is not among them
    public Node node(String name) {
        Node node = nodes.get(name);
        if (node == null) {
            throw new BadInput("graph: there is no [%s]; there are %s", name, nodes.keySet());
        }
        return node;
    }

    /// The shapes of a node's inputs.
    List<Shape> shapes(Node node) {
        return node.inputs.stream().map(input -> node(input).shape).toList();
    }

    /// Bytes of a whole tensor.
    public double bytes(String name) {
        return (double) node(name).shape.elements() * width;
    }

    /// The names of the weights, in order.
    public List<String> weights() {
        return nodes.values().stream()
                .filter(node -> node.op instanceof Op.Weight)
                .map(Node::name)
                .toList();
    }

    /// The tensors whose gradients the way back needs.
    Set<String> wantGradients() {
        Set<String> want = new HashSet<>();
        for (Node node : nodes.values()) {
            boolean source = node.op instanceof Op.Weight || node.op instanceof Op.Input input && input.gradient();
            if (source || node.inputs.stream().anyMatch(want::contains)) {
                want.add(node.name);
            }
        }
        return want;
    }

    /// Those that have a tensor as input, in order.
    List<Node> consumers(String name) {
        List<Node> consumers = new ArrayList<>();
        for (Node node : nodes.values()) {
            if (node.inputs.contains(name)) {
                consumers.add(node);
            }
        }
        return consumers;
    }
}
