package throughline.parallel.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import throughline.spec.BadInput;

/// What a checkpoint holds, whatever the layout.
///
/// @param model     its parameters
/// @param rules     how they are cut
/// @param states    of each parameter: its weight, then what the optimiser keeps, such as `weight`, `exp_avg` and
///                  `exp_avg_sq`
/// @param precision of all numbers
/// @param step      made so far
/// @param extras    what else a training needs to go on as if nothing had been: the state of random numbers, the place
///                  in the data; texts by name
public record Contents(
        Model model,
        Rules rules,
        List<String> states,
        Precision precision,
        long step,
        SortedMap<String, String> extras) {
    /// @throws BadInput when there is no state, or one that cannot be the name of a file
    public Contents {
        if (model == null || rules == null || states == null || precision == null || extras == null) {
            throw new BadInput("there must be model, rules, states, precision and extras");
        }
        states = List.copyOf(states);
        extras = new TreeMap<>(extras);
        if (states.isEmpty() || states.stream().distinct().count() != states.size()) {
            throw new BadInput("states %s must be one or more, each by another name", states);
        }
        for (String state : states) {
            if (!state.matches("[A-Za-z0-9_-]+")) {
                throw new BadInput("state [%s] must be of letters, digits, - and _", state);
            }
        }
    }

    /// Without anything else.
    public static Contents of(Model model, Rules rules, List<String> states, Precision precision) {
        return new Contents(model, rules, states, precision, 0, new TreeMap<>());
    }

    /// This, at another step.
    ///
    /// @param more what else is needed to go on
    public Contents at(long made, Map<String, String> more) {
        return new Contents(model, rules, states, precision, made, new TreeMap<>(more));
    }

    /// This, cut by other rules.
    public Contents under(Rules others) {
        return new Contents(model, others, states, precision, step, extras);
    }

    /// This, in another precision: of tensors that were cast, see [Tensors#in(Precision)].
    public Contents in(Precision other) {
        return new Contents(model, rules, states, other, step, extras);
    }

    /// Bytes of all tensors, tied ones once.
    public long bytes() {
        return model.size() * states.size() * precision.bytes();
    }

    /// Tells files of one checkpoint from those of another. Rules are left out: they can be corrected afterwards.
    String mark() {
        try {
            CRC32 sum = new CRC32();
            sum.update(new ObjectMapper()
                    .writeValueAsString(under(new Rules(List.of())))
                    .getBytes(StandardCharsets.UTF_8));
            return "%08x".formatted(sum.getValue());
        } catch (JsonProcessingException e) {
            throw new AssertionError("records of texts and numbers are JSON", e);
        }
    }
}
