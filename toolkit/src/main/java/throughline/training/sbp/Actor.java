package throughline.training.sbp;

import java.util.List;
import throughline.spec.BadInput;

/// An operation as OneFlow runs it: it acts when all its inputs are there and one of its registers is free, and on
/// nobody's order (Yuan et al. 2021, section 4).
///
/// @param name      unique
/// @param queue     of the hardware that it runs on; actors of one queue act one at a time, the last listed first
/// @param seconds   of one action, 0 or more
/// @param registers for its results, at least 1: how many it may hold until all who read them are done
/// @param bytes     of one register
/// @param inputs    actors whose results it reads, by name; none for a source
public record Actor(String name, String queue, double seconds, int registers, double bytes, List<String> inputs) {
    public Actor {
        inputs = List.copyOf(inputs);
        if (!(seconds >= 0) || registers < 1 || !(bytes >= 0)) {
            throw new BadInput(
                    "actor %s: seconds [%s] and bytes [%s] must be 0 or more, registers [%d] at least 1",
                    name, seconds, bytes, registers);
        }
    }

    /// An actor with a queue of its own, and registers of one byte.
    public static Actor of(String name, double seconds, int registers, String... inputs) {
        return new Actor(name, name, seconds, registers, 1, List.of(inputs));
    }

    /// This actor on a queue that it may share.
    public Actor on(String other) {
        return new Actor(name, other, seconds, registers, bytes, inputs);
    }

    /// This actor with registers of another size.
    public Actor holding(double size) {
        return new Actor(name, queue, seconds, registers, size, inputs);
    }
}
