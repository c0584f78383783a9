package throughline.scaling;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import throughline.spec.BadInput;

/// A law out of functions, its derivatives by differences.
///
/// @param formula as people write it
/// @param value   as [Law#predict]
/// @param first   as [Law#starts]
record Written(
        String formula,
        String target,
        List<String> variables,
        List<Coefficient> coefficients,
        Prediction value,
        Starts first)
        implements Law {
    /// As [Law#predict].
    @FunctionalInterface
    interface Prediction {
        double at(double[] c, double[] x);
    }

    /// As [Law#starts].
    @FunctionalInterface
    interface Starts {
        List<double[]> of(double[][] x, double[] y);
    }

    Written {
        variables = List.copyOf(variables);
        coefficients = List.copyOf(coefficients);
    }

    /// A law out of somebody's formula, which knows sizes and coefficients by their names.
    static Law by(String target, List<String> variables, List<Coefficient> coefficients, Formula formula) {
        for (Coefficient coefficient : coefficients) {
            if (coefficient.starts().isEmpty()) {
                throw new BadInput("coefficient %s has [0] starts; a formula needs at least one", coefficient.name());
            }
        }
        List<String> names = coefficients.stream().map(Coefficient::name).toList();
        return new Written(
                "a formula of " + String.join(", ", variables),
                target,
                variables,
                coefficients,
                (c, x) -> formula.value(named(names, c), named(variables, x)),
                (x, y) -> Coefficient.grid(coefficients));
    }

    private static Map<String, Double> named(List<String> names, double[] values) {
        Map<String, Double> named = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            named.put(names.get(i), values[i]);
        }
        return named;
    }

    @Override
    public double predict(double[] c, double[] x) {
        return value.at(c, x);
    }

    @Override
    public List<double[]> starts(double[][] x, double[] y) {
        return first.of(x, y);
    }
}
