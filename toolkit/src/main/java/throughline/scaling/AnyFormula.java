package throughline.scaling;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import throughline.spec.BadInput;

/// A law out of somebody's formula, its derivatives by differences.
record AnyFormula(String target, List<String> variables, List<Coefficient> coefficients, Formula written)
        implements Law {
    AnyFormula {
        variables = List.copyOf(variables);
        coefficients = List.copyOf(coefficients);
        for (Coefficient coefficient : coefficients) {
            if (coefficient.starts().isEmpty()) {
                throw new BadInput("coefficient %s has [0] starts; a formula needs at least one", coefficient.name());
            }
        }
    }

    @Override
    public String formula() {
        return "a formula of " + String.join(", ", variables);
    }

    @Override
    public double predict(double[] c, double[] x) {
        Map<String, Double> named = new LinkedHashMap<>();
        for (int i = 0; i < c.length; i++) {
            named.put(coefficients.get(i).name(), c[i]);
        }
        Map<String, Double> sizes = new LinkedHashMap<>();
        for (int i = 0; i < x.length; i++) {
            sizes.put(variables.get(i), x[i]);
        }
        return written.value(named, sizes);
    }
}
