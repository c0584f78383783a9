package throughline.training.sbp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.spec.BadInput;

/// Layouts and what it costs to change them.
class LayoutTest {
    private static final Shape SHAPE = Shape.of(48, 96);

    @Test
    void aLayoutReadsAsItIsWritten() {
        for (String text : new String[] {"S(0)", "B", "P", "[S(0), B]", "[P, S(1), S(1)]"}) {
            assertThat(Layout.of(text).toString()).isEqualTo(text);
        }
        assertThatThrownBy(() -> Layout.of("[S(0), X]"))
                .isInstanceOf(BadInput.class)
                .hasMessage("[ X] is not how a tensor lies; allowed are S(axis), B and P");
    }

    @Test
    void aTensorThatDoesNotDivideIsRefused() {
        assertThatThrownBy(() -> Layout.of("S(0)").local(Shape.of(7, 8), Mesh.of(2)))
                .isInstanceOf(BadInput.class)
                .hasMessage("a tensor of shape [7, 8] cannot lie as S(0) on a mesh of 2 devices: sizes must divide");
        assertThat(Layout.of("[S(0), S(0)]").local(Shape.of(8, 3), Mesh.of(2, 4)))
                .isEqualTo(Shape.of(1, 3));
    }

    /// No detour over another layout moves less than the collective of the table.
    @Property
    void noDetourIsShorter(@ForAll @IntRange(min = 2, max = 16) int devices) {
        for (Sbp from : Rebox.choices(SHAPE)) {
            for (Sbp over : Rebox.choices(SHAPE)) {
                for (Sbp to : Rebox.choices(SHAPE)) {
                    double straight = Boxing.of(from, to).total(1, devices);
                    double detour = Boxing.of(from, over).total(1, devices)
                            + Boxing.of(over, to).total(1, devices);
                    assertThat(straight).isLessThanOrEqualTo(detour + 1e-12);
                }
            }
        }
    }

    /// Devices of their own never save anything that moving through the same devices would not.
    @Property
    void whatPassesToOtherDevicesGrowsWithThem(
            @ForAll @IntRange(min = 1, max = 16) int producers, @ForAll @IntRange(min = 1, max = 16) int consumers) {
        for (Sbp from : Rebox.choices(SHAPE)) {
            for (Sbp to : Rebox.choices(SHAPE)) {
                double now = Boxing.across(from, to, 1, producers, consumers);
                assertThat(now).isGreaterThanOrEqualTo(1);
                assertThat(Boxing.across(from, to, 1, producers + 1, consumers)).isGreaterThanOrEqualTo(now);
                assertThat(Boxing.across(from, to, 1, producers, consumers + 1)).isGreaterThanOrEqualTo(now);
            }
        }
    }

    @Test
    void onOneAxisAChangeIsOneStep() {
        Mesh mesh = Mesh.of(4);
        for (Sbp from : Rebox.choices(SHAPE)) {
            for (Sbp to : Rebox.choices(SHAPE)) {
                Rebox rebox = Rebox.of(SHAPE, 2, Layout.of(from), Layout.of(to), mesh);
                assertThat(rebox.steps()).hasSize(from.equals(to) ? 0 : 1);
                assertThat(rebox.bytes()).isEqualTo(Boxing.of(from, to).total(2.0 * SHAPE.elements(), 4));
            }
        }
    }

    /// All groups on one axis change at once, each its part of the tensor.
    @Test
    void onTwoAxesEachGroupMovesItsPart() {
        Mesh mesh = Mesh.of(2, 4);
        double size = SHAPE.elements();
        assertThat(bytes("[S(0), S(1)]", "[S(0), B]", mesh)).isCloseTo(2 * 3 * size / 2, within(1e-9));
        assertThat(bytes("[B, S(1)]", "[B, B]", mesh)).isCloseTo(2 * 3 * size, within(1e-9));
        assertThat(bytes("[B, P]", "[B, B]", mesh)).isCloseTo(2 * 2 * 3 * size, within(1e-9));
        assertThat(bytes("[B, B]", "[S(0), S(1)]", mesh)).isZero();
    }

    /// On devices (i, j) lies block j of block i, which does not hold block j of the whole.
    @Test
    void piecesThatAreCutFurtherChangeFromTheInnermostOn() {
        Mesh mesh = Mesh.of(2, 4);
        Rebox rebox = Rebox.of(SHAPE, 1, Layout.of("[S(0), S(0)]"), Layout.of("[B, S(0)]"), mesh);
        assertThat(rebox.steps().getFirst().axis()).isEqualTo(1);
        assertThat(rebox.bytes()).isPositive();
    }

    private static double bytes(String from, String to, Mesh mesh) {
        return Rebox.of(SHAPE, 1, Layout.of(from), Layout.of(to), mesh).bytes();
    }
}
