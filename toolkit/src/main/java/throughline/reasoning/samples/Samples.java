package throughline.reasoning.samples;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.random.Streams;
import throughline.reasoning.Exam;
import throughline.reasoning.Trace;
import throughline.spec.BadInput;

/// Answers sampled from a model, many to a problem.
///
/// @param source   of them, for messages
/// @param problems in the order in which they came
/// @param notes    on what was passed over or stands out, for people
public record Samples(String source, List<SampledProblem> problems, List<String> notes) {
    public Samples {
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
        if (problems.isEmpty()) {
            throw new BadInput("%s [0 problems] must have at least one sample", source);
        }
    }

    /// Samples of a CSV file with columns `problem`, `sample`, `answer`, `tokens` and `correct`, in any order; `tokens`
    /// may be left out, or be empty in some rows. An empty answer is none. `correct` is `true`, `false`, 1 or 0.
    ///
    /// @throws BadInput naming file, line, column, what was found and what is allowed
    public static Samples read(Path file) {
        return SamplesTable.read(file);
    }

    /// Samples of such a table.
    ///
    /// @throws BadInput naming table, row, column, what was found and what is allowed
    public static Samples of(Table table) {
        return SamplesTable.of(table);
    }

    /// What a known model answers in an exam, each trace let run to its end.
    ///
    /// @param traces of each problem, at least 1
    public static Samples of(Exam exam, int traces) {
        List<SampledProblem> problems = new ArrayList<>();
        exam.problems().forEach(problem -> {
            List<Trace> written =
                    IntStream.range(0, traces).mapToObj(problem::trace).toList();
            problems.add(new SampledProblem(
                    "p%03d".formatted(problem.index()),
                    written.stream().mapToInt(Trace::answer).toArray(),
                    written.stream().mapToDouble(Trace::tokens).toArray()));
        });
        return new Samples("exam", problems, List.of());
    }

    /// The samples as a table, as they are read; the right answer is `right`, the wrong ones are numbered.
    public Table table() {
        Table table = Table.create(
                source,
                StringColumn.create("problem"),
                IntColumn.create("sample"),
                StringColumn.create("answer"),
                IntColumn.create("tokens"),
                BooleanColumn.create("correct"));
        for (SampledProblem problem : problems) {
            for (int i = 0; i < problem.size(); i++) {
                int answer = problem.answers()[i];
                table.stringColumn("problem").append(problem.name());
                table.intColumn("sample").append(i);
                table.stringColumn("answer")
                        .append(answer == 0 ? "right" : answer == Trace.NONE ? "" : "wrong" + answer);
                if (Double.isNaN(problem.tokens()[i])) {
                    table.intColumn("tokens").appendMissing();
                } else {
                    table.intColumn("tokens").append((int) problem.tokens()[i]);
                }
                table.booleanColumn("correct").append(answer == 0);
            }
        }
        return table;
    }

    /// How many samples there are of the problem with the fewest.
    public int fewest() {
        return problems.stream().mapToInt(SampledProblem::size).min().orElseThrow();
    }

    /// How many samples there are of the problem with the most.
    public int most() {
        return problems.stream().mapToInt(SampledProblem::size).max().orElseThrow();
    }

    /// Samples of all problems.
    public int size() {
        return problems.stream().mapToInt(SampledProblem::size).sum();
    }

    /// The share of right samples, each problem counting alike.
    public double accuracy() {
        return problems.stream()
                .mapToDouble(problem -> (double) problem.right() / problem.size())
                .average()
                .orElseThrow();
    }

    /// The first samples of each problem.
    ///
    /// @param count 1 to the fewest
    public Samples first(int count) {
        if (count < 1 || count > fewest()) {
            throw new BadInput("[%d] samples of each problem: there are 1 to %d", count, fewest());
        }
        return new Samples(
                source, problems.stream().map(problem -> problem.first(count)).toList(), notes);
    }

    /// As many problems, drawn with repeats.
    Samples again(Streams streams, int draw) {
        var stream = streams.named(Integer.toString(draw));
        return new Samples(
                source,
                IntStream.range(0, problems.size())
                        .mapToObj(i -> problems.get(stream.below(problems.size())))
                        .toList(),
                notes);
    }

    /// Tokens of all samples for which they are known.
    double[] tokens() {
        return problems.stream()
                .flatMapToDouble(problem -> Arrays.stream(problem.tokens()))
                .filter(tokens -> !Double.isNaN(tokens))
                .toArray();
    }
}
