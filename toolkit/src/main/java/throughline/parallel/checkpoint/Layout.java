package throughline.parallel.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;

/// How a training is spread over its ranks. Ranks count tensor parallelism first, then data, then pipeline, as
/// Megatron's do.
///
/// ```java
/// Layout layout = Layout.parse("tp=2,pp=2,dp=2,zero=1");   // 8 ranks
/// ```
///
/// @param tensor   ways in which a matrix is cut
/// @param pipeline stages
/// @param data     replicas of the model
/// @param expert   ways in which experts are dealt out among the replicas; divides them
/// @param zero     stage of ZeRO: 0 keeps all in every replica, 1 and 2 deal out the flat list of all parameters, 3
///                 deals out each parameter by itself
public record Layout(
        @Param(value = "ways of tensor parallelism", min = 1, max = 1024)
        int tensor,

        @Param(value = "stages of the pipeline", min = 1, max = 1024)
        int pipeline,

        @Param(value = "replicas of the model", min = 1, max = 65_536)
        int data,

        @Param(value = "ways of expert parallelism", min = 1, max = 1024)
        int expert,

        @Param(value = "stage of ZeRO", min = 0, max = 3) int zero) {
    private static final int MOST_RANKS = 1_000_000;
    private static final List<String> KEYS = List.of("tp", "pp", "dp", "ep", "zero");

    /// All on one rank.
    public static final Layout DENSE = new Layout(1, 1, 1, 1, 0);

    /// A rank's place.
    ///
    /// @param tensor   from 0
    /// @param pipeline stage, from 0
    /// @param data     replica, from 0
    public record Place(int tensor, int pipeline, int data) {}

    /// @throws BadInput when a degree is out of its range, there are more than a million ranks, or the replicas are no
    /// multiple of the expert parallelism
    public Layout {
        Spec.check(Layout.class, tensor, pipeline, data, expert, zero);
        long ranks = (long) tensor * pipeline * data;
        if (ranks > MOST_RANKS) {
            throw new BadInput(
                    "tp %d, pp %d, dp %d: [%d] ranks must be at most %d", tensor, pipeline, data, ranks, MOST_RANKS);
        }
        if (data % expert != 0) {
            throw new BadInput("ep [%d] must divide dp, %d: experts are dealt out among the replicas", expert, data);
        }
    }

    /// A layout without expert parallelism.
    public static Layout of(int tensor, int pipeline, int data, int zero) {
        return new Layout(tensor, pipeline, data, 1, zero);
    }

    /// Reads `tp=2,pp=2,dp=2,ep=1,zero=1`, in any order; what is left out is 1, and zero is 0.
    ///
    /// @throws BadInput naming the key
    public static Layout parse(String text) {
        Map<String, Integer> found = new LinkedHashMap<>();
        for (String part : text.split(",")) {
            String[] pair = part.strip().toLowerCase(Locale.ROOT).split("=", 2);
            if (pair.length < 2 || !KEYS.contains(pair[0])) {
                throw new BadInput("layout [%s]: [%s] is none of tp, pp, dp, ep and zero, as in tp=2,dp=4", text, part);
            }
            if (!pair[1].matches("\\d{1,6}")) {
                throw new BadInput("layout [%s]: %s [%s] must be a whole number", text, pair[0], pair[1]);
            }
            if (found.put(pair[0], Integer.valueOf(pair[1])) != null) {
                throw new BadInput("layout [%s]: [%s] is set twice", text, pair[0]);
            }
        }
        return new Layout(
                found.getOrDefault("tp", 1),
                found.getOrDefault("pp", 1),
                found.getOrDefault("dp", 1),
                found.getOrDefault("ep", 1),
                found.getOrDefault("zero", 0));
    }

    /// As [#parse] reads it.
    public String text() {
        return "tp=%d,pp=%d,dp=%d,ep=%d,zero=%d".formatted(tensor, pipeline, data, expert, zero);
    }

    /// How many ranks there are.
    public int ranks() {
        return tensor * pipeline * data;
    }

    /// The rank at a place.
    public int rank(int tensorRank, int stage, int replica) {
        return (stage * data + replica) * tensor + tensorRank;
    }

    /// The place of a rank.
    public Place place(int rank) {
        return new Place(rank % tensor, rank / tensor / data, rank / tensor % data);
    }

    /// The replicas that share one part of the experts, in order.
    List<Integer> replicas(int expertRank) {
        List<Integer> replicas = new ArrayList<>();
        for (int replica = expertRank; replica < data; replica += expert) {
            replicas.add(replica);
        }
        return replicas;
    }

    /// The stage that holds a layer; stages differ by one layer at most.
    ///
    /// @throws BadInput when there are fewer layers than stages
    int stage(int layer, int layers) {
        if (layers < pipeline) {
            throw new BadInput("pp [%d] is more than the layers, %d", pipeline, layers);
        }
        // The inverse of: stage s begins at layer floor(s layers / stages).
        return (int) (((long) (layer + 1) * pipeline - 1) / layers);
    }
}
