package throughline.training.sbp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import throughline.random.Streams;

/// On the way back each device computes gradients from what it has; they must lie as the signature says.
class GradientLayoutTest {
    private static final Mesh MESH = Mesh.of(4);
    private static final Shape SHAPE = Shape.of(4, 8, 12);

    private static double[] numbers(String name, Shape shape) {
        var random = new Streams(3).named(name);
        return IntStream.range(0, (int) shape.elements())
                .mapToDouble(_ -> random.uniform(-1, 1))
                .toArray();
    }

    /// The gradient of one input, on one device.
    private interface Back {
        double[] apply(List<double[]> inputs, List<Shape> shapes, double[] gradient);
    }

    /// For every signature: cut the inputs and the result's gradient, go back locally, join.
    private static void holds(Op op, List<Shape> shapes, int input, Back back) {
        List<double[]> inputs = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            inputs.add(numbers("input" + i, shapes.get(i)));
        }
        Shape result = op.shape(shapes);
        double[] gradient = numbers("gradient", result);
        double[] expected = back.apply(inputs, shapes, gradient);
        for (Signature signature : op.signatures(shapes)) {
            Layout way = Layout.of(signature.output().gradient());
            Pieces gradients = Pieces.cut(gradient, result, way, MESH);
            List<double[]> locals = new ArrayList<>();
            for (int device = 0; device < MESH.devices(); device++) {
                List<double[]> own = new ArrayList<>();
                List<Shape> sizes = new ArrayList<>();
                for (int i = 0; i < shapes.size(); i++) {
                    Layout layout = Layout.of(signature.inputs().get(i));
                    own.add(Pieces.cut(inputs.get(i), shapes.get(i), layout, MESH)
                            .locals()
                            .get(device));
                    sizes.add(layout.local(shapes.get(i), MESH));
                }
                locals.add(back.apply(own, sizes, gradients.locals().get(device)));
            }
            Layout lies = Layout.of(signature.gradients().get(input));
            double[] joined = new Pieces(shapes.get(input), lies, MESH, locals).join();
            for (int i = 0; i < joined.length; i++) {
                assertThat(joined[i]).as("%s", signature).isCloseTo(expected[i], within(1e-12));
            }
        }
    }

    @Test
    void ofABias() {
        List<Shape> shapes = List.of(SHAPE, Shape.of(12));
        holds(new Op.Bias(), shapes, 0, (_, _, gradient) -> gradient);
        holds(new Op.Bias(), shapes, 1, (_, sizes, gradient) -> {
            double[] sums = new double[sizes.get(1).last()];
            for (int i = 0; i < gradient.length; i++) {
                sums[i % sums.length] += gradient[i];
            }
            return sums;
        });
    }

    @Test
    void ofAProductOfElements() {
        for (int input = 0; input < 2; input++) {
            int other = 1 - input;
            holds(new Op.Multiply(), List.of(SHAPE, SHAPE), input, (inputs, _, gradient) -> {
                double[] product = gradient.clone();
                for (int i = 0; i < product.length; i++) {
                    product[i] *= inputs.get(other)[i];
                }
                return product;
            });
        }
    }

    @Test
    void ofASum() {
        holds(new Op.Sum(1), List.of(SHAPE), 0, (_, sizes, gradient) -> {
            int stride = sizes.getFirst().last();
            int size = sizes.getFirst().size(1);
            double[] spread = new double[(int) sizes.getFirst().elements()];
            for (int i = 0; i < spread.length; i++) {
                spread[i] = gradient[i / (stride * size) * stride + i % stride];
            }
            return spread;
        });
    }

    @Test
    void ofASumOfTensorsAndAScaling() {
        holds(new Op.Add(), List.of(SHAPE, SHAPE), 1, (_, _, gradient) -> gradient);
        holds(new Op.Unary(true), List.of(SHAPE), 0, (_, _, gradient) -> {
            double[] half = gradient.clone();
            for (int i = 0; i < half.length; i++) {
                half[i] /= 2;
            }
            return half;
        });
    }
}
