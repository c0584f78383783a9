package throughline.training.formats;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A tier of Calculon's networks. An exchange of bytes among n takes
/// `latency + scalar (1 + offset / n) bytes / (efficiency bandwidth)`.
///
/// @param bandwidth  of one device's end, bytes a second
/// @param efficiency share of it
/// @param latency    seconds
/// @param size       devices that it joins
/// @param filled     whether a group must take it whole
/// @param usage      share of a device that an exchange beside its work takes
/// @param operations scalar and offset of each kind of exchange
public record CalculonNetwork(
        double bandwidth,
        double efficiency,
        double latency,
        int size,
        boolean filled,
        double usage,
        Map<String, Operation> operations) {
    private static final List<String> COLLECTIVES = List.of("reduce_scatter", "all_gather", "all_reduce");
    private static final String SEND = "p2p";

    public CalculonNetwork {
        operations = Map.copyOf(operations);
    }

    /// Scalar and offset of a kind of exchange.
    public record Operation(double scalar, double offset) {}

    static CalculonNetwork read(JsonKeys keys) {
        keys.only(Set.of("bandwidth", "efficiency", "size", "latency", "ops", "must_be_filled", "processor_usage"));
        JsonKeys ops = keys.object("ops");
        ops.only(Set.of("reduce_scatter", "all_gather", "all_reduce", SEND));
        Map<String, Operation> operations = new TreeMap<>(Map.of(SEND, operation(ops, SEND)));
        COLLECTIVES.forEach(name -> operations.put(name, operation(ops, name)));
        return new CalculonNetwork(
                keys.positive("bandwidth") * 1e9,
                keys.share("efficiency"),
                keys.positive("latency"),
                keys.count("size"),
                keys.flag("must_be_filled"),
                keys.share("processor_usage"),
                operations);
    }

    private static Operation operation(JsonKeys ops, String name) {
        JsonNode pair = ops.list(name);
        boolean collective = !name.equals(SEND);
        if (pair.size() != 2
                || !(pair.get(0).isNumber() && pair.get(0).doubleValue() > 0)
                || collective != pair.get(1).isNumber()) {
            throw ops.refusal(name, "must be a scalar above 0 and %s", collective ? "an offset" : "null");
        }
        return new Operation(pair.get(0).doubleValue(), collective ? pair.get(1).doubleValue() : 0);
    }

    /// Calculon's time of an exchange among some, in seconds.
    ///
    /// @param operation `p2p`, `reduce_scatter`, `all_gather` or `all_reduce`
    public double seconds(String operation, double bytes, int ranks) {
        Operation how = operations.get(operation);
        return latency + how.scalar * (1 + how.offset / ranks) * bytes / (efficiency * bandwidth);
    }

    /// A ring moves `2 (n - 1) / n` of the bytes: the share of the bandwidth at which it takes as long as here.
    double allReduceShare() {
        return efficiency * 2 / operations.get("all_reduce").scalar;
    }

    double sendShare() {
        return efficiency / operations.get(SEND).scalar;
    }

    List<String> leftOut() {
        List<String> left = new ArrayList<>();
        double reduce = operations.get("all_reduce").scalar;
        for (String name : COLLECTIVES) {
            Operation how = operations.get(name);
            if (how.offset != -1) {
                left.add("ops.%s offset [%s]: (n - 1) / n of the bytes move here".formatted(name, how.offset));
            }
            if (!name.equals("all_reduce") && how.scalar != reduce / 2) {
                left.add("ops.%s scalar [%s]: half of an all-reduce's [%s] here".formatted(name, how.scalar, reduce));
            }
        }
        if (usage > 0) {
            left.add("processor_usage [%s]: an exchange takes nothing from the device here".formatted(usage));
        }
        if (filled) {
            left.add("must_be_filled [true]: groups fill nodes as far as they can here");
        }
        return left;
    }
}
