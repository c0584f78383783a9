package throughline.papers.fab;

import java.util.Arrays;
import java.util.List;
import throughline.data.Sample;
import throughline.devs.Tick;
import throughline.fab.FabModel;
import throughline.fab.MiniFab;
import throughline.fab.MiniFabSpec;
import throughline.fab.SteadyState;
import throughline.fab.Transducer;
import throughline.learning.surface.Knob;
import throughline.learning.surface.Space;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// Mini-Fab in the long run as a function of three knobs, for a response surface to learn: how many lots start a week,
/// how often the implanters break down, and how long their repair takes. Everything else is [MiniFabSpec#KEMPF].
///
/// ```java
/// var fab = new MiniFabLongRun(4, 16);
/// fab.at(new double[] {84, 50, 420}, 1, Cancel.NEVER);    // 79.9 lots a week, ln of 31.1 h, ln of 41.8 h
/// ```
///
/// @param warmUpWeeks weeks that do not count
/// @param weeks       when the run ends
public record MiniFabLongRun(double warmUpWeeks, double weeks) {
    private static final Tick TICK = Tick.MILLISECOND;

    /// Where the fab keeps up: in its worst corner the mean turnaround is 52 h, after 120 weeks as after 400. Where
    /// implanters fail after 30 h and repairs take 720 minutes it does not: at 84 starts a week turnaround grows
    /// with the length of the run, and there is no answer in the long run to learn.
    public static final Space SPACE =
            Space.of(Knob.of("startsPerWeek", 60, 86), Knob.of("mtbf", 40, 80), Knob.of("mttr", 60, 720));

    /// Lots finished a week; natural logarithm of the mean turnaround in hours, and of its 95th percentile. Turnaround
    /// times spread the more the longer they are; their logarithms spread alike.
    public static final List<String> ANSWERS = List.of("lots a week", "ln mean turnaround", "ln P95 turnaround");

    /// @throws BadInput if nothing is left after the warm-up
    public MiniFabLongRun {
        if (!(warmUpWeeks >= 0 && warmUpWeeks < weeks)) {
            throw new BadInput("warm-up [%s weeks] must be less than the run of %s weeks", warmUpWeeks, weeks);
        }
    }

    /// Simulates one run.
    ///
    /// @param setting one number for each knob of [#SPACE]
    /// @param seed    of the run
    /// @return one number for each of [#ANSWERS]; not numbers (NaN) where a cancel came first
    /// @throws BadInput if the setting is out of its space, or no lot finishes after the warm-up
    public double[] at(double[] setting, long seed, Cancel cancel) {
        SPACE.scaled(setting);
        MiniFabSpec spec = MiniFabSpec.KEMPF
                .with("horizon", weeks + " week")
                .with("lots", String.valueOf((int) Math.ceil(setting[0] * weeks)))
                .with("startsPerWeek", String.valueOf(setting[0]))
                .with("mtbf", String.valueOf(setting[1]))
                .with("mttr", String.valueOf(setting[2]));
        FabModel model = MiniFab.model(spec, seed);
        SteadyState state = SteadyState.measure(model, 7 * warmUpWeeks, 7 * weeks, cancel);
        double[] turnarounds = model.transducer().departures().stream()
                .filter(departure -> departure.fate() == Transducer.Fate.FINISHED)
                .filter(departure -> departure.left() >= TICK.days(7 * warmUpWeeks))
                .mapToDouble(departure -> TICK.toHours(departure.turnaround()))
                .toArray();
        if (cancel.requested()) {
            return new double[] {Double.NaN, Double.NaN, Double.NaN};
        }
        if (turnarounds.length == 0) {
            throw new BadInput(
                    "setting %s: [0] lots finish after the warm-up of %s weeks", Arrays.toString(setting), warmUpWeeks);
        }
        return new double[] {
            state.finishedPerWeek(), Math.log(state.cycleHours()), Math.log(new Sample(turnarounds).quantile(0.95))
        };
    }
}
