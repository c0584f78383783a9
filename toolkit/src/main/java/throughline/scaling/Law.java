package throughline.scaling;

import java.util.List;
import java.util.function.Predicate;
import tech.tablesaw.api.Table;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// How a loss, or a share of problems solved, follows from sizes, up to coefficients that a fit finds.
///
/// ```java
/// Fit fit = Law.chinchilla().fit(Observations.csv(path));
/// Law mine = Law.sum("E", Term.of("A", "N", "alpha"));
/// Law any = Law.of("coverage", List.of("k"), List.of(Coefficient.share("p", 0.1)),
///         (c, x) -> 1 - Math.pow(1 - c.get("p"), x.get("k")));
/// ```
///
/// A law of one's own that needs speed or starts that follow from the rows implements this interface.
public interface Law {
    /// The formula, as people write it.
    String formula();

    /// The column that it predicts, such as `loss`.
    String target();

    /// The columns that it predicts from, such as `N` and `D`, all above 0.
    List<String> variables();

    /// Its coefficients, in the order of all arrays of them.
    List<Coefficient> coefficients();

    /// What is predicted; a value that is not above 0 means that the coefficients are out of range.
    ///
    /// @param c coefficients
    /// @param x variables, in order
    double predict(double[] c, double[] x);

    /// The logarithm of what is predicted, and its derivatives, here by central differences.
    ///
    /// @param slopes is filled with the derivatives by the coefficients' coordinates (see [Coefficient.Range])
    default double logarithm(double[] c, double[] x, double[] slopes) {
        return Differences.logarithm(this, c, x, slopes);
    }

    /// Where a fit sets out from: here every combination of the coefficients' own starts.
    ///
    /// @param x rows of variables
    /// @param y the target of each row
    default List<double[]> starts(double[][] x, double[] y) {
        return Coefficient.grid(coefficients());
    }

    /// Fits the coefficients: see [Fit].
    ///
    /// @throws BadInput when a column is missing, a cell is not above 0, there are fewer different points than
    /// coefficients, a variable has the same value in all rows, or two coefficients have one name
    default Fit fit(Observations rows) {
        return fit(rows, Cancel.onInterrupt(), Progress.NONE);
    }

    /// As [#fit(Observations)], of a table.
    default Fit fit(Table table) {
        return fit(Observations.of(table));
    }

    /// As [#fit(Observations)].
    ///
    /// @param cancel once requested, the best fit so far is returned
    default Fit fit(Observations rows, Cancel cancel, Progress progress) {
        return new Fitting(this, cancel, progress).of(rows);
    }

    /// Fits on some rows and predicts others: see [HoldOut].
    ///
    /// @param held which rows are kept out of the fit
    default HoldOut holdOut(Observations rows, Predicate<Observations.Row> held) {
        return holdOut(rows, held, Cancel.onInterrupt(), Progress.NONE);
    }

    /// As [#holdOut(Observations, Predicate)].
    ///
    /// @param cancel once requested, the best fit so far predicts; whoever asks it knows that more was to come
    default HoldOut holdOut(Observations rows, Predicate<Observations.Row> held, Cancel cancel, Progress progress) {
        return HoldOut.of(this, rows, held, cancel, progress);
    }

    /// `loss = E + A / N^alpha + B / D^beta` (Hoffmann and others, 2022, equation 2).
    static Law chinchilla() {
        return sum("E", Term.of("A", "N", "alpha"), Term.of("B", "D", "beta"));
    }

    /// `loss = E + A / v^alpha` of one variable.
    ///
    /// @param variable `N`, `D`, `C`, or any column
    static Law power(String variable) {
        return sum("E", Term.of("A", variable, "alpha"));
    }

    /// A sum of a floor and falling powers, all above 0. Each coefficient has a name of its own; where terms share
    /// one, as an exponent, write the law with [#of].
    ///
    /// @param floor name of the coefficient that is left when all sizes are endless
    static Law sum(String floor, Term... terms) {
        return new SumOfPowers(floor, List.of(terms));
    }

    /// `loss = E + (A / (N (1 + k ln P)))^alpha`, `P` parallel streams (Chen and others, 2025, arXiv 2505.10475).
    static Law parScale() {
        return new ParallelStreams();
    }

    /// `loss = E + A / (N (1 + k ln P))^alpha + B / D^beta`: Chinchilla's law with ParScale's streams, for a family
    /// of models that differ in all three. Nobody's; ParScale's data have one `D`.
    static Law parallelChinchilla() {
        return new ParallelChinchilla();
    }

    /// `loss = ((Nc / N)^(alphaN / alphaD) + Dc / D)^alphaD` (Kaplan and others, 2020, equation 1.5).
    static Law kaplan() {
        return Families.kaplan();
    }

    /// Mixtures of `E` experts of which one is used (Clark and others, 2022, arXiv 2202.01169, equation 1): the
    /// logarithm of the loss is bilinear in those of `N`, the parameters of the model without experts, and of `E`,
    /// which is bent at both ends. Logarithms are to the base 10.
    static Law routed() {
        return Families.routed();
    }

    /// Mixtures of experts that are split into `G` parts each (Krajewski and others, 2024, arXiv 2402.07871,
    /// equation 9): `loss = c + (g / G^gamma + a) / N^alpha + b / D^beta`.
    static Law fineGrained() {
        return Families.fineGrained();
    }

    /// Training for several epochs on `U` tokens, `D` in all (Muennighoff and others, 2023, arXiv 2305.16264,
    /// equations 5 and 6): repeats are worth less and less, and so are parameters beyond those that `U` tokens
    /// deserve.
    static Law dataConstrained() {
        return Families.dataConstrained();
    }

    /// `coverage = exp(a k^b)`, a and b below 0: the share of problems that one of `k` samples solves (Brown and
    /// others, 2024, arXiv 2407.21787, section 3).
    static Law repeatedSampling() {
        return TestTime.repeatedSampling();
    }

    /// `coverage = 1 - B(a, b + k) / B(a, b)`: as [#repeatedSampling()] where problems' chances are spread as a
    /// Beta distribution (see [BetaPopulation]).
    static Law betaPopulation() {
        return TestTime.betaPopulation();
    }

    /// `coverage = top (1 - (1 - p)^k)`: an exponential approach to a ceiling, of problems that are all alike or
    /// cannot be solved (Wang and others, 2025, arXiv 2505.20522, for parallel samples and for rounds of
    /// rethinking).
    static Law saturating() {
        return TestTime.saturating();
    }

    /// `coverage = E - A / k^b`: an approach to a ceiling by a power law, of problems whose chances reach down to
    /// 0.
    static Law ceiling() {
        return TestTime.ceiling();
    }

    /// Any formula.
    ///
    /// @param coefficients with at least one start each
    static Law of(String target, List<String> variables, List<Coefficient> coefficients, Formula formula) {
        return Written.by(target, variables, coefficients, formula);
    }

    /// The law for which a table has the columns: of `N`, `D` and `P` together, [#parScale()] for `N` and `P`,
    /// [#chinchilla()] for `N` and `D` or `C`, else a power law of the one that is there. A column `P` that is 1
    /// throughout is left alone, and so is an `N` or `D` that is the same throughout.
    ///
    /// @throws BadInput when there is none of them, or `P` varies and `N` does not
    static Law matching(Observations rows) {
        return Matching.of(rows);
    }
}
