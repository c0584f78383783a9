package throughline.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SpecTest {
    enum Colour {
        RED,
        DEEP_BLUE
    }

    record Oven(
            @Param(value = "how hot", unit = "K", min = 0) double temperature,

            @Param(value = "how long", unit = "h", min = 0, max = 100)
            double time,

            @Param(value = "trays", min = 1, max = 8) int trays,
            @Param("fan") boolean fan,
            @Param("lamps") Set<Colour> lamps,
            @Param("door") Colour door,
            @Param("label") String label) {
        Oven {
            Spec.check(Oven.class, temperature, time, trays, fan, lamps, door, label);
        }
    }

    private static final Oven OVEN =
            new Oven(500, 2, 3, true, Set.of(Colour.RED, Colour.DEEP_BLUE), Colour.RED, "a \"b\"");

    @Test
    void canonicalJsonHasSortedKeysAndNoSpaces() {
        assertThat(Spec.json(OVEN))
                .isEqualTo("{\"door\":\"red\",\"fan\":true,\"label\":\"a \\\"b\\\"\",\"lamps\":\"red+deep-blue\","
                        + "\"temperature\":500.0,\"time\":2.0,\"trays\":3}");
    }

    @Property
    void equalValuesHaveEqualHashesAndOthersNot(
            @ForAll @DoubleRange(min = 0, max = 100) double time, @ForAll @IntRange(min = 1, max = 8) int trays) {
        Oven one = new Oven(500, time, trays, true, Set.of(Colour.RED), Colour.RED, "");
        Oven same = Spec.with(Spec.with(Spec.with(one, "trays", "1"), "trays", "" + trays), "time", "" + time);
        assertThat(Spec.hash(same)).isEqualTo(Spec.hash(one));
        assertThat(Spec.hash(Spec.with(one, "fan", "false"))).isNotEqualTo(Spec.hash(one));
    }

    @Test
    void unitsAreConverted() {
        assertThat(Spec.with(OVEN, "time", "90 min").time()).isEqualTo(1.5);
        assertThat(Spec.with(OVEN, "time", "3d").time()).isEqualTo(72);
        assertThat(Spec.with(OVEN, "time", "4").time()).isEqualTo(4);
        assertThat(Spec.with(OVEN, "temperature", "300 K").temperature()).isEqualTo(300);
        assertThat(Spec.with(OVEN, "lamps", "none").lamps()).isEmpty();
        assertThat(Spec.with(OVEN, "lamps", "deep-blue + red").lamps()).hasSize(2);
        assertThat(Spec.json(Spec.with(OVEN, "time", "-0"))).isEqualTo(Spec.json(Spec.with(OVEN, "time", "0")));
    }

    @Test
    void errorsSayWhatWasFoundAndWhatIsAllowed() {
        assertThatThrownBy(() -> Spec.with(OVEN, "heat", "3"))
                .isInstanceOf(BadInput.class)
                .hasMessage("no parameter [heat]; there are temperature, time, trays, fan, lamps, door, label");
        assertThatThrownBy(() -> Spec.with(OVEN, "time", "-3 min"))
                .hasMessage("time [-0.05 h] must be from 0 to 100 h");
        assertThatThrownBy(() -> Spec.with(OVEN, "temperature", "-1"))
                .hasMessage("temperature [-1 K] must be at least 0 K");
        assertThatThrownBy(() -> Spec.with(OVEN, "temperature", "NaN"))
                .hasMessage("temperature [NaN] is not a number of K");
        assertThatThrownBy(() -> Spec.with(OVEN, "time", "3 lightyears"))
                .hasMessageContaining("unknown unit [lightyears]; it must be one of [ns, us, ms, s, min, h, d, week]");
        assertThatThrownBy(() -> Spec.with(OVEN, "trays", "2.5")).hasMessage("trays [2.5] must be a whole number");
        assertThatThrownBy(() -> Spec.with(OVEN, "trays", "9")).hasMessage("trays [9] must be from 1 to 8, whole");
        assertThatThrownBy(() -> Spec.with(OVEN, "door", "green"))
                .hasMessage("door [green] must be one of red, deep-blue");
        assertThatThrownBy(() -> Spec.with(OVEN, "fan", "yes")).hasMessage("fan [yes] must be true or false");
        assertThatThrownBy(() -> new Oven(1, 1, 1, true, null, Colour.RED, ""))
                .hasMessage("lamps is missing; it must be none or any of red, deep-blue joined by +");
    }

    record Range(@Param("from") double low, @Param("to") double high) {
        Range {
            Spec.check(Range.class, low, high);
            if (low > high) {
                throw new BadInput("low [%s] must be at most high [%s]", low, high);
            }
        }
    }

    @Test
    void whatMustHoldTogetherIsCheckedOnceAllIsSet() {
        Range range = new Range(1, 2);
        assertThat(Spec.with(range, Map.of("low", "5", "high", "6"))).isEqualTo(new Range(5, 6));
        assertThatThrownBy(() -> Spec.with(range, "low", "5")).hasMessage("low [5.0] must be at most high [2.0]");
        assertThatThrownBy(() -> Spec.with(range, Map.of("low", "1", "top", "6")))
                .hasMessage("no parameter [top]; there are low, high");
    }

    @Test
    void whatFollowsACancelCanBeRequestedAlone() {
        Cancel outer = new Cancel();
        Cancel inner = Cancel.following(outer);
        Cancel alone = Cancel.following(outer);
        alone.cancel();
        assertThat(outer.requested()).isFalse();
        assertThat(inner.requested()).isFalse();
        outer.cancel();
        assertThat(inner.requested()).isTrue();
        assertThatThrownBy(Cancel.NEVER::cancel).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void anInterruptReachesWhatStartsUntilItIsSettled() {
        Cancel before = Cancel.onInterrupt();
        assertThat(before.requested()).isFalse();
        Cancel.interrupt();
        Cancel after = Cancel.onInterrupt();
        Cancel.settle();
        assertThat(before.requested()).isTrue();
        assertThat(after.requested()).isTrue();
        assertThat(Cancel.onInterrupt().requested()).isFalse();
        assertThat(Cancel.NEVER.requested()).isFalse();
    }
}
