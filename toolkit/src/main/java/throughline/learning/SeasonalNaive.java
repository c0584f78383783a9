package throughline.learning;

import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Forecasts that the last period comes again: step `h` is as it was at the same place of the last period seen. With a
/// period of one it is the last value.
public final class SeasonalNaive extends Stateless {
    /// A period of one step.
    public SeasonalNaive() {
        super("seasonal-naive", "seasonal naive");
        settings().whole("period", 1, 1, 1_000_000);
    }

    /// @param period steps after which it all comes again, 1 to 1,000,000; a task must see as many lags
    public SeasonalNaive(int period) {
        this();
        settings().set("period", period);
    }

    /// {@inheritDoc}
    ///
    /// @throws BadInput if the task sees less than a period
    @Override
    protected void learn(Windows train, Windows validation, Cancel cancel, Progress progress) {
        int lags = train.task().lags();
        if (lags < settings().whole("period")) {
            throw new BadInput(
                    "seasonal-naive: a period of [%d] steps; the task sees %d lags, and must see a whole period",
                    settings().whole("period"), lags);
        }
        progress.report(1, 1);
    }

    @Override
    protected double[][] point(Window window) {
        Task task = window.task();
        int period = settings().ofFit().get("period").intValue();
        double[][] point = new double[task.targets().size()][task.horizon()];
        for (int target = 0; target < point.length; target++) {
            for (int h = 0; h < task.horizon(); h++) {
                point[target][h] = window.past(target, task.lags() - period + h % period);
            }
        }
        return point;
    }
}
