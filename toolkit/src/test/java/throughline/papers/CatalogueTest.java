package throughline.papers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import throughline.spec.BadInput;

class CatalogueTest {
    private final Catalogue catalogue = Catalogue.standard();

    @Test
    void thereAre102PapersInEightChaptersEachWithASource() {
        assertThat(catalogue.listings()).hasSize(102);
        assertThat(catalogue.listings()).extracting(Catalogue.Listing::id).doesNotHaveDuplicates();
        assertThat(catalogue.listings()).extracting(Catalogue.Listing::chapter).isSorted();
        assertThat(catalogue.listings().stream().map(Catalogue.Listing::chapter).distinct())
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(catalogue.listings()).allSatisfy(listing -> {
            assertThat(listing.title()).isNotBlank();
            assertThat(listing.source()).matches("arXiv \\d{4}\\.\\d{5}.*");
        });
    }

    @Test
    void aPaperIsFoundInCapitalsOrNot() {
        assertThat(catalogue.paper("minifabdataset").id()).isEqualTo("MiniFabDataset");
    }

    @Test
    void anUnknownPaperNamesTheNearest() {
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> catalogue.paper("MiniFab"))
                .withMessageContaining("[MiniFab]")
                .withMessageContaining("nearest are MiniFabDataset,");
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> catalogue.paper("Nanoflo"))
                .withMessageContaining("nearest are NanoFlow,");
    }

    @Test
    void aChapterIsFoundByNumberNameOrAPartOfItsName() {
        List<Catalogue.Listing> fab = catalogue.chapter("1");
        assertThat(fab).hasSize(10);
        assertThat(catalogue.chapter("Fab and Simulation")).isEqualTo(fab);
        assertThat(catalogue.chapter("fab")).isEqualTo(fab);
    }

    @Test
    void anUnknownOrAmbiguousChapterNamesTheNearest() {
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> catalogue.chapter("parallel"))
                .withMessageContaining("[parallel]")
                .withMessageContaining("parallel agents")
                .withMessageContaining("parallel models and decoding");
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> catalogue.chapter("9"))
                .withMessageContaining("1 to 8");
    }

    @Property
    void whatIsWrittenAsCsvReadsBack(@ForAll String first, @ForAll String second) {
        List<String> cells = List.of("x", first, second);
        assertThat(Csv.parse(Csv.line(cells))).containsExactly(cells);
    }
}
