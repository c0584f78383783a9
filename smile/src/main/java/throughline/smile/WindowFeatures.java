package throughline.smile;

import throughline.learning.Scaling;
import throughline.learning.Task;
import throughline.learning.Window;

/// A window as the features of a tree: a split looks at one number, so the numbers are such that one of them tells
/// something.
///
/// Of each input: its value now, its changes since 1, 2, 4, 8 ... steps ago and since the oldest, and its mean and
/// spread over the window; then the knobs; then what is known of the future.
record WindowFeatures(Scaling scaling) {
    double[] of(Window window) {
        scaling.requireKnobs(window);
        Task task = window.task();
        int inputs = scaling.inputs();
        int doublings = doublings(task.lags());
        int each = 1 + doublings + 2;
        int known = task.known().size();
        double[] x = new double[inputs * each + window.knobs() + known * task.horizon()];
        int at = 0;
        int now = task.lags() - 1;
        for (int input = 0; input < inputs; input++) {
            double value = scaling.scaled(window, input, now);
            x[at++] = value;
            for (int d = 0; d < doublings; d++) {
                int back = Math.min(1 << d, now);
                x[at++] = value - scaling.scaled(window, input, now - back);
            }
            at = addMoments(window, input, x, at);
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

    /// How often one must be doubled to reach the oldest lag; 0 where there is one lag alone.
    private static int doublings(int lags) {
        return lags == 1 ? 0 : 1 + Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, lags - 2));
    }

    private int addMoments(Window window, int input, double[] x, int at) {
        int lags = window.task().lags();
        double sum = 0;
        for (int lag = 0; lag < lags; lag++) {
            sum += scaling.scaled(window, input, lag);
        }
        double mean = sum / lags;
        double squares = 0;
        for (int lag = 0; lag < lags; lag++) {
            double off = scaling.scaled(window, input, lag) - mean;
            squares += off * off;
        }
        x[at] = mean;
        x[at + 1] = Math.sqrt(squares / lags);
        return at + 2;
    }
}
