package throughline.learning.surface;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import throughline.spec.BadInput;

/// What a simulator answered at some settings. The same setting may be there more than once, with other random numbers:
/// such replications tell noise from shape.
///
/// @param space    of the settings
/// @param answers  names, at least one
/// @param settings `[run][knob]`
/// @param values   `[run][answer]`, finite
public record Observations(Space space, List<String> answers, List<double[]> settings, List<double[]> values) {
    /// @throws BadInput if a setting is out of the space, a value is not finite, an answer is there twice, or there are
    ///                  not as many of each
    public Observations {
        answers = List.copyOf(answers);
        settings = settings.stream().map(double[]::clone).toList();
        values = values.stream().map(double[]::clone).toList();
        if (answers.isEmpty() || settings.size() != values.size()) {
            throw new BadInput(
                    "[%d] settings and %d rows of values for answers %s; one row each, and at least one answer",
                    settings.size(), values.size(), answers);
        }
        if (new HashSet<>(answers).size() < answers.size()) {
            throw new BadInput("answers %s: none may be there twice", answers);
        }
        for (int run = 0; run < settings.size(); run++) {
            space.scaled(settings.get(run));
            check(run, answers, values.get(run));
        }
    }

    private static void check(int run, List<String> answers, double[] values) {
        if (values.length != answers.size()) {
            throw new BadInput("run %d has [%d] values for the answers %s; one each", run, values.length, answers);
        }
        for (int a = 0; a < values.length; a++) {
            if (!Double.isFinite(values[a])) {
                throw new BadInput("run %d: %s is [%s]; it must be a finite number", run, answers.get(a), values[a]);
            }
        }
    }

    /// No run yet.
    public static Observations none(Space space, String... answers) {
        return new Observations(space, List.of(answers), List.of(), List.of());
    }

    /// These and one more run.
    ///
    /// @param setting one number a knob
    /// @param values  one an answer
    public Observations and(double[] setting, double... values) {
        List<double[]> moreSettings = new ArrayList<>(settings);
        List<double[]> moreValues = new ArrayList<>(this.values);
        moreSettings.add(setting);
        moreValues.add(values);
        return new Observations(space, answers, moreSettings, moreValues);
    }

    /// How many runs there are.
    public int size() {
        return settings.size();
    }

    /// The settings in units of the ranges, `[run][knob]`.
    public double[][] scaled() {
        return settings.stream().map(space::scaled).toArray(double[][]::new);
    }

    /// All values of one answer, `[run]`.
    ///
    /// @param answer from 0
    public double[] values(int answer) {
        return values.stream().mapToDouble(row -> row[answer]).toArray();
    }

    /// The place of an answer.
    ///
    /// @throws BadInput if there is none of this name
    public int answer(String name) {
        int found = answers.indexOf(name);
        if (found < 0) {
            throw new BadInput("no answer [%s]; there are %s", name, String.join(", ", answers));
        }
        return found;
    }

    /// These runs.
    ///
    /// @throws BadInput if they are of other knobs or answers than others
    public Observations alike(Observations others) {
        if (!space.equals(others.space) || !answers.equals(others.answers)) {
            throw new BadInput(
                    "runs over [%s] with the answers %s; the surface was fitted over %s with %s",
                    space, answers, others.space, others.answers);
        }
        return this;
    }

    /// These runs.
    ///
    /// @throws BadInput if there are fewer than `least`
    public Observations atLeast(int least, String kind) {
        if (size() < least) {
            throw new BadInput("%s: [%d] runs; it needs at least %d", kind, size(), least);
        }
        return this;
    }
}
