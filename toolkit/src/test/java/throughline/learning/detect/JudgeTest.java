package throughline.learning.detect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import throughline.random.Stream;
import throughline.random.Streams;

class JudgeTest {
    private static final Judge JUDGE = new Judge(400, 20, 10);

    private static double[] noise(long seed) {
        Stream random = new Streams(seed).named("scores");
        double[] scores = new double[Toy.STEPS];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = random.uniform();
        }
        return scores;
    }

    private static Watched run(Episode... wrong) {
        return new Watched(Toy.run(1, 0).series(), List.of(wrong), List.of());
    }

    @Test
    void anAlarmNeedsSoManyOfTheLast() {
        double[] scores = {0, 1, 0, 1, 0, 0, 0, 1, 1};
        boolean[] on = {false, false, false, true, false, false, false, false, true};
        assertArrayEquals(on, new Hysteresis(0.5, 2, 3).on(scores));
    }

    @Test
    void delaysAndFalseAlarmsAreCounted() {
        Watched run = run(new Episode(100, 150, "a"), new Episode(200, 210, "b"));
        boolean[] on = new boolean[Toy.STEPS];
        on[3] = true; // one false alarm
        on[110] = true; // found after 10
        on[155] = true; // within the grace
        on[300] = true;
        on[319] = true; // the same stretch
        on[320] = true; // another
        Outcome outcome = JUDGE.outcome(List.of(run), List.of(on));
        assertEquals(3, outcome.falseAlarms());
        assertEquals((400 - 60 - 20) / 400.0, outcome.healthyDays(), 1e-12);
        assertEquals(1, outcome.recall("a"));
        assertEquals(0, outcome.recall("b"));
        assertEquals(0.5, outcome.recall());
        assertEquals(10, outcome.delay(0.5, "a"));
        assertEquals(Double.POSITIVE_INFINITY, outcome.delay(0.9));
        assertEquals(3, outcome.table().rowCount());
    }

    @Test
    void whatEverybodyKnowsIsNotJudged() {
        Watched run = new Watched(
                Toy.run(1, 0).series(),
                List.of(new Episode(100, 150, "a"), new Episode(210, 220, "hidden")),
                List.of(new Episode(120, 300, "stopped")));
        boolean[] on = new boolean[Toy.STEPS];
        on[130] = true;
        on[250] = true;
        Outcome outcome = JUDGE.outcome(List.of(run), List.of(on));
        assertEquals(1, outcome.cases().size());
        assertEquals(0, outcome.recall());
        assertEquals(0, outcome.falseAlarms());
    }

    @Property(tries = 30)
    void aLowerThresholdFindsNoLessAndDisturbsNoLess(
            @ForAll @LongRange(min = 0, max = 1000) long seed, @ForAll @IntRange(min = 1, max = 4) int of) {
        List<Watched> runs = List.of(run(new Episode(100, 150, "a"), new Episode(250, 260, "b")), Toy.run(seed + 2, 0));
        AlarmCurve curve = AlarmCurve.of(runs, List.of(noise(seed), noise(seed + 1)), new Hysteresis(0, of, 4), JUDGE);
        for (int i = 1; i < curve.points().size(); i++) {
            Outcome before = curve.points().get(i - 1).outcome();
            Outcome after = curve.points().get(i).outcome();
            assertTrue(after.recall() >= before.recall());
            assertTrue(after.falseAlarms() >= before.falseAlarms());
            assertTrue(after.delay(0.5) <= before.delay(0.5));
        }
        assertEquals(0, curve.points().getFirst().outcome().falseAlarms());
        assertTrue(curve.area(5) >= 0 && curve.area(5) <= 1);
        double chosen = curve.threshold(2);
        Outcome at = JUDGE.outcome(
                runs,
                List.of(
                        new Hysteresis(chosen, of, 4).on(noise(seed)),
                        new Hysteresis(chosen, of, 4).on(noise(seed + 1))));
        assertTrue(at.falseAlarmsADay() <= 2);
    }

    @Property(tries = 30)
    void timesToDetectAreNeverNegative(
            @ForAll @LongRange(min = 0, max = 1000) long seed,
            @ForAll @DoubleRange(min = 0, max = 1) double threshold,
            @ForAll @Size(2) List<@DoubleRange(min = 0, max = 399) Double> ends) {
        Episode any = new Episode(Math.min(ends.get(0), ends.get(1)), Math.max(ends.get(0), ends.get(1)), "any");
        Outcome outcome = JUDGE.outcome(List.of(run(any)), List.of(new Hysteresis(threshold, 1, 1).on(noise(seed))));
        for (Outcome.Case one : outcome.cases()) {
            assertFalse(one.delay() < 0);
            assertFalse(one.found() && one.delay() > any.to() - any.from());
        }
    }

    @Test
    void aPerfectScoreHasAllTheAreaAndNoneHasNone() {
        Watched run = run(new Episode(100, 150, "a"));
        double[] perfect = new double[Toy.STEPS];
        double[] never = new double[Toy.STEPS];
        for (int step = 0; step < perfect.length; step++) {
            perfect[step] = run.wrongAt(step) ? 1 : 0;
        }
        Hysteresis alarm = new Hysteresis(0.5, 1, 1);
        assertEquals(
                1, AlarmCurve.of(List.of(run), List.of(perfect), alarm, JUDGE).area(4), 1e-12);
        assertEquals(
                0, AlarmCurve.of(List.of(run), List.of(never), alarm, JUDGE).area(4), 1e-12);
        assertEquals(1, PrecisionRecall.of(List.of(run), List.of(perfect)).average(), 1e-12);
        assertEquals(
                50.0 / 400, PrecisionRecall.of(List.of(run), List.of(never)).average(), 1e-12);
    }

    @Test
    void chanceFindsAsMuchAsAnAlarmByLotDoes() {
        Watched run = run(new Episode(101, 139, "a"));
        Outcome outcome = JUDGE.outcome(List.of(run), List.of(new boolean[Toy.STEPS]));
        assertEquals(0, JUDGE.chance(outcome, 0));
        assertEquals(1, JUDGE.chance(outcome, 20));
        // Half of the stretches, of which the episode touches two.
        assertEquals(0.75, JUDGE.chance(outcome, 10), 1e-12);
    }
}
