package throughline.parallel.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.BiPredicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.hipparchus.fraction.Fraction;
import org.junit.jupiter.api.Test;
import throughline.random.Stream;
import throughline.random.Streams;

class SchemeTest {
    private static final int JOBS = 25;
    private static final double SLOW = 0.12;

    private static List<Scheme> schemes() {
        return List.of(
                Coded.uncoded(5),
                new Coded(8, 2),
                new Coded(9, 2),
                new SelectiveRepeat(8, 1, 2, 3),
                new SelectiveRepeat(8, 1, 4, 6),
                new SelectiveRepeat(10, 2, 3, 5),
                new SelectiveRepeat(12, 2, 7, 8),
                new SelectiveRepeat(9, 3, 4, 9),
                new Multiplexed(8, 1, 2, 2),
                new Multiplexed(8, 2, 3, 3),
                new Multiplexed(16, 2, 4, 4),
                new Multiplexed(12, 3, 4, 3),
                new Multiplexed(6, 1, 3, 6),
                new Multiplexed(6, 2, 4, 5),
                new Multiplexed(7, 2, 5, 0));
    }

    private static BitSet slow(int workers, Stream stream, double share) {
        BitSet late = new BitSet();
        for (int worker = 0; worker < workers; worker++) {
            late.set(worker, stream.uniform() < share);
        }
        return late;
    }

    /// Runs to the end, losing whoever is slow where it is allowed, and checks every job when it is due.
    private static void run(Scheme scheme, long seed, BiPredicate<Course, BitSet> allowed) {
        Stream stream = new Streams(seed).named("stragglers");
        int chunks = scheme.chunks().size();
        double[][] gradients = new double[JOBS][chunks];
        for (double[] job : gradients) {
            for (int chunk = 0; chunk < chunks; chunk++) {
                job[chunk] = stream.normal();
            }
        }
        var run = new CodedGradients(
                scheme, JOBS, (job, chunk) -> new double[] {gradients[job][chunk], 1}, new Streams(seed).named("code"));
        while (!run.over()) {
            int round = run.course().round();
            BitSet late = slow(scheme.workers(), stream, SLOW);
            boolean ends = allowed.test(run.course(), late);
            run.round(ends ? late : new BitSet());
            int due = round - scheme.delay();
            if (due >= 0 && due < JOBS) {
                double sum = 0;
                for (double part : gradients[due]) {
                    sum += part;
                }
                assertThat(run.done(due)).as("%s job %d", scheme, due).isTrue();
                assertThat(Math.abs(run.gradient(due)[0] - sum)).isLessThan(1e-8);
                assertThat(Math.abs(run.gradient(due)[1] - chunks)).isLessThan(1e-8);
            }
        }
    }

    @Property(tries = 60)
    void everyGradientIsWholeUnderAnyPatternThatConforms(@ForAll long seed) {
        schemes().forEach(scheme -> run(scheme, seed, Course::mayMiss));
    }

    @Property(tries = 60)
    void multiplexingSurvivesStragglersAnyhow(@ForAll long seed) {
        for (Scheme scheme : schemes()) {
            if (scheme instanceof Multiplexed multiplexed) {
                List<BitSet> past = new ArrayList<>();
                run(scheme, seed, (_, late) -> {
                    boolean ends = multiplexed.arbitrary().continues(past, late);
                    past.add(ends ? late : new BitSet());
                    return ends;
                });
            }
        }
    }

    /// The pattern alone is enough: those who repeat need no further look.
    @Property(tries = 60)
    void repeatingSurvivesBurstsByThePatternAlone(@ForAll long seed) {
        for (Scheme scheme : schemes()) {
            if (scheme instanceof SelectiveRepeat) {
                List<BitSet> past = new ArrayList<>();
                run(scheme, seed, (_, late) -> {
                    boolean ends = scheme.pattern().continues(past, late);
                    past.add(ends ? late : new BitSet());
                    return ends;
                });
            }
        }
    }

    @Property(tries = 40)
    void aRoundMayAlwaysEndWhenNobodyIsLate(@ForAll long seed) {
        for (Scheme scheme : schemes()) {
            Stream stream = new Streams(seed).named("stragglers");
            Course course = scheme.start(JOBS);
            while (course.round() < course.rounds()) {
                assertThat(course.mayMiss(new BitSet())).isTrue();
                BitSet late = slow(scheme.workers(), stream, 0.3);
                course.finish(course.mayMiss(late) ? late : new BitSet());
            }
        }
    }

    @Test
    void aWorkerComputesOnExactlyTheLoad() {
        for (Scheme scheme : schemes()) {
            List<Fraction> chunks = scheme.chunks();
            assertThat(chunks.stream().reduce(Fraction.ZERO, Fraction::add)).isEqualTo(Fraction.ONE);
            if (scheme.workers() == scheme.codeStragglers()) {
                continue;
            }
            GradientCode code =
                    GradientCode.of(scheme.workers(), scheme.codeStragglers(), new Streams(1).named("code"));
            Course course = scheme.start(JOBS);
            while (course.round() < JOBS - 1) {
                course.finish(new BitSet());
            }
            for (int worker = 0; worker < scheme.workers(); worker++) {
                Fraction load = Fraction.ZERO;
                for (Task task : course.tasks(worker)) {
                    load = load.add(
                            switch (task) {
                                case Task.Plain plain -> chunks.get(plain.chunk());
                                case Task.Coded coded ->
                                    chunks.get(scheme.firstCoded() + coded.group() * scheme.workers())
                                            .multiply(code.chunks(worker).length);
                            });
                }
                assertThat(load).as("%s", scheme).isEqualTo(scheme.load());
            }
        }
    }

    @Test
    void theLoadsOfThePaperAreExact() {
        assertThat(new Multiplexed(256, 1, 2, 27).load()).isEqualTo(new Fraction(7, 928));
        assertThat(new SelectiveRepeat(256, 2, 3, 23).load()).isEqualTo(new Fraction(13, 256));
        assertThat(new Coded(256, 15).load()).isEqualTo(new Fraction(1, 16));
        assertThat(Coded.uncoded(256).load()).isEqualTo(new Fraction(1, 256));
    }

    @Property(tries = 30)
    void aJobThatLosesTooManyIsNotDone(@ForAll @IntRange(min = 3, max = 8) int lost) {
        Course course = new Coded(8, 2).start(1);
        BitSet missed = new BitSet();
        missed.set(0, lost);
        course.finish(missed);
        assertThat(course.done(0)).isFalse();
    }

    @Test
    void sizesThatNoSchemeHasAreRefused() {
        assertThatThrownBy(() -> new SelectiveRepeat(8, 2, 4, 3))
                .hasMessageContaining("selective repeat [n=8, B=2, W=4, λ=3] must have");
        assertThatThrownBy(() -> new Multiplexed(8, 2, 2, 3))
                .hasMessageContaining("multiplexed [n=8, B=2, W=2, λ=3] must have");
    }

    @Test
    void whatIsNoRoundOfTheSchemeIsRefused() {
        for (Scheme scheme : List.of(new Coded(4, 1), new SelectiveRepeat(4, 1, 2, 2), new Multiplexed(4, 1, 2, 1))) {
            assertThatThrownBy(() -> scheme.start(0)).hasMessage("jobs [0] must be 1 or more");
            var run = new CodedGradients(scheme, 1, (_, _) -> new double[] {1}, new Streams(1).named("code"));
            BitSet fifth = new BitSet();
            fifth.set(4);
            assertThatThrownBy(() -> run.round(fifth)).hasMessage("worker [4] is missed; workers are 0 to 3");
            while (!run.over()) {
                run.round(new BitSet());
            }
            assertThatThrownBy(() -> run.round(new BitSet())).isInstanceOf(IllegalStateException.class);
        }
    }
}
