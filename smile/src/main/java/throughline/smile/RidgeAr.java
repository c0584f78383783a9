package throughline.smile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import smile.linalg.Transpose;
import smile.linalg.UPLO;
import smile.tensor.DenseMatrix;
import smile.tensor.ScalarType;
import throughline.learning.PointForecaster;
import throughline.learning.Scaling;
import throughline.learning.Settings;
import throughline.learning.Task;
import throughline.learning.Window;
import throughline.learning.Windows;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Autoregression by ridge regression, direct for each target and step of the horizon: the change of the target from
/// now is a linear function of the last lags of every input, of the knobs, of what is known of the future, and of a
/// constant.
///
/// With X the scaled features, `[windows, p]`, and Y the scaled changes, `[windows, T H]`, the weights W,
/// `[p, T H]`, minimise `|XW - Y|² + penalty · windows · |W|²`; the constant is not penalised. XᵀX and XᵀY are
/// summed over blocks of windows, so the data set is never copied, and one factorisation serves all targets and steps.
public final class RidgeAr extends PointForecaster {
    private static final int BLOCK = 512;
    private static final int MOST_LAGS = 1_000_000;
    private static final double[] PENALTIES = {1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1};

    private final Settings settings =
            new Settings("ridge-ar").whole("lags", MOST_LAGS, 1, MOST_LAGS).real("penalty", 0, 0, Double.MAX_VALUE);

    private Scaling scaling;
    private int seen;
    private double penalty;
    private double[][] weights;

    @Override
    public String kind() {
        return "ridge-ar";
    }

    @Override
    public String name() {
        return "ridge AR";
    }

    @Override
    public Settings settings() {
        return settings;
    }

    /// Sees only the latest of the window's lags.
    ///
    /// @param latest at least 1; default: all
    /// @throws BadInput if it is below 1
    public RidgeAr lags(int latest) {
        settings.set("lags", latest);
        return this;
    }

    /// Sets the penalty, where it is otherwise chosen on the validation runs among powers of ten from 1e-7 to 1.
    ///
    /// @param fixed positive, for features of unit variance and the mean, not the sum, over windows; 0 to choose
    /// @throws BadInput if it is negative
    public RidgeAr penalty(double fixed) {
        settings.set("penalty", fixed);
        return this;
    }

    /// {@inheritDoc} Without validation windows, and without a penalty set, it is 1e-3.
    @Override
    protected void learn(Windows train, Windows validation, Cancel cancel, Progress progress) {
        if (train.isEmpty()) {
            throw new BadInput("ridge-ar: training holds [0] windows; it needs at least one");
        }
        Blas.load();
        scaling = Scaling.of(train);
        seen = Math.min(settings.whole("lags"), train.task().lags());
        Moments moments = new Moments(features(train.getFirst()).length, answer(train.getFirst()).length);
        for (int from = 0; from < train.size() && !cancel.requested(); from += BLOCK) {
            int to = Math.min(from + BLOCK, train.size());
            moments.add(train, from, to);
            progress.report(to, train.size());
        }
        choose(moments, validation, cancel);
    }

    private void choose(Moments moments, Windows validation, Cancel cancel) {
        double fixed = settings.real("penalty");
        double[] penalties = fixed > 0 ? new double[] {fixed} : PENALTIES;
        double[] choices = validation.isEmpty() ? new double[] {penalties[penalties.length / 2]} : penalties;
        double best = Double.POSITIVE_INFINITY;
        weights = null;
        for (double choice : choices) {
            if (weights != null && cancel.requested()) {
                return;
            }
            double[][] candidate = moments.solve(choice);
            double error = choices.length == 1 ? 0 : error(candidate, validation);
            if (weights == null || Double.isNaN(best) || error < best) {
                best = error;
                penalty = choice;
                weights = candidate;
            }
        }
    }

    private double error(double[][] candidate, Windows windows) {
        double sum = 0;
        for (Window window : windows) {
            double[] forecast = product(features(window), candidate);
            double[] actual = answer(window);
            for (int h = 0; h < actual.length; h++) {
                sum += (forecast[h] - actual[h]) * (forecast[h] - actual[h]);
            }
        }
        return sum;
    }

    @Override
    protected double[][] point(Window window) {
        double[] all = product(features(window), weights);
        double[][] changes = new double[window.task().targets().size()][];
        int horizon = window.task().horizon();
        for (int target = 0; target < changes.length; target++) {
            changes[target] = Arrays.copyOfRange(all, target * horizon, (target + 1) * horizon);
        }
        return scaling.values(window, changes);
    }

    /// The changes to come, target after target.
    private double[] answer(Window window) {
        return Arrays.stream(scaling.changes(window))
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    @Override
    protected void writeLearnt(DataOutput out) throws IOException {
        scaling.write(out);
        out.writeInt(seen);
        out.writeDouble(penalty);
        out.writeInt(weights.length);
        out.writeInt(weights[0].length);
        for (double[] row : weights) {
            for (double weight : row) {
                out.writeDouble(weight);
            }
        }
    }

    @Override
    protected void readLearnt(Task of, DataInput in) throws IOException {
        scaling = Scaling.read(in);
        seen = in.readInt();
        penalty = in.readDouble();
        weights = new double[in.readInt()][in.readInt()];
        for (double[] row : weights) {
            for (int h = 0; h < row.length; h++) {
                row[h] = in.readDouble();
            }
        }
    }

    /// The penalty in force: the one set, or the one chosen on the validation runs.
    public double penalty() {
        return penalty;
    }

    /// The constant 1, then each input's lags, the latest first, then the knobs, then what is known of the future.
    private double[] features(Window window) {
        scaling.requireKnobs(window);
        Task task = window.task();
        int inputs = scaling.inputs();
        int known = task.known().size();
        double[] x = new double[1 + inputs * seen + window.knobs() + known * task.horizon()];
        int at = 0;
        x[at++] = 1;
        int now = task.lags() - 1;
        for (int input = 0; input < inputs; input++) {
            for (int lag = 0; lag < seen; lag++) {
                x[at++] = scaling.scaled(window, input, now - lag);
            }
        }
        for (int knob = inputs; knob < scaling.features(); knob++) {
            x[at++] = scaling.scaled(window, knob, now);
        }
        for (int k = 0; k < known; k++) {
            for (int h = 0; h < task.horizon(); h++) {
                x[at++] = scaling.scaledAhead(window, k, h);
            }
        }
        return x;
    }

    private static double[] product(double[] x, double[][] weights) {
        double[] y = new double[weights[0].length];
        for (int i = 0; i < x.length; i++) {
            for (int h = 0; h < y.length; h++) {
                y[h] += x[i] * weights[i][h];
            }
        }
        return y;
    }

    /// XᵀX, `[p, p]`, and XᵀY, `[p, T H]`, summed over the windows seen.
    private final class Moments {
        private final DenseMatrix squares;
        private final DenseMatrix products;
        private int windows;

        Moments(int p, int answers) {
            squares = DenseMatrix.zeros(ScalarType.Float64, p, p);
            products = DenseMatrix.zeros(ScalarType.Float64, p, answers);
        }

        void add(Windows all, int from, int to) {
            double[][] x = new double[to - from][];
            double[][] y = new double[to - from][];
            for (int w = from; w < to; w++) {
                Window window = all.get(w);
                x[w - from] = features(window);
                y[w - from] = answer(window);
            }
            DenseMatrix block = DenseMatrix.of(x);
            DenseMatrix.mm(1, Transpose.TRANSPOSE, block, Transpose.NO_TRANSPOSE, block, 1, squares);
            DenseMatrix.mm(1, Transpose.TRANSPOSE, block, Transpose.NO_TRANSPOSE, DenseMatrix.of(y), 1, products);
            windows += to - from;
        }

        /// The weights, `[p, T H]`; zero, that is the last value, when no window was seen.
        double[][] solve(double choice) {
            int p = squares.nrow();
            double[][] solution = new double[p][products.ncol()];
            if (windows == 0) {
                return solution;
            }
            DenseMatrix penalised = squares.copy();
            for (int i = 1; i < p; i++) {
                penalised.set(i, i, penalised.get(i, i) + choice * windows);
            }
            DenseMatrix weights = products.copy();
            try {
                penalised.withUplo(UPLO.LOWER).cholesky().solve(weights);
            } catch (ArithmeticException e) {
                throw new BadInput(
                        "ridge-ar: with a penalty of [%s] the columns cannot be told apart; give a larger one", choice);
            }
            for (int i = 0; i < p; i++) {
                int row = i;
                Arrays.setAll(solution[i], h -> weights.get(row, h));
            }
            return solution;
        }
    }
}
