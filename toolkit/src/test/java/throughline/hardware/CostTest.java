package throughline.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import throughline.hardware.Cost.Basis;

class CostTest {
    private static Cost term(String name, double value, Basis basis) {
        return Cost.of(name, value, "s", "bytes / bandwidth", "datasheet", basis);
    }

    @Property
    void sumsAddAndTheLongestCounts(
            @ForAll @Size(min = 1, max = 6) List<@DoubleRange(min = 0, max = 10) Double> values) {
        Cost[] terms = values.stream().map(v -> term("t", v, Basis.DERIVED)).toArray(Cost[]::new);
        assertThat(Cost.sum("sum", terms).value())
                .isCloseTo(values.stream().mapToDouble(v -> v).sum(), within(1e-9));
        assertThat(Cost.longest("longest", terms).value())
                .isEqualTo(values.stream().mapToDouble(v -> v).max().orElseThrow());
    }

    @Test
    void restsOnItsWeakestTermAndExplainsAll() {
        Cost cost = Cost.sum(
                "step",
                Cost.longest("compute", term("multiply", 2, Basis.DERIVED), term("read", 3, Basis.CALIBRATED)),
                term("launch", 1, Basis.ASSUMED));
        assertThat(cost.basis()).isEqualTo(Basis.ASSUMED);
        assertThat(cost.terms().getFirst().basis()).isEqualTo(Basis.CALIBRATED);
        assertThat(cost.explain().lines()).hasSize(5 + 2);
        assertThat(cost.explain()).contains("    multiply", "bytes / bandwidth  [1]", "CALIBRATED");
        assertThat(cost.explain()).containsOnlyOnce("datasheet").endsWith("\n[1] datasheet");
    }

    @Test
    void unitsMustAgree() {
        Cost bytes = Cost.of("weights", 1, "B", "", "", Basis.DERIVED);
        assertThatThrownBy(() -> Cost.sum("step", term("t", 1, Basis.DERIVED), bytes))
                .hasMessageContaining("[s]")
                .hasMessageContaining("[B]");
        assertThatThrownBy(() -> Cost.sum("nothing")).hasMessageContaining("at least one");
    }
}
