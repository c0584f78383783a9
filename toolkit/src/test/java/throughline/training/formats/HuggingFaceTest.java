package throughline.training.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import throughline.spec.BadInput;
import throughline.training.Transformer;

class HuggingFaceTest {
    private static final Path FOLDER =
            Path.of("src", "test", "resources", "throughline", "training", "formats", "huggingface");

    @TempDir
    Path folder;

    private static Path config(String model) {
        return FOLDER.resolve(model + ".json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "llama-3-8b",
                "llama-7b",
                "mistral-7b",
                "mixtral-8x7b",
                "qwen3-4b",
                "qwen3-30b-a3b",
                "gpt2-small",
                "opt-13b",
                "deepseek-v2-lite",
                "deepseek-v3"
            })
    void aConfigurationGivesTheShapeThatThePapersGive(String model) {
        Transformer published = Transformer.named(model);
        assertThat(HuggingFace.read(config(model)))
                .usingRecursiveComparison()
                .ignoringFields("name")
                .isEqualTo(published);
    }

    /// Parameters as the models' pages have them, 10^9.
    @ParameterizedTest
    @CsvSource({
        "gpt-neox-20b, 20.55",
        "falcon-40b, 41.3",
        "falcon-7b, 6.92",
        "gemma-7b, 8.54",
        "phi-3-mini, 3.82",
        "qwen1.5-moe-a2.7b, 14.3",
        "mixtral-8x7b, 46.7",
        "deepseek-v2-lite, 15.7",
        "deepseek-v3, 671"
    })
    void theParametersAreThoseOfTheModel(String model, double billions) {
        double found = HuggingFace.read(config(model)).parameters() * 1e-9;
        assertThat(found).isCloseTo(billions, within(0.005 * billions));
    }

    @Test
    void theNameIsThatOfTheModel() throws IOException {
        assertThat(HuggingFace.read(config("llama-7b")).name()).isEqualTo("llama");
        assertThat(changed("llama-7b", "{", "{\n  \"_name_or_path\": \"meta/Llama-7b/\",")
                        .name())
                .isEqualTo("Llama-7b");
    }

    private Transformer changed(String model, String from, String to) throws IOException {
        String text = Files.readString(config(model));
        assertThat(text).contains(from);
        int at = text.indexOf(from);
        String changed = text.substring(0, at) + to + text.substring(at + from.length());
        return HuggingFace.read(Files.writeString(folder.resolve("config.json"), changed));
    }

    static List<List<String>> mistakes() {
        return List.of(
                List.of(
                        "llama-7b",
                        "\"llama\"",
                        "\"t5\"",
                        "config.json: model_type [t5] must be one of [deepseek_v2, deepseek_v3, falcon, gemma"),
                List.of("llama-7b", "\"hidden_size\"", "\"hidden\"", "config.json: hidden_size is missing"),
                List.of("llama-7b", "4096", "\"wide\"", "hidden_size [wide] must be a whole number of at least 1"),
                List.of("llama-7b", "4096", "-4", "hidden_size [-4] must be a whole number of at least 1"),
                List.of("llama-7b", "4096", "4097", "num_attention_heads [32] must divide the width [4097]"),
                List.of("llama-7b", "2048", "2048,\n  \"tie_word_embeddings\": 1", "[1] must be true or false"),
                List.of("llama-7b", "4096,", "4096", "config.json, line 4: "),
                List.of("llama-3-8b", ": 8,", ": 5,", "num_key_value_heads [5] must divide num_attention_heads [32]"),
                List.of(
                        "opt-13b",
                        "\"word_embed_proj_dim\": 5120",
                        "\"word_embed_proj_dim\": 512",
                        "[512] must be 5120"),
                List.of("mixtral-8x7b", "_per_tok\": 2", "_per_tok\": 9", "must be at most num_local_experts [8]"),
                List.of("qwen3-30b-a3b", "_step\": 1", "_step\": 2", "decoder_sparse_step [2] must be 1"),
                List.of("qwen3-30b-a3b", "[]", "[0, 5]", "mlp_only_layers [[0,5]] must be the first layers"),
                List.of("qwen1.5-moe-a2.7b", "1408", "1400", "must be a multiple of moe_intermediate_size [1400]"),
                List.of("deepseek-v3", "v_head_dim\": 128", "v_head_dim\": 192", "v_head_dim [192] must be 128"),
                List.of("deepseek-v3", "\"kv_lora_rank\": 512,", "", "kv_lora_rank is missing"),
                List.of(
                        "deepseek-v3",
                        "_replace\": 3",
                        "_replace\": 62",
                        "config.json: first_k_dense_replace [62] must be at most num_hidden_layers [61]"),
                List.of("llama-7b", "4096", "2000000000", "hidden_size [2000000000] must be a whole number of at most"),
                List.of("llama-7b", "4096", "20000000000", "hidden_size [20000000000] must be a whole number of at"),
                List.of(
                        "llama-7b",
                        "2048",
                        "2048,\n  \"head_dim\": 2000000000",
                        "config.json: head_dim [2000000000] must be a whole number of at most 16777216"),
                List.of(
                        "llama-7b",
                        "2048",
                        "2048,\n  \"head_dim\": 1000000",
                        "head_dim [1000000] times num_attention_heads [32] must be at most 16777216"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsNamedWithItsKey(List<String> mistake) {
        assertThatThrownBy(() -> changed(mistake.get(0), mistake.get(1), mistake.get(2)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(mistake.get(3));
        assertThatThrownBy(() -> HuggingFace.read(folder.resolve("none.json"))).hasMessageContaining("no file [");
    }

    @Test
    void aFolderIsRefused() {
        assertThatThrownBy(() -> HuggingFace.read(folder))
                .isInstanceOf(BadInput.class)
                .hasMessage("[%s] is a folder; give the JSON file in it", folder);
    }
}
