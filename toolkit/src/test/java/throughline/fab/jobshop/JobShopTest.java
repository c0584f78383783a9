package throughline.fab.jobshop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import throughline.spec.BadInput;

class JobShopTest {
    @Provide
    Arbitrary<JobShop> shops() {
        return Shops.any(9, 9);
    }

    @Test
    void theClassicsHaveTheirSizesAndBounds() {
        assertThat(JobShop.FT06.jobs()).hasSize(6);
        assertThat(JobShop.FT06.lowerBound()).isEqualTo(47);
        assertThat(JobShop.LA01.jobs()).hasSize(10);
        assertThat(JobShop.LA01.lowerBound()).as("the load of a machine").isEqualTo(666);
    }

    @Property(tries = 50)
    void whatIsWrittenIsReadAgain(@ForAll("shops") JobShop shop) {
        assertThat(JobShop.parse(shop.name(), shop.text())).isEqualTo(shop);
    }

    @Property(tries = 50)
    void aRandomJobVisitsEachMachineOnce(@ForAll("shops") JobShop shop) {
        assertThat(shop.jobs()).allSatisfy(job -> {
            assertThat(job)
                    .extracting(Operation::machine)
                    .doesNotHaveDuplicates()
                    .hasSize(shop.machines());
            assertThat(job).extracting(Operation::duration).allMatch(p -> p >= 1 && p <= 99);
        });
    }

    @Test
    void aFileIsReadByItsName(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("small.txt");
        Files.writeString(file, "# a comment\n\n1 2\n0 3  1 4\n");
        assertThat(JobShop.read(file).name()).isEqualTo("small.txt");
        assertThat(JobShop.read(file).lowerBound()).isEqualTo(7);
        assertThatThrownBy(() -> JobShop.read(folder.resolve("none.txt")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("none.txt")
                .hasMessageContaining("cannot be read");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''; bad.txt holds no line",
                "2; 'bad.txt, line 1: [1] numbers; there must be 2'",
                "2 x; 'bad.txt, line 1: number of machines [x] must be a whole number from 1 to 1000'",
                "1 2/0 3 1; 'bad.txt, line 2: [3] numbers; there must be 4'",
                "1 2/0 3 2 4; 'bad.txt, line 2: machine [2] must be a whole number from 0 to 1'",
                "1 2/0 3 1 0; 'bad.txt, line 2: duration [0] must be a whole number from 1 to 1000000'",
                "1 2/0 3 1 4.5; 'bad.txt, line 2: duration [4.5] must be'",
                "1 2/0 3 0 4; 'bad.txt, line 2: machine [0] comes twice in a row'",
                "2 2/0 3 1 4; 'bad.txt: [1] lines of jobs; line 1 says 2'",
            })
    void whatCannotBeReadIsNamed(String text, String message) {
        assertThatThrownBy(() -> JobShop.parse("bad.txt", text.replace('/', '\n')))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(message);
    }
}
