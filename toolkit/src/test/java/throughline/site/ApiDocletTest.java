package throughline.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import throughline.spec.BadInput;

class ApiDocletTest {
    @TempDir
    private Path folder;

    private JsonNode types() throws IOException {
        Path sources = Files.createDirectories(folder.resolve("throughline"));
        Files.writeString(sources.resolve("Lot.java"), """
                package throughline;
                import java.util.List;
                /// A lot; see [throughline.Shop#go] and [String].
                ///
                /// @param name what it is *called*
                /// @param <T>  of its wafers
                public record Lot<T extends Comparable<T>>(String name, List<T> wafers) implements Runnable {
                    /// Wafers of a full one.
                    public static final int FULL = 25;
                    /// Splits it at `{`, or fails.
                    /// @return both
                    /// @throws IllegalStateException when it is empty
                    public static <A> List<A> split(List<? extends A> lots, int... at) { return null; }
                    @Override public void run() {}
                    void hidden() {}
                }
                """);
        Files.writeString(sources.resolve("Shop.java"), """
                package throughline;
                /// A shop.
                public sealed interface Shop {
                    /// {@inheritDoc}
                    void silent();
                    /// To be extended.
                    abstract class Base {
                        /// Made by heirs.
                        protected Base() {}
                    }
                    /// Goes.
                    void go();
                    /// A kind.
                    enum Kind implements Shop { OPEN; public void go() {} public void silent() {} }
                }
                class Hidden {}
                """);
        Path file = folder.resolve("api.json");
        ApiJson.write(folder, folder.toString(), file);
        return new ObjectMapper().readTree(file.toFile()).get(0).get("types");
    }

    @Test
    void whatIsPublicAndHasWordsIsTold() throws IOException {
        JsonNode types = types();
        assertThat(texts(types, "name")).containsExactly("Lot", "Shop", "Shop.Base", "Shop.Kind");
        assertThat(texts(types, "kind")).containsExactly("record", "interface", "class", "enum");
        assertThat(types.get(0).get("signature").asText())
                .isEqualTo("record Lot<T extends Comparable<T>>(String name, List<T> wafers) implements Runnable");
        assertThat(types.get(1).get("signature").asText()).isEqualTo("sealed interface Shop");
        assertThat(texts(types.get(0).get("members"), "signature"))
                .containsExactlyInAnyOrder(
                        "static int FULL = 25", "static <A> List<A> split(List<? extends A> lots, int... at)");
        assertThat(texts(types.get(1).get("members"), "name")).containsExactly("go");
        assertThat(types.get(2).get("signature").asText()).isEqualTo("abstract class Shop.Base");
        assertThat(texts(types.get(2).get("members"), "signature")).containsExactly("protected Base()");
        assertThat(texts(types.get(3).get("members"), "signature")).containsExactly("OPEN");
    }

    @Test
    void wordsAreMarkdownWithLinksToWhatIsThere() throws IOException {
        JsonNode lot = types().get(0);
        assertThat(lot.get("doc").asText()).isEqualTo("A lot; see [`Shop.go`](throughline.html#Shop.go) and `String`.");
        assertThat(texts(lot.get("tags"), "text")).containsExactly("what it is *called*", "of its wafers");
        JsonNode split = lot.get("members")
                .valueStream()
                .filter(member -> member.get("name").asText().equals("split"))
                .findFirst()
                .orElseThrow();
        assertThat(split.get("doc").asText()).isEqualTo("Splits it at `{`, or fails.");
        assertThat(texts(split.get("tags"), "kind")).containsExactly("returns", "throws");
        assertThat(texts(split.get("tags"), "name")).containsExactly("", "IllegalStateException");
    }

    @Test
    void aFolderWithoutSourcesIsRefused() {
        assertThatThrownBy(() -> ApiJson.write(folder, "", folder.resolve("api.json")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("holds no sources of throughline");
    }

    private static Stream<String> texts(JsonNode list, String key) {
        return list.valueStream().map(each -> each.get(key).asText());
    }
}
