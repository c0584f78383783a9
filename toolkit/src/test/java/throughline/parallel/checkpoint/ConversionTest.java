package throughline.parallel.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// From any layout to any other, to the bit.
class ConversionTest {
    /// A number of every precision.
    private static final double JUNK = 12_352;

    @TempDir
    Path folder;

    private static Map<String, String> bytes(Path folder) throws IOException {
        Map<String, String> bytes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes.put(
                        folder.relativize(file).toString(),
                        new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return bytes;
    }

    /// A layout's buffers, made tensors, and buffers of another layout.
    private static void convert(RandomCase random, Layout from, Layout to, String state) {
        Model model = random.contents.model();
        Sharding source = new Sharding(model, random.contents.rules(), from);
        Sharding target = new Sharding(model, random.contents.rules(), to);
        List<double[]> saved = IntStream.range(0, from.ranks())
                .mapToObj(rank -> random.buffer(from, rank, state, JUNK))
                .toList();
        Map<String, double[]> atoms = unite(source, saved);
        List<double[]> loaded = IntStream.range(0, to.ranks())
                .mapToObj(rank -> target.buffer(rank, atoms::get))
                .toList();
        Map<String, double[]> again = unite(target, loaded);
        for (Parameter parameter : model.parameters()) {
            assertThat(atoms.get(parameter.name()))
                    .as(parameter.name())
                    .isEqualTo(random.tensor(parameter.name(), state));
            assertThat(again.get(parameter.name())).isEqualTo(atoms.get(parameter.name()));
        }
        for (int rank = 0; rank < to.ranks(); rank++) {
            assertThat(loaded.get(rank)).isEqualTo(random.buffer(to, rank, state, 0));
        }
    }

    private static Map<String, double[]> unite(Sharding sharding, List<double[]> buffers) {
        return sharding.model().parameters().stream()
                .collect(Collectors.toMap(
                        Parameter::name,
                        parameter -> sharding.unite(
                                parameter,
                                shard -> Arrays.copyOfRange(
                                        buffers.get(shard.rank()), shard.offset(), shard.offset() + shard.length()))));
    }

    /// What padding holds is junk in what the source's ranks have, and zero in what is cut. `isEqualTo` compares bits.
    @Property(tries = 300)
    void anyLayoutBecomesAnyOther(@ForAll @IntRange(max = 1_000_000) int seed) {
        RandomCase random = new RandomCase(seed);
        convert(random, random.layout(), random.layout(), "weight");
    }

    @Test
    void soDoFiles() throws IOException {
        for (int seed = 0; seed < 2; seed++) {
            RandomCase random = new RandomCase(seed);
            Path here = folder.resolve("case-" + seed);
            Layout from = random.layout();
            DistributedCheckpoint source = DistributedCheckpoint.write(
                    here.resolve("source"),
                    random.contents,
                    from,
                    (rank, state) -> random.buffer(from, rank, state, JUNK),
                    1,
                    Cancel.NEVER,
                    Progress.NONE);
            AtomicCheckpoint.unite(source, here.resolve("atoms"), 1, Cancel.NEVER, Progress.NONE);
            AtomicCheckpoint atoms = AtomicCheckpoint.open(here.resolve("atoms"));
            assertThat(atoms.contents()).isEqualTo(random.contents);
            DistributedCheckpoint.cut(
                    here.resolve("target"), atoms.contents(), random.layout(), atoms, 1, Cancel.NEVER, Progress.NONE);
            DistributedCheckpoint target = DistributedCheckpoint.open(here.resolve("target"));
            AtomicCheckpoint.unite(target, here.resolve("again"), 1, Cancel.NEVER, Progress.NONE);

            assertThat(bytes(here.resolve("again"))).isEqualTo(bytes(here.resolve("atoms")));
            for (String state : random.contents.states()) {
                for (Parameter parameter : random.contents.model().parameters()) {
                    assertThat(atoms.tensor(parameter.name(), state)).isEqualTo(random.tensor(parameter.name(), state));
                }
                for (int rank = 0; rank < target.layout().ranks(); rank++) {
                    assertThat(target.buffer(rank, state)).isEqualTo(random.buffer(target.layout(), rank, state, 0));
                }
            }
        }
    }

    @Test
    void anyNumberOfWorkersWritesTheSameBytes() throws IOException {
        RandomCase random = new RandomCase(77);
        Layout layout = new Layout(2, 1, 2, 2, 1);
        for (int workers : new int[] {1, 4}) {
            Path here = folder.resolve("by-" + workers);
            DistributedCheckpoint cut = DistributedCheckpoint.cut(
                    here.resolve("cut"), random.contents, layout, random::tensor, workers, Cancel.NEVER, Progress.NONE);
            AtomicCheckpoint.unite(cut, here.resolve("atoms"), workers, Cancel.NEVER, Progress.NONE);
        }
        assertThat(bytes(folder.resolve("by-4"))).isEqualTo(bytes(folder.resolve("by-1")));
    }

    private static final Model FUSED =
            new Model(List.of(Parameter.of("qkv", 0, 16, 2), Parameter.of("gate-up", 0, 12, 2)));

    private AtomicCheckpoint fused(String name, String as, String by, Layout layout) {
        Contents contents = Contents.of(FUSED, Rules.parse(as), List.of("weight"), Precision.DOUBLE);
        DistributedCheckpoint cut = DistributedCheckpoint.cut(
                folder.resolve(name),
                contents,
                layout,
                (parameter, _) -> count(FUSED.parameter(parameter).size()),
                1,
                Cancel.NEVER,
                Progress.NONE);
        return AtomicCheckpoint.unite(
                cut.under(Rules.parse(by)), folder.resolve(name + "-atoms"), 1, Cancel.NEVER, Progress.NONE);
    }

    private static double[] count(int size) {
        return IntStream.range(0, size).asDoubleStream().toArray();
    }

    /// The shards are as long either way, so nothing but the numbers shows it.
    @Test
    void fusedParametersPutTogetherWithoutTheirPartsAreWrong() {
        String parts = "qkv fragment dim=0 parts=8,4,4 unit=2\ngate-up fragment dim=0 parts=6,6";
        String naive = "** fragment dim=0";
        Layout two = Layout.of(2, 1, 2, 1);
        AtomicCheckpoint right = fused("right", parts, parts, two);
        AtomicCheckpoint wrong = fused("wrong", parts, naive, two);
        for (Parameter parameter : FUSED.parameters()) {
            double[] dense = count(parameter.size());
            assertThat(right.tensor(parameter.name(), "weight")).isEqualTo(dense);
            assertThat(wrong.tensor(parameter.name(), "weight")).isNotEqualTo(dense);
        }
        assertThat(fused("one", parts, naive, Layout.of(1, 1, 2, 1)).tensor("qkv", "weight"))
                .isEqualTo(count(32));
    }

    /// Four heads of queries share two of keys; cut without parts, the second rank has all keys and no query.
    @Test
    void fusedParametersCutWithoutTheirPartsGiveRanksWhatIsNotTheirs() {
        Layout two = Layout.of(2, 1, 1, 0);
        String parts = "** fragment dim=0 parts=8,4,4 unit=2";
        Model model = new Model(List.of(Parameter.of("qkv", 0, 16)));
        Sharding right = new Sharding(model, Rules.parse(parts), two);
        Sharding naive = new Sharding(model, Rules.parse("** fragment dim=0"), two);
        assertThat(right.region(model.parameter("qkv"), 1, 0).orElseThrow().cut(count(16)))
                .containsExactly(4, 5, 6, 7, 10, 11, 14, 15);
        assertThat(naive.region(model.parameter("qkv"), 1, 0).orElseThrow().cut(count(16)))
                .containsExactly(8, 9, 10, 11, 12, 13, 14, 15);
    }
}
