package throughline.training.sbp;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import throughline.spec.BadInput;

/// How a tensor lies on the devices of one axis of a mesh: split, broadcast or partial (Yuan et al. 2021, section 3.1).
///
/// ```java
/// Sbp rows = Sbp.split(0);
/// Sbp same = Sbp.of("S(0)");
/// ```
public sealed interface Sbp {
    /// Every device holds all of it.
    Sbp BROADCAST = new Broadcast();
    /// Every device holds a summand as large as the whole.
    Sbp PARTIAL = new Partial();

    /// Cut into equal pieces.
    ///
    /// @param axis of the tensor, from 0
    record Split(int axis) implements Sbp {
        public Split {
            if (axis < 0) {
                throw new BadInput("split: axis [%d] must be 0 or more", axis);
            }
        }

        @Override
        public String toString() {
            return "S(" + axis + ")";
        }
    }

    /// Every device holds all of it.
    record Broadcast() implements Sbp {
        @Override
        public String toString() {
            return "B";
        }
    }

    /// The tensor is the sum of what the devices hold, each of them as large as the whole.
    record Partial() implements Sbp {
        @Override
        public String toString() {
            return "P";
        }
    }

    /// Split along an axis of the tensor, from 0.
    static Sbp split(int axis) {
        return new Split(axis);
    }

    /// Reads `S(0)`, `B` or `P`.
    ///
    /// @throws BadInput when it is none of these
    static Sbp of(String text) {
        Matcher split = Pattern.compile("S\\((\\d{1,3})\\)").matcher(text.strip());
        if (split.matches()) {
            return split(Integer.parseInt(split.group(1)));
        }
        return switch (text.strip()) {
            case "B" -> BROADCAST;
            case "P" -> PARTIAL;
            default -> throw new BadInput("[%s] is not how a tensor lies; allowed are S(axis), B and P", text);
        };
    }

    /// Whether it is split, along whichever axis.
    default boolean splits() {
        return this instanceof Split;
    }

    /// Whether it is split along that axis.
    default boolean splits(int axis) {
        return this instanceof Split split && split.axis == axis;
    }

    /// How the gradient of a tensor that was computed like this must lie for the way back: a summand's gradient is that
    /// of the sum, so that of a partial tensor is broadcast; all else lies as the tensor.
    default Sbp gradient() {
        return this instanceof Partial ? BROADCAST : this;
    }
}
