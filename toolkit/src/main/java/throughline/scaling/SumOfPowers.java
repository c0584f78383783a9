package throughline.scaling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import throughline.spec.BadInput;

/// A floor and falling powers: the logarithm of their sum, with its derivatives, in one pass. Coefficients stand in
/// the order floor, then each term's coefficient and exponent.
final class SumOfPowers implements Law {
    private static final double[] FLOORS = {0.3, 0.7, 0.9, 0.98};
    private static final double[] EXPONENTS = {0.1, 0.3, 0.6, 1};

    private final String floor;
    private final List<Term> terms;
    private final List<String> variables;
    private final int[] places;

    /// @param floor name of the first coefficient
    /// @param terms at least one
    SumOfPowers(String floor, List<Term> terms) {
        if (terms.isEmpty()) {
            throw new BadInput("a sum of [0] terms is no law; give at least one, such as A / N^alpha");
        }
        this.floor = floor;
        this.terms = List.copyOf(terms);
        variables = terms.stream().map(Term::variable).distinct().toList();
        places = terms.stream().map(Term::variable).mapToInt(variables::indexOf).toArray();
    }

    @Override
    public String formula() {
        return floor + " + " + terms.stream().map(Term::toString).collect(Collectors.joining(" + "));
    }

    @Override
    public String target() {
        return "loss";
    }

    @Override
    public List<String> variables() {
        return variables;
    }

    @Override
    public List<Coefficient> coefficients() {
        List<Coefficient> all = new ArrayList<>();
        all.add(Coefficient.positive(floor));
        for (Term term : terms) {
            all.add(Coefficient.positive(term.coefficient()));
            all.add(Coefficient.positive(term.exponent()));
        }
        return all;
    }

    @Override
    public double predict(double[] c, double[] x) {
        double sum = c[0];
        for (int i = 0; i < terms.size(); i++) {
            sum += c[2 * i + 1] * StrictMath.pow(x[places[i]], -c[2 * i + 2]);
        }
        return sum;
    }

    /// Of a sum, each term's share is the slope by the logarithm of the term.
    @Override
    public double logarithm(double[] c, double[] x, double[] slopes) {
        double sum = c[0];
        slopes[0] = c[0];
        for (int i = 0; i < terms.size(); i++) {
            double logarithm = StrictMath.log(x[places[i]]);
            double term = c[2 * i + 1] * StrictMath.exp(-c[2 * i + 2] * logarithm);
            slopes[2 * i + 1] = term;
            slopes[2 * i + 2] = -c[2 * i + 2] * logarithm * term;
            sum += term;
        }
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] /= sum;
        }
        return StrictMath.log(sum);
    }

    /// A share of the least loss is floor; at the middle of the rows the terms share what is left, first alike,
    /// then one of them having most of it.
    @Override
    public List<double[]> starts(double[][] x, double[] y) {
        double least = Arrays.stream(y).min().orElseThrow();
        double typical = Middle.of(y);
        List<double[]> starts = new ArrayList<>();
        for (double part : FLOORS) {
            for (int combination = 0; combination < power(EXPONENTS.length); combination++) {
                for (int dominant = -1; dominant < (terms.size() > 1 ? terms.size() : 0); dominant++) {
                    starts.add(start(part * least, typical - part * least, combination, dominant, x));
                }
            }
        }
        return starts;
    }

    private int power(int base) {
        return IntStream.range(0, terms.size()).reduce(1, (product, i) -> product * base);
    }

    private double[] start(double e, double rest, int combination, int dominant, double[][] x) {
        double[] start = new double[1 + 2 * terms.size()];
        start[0] = e;
        int digits = combination;
        for (int i = 0; i < terms.size(); i++) {
            double exponent = EXPONENTS[digits % EXPONENTS.length];
            digits /= EXPONENTS.length;
            double share = dominant < 0 ? 1.0 / terms.size() : i == dominant ? 0.8 : 0.2 / (terms.size() - 1);
            start[2 * i + 1] = share * rest * StrictMath.pow(Middle.of(x, places[i]), exponent);
            start[2 * i + 2] = exponent;
        }
        return start;
    }
}
