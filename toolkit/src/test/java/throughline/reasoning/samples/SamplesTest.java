package throughline.reasoning.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.reasoning.AnswerModel;
import throughline.reasoning.Exam;
import throughline.reasoning.Policy;
import throughline.reasoning.ProblemPopulation;
import throughline.reasoning.Reasoner;
import throughline.reasoning.Trace;
import throughline.reasoning.tradeoff.Setting;
import throughline.spec.BadInput;

class SamplesTest {
    private static final Path SAMPLE = Path.of("..", "datasets", "sampled-answers", "samples.csv");

    @TempDir
    Path folder;

    private Path csv(String text) throws IOException {
        return Files.writeString(folder.resolve("answers.csv"), text);
    }

    @Test
    void rowsComeInAnyOrderWithColumnsInAnyOrder() throws IOException {
        Samples samples = Samples.read(csv("""
                tokens,problem,model,sample,answer,correct
                10,a,m,0,7,true
                ,b,m,0,8,0
                20,a,m,1,"1,000",False
                30,a,m,2,,false
                """));
        SampledProblem first = samples.problems().getFirst();
        assertThat(first.answers()).containsExactly(0, 1, Trace.NONE);
        assertThat(first.tokens()).containsExactly(10, 20, 30);
        assertThat(samples.problems().get(1).tokens()[0]).isNaN();
        assertThat(samples.fewest()).isEqualTo(1);
        assertThat(samples.notes())
                .anySatisfy(note -> assertThat(note).contains("not used: model"))
                .anySatisfy(note -> assertThat(note).contains("1 to 3 samples"))
                .anySatisfy(note -> assertThat(note).contains("not known for 1 of 4"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,1,7,10,true             | line 3, sample [1]",
                "a,2,7,10,maybe            | line 3, correct [maybe] must be true, false, 1 or 0",
                "a,2,7,0,true              | line 3, tokens [0] must be a number from 1",
                "a,2,7,many,true           | line 3, tokens [many] must be a number from 1",
                "a,2,,10,true              | line 3, answer [] must not be empty where correct is true",
                "a,2,7,10,false            | line 3, correct [false]: the same answer, 7, is true at",
                ",2,7,10,true              | line 3, problem [] must not be empty",
                "a,,7,10,true              | line 3, sample [] must not be empty",
                "a,2,7,10                  | line 3 has [4] cells",
            })
    void aBadRowIsNamedWithWhatIsAllowed(String row, String message) throws IOException {
        Path file = csv("problem,sample,answer,tokens,correct\na,1,7,10,true\n" + row + "\n");
        assertThatThrownBy(() -> Policy.evaluate(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("answers.csv")
                .hasMessageContaining(message);
    }

    @Test
    void aFileThatIsNoneOrLacksAColumnIsNamed() throws IOException {
        assertThatThrownBy(() -> Samples.read(folder.resolve("none.csv")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no file [")
                .hasMessageContaining("problem,sample,answer,tokens,correct");
        assertThatThrownBy(() -> Samples.read(csv("problem,sample,tokens,correct\na,1,10,true\n")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no column [answer]");
        assertThatThrownBy(() -> Samples.read(csv("problem,sample,answer,tokens,correct\n")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[0 problems]");
    }

    @Test
    void whatIsPassedOverIsSaid() throws IOException {
        Samples samples = Samples.read(
                csv("problem,sample,answer,tokens,correct\n#1,1,7,10,true\nb,1,7,NaN,true\nb,2,8,nan,false\n"));
        assertThat(samples.problems()).hasSize(1);
        assertThat(samples.notes())
                .anySatisfy(note -> assertThat(note).contains("1 lines begin with #"))
                .anySatisfy(note -> assertThat(note).contains("not known for 2 of 2"));
        Path thousands = csv("problem,sample,answer,tokens (K),correct\na,1,7,10,true\n");
        assertThatThrownBy(() -> Samples.read(thousands))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("heading [tokens (K)] has a unit");
        assertThat(Samples.read(csv("problem,sample,answer,tokens [tokens],correct\na,1,7,10,true\n"))
                        .notes())
                .noneSatisfy(note -> assertThat(note).contains("not used"));
    }

    /// A table's cells keep the blanks around them, a file's do not.
    @Test
    void blanksAroundNamesAndAnswersMakeNoOthers() {
        Table table = Table.create(
                "given",
                StringColumn.create("problem", "a", "a ", " a"),
                IntColumn.create("sample", 1, 2, 3),
                StringColumn.create("answer", "8", " 8", "9"),
                StringColumn.create("correct", "false", "false", "true"));
        assertThat(Samples.of(table).problems()).singleElement().satisfies(problem -> assertThat(problem.answers())
                .containsExactly(1, 1, 0));
    }

    @Test
    void tracesThatLookCutAreSaidToBe() throws IOException {
        StringBuilder rows = new StringBuilder("problem,sample,answer,correct,tokens\n");
        for (int i = 0; i < 40; i++) {
            rows.append("a,%d,7,true,%d\n".formatted(i, Math.min(1_000, 900 + 5 * i)));
        }
        assertThat(Samples.read(csv(rows.toString())).notes())
                .anySatisfy(note -> assertThat(note).contains("have 1000 tokens", "look cut"));
    }

    @Test
    void aTableHoldsWhatWasSampled() throws IOException {
        Reasoner reasoner = Reasoner.of(new ProblemPopulation(0.5, 1), AnswerModel.open(8));
        Samples samples = Samples.of(Exam.drawn(reasoner, 20, 1), 8);
        assertThat(Samples.of(samples.table()).problems())
                .usingRecursiveComparison()
                .isEqualTo(numbered(samples));
        Path file = folder.resolve("written.csv");
        samples.table().write().csv(file.toFile());
        assertThat(Samples.read(file).problems()).usingRecursiveComparison().isEqualTo(numbered(samples));
    }

    /// Wrong answers are numbered as they come.
    private static List<SampledProblem> numbered(Samples samples) {
        return samples.problems().stream()
                .map(problem -> {
                    Map<Integer, Integer> numbers = new HashMap<>();
                    int[] answers = Arrays.stream(problem.answers())
                            .map(answer -> answer == 0 ? 0 : numbers.computeIfAbsent(answer, a -> numbers.size() + 1))
                            .toArray();
                    return new SampledProblem(problem.name(), answers, problem.tokens());
                })
                .toList();
    }

    @Test
    void theCommittedSampleIsWhatItsCardSays() throws IOException {
        Path again = folder.resolve("samples.csv");
        Samples.of(Exam.drawn(Setting.usual().reasoner(), 60, 18), 64)
                .table()
                .write()
                .csv(again.toFile());
        assertThat(again).hasSameTextualContentAs(SAMPLE);
    }
}
