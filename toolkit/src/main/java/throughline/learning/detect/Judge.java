package throughline.learning.detect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import throughline.learning.Series;
import throughline.spec.BadInput;

/// Holds alarms against the truth as an operator would: by faults and by nights that were disturbed, not by samples.
///
/// An episode is found when the alarm is on within it, as soon as it is on. Each stretch of healthy time as long as the
/// operator's patience in which the alarm is on at all is one false alarm: an alarm that never ends is not one, but
/// one in each stretch. So a lower threshold never finds less, or later, and never disturbs less.
///
/// @param day      in the unit of the data
/// @param patience how long until an alarm that goes on counts again
/// @param grace    after an episode in which an alarm is neither right nor wrong, as windows still hold its end
public record Judge(double day, double patience, double grace) {
    /// @throws BadInput when a time is not positive, or the grace is negative
    public Judge {
        if (!(day > 0 && patience > 0 && grace >= 0)) {
            throw new BadInput(
                    "day [%s] and patience [%s] must be positive, grace [%s] at least 0", day, patience, grace);
        }
    }

    /// What an alarm on a detector's scores comes to.
    public Outcome outcome(Detector detector, Hysteresis alarm, List<Watched> runs) {
        return outcome(
                runs,
                runs.stream()
                        .map(run -> alarm.on(detector.scores(run.series())))
                        .toList());
    }

    /// What an alarm comes to, whoever gave it.
    ///
    /// @param on for each run whether it is on, step by step
    /// @throws BadInput when it is not there for each step of each run
    public Outcome outcome(List<Watched> runs, List<boolean[]> on) {
        if (runs.size() != on.size()) {
            throw new BadInput("[%d] runs and alarms for [%d]", runs.size(), on.size());
        }
        List<Marked> marked = marked(runs);
        for (int r = 0; r < runs.size(); r++) {
            if (on.get(r).length != marked.get(r).judged.length) {
                throw new BadInput(
                        "run %s has [%d] steps, its alarm [%d]",
                        runs.get(r).series().run(), marked.get(r).judged.length, on.get(r).length);
            }
        }
        return weigh(marked, on);
    }

    /// A run with what is asked of each of its steps, so that many alarms can be judged at once.
    ///
    /// @param judged  whether it matters what is said there
    /// @param healthy whether an alarm there is a false one
    record Marked(Watched run, boolean[] judged, boolean[] healthy) {}

    List<Marked> marked(List<Watched> runs) {
        return runs.stream().map(this::marked).toList();
    }

    private Marked marked(Watched run) {
        boolean[] judged = new boolean[run.series().length()];
        boolean[] healthy = new boolean[judged.length];
        for (int step = 0; step < judged.length; step++) {
            double time = run.series().time(step);
            judged[step] = run.judgedAt(step);
            healthy[step] = judged[step]
                    && run.wrong().stream().noneMatch(one -> time >= one.from() && time < one.to() + grace);
        }
        return new Marked(run, judged, healthy);
    }

    /// What alarms come to that are there for each step of each run.
    Outcome weigh(List<Marked> runs, List<boolean[]> on) {
        List<Outcome.Case> cases = new ArrayList<>();
        long falseAlarms = 0;
        double healthy = 0;
        for (int r = 0; r < runs.size(); r++) {
            Marked marked = runs.get(r);
            boolean[] alarm = on.get(r);
            marked.run.wrong().forEach(episode -> find(marked, episode, alarm, cases));
            Set<Long> disturbed = new HashSet<>();
            for (int step = 0; step < alarm.length; step++) {
                if (marked.healthy[step]) {
                    healthy += marked.run.series().step();
                    if (alarm[step]) {
                        disturbed.add((long) Math.floor(marked.run.series().time(step) / patience));
                    }
                }
            }
            falseAlarms += disturbed.size();
        }
        return new Outcome(cases, falseAlarms, healthy / day);
    }

    /// An episode that no step shows before everybody knows of it is left out.
    private static void find(Marked marked, Episode episode, boolean[] alarm, List<Outcome.Case> cases) {
        Series series = marked.run.series();
        boolean seen = false;
        double delay = Double.NaN;
        for (int step = 0; step < alarm.length && Double.isNaN(delay); step++) {
            if (marked.judged[step] && episode.holds(series.time(step))) {
                seen = true;
                delay = alarm[step] ? series.time(step) - episode.from() : delay;
            }
        }
        if (seen) {
            cases.add(new Outcome.Case(series.run(), episode, delay));
        }
    }

    /// The share of an outcome's episodes that an alarm would find that knows nothing, is on in each stretch of the
    /// operator's patience by lot, and gives as many false alarms a day.
    ///
    /// @param falseAlarmsADay from 0 to as many as a day has such stretches
    public double chance(Outcome outcome, double falseAlarmsADay) {
        double share = Math.min(1, falseAlarmsADay * patience / day);
        return outcome.cases().stream()
                .mapToDouble(one -> {
                    double first = Math.floor(one.episode().from() / patience);
                    double last = Math.floor(one.episode().to() / patience);
                    return 1 - StrictMath.pow(1 - share, last - first + 1);
                })
                .average()
                .orElse(Double.NaN);
    }
}
