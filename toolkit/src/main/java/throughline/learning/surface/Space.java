package throughline.learning.surface;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import throughline.spec.BadInput;

/// The settings that are looked at: a box, one side a knob.
///
/// @param knobs in the order of a setting's numbers, at least one, no name twice
public record Space(List<Knob> knobs) {
    /// @throws BadInput if there is no knob, or one name twice
    public Space {
        knobs = List.copyOf(knobs);
        if (knobs.isEmpty()) {
            throw new BadInput("knobs %s: at least one is needed", knobs);
        }
        Set<String> names = new HashSet<>();
        for (Knob knob : knobs) {
            if (!names.add(knob.name())) {
                throw new BadInput("knob [%s] is there twice; each has one range", knob.name());
            }
        }
    }

    /// The box of these knobs.
    public static Space of(Knob... knobs) {
        return new Space(List.of(knobs));
    }

    /// How many knobs there are.
    public int size() {
        return knobs.size();
    }

    /// A setting in units of the ranges, each number from 0 to 1.
    ///
    /// @param setting one number a knob
    /// @throws BadInput if there are not as many, or one is out of its range
    public double[] scaled(double... setting) {
        if (setting.length != knobs.size()) {
            throw new BadInput(
                    "setting of [%d] numbers for the %d knobs %s; one each",
                    setting.length, knobs.size(), knobs.stream().map(Knob::name).toList());
        }
        return IntStream.range(0, setting.length)
                .mapToDouble(k -> knobs.get(k).scaled(inRange(knobs.get(k), setting[k])))
                .toArray();
    }

    private static double inRange(Knob knob, double value) {
        if (!(value >= knob.low() && value <= knob.high())) {
            throw new BadInput("%s [%s] must be from %s to %s", knob.name(), value, knob.low(), knob.high());
        }
        return value;
    }

    /// The inverse of [#scaled].
    double[] setting(double... scaled) {
        return IntStream.range(0, scaled.length)
                .mapToDouble(k -> knobs.get(k).value(scaled[k]))
                .toArray();
    }
}
