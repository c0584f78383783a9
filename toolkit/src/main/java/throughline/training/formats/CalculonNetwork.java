package throughline.training.formats;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import throughline.spec.BadInput;

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

    /// @throws BadInput when a number is none that a network can have
    public CalculonNetwork {
        operations = Map.copyOf(operations);
        positive("bandwidth", bandwidth);
        positive("size", size);
        if (!(efficiency > 0 && efficiency <= 1)) {
            throw new BadInput("network: efficiency [%s] must be above 0, at most 1", efficiency);
        }
        if (!(latency >= 0) || Double.isInfinite(latency)) {
            throw new BadInput("network: latency [%s] must be 0 s or more", latency);
        }
        if (!operations.keySet().containsAll(COLLECTIVES) || !operations.containsKey(SEND)) {
            throw new BadInput("network: operations %s must be %s and %s", operations.keySet(), COLLECTIVES, SEND);
        }
    }

    private static void positive(String field, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new BadInput("network: %s [%s] must be above 0", field, value);
        }
    }

    /// Scalar and offset of a kind of exchange.
    ///
    /// @param scalar above 0
    /// @param offset at least -1
    public record Operation(double scalar, double offset) {
        public Operation {
            positive("scalar", scalar);
            if (!(offset >= -1) || Double.isInfinite(offset)) {
                throw new BadInput("network: offset [%s] must be at least -1", offset);
            }
        }
    }

    static CalculonNetwork read(JsonKeys keys) {
        keys.only(Set.of("bandwidth", "efficiency", "size", "latency", "ops", "must_be_filled", "processor_usage"));
        JsonKeys ops = keys.object("ops");
        ops.only(Set.of("reduce_scatter", "all_gather", "all_reduce", SEND));
        Map<String, Operation> operations = new TreeMap<>(Map.of(SEND, operation(ops, SEND)));
        COLLECTIVES.forEach(name -> operations.put(name, operation(ops, name)));
        return new CalculonNetwork(
                keys.positive("bandwidth") * 1e9,
                keys.positiveShare("efficiency"),
                keys.positive("latency"),
                keys.count("size"),
                keys.flag("must_be_filled"),
                keys.share("processor_usage"),
                operations);
    }

    private static Operation operation(JsonKeys ops, String name) {
        JsonNode pair = ops.list(name);
        boolean collective = !name.equals(SEND);
        String rule = "must be a scalar above 0 and %s";
        String second = collective ? "an offset of at least -1" : "null";
        if (pair.size() != 2
                || !pair.get(0).isNumber()
                || collective != pair.get(1).isNumber()) {
            throw ops.refusal(name, rule, second);
        }
        try {
            return new Operation(
                    pair.get(0).doubleValue(), collective ? pair.get(1).doubleValue() : 0);
        } catch (BadInput e) {
            throw ops.refusal(name, rule, second);
        }
    }

    /// Calculon's time of an exchange among some, in seconds.
    ///
    /// @param operation `p2p`, `reduce_scatter`, `all_gather` or `all_reduce`
    /// @param bytes     of the whole array, 0 or more
    /// @param ranks     that take part, at least 1
    /// @throws BadInput when there is no such operation, or bytes or ranks are too few
    public double seconds(String operation, double bytes, int ranks) {
        Operation how = operations.get(operation);
        if (how == null) {
            throw new BadInput(
                    "operation [%s] of a network must be one of %s", operation, new TreeSet<>(operations.keySet()));
        }
        if (!(bytes >= 0) || Double.isInfinite(bytes) || ranks < 1) {
            throw new BadInput("%s: bytes [%s] must be 0 or more, and ranks [%d] 1 or more", operation, bytes, ranks);
        }
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
