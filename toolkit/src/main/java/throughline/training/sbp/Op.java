package throughline.training.sbp;

import java.util.ArrayList;
import java.util.List;
import throughline.spec.BadInput;

/// An operation of a [Graph]: what shape comes out, and how its tensors may lie along one axis of a mesh. Along several
/// axes any combination is allowed.
public sealed interface Op {
    /// The shape of the result.
    ///
    /// @throws BadInput when the inputs do not fit together
    Shape shape(List<Shape> inputs);

    /// Every allowed way, along one axis of a mesh.
    List<Signature> signatures(List<Shape> inputs);

    /// Whether the result may be cut like this, where more must divide than sizes.
    default boolean allows(Layout output, Mesh mesh) {
        return true;
    }

    /// Operations of the matrix products in a pass forward; a pass back takes twice as many. What is done to each
    /// element alone is not counted: it takes no time beside them.
    default double operations(List<Shape> inputs) {
        return 0;
    }

    /// Data, or activations that come from another graph. May lie in any way that is not partial.
    ///
    /// @param gradient whether somebody wants its gradient, in the layout of the tensor
    record Input(Shape shape, boolean gradient) implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            return shape;
        }

        @Override
        public List<Signature> signatures(List<Shape> inputs) {
            return Signature.sources(shape);
        }
    }

    /// A trained tensor, kept in a layout that is not partial; its gradient is wanted in the same.
    record Weight(Shape shape) implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            return shape;
        }

        @Override
        public List<Signature> signatures(List<Shape> inputs) {
            return Signature.sources(shape);
        }
    }

    /// What leaves the graph: anything that is not partial, and as it came.
    record Output() implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            return inputs.getFirst();
        }

        @Override
        public List<Signature> signatures(List<Shape> inputs) {
            return Signature.alike(inputs.getFirst().rank(), 1, false);
        }
    }

    /// The last axis of one times the first of another, which has two: `[.., k] x [k, n]`.
    record Matmul() implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            Shape left = inputs.get(0);
            Shape right = inputs.get(1);
            if (right.rank() != 2 || left.rank() < 2 || left.last() != right.size(0)) {
                throw new BadInput("matmul: shapes %s and %s must be [.., k] and [k, n]", left, right);
            }
            List<Integer> sizes = new ArrayList<>(left.sizes());
            sizes.set(left.rank() - 1, right.last());
            return new Shape(sizes);
        }

        @Override
        public List<Signature> signatures(List<Shape> inputs) {
            return Products.matmul(inputs.getFirst().rank());
        }

        @Override
        public double operations(List<Shape> inputs) {
            return 2.0 * inputs.get(0).elements() * inputs.get(1).last();
        }
    }

    /// A function of each element alone.
    ///
    /// @param linear whether that of a sum is the sum of those of its parts, as for a scaling: only then may
    ///               partial tensors go through it, and stay partial
    record Unary(boolean linear) implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            return inputs.getFirst();
        }

        @Override
        public List<Signature> signatures(List<Shape> inputs) {
            return Signature.alike(inputs.getFirst().rank(), 1, linear);
        }
    }

    /// The sum of tensors of one shape.
    record Add() implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            return Signature.same("add", inputs);
        }

        @Override
        public List<Signature> signatures(List<Shape> inputs) {
            return Signature.alike(inputs.getFirst().rank(), inputs.size(), true);
        }
    }

    /// The product of two tensors, element by element.
    record Multiply() implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            return Signature.same("multiply", inputs);
        }

        @Override
        public List<Signature> signatures(List<Shape> inputs) {
            return Products.elements(inputs.getFirst().rank());
        }
    }

    /// A vector added along the last axis. To a partial tensor it may be added only when it is partial itself, or the
    /// sum would hold it once for each device.
    record Bias() implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            Shape bias = inputs.get(1);
            if (bias.rank() != 1 || bias.last() != inputs.get(0).last()) {
                throw new BadInput("bias: shape %s must be the last axis of %s", bias, inputs.get(0));
            }
            return inputs.get(0);
        }

        @Override
        public List<Signature> signatures(List<Shape> inputs) {
            return Products.bias(inputs.getFirst().rank());
        }
    }

    /// A function that is not linear and mixes the elements along one axis, which therefore must not be split: a
    /// softmax, or a layer norm.
    ///
    /// @param axis of the tensor
    record Softmax(int axis) implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            if (axis < 0 || axis >= inputs.getFirst().rank()) {
                throw new BadInput("softmax: shape %s has no axis [%d]", inputs.getFirst(), axis);
            }
            return inputs.getFirst();
        }

        @Override
        public List<Signature> signatures(List<Shape> inputs) {
            return Signature.alike(inputs.getFirst().rank(), 1, false).stream()
                    .filter(signature -> !signature.output().splits(axis))
                    .toList();
        }
    }

    /// The sum over one axis, which goes.
    ///
    /// @param axis of the tensor
    record Sum(int axis) implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            Shape input = inputs.getFirst();
            if (axis < 0 || axis >= input.rank() || input.rank() == 1) {
                throw new BadInput("sum: shape %s has no axis [%d] to spare", input, axis);
            }
            List<Integer> sizes = new ArrayList<>(input.sizes());
            sizes.remove(axis);
            return new Shape(sizes);
        }

        @Override
        public List<Signature> signatures(List<Shape> inputs) {
            return Products.sum(inputs.getFirst().rank(), axis);
        }
    }

    /// Attention of heads, from queries, keys and values of shape `[sequences, tokens, heads x width]`: whole sequences
    /// or whole heads may lie apart.
    ///
    /// @param heads    of the queries
    /// @param keyHeads of the keys and values, which divide the heads
    /// @param width    of a head
    record Attention(int heads, int keyHeads, int width) implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            Shape queries = inputs.get(0);
            Shape keys = inputs.get(1);
            if (queries.rank() != 3
                    || !keys.equals(inputs.get(2))
                    || heads % keyHeads != 0
                    || queries.last() != heads * width
                    || keys.last() != keyHeads * width) {
                throw new BadInput(
                        "attention: shapes %s do not hold [%d] heads and [%d] of keys, each [%d] wide",
                        inputs, heads, keyHeads, width);
            }
            return queries;
        }

        @Override
        public List<Signature> signatures(List<Shape> inputs) {
            return Signature.alike(3, 3, false).stream()
                    .filter(signature -> !signature.output().splits(1))
                    .toList();
        }

        @Override
        public boolean allows(Layout output, Mesh mesh) {
            return keyHeads % output.pieces(2, mesh) == 0;
        }

        @Override
        public double operations(List<Shape> inputs) {
            return 4.0 * inputs.get(0).elements() * inputs.get(1).size(1);
        }
    }

    /// Rows of a table, `[n, width]`, by their numbers.
    record Embedding() implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            List<Integer> sizes = new ArrayList<>(inputs.get(0).sizes());
            sizes.add(inputs.get(1).last());
            return new Shape(sizes);
        }

        @Override
        public List<Signature> signatures(List<Shape> inputs) {
            return Products.embedding(inputs.getFirst().rank());
        }
    }
}
