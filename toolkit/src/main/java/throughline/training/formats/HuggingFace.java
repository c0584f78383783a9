package throughline.training.formats;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import throughline.training.Attention;
import throughline.training.Experts;
import throughline.training.Transformer;

/// Shapes of models out of the `config.json` that Hugging Face's Transformers keeps beside their weights.
///
/// ```java
/// Transformer model = HuggingFace.read(Path.of("config.json")).with("sequence", "4096");
/// ```
///
/// Read are GPT-2, OPT, GPT-NeoX, Falcon, Gemma 1 and 2, Phi-3, Llama, Mistral, Mixtral, Qwen 2 and 3 with and
/// without experts, and DeepSeek-V2 and V3. The sequence is the longest that the model takes. Not part of a
/// [Transformer], and left alone: windows of attention, single biases, and the layers that DeepSeek-V3 trains to
/// predict more than one token.
public final class HuggingFace {
    private static final Map<String, Function<JsonKeys, Transformer>> KINDS = new TreeMap<>(Map.ofEntries(
            Map.entry("gpt2", HuggingFace::gpt2),
            Map.entry("opt", HuggingFace::opt),
            Map.entry("gpt_neox", HuggingFace::neox),
            Map.entry("falcon", HuggingFace::falcon),
            Map.entry("llama", HuggingFace::llama),
            Map.entry("phi3", HuggingFace::llama),
            Map.entry("gemma", HuggingFace::gemma),
            Map.entry("gemma2", HuggingFace::gemma),
            Map.entry("mistral", HuggingFace::grouped),
            Map.entry("mixtral", HuggingFace::mixtral),
            Map.entry("qwen2", HuggingFace::grouped),
            Map.entry("qwen3", HuggingFace::grouped),
            Map.entry("qwen2_moe", HuggingFace::qwenExperts),
            Map.entry("qwen3_moe", HuggingFace::qwenExperts),
            Map.entry("deepseek_v2", HuggingFace::deepseek),
            Map.entry("deepseek_v3", HuggingFace::deepseek)));

    private HuggingFace() {}

    /// The shape that a `config.json` describes.
    ///
    /// @throws throughline.spec.BadInput naming file, key, what was found and what is allowed; also for a key whose
    ///                                   value makes a shape that a [Transformer] cannot have
    public static Transformer read(Path config) {
        JsonKeys keys = JsonKeys.read(config);
        return KINDS.get(keys.oneOf("model_type", KINDS.keySet())).apply(keys);
    }

    private static String name(JsonKeys keys) {
        String path = keys.textIfKnown("_name_or_path").orElse("").replaceAll("/+$", "");
        String last = path.substring(path.lastIndexOf('/') + 1);
        return last.isBlank() ? keys.oneOf("model_type", KINDS.keySet()) : last;
    }

    /// The width of a head where it follows from that of the residual stream.
    private static int headWidth(JsonKeys keys, String heads, int width) {
        if (width % keys.count(heads) != 0) {
            throw keys.refusal(heads, "must divide the width [%d]", width);
        }
        return width / keys.count(heads);
    }

    private static void mustBe(JsonKeys keys, String key, int only, String because) {
        if (keys.has(key) && keys.whole(key, 0) != only) {
            throw keys.refusal(key, "must be %d: %s", only, because);
        }
    }

    private static Transformer gpt2(JsonKeys keys) {
        int width = keys.count("n_embd");
        int heads = keys.count("n_head");
        return new Transformer(
                name(keys),
                keys.count("n_layer"),
                width,
                Attention.grouped(heads, heads, headWidth(keys, "n_head", width)),
                keys.countIfKnown("n_inner").orElse(4 * width),
                false,
                Optional.empty(),
                keys.count("vocab_size"),
                keys.flag("tie_word_embeddings", true),
                true,
                keys.count("n_positions"));
    }

    private static Transformer opt(JsonKeys keys) {
        mustBe(
                keys,
                "word_embed_proj_dim",
                keys.count("hidden_size"),
                "tokens must come in the width of the residual stream, hidden_size");
        return plain(keys, "ffn_dim", "num_attention_heads", false, true, true);
    }

    private static Transformer neox(JsonKeys keys) {
        return plain(keys, "intermediate_size", "num_attention_heads", false, false, true);
    }

    /// Falcon's heads share one key, or, where its decoder is new, are told how many.
    private static Transformer falcon(JsonKeys keys) {
        int width = keys.count("hidden_size");
        int heads = keys.count("num_attention_heads");
        int keyHeads = keys.flag("new_decoder_architecture", false)
                ? keys.countIfKnown("num_kv_heads").orElse(heads)
                : keys.flag("multi_query", true) ? 1 : heads;
        return new Transformer(
                name(keys),
                keys.count("num_hidden_layers"),
                width,
                attention(keys, keyHeads, headWidth(keys, "num_attention_heads", width), "num_kv_heads"),
                keys.countIfKnown("ffn_hidden_size").orElse(4 * width),
                false,
                Optional.empty(),
                keys.count("vocab_size"),
                keys.flag("tie_word_embeddings", true),
                keys.flag("bias", false),
                keys.countIfKnown("max_position_embeddings").orElse(2048));
    }

    /// The first of them had as many keys as heads, and said nothing.
    private static Transformer llama(JsonKeys keys) {
        String keyHeads = keys.has("num_key_value_heads") ? "num_key_value_heads" : "num_attention_heads";
        return plain(keys, "intermediate_size", keyHeads, true, false, false);
    }

    private static Transformer grouped(JsonKeys keys) {
        return plain(keys, "intermediate_size", "num_key_value_heads", true, false, false);
    }

    private static Transformer gemma(JsonKeys keys) {
        return plain(keys, "intermediate_size", "num_key_value_heads", true, true, false);
    }

    private static Attention attention(JsonKeys keys, int keyHeads, int headWidth, String key) {
        int heads = keys.count("num_attention_heads");
        if (heads % keyHeads != 0) {
            throw keys.refusal(key, "must divide num_attention_heads [%d]", heads);
        }
        return Attention.grouped(heads, keyHeads, headWidth);
    }

    private static Transformer plain(
            JsonKeys keys, String inner, String keyHeads, boolean gated, boolean tied, boolean classic) {
        int width = keys.count("hidden_size");
        int headWidth = keys.has("head_dim") ? keys.count("head_dim") : headWidth(keys, "num_attention_heads", width);
        keys.atMost("head_dim", headWidth, "num_attention_heads", keys.count("num_attention_heads"));
        return new Transformer(
                name(keys),
                keys.count("num_hidden_layers"),
                width,
                attention(keys, keys.count(keyHeads), headWidth, keyHeads),
                keys.count(inner),
                gated,
                Optional.empty(),
                keys.count("vocab_size"),
                keys.flag("tie_word_embeddings", tied),
                classic,
                keys.count("max_position_embeddings"));
    }

    private static Transformer mixtral(JsonKeys keys) {
        return grouped(keys)
                .with(new Experts(
                        keys.count("num_local_experts"),
                        chosen(keys, "num_local_experts"),
                        0,
                        keys.count("intermediate_size"),
                        0));
    }

    private static int chosen(JsonKeys keys, String experts) {
        int chosen = keys.count("num_experts_per_tok");
        if (chosen > keys.count(experts)) {
            throw keys.refusal("num_experts_per_tok", "must be at most %s [%d]", experts, keys.count(experts));
        }
        return chosen;
    }

    private static Transformer qwenExperts(JsonKeys keys) {
        mustBe(keys, "decoder_sparse_step", 1, "all layers but the first must have experts");
        int inner = keys.count("moe_intermediate_size");
        int beside = keys.has("shared_expert_intermediate_size") ? keys.whole("shared_expert_intermediate_size", 0) : 0;
        if (beside % inner != 0) {
            throw keys.refusal(
                    "shared_expert_intermediate_size", "must be a multiple of moe_intermediate_size [%d]", inner);
        }
        return grouped(keys)
                .with(new Experts(
                        keys.count("num_experts"),
                        chosen(keys, "num_experts"),
                        beside / inner,
                        inner,
                        firstLayers(keys, "mlp_only_layers")));
    }

    /// How many layers a list names, which must be the first ones.
    private static int firstLayers(JsonKeys keys, String key) {
        if (!keys.has(key)) {
            return 0;
        }
        int next = 0;
        for (JsonNode layer : keys.list(key)) {
            if (!layer.isInt() || layer.intValue() != next++) {
                throw keys.refusal(key, "must be the first layers, as in [0,1,2]");
            }
        }
        return dense(keys, key, next);
    }

    /// Layers without experts, which are no more than there are.
    private static int dense(JsonKeys keys, String key, int dense) {
        int layers = keys.count("num_hidden_layers");
        if (dense > layers) {
            throw keys.refusal(key, "must be at most num_hidden_layers [%d]", layers);
        }
        return dense;
    }

    private static Transformer deepseek(JsonKeys keys) {
        int heads = keys.count("num_attention_heads");
        int headWidth = keys.count("qk_nope_head_dim");
        keys.atMost("qk_nope_head_dim", headWidth, "num_attention_heads", heads);
        keys.atMost("qk_rope_head_dim", keys.whole("qk_rope_head_dim", 0), "num_attention_heads", heads);
        mustBe(
                keys,
                "v_head_dim",
                headWidth,
                "values must be as wide as keys without their position, qk_nope_head_dim");
        mustBe(keys, "moe_layer_freq", 1, "all layers but the first must have experts");
        Transformer dense = new Transformer(
                name(keys),
                keys.count("num_hidden_layers"),
                keys.count("hidden_size"),
                new Attention(
                        heads,
                        heads,
                        headWidth,
                        keys.countIfKnown("q_lora_rank").orElse(0),
                        keys.count("kv_lora_rank"),
                        keys.whole("qk_rope_head_dim", 0)),
                keys.count("intermediate_size"),
                true,
                Optional.empty(),
                keys.count("vocab_size"),
                keys.flag("tie_word_embeddings", false),
                false,
                keys.count("max_position_embeddings"));
        return !keys.has("n_routed_experts")
                ? dense
                : dense.with(new Experts(
                        keys.count("n_routed_experts"),
                        chosen(keys, "n_routed_experts"),
                        keys.has("n_shared_experts") ? keys.whole("n_shared_experts", 0) : 0,
                        keys.count("moe_intermediate_size"),
                        dense(keys, "first_k_dense_replace", keys.whole("first_k_dense_replace", 0))));
    }
}
