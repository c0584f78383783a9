package throughline.training.sbp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.training.Pipeline;

/// Actors with registers for credits, and a scheduler without.
class ActorsTest {
    private static double[] seconds(List<Integer> milliseconds) {
        return milliseconds.stream().mapToDouble(ms -> ms * 1e-3).toArray();
    }

    @Property(tries = 60)
    void withTwoRegistersTheSlowestStageSetsThePace(
            @ForAll @Size(min = 2, max = 6) List<@IntRange(min = 1, max = 12) Integer> stages,
            @ForAll @IntRange(min = 2, max = 4) int registers) {
        double[] seconds = seconds(stages);
        Actors chain = Actors.chain(registers, seconds);
        double slowest = Arrays.stream(seconds).max().orElseThrow();
        assertThat(chain.interval().value()).isCloseTo(slowest, within(1e-12));
        assertThat(chain.run(300, Cancel.NEVER).interval()).isCloseTo(slowest, within(1e-12));
    }

    @Property(tries = 60)
    void withOneRegisterTheSlowestNeighboursDo(
            @ForAll @Size(min = 2, max = 6) List<@IntRange(min = 1, max = 12) Integer> stages) {
        double[] seconds = seconds(stages);
        Actors chain = Actors.chain(1, seconds);
        double pace = IntStream.range(1, seconds.length)
                .mapToDouble(i -> seconds[i - 1] + seconds[i])
                .max()
                .orElseThrow();
        assertThat(chain.interval().value()).isCloseTo(pace, within(1e-12));
        assertThat(chain.run(300, Cancel.NEVER).interval()).isCloseTo(pace, within(1e-12));
    }

    /// Every actor acts on every piece once, in order, when it is there; memory never passes the credits.
    @Property(tries = 60)
    void nothingIsLostAndNoRegisterIsUsedTwice(
            @ForAll @Size(min = 2, max = 6) List<@IntRange(min = 1, max = 9) Integer> milliseconds,
            @ForAll @Size(value = 6) List<@IntRange(min = 1, max = 3) Integer> registers,
            @ForAll @Size(value = 6) List<@IntRange(min = 0, max = 6) Integer> links) {
        List<Actor> all = new ArrayList<>();
        for (int i = 0; i < milliseconds.size(); i++) {
            int actor = i;
            String[] inputs = IntStream.range(0, i)
                    .filter(j -> (links.get(actor) >> j & 1) == 1)
                    .mapToObj(j -> "a" + j)
                    .toArray(String[]::new);
            all.add(Actor.of("a" + i, milliseconds.get(i) * 1e-3, registers.get(i), inputs)
                    .on("queue" + links.get(i) % 3)
                    .holding(i + 1));
        }
        Actors actors = new Actors(all);
        ActorRun run = actors.run(20, Cancel.NEVER);
        assertThat(run.deadlocked()).isFalse();
        assertThat(run.actions()).hasSize(20 * all.size());
        assertThat(run.peakBytes()).isLessThanOrEqualTo(actors.memory());
        for (Actor actor : all) {
            assertThat(run.peak(actor.name())).isBetween(1, actor.registers());
            List<ActorRun.Action> own = run.actions().stream()
                    .filter(action -> action.actor().equals(actor.name()))
                    .toList();
            for (int i = 0; i < own.size(); i++) {
                int piece = i;
                assertThat(own.get(i).piece()).isEqualTo(i);
                for (String input : actor.inputs()) {
                    assertThat(run.actions())
                            .filteredOn(action -> action.actor().equals(input) && action.piece() == piece)
                            .allSatisfy(made -> assertThat(made.to())
                                    .isLessThanOrEqualTo(own.get(piece).from()));
                }
            }
        }
    }

    private static Actors branches(boolean largeFirst) {
        Actor large = Actor.of("O1", 2e-3, 1, "M1").on("compute").holding(4);
        Actor small = Actor.of("O2", 2e-3, 1, "M2").on("compute").holding(2);
        return new Actors(List.of(
                Actor.of("M1", 1e-3, 1).holding(4),
                Actor.of("M2", 1e-3, 1).holding(4),
                largeFirst ? large : small,
                largeFirst ? small : large));
    }

    /// Yuan et al. 2021, section 2.3: both inputs are on the device, and the result that is to be made first does not
    /// fit beside them.
    @Test
    void withoutCreditsTwoBranchesDeadlockOrNotByTheirOrder() {
        ActorRun stuck = branches(true).greedy(1, 10, Cancel.NEVER);
        assertThat(stuck.deadlocked()).isTrue();
        assertThat(stuck.waiting())
                .containsExactly(
                        "O1 0 waits for 4.0 bytes of 10.0, held by [M1 0 with 4.0, M2 0 with 4.0]; behind it 1");
        assertThat(branches(false).greedy(1, 10, Cancel.NEVER).deadlocked()).isFalse();
    }

    /// As many bytes as the credits need do not help: what loads runs ahead.
    @Test
    void withCreditsTheyNeverDo() {
        for (boolean largeFirst : new boolean[] {true, false}) {
            Actors actors = branches(largeFirst);
            assertThat(actors.memory()).isEqualTo(14);
            assertThat(actors.greedy(20, 14, Cancel.NEVER).deadlocked()).isTrue();
            ActorRun run = actors.within(14).run(20, Cancel.NEVER);
            assertThat(run.deadlocked()).isFalse();
            assertThat(run.peakBytes()).isLessThanOrEqualTo(14);
        }
        assertThatThrownBy(() -> branches(true).within(10))
                .isInstanceOf(BadInput.class)
                .hasMessage("actors: registers need [14.0] bytes of [10.0]; take fewer registers, or smaller ones");
    }

    /// Enough memory for everything at once never deadlocks, however it is scheduled.
    @Property(tries = 20)
    void withMemoryForAllNobodyWaits(@ForAll @IntRange(min = 1, max = 10) int pieces) {
        ActorRun run = branches(true).greedy(pieces, 14 * pieces, Cancel.NEVER);
        assertThat(run.deadlocked()).isFalse();
        assertThat(run.actions()).hasSize(4 * pieces);
    }

    private static List<Integer> depths(int stages) {
        return IntStream.range(0, stages).mapToObj(i -> stages - i).toList();
    }

    /// Stage i of p holds p - i micro-batches in one forward, one back; with as many registers actors take as long, and
    /// with one less at any stage but the last longer.
    @Property(tries = 30)
    void aPipelineNeedsAsManyRegistersAsItHoldsMicroBatches(
            @ForAll @IntRange(min = 2, max = 6) int stages, @ForAll @IntRange(min = 0, max = 12) int more) {
        int pieces = 2 * stages + more;
        double expected = new Pipeline(Pipeline.Order.ONE_F_ONE_B, stages, pieces, 1, 5e-3, 5e-3, 5e-3, 0)
                .run()
                .seconds();
        ActorRun run = Actors.pipeline(depths(stages), 5e-3, 10e-3).run(pieces, Cancel.NEVER);
        assertThat(run.seconds()).isCloseTo(expected, within(1e-9));
        for (int stage = 0; stage < stages; stage++) {
            assertThat(run.peak("forward" + stage)).isEqualTo(stages - stage);
            if (stage < stages - 1) {
                List<Integer> fewer = new ArrayList<>(depths(stages));
                fewer.set(stage, stages - stage - 1);
                assertThat(Actors.pipeline(fewer, 5e-3, 10e-3)
                                .run(pieces, Cancel.NEVER)
                                .seconds())
                        .isGreaterThan(expected);
            }
        }
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThatThrownBy(() -> Actor.of("a", -1, 1))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("actor a: seconds [-1.0]");
        assertThatThrownBy(() -> new Actors(List.of(Actor.of("a", 1, 1, "b"))))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("actor [a] reads [b]");
    }
}
