package throughline.hardware;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import throughline.spec.BadInput;

/// A device that computes, as its datasheet has it, with the kernels that run on it.
///
/// Every profile has peaks and a bandwidth, which a roofline needs. The rest is empty where nobody said; a cost that
/// needs what is missing names it.
///
/// ```java
/// Device a100 = Device.named("a100-sxm-80gb");
/// show(a100.cost(new Matmul(Precision.BF16, 4096, 11008, 4096)).explain());
/// ```
///
/// @param name      of the product
/// @param units     that work by themselves, such as streaming multiprocessors, if known
/// @param clock     Hz, under load, if known
/// @param peaks     operations a second of dense products, by precision
/// @param memory    bytes, if known
/// @param bandwidth of the memory, bytes a second
/// @param cache     bytes that all units share, if known
/// @param scratch   bytes of shared memory in each unit, if known
/// @param power     W, if known
/// @param host      bytes a second to the memory of its host, and from it at the same time, if known
/// @param kernels   that run on it, if any were fitted
/// @param source    of these numbers
public record Device(
        String name,
        OptionalInt units,
        OptionalDouble clock,
        Map<Precision, Double> peaks,
        OptionalDouble memory,
        double bandwidth,
        OptionalDouble cache,
        OptionalDouble scratch,
        OptionalDouble power,
        OptionalDouble host,
        Optional<Kernels> kernels,
        String source) {
    /// @throws BadInput when a number is not positive and finite
    public Device {
        peaks = Map.copyOf(peaks);
        String of = "device %s: ".formatted(name);
        if (units.isPresent() && units.getAsInt() < 1) {
            throw new BadInput("%sunits [%d] must be at least 1", of, units.getAsInt());
        }
        peaks.forEach((precision, peak) -> Bounds.positive(of + "peak." + precision.key(), peak));
        Bounds.positive(of + "bandwidth", bandwidth);
        clock.ifPresent(value -> Bounds.positive(of + "clock", value));
        memory.ifPresent(value -> Bounds.positive(of + "memory", value));
        cache.ifPresent(value -> Bounds.positive(of + "cache", value));
        scratch.ifPresent(value -> Bounds.positive(of + "scratch", value));
        power.ifPresent(value -> Bounds.positive(of + "power", value));
        host.ifPresent(value -> Bounds.positive(of + "host", value));
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
                profile.countIfKnown("units"),
                profile.quantityIfKnown("clock", "Hz"),
                peaks,
                profile.quantityIfKnown("memory.capacity", "B"),
                profile.quantity("memory.bandwidth", "B/s"),
                profile.quantityIfKnown("cache", "B"),
                profile.quantityIfKnown("scratch", "B"),
                profile.quantityIfKnown("power", "W"),
                profile.quantityIfKnown("host", "B/s"),
                profile.textIfKnown("kernels").map(Kernels::named),
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

    /// How many units there are, for a cost that needs them.
    ///
    /// @throws BadInput when the profile does not say
    public int knownUnits() {
        return units.orElseThrow(() -> unknown("units"));
    }

    /// The bytes of the memory, for a cost that needs it.
    ///
    /// @throws BadInput when the profile does not say
    public double knownMemory() {
        return memory.orElseThrow(() -> unknown("memory.capacity"));
    }

    /// The watts it takes when it works, for a cost that needs them.
    ///
    /// @throws BadInput when the profile does not say
    public double knownPower() {
        return power.orElseThrow(() -> unknown("power"));
    }

    /// Bytes a second to the memory of its host, for a cost that needs them.
    ///
    /// @throws BadInput when the profile does not say
    public double knownHost() {
        return host.orElseThrow(() -> unknown("host"));
    }

    /// The kernels, for a cost that needs them.
    ///
    /// @throws BadInput when the profile names none
    public Kernels knownKernels() {
        return kernels.orElseThrow(() -> unknown("kernels"));
    }

    private BadInput unknown(String key) {
        return new BadInput("%s: its profile has no [%s], which this cost needs", name, key);
    }

    /// This device with other kernels.
    public Device with(Kernels others) {
        return new Device(
                name, units, clock, peaks, memory, bandwidth, cache, scratch, power, host, Optional.of(others), source);
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
