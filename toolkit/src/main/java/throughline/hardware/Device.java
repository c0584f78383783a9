package throughline.hardware;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import throughline.spec.BadInput;

/// A device that computes, as its datasheet has it, with the kernels that run on it.
///
/// ```java
/// Device a100 = Device.named("a100-sxm-80gb");
/// show(a100.cost(new Matmul(Precision.BF16, 4096, 11008, 4096)).explain());
/// ```
///
/// @param name      of the product
/// @param units     that work by themselves, such as streaming multiprocessors
/// @param clock     Hz, under load
/// @param peaks     operations a second of dense products, by precision
/// @param memory    bytes
/// @param bandwidth of the memory, bytes a second
/// @param cache     bytes that all units share
/// @param scratch   bytes of shared memory in each unit
/// @param power     W
/// @param kernels   that run on it
/// @param source    of these numbers
public record Device(
        String name,
        int units,
        double clock,
        Map<Precision, Double> peaks,
        double memory,
        double bandwidth,
        double cache,
        double scratch,
        double power,
        Kernels kernels,
        String source) {
    public Device {
        peaks = Map.copyOf(peaks);
    }

    /// A device of a profile that comes with the toolkit; [Profiles#names] lists them.
    ///
    /// @throws BadInput when there is none of that name, or it is of another kind
    public static Device named(String name) {
        return of(Profile.named(name));
    }

    /// A device of a profile of the user's.
    ///
    /// @throws BadInput naming file, line, key and what is allowed
    public static Device read(Path path) {
        return of(Profile.read(path));
    }

    static Device of(Profile profile) {
        profile.expect("device");
        Map<Precision, Double> peaks = new EnumMap<>(Precision.class);
        List<String> known =
                List.of(Precision.values()).stream().map(Precision::key).toList();
        for (String key : profile.keys("peak")) {
            if (!known.contains(key)) {
                throw profile.refusal("peak." + key, "is no precision; there are %s", known);
            }
            peaks.put(Precision.values()[known.indexOf(key)], profile.quantity("peak." + key, "FLOP/s"));
        }
        if (peaks.isEmpty()) {
            throw profile.refusal("peak", "is missing; it holds a rate for each of some of %s", known);
        }
        Device device = new Device(
                profile.text("name"),
                profile.count("units"),
                profile.quantity("clock", "Hz"),
                peaks,
                profile.quantity("memory.capacity", "B"),
                profile.quantity("memory.bandwidth", "B/s"),
                profile.quantity("cache", "B"),
                profile.quantity("scratch", "B"),
                profile.quantity("power", "W"),
                Kernels.named(profile.text("kernels")),
                profile.text("source"));
        profile.end();
        return device;
    }

    /// Operations a second of dense products.
    ///
    /// @throws BadInput when the profile does not say
    public double peak(Precision precision) {
        Double peak = peaks.get(precision);
        if (peak == null) {
            throw new BadInput("%s has no peak for [%s]; it has %s", name, precision.key(), peaks.keySet());
        }
        return peak;
    }

    /// This device with other kernels.
    public Device with(Kernels others) {
        return new Device(name, units, clock, peaks, memory, bandwidth, cache, scratch, power, others, source);
    }

    /// The time of a matrix product, in seconds.
    public Cost cost(Matmul product) {
        return product.on(this);
    }

    /// The time of an element-wise kernel, in seconds.
    public Cost cost(Stream stream) {
        return stream.on(this);
    }
}
