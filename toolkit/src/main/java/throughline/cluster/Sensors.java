package throughline.cluster;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import throughline.cluster.Activity.Phase;
import throughline.hardware.Profile;

/// What the sensors of a GPU show: a profile of `kind: telemetry`.
///
/// @param levels     of activity, by phase
/// @param idle       W at rest
/// @param cap        W that the card is limited to
/// @param powerSpread standard deviation of a card's power beyond idle, as a share of it, from card to card
/// @param powerNoise  W, standard deviation of a reading
/// @param lag        seconds with which sensors follow
/// @param inlet      degrees Celsius of the air or water at the card, mean
/// @param inletSpread degrees, standard deviation from node to node
/// @param day        degrees by which the hottest hour lies above the mean
/// @param resistance degrees by which a watt warms the chip
/// @param warming    seconds with which heat follows power
/// @param memoryIdle degrees by which the memory is warmer than the chip at rest
/// @param memoryBusy degrees by which it is warmer at the cap
/// @param clock      MHz under load
/// @param clockIdle  MHz at rest
/// @param clockNoise MHz by which a clock lies below that, standard deviation
/// @param memory     errors of memory
/// @param hot        parts of categories' names that speak of heat
/// @param xids       codes of the driver's error messages; the first that fits a category is its own
/// @param behaviour  what slows healthy ranks
/// @param loss       how the training loss falls
/// @param tenancy    how hard other people's jobs work
/// @param source     of these numbers
record Sensors(
        Map<Phase, Level> levels,
        double idle,
        double cap,
        double powerSpread,
        double powerNoise,
        double lag,
        double inlet,
        double inletSpread,
        double day,
        double resistance,
        double warming,
        double memoryIdle,
        double memoryBusy,
        int clock,
        int clockIdle,
        double clockNoise,
        Memory memory,
        List<String> hot,
        List<Xid> xids,
        Behaviour behaviour,
        LossCurve loss,
        Tenancy tenancy,
        String source) {
    /// How busy a GPU is in a phase, each 0 to 1.
    ///
    /// @param use    share of time in which some kernel runs
    /// @param sm     share of multiprocessors at work
    /// @param tensor share of tensor cores at work
    /// @param power  beyond idle, as a share of what lies between idle and the cap
    record Level(double use, double sm, double tensor, double power) {}

    /// What the driver says.
    ///
    /// @param part of the category's name
    /// @param code of the message
    record Xid(String part, int code) {}

    /// How memory errs.
    ///
    /// @param announced  seconds before an error that cannot be corrected from which on others come often
    /// @param share      of those errors that are announced
    /// @param every      seconds from one corrected error to the next then, mean
    /// @param usual      seconds from one corrected error of a healthy card to the next, mean
    /// @param categories parts of categories' names that speak of memory
    record Memory(double announced, double share, double every, double usual, List<String> categories) {
        Memory {
            categories = List.copyOf(categories);
        }

        static Memory of(Profile profile) {
            return new Memory(
                    profile.quantity("memory-errors.announced", "s"),
                    profile.number("memory-errors.share"),
                    profile.quantity("memory-errors.every", "s"),
                    profile.quantity("memory-errors.usual", "s"),
                    words(profile, "memory-errors.categories"));
        }
    }

    Sensors {
        levels = new EnumMap<>(levels);
        hot = List.copyOf(hot);
        xids = List.copyOf(xids);
    }

    /// A profile that comes with the toolkit, or a file of the user's.
    ///
    /// @throws throughline.spec.BadInput naming file, line and key
    static Sensors of(String name) {
        Profile profile = Profile.of(name);
        profile.expect("telemetry");
        profile.text("name");
        Map<Phase, Level> levels = new EnumMap<>(Phase.class);
        for (Phase phase : Phase.values()) {
            levels.put(phase, level(profile, "phases." + phase.name().toLowerCase(Locale.ROOT)));
        }
        List<Xid> xids = profile.keys("xid").stream()
                .filter(key -> !key.equals("source"))
                .map(key -> new Xid(key, profile.count("xid." + key)))
                .toList();
        Sensors sensors = new Sensors(
                levels,
                profile.quantity("power.idle", "W"),
                profile.quantity("power.cap", "W"),
                profile.number("power.spread"),
                profile.quantity("power.noise", "W"),
                profile.quantity("power.lag", "s"),
                profile.number("heat.inlet"),
                profile.number("heat.inlet-spread"),
                profile.number("heat.day"),
                profile.number("heat.resistance"),
                profile.quantity("heat.warming", "s"),
                profile.number("heat.memory-idle"),
                profile.number("heat.memory-busy"),
                (int) Math.round(profile.quantity("clock.busy", "Hz") / 1e6),
                (int) Math.round(profile.quantity("clock.idle", "Hz") / 1e6),
                profile.quantity("clock.noise", "Hz") / 1e6,
                Memory.of(profile),
                words(profile, "heat.categories"),
                xids,
                Behaviour.of(profile),
                LossCurve.of(profile),
                Tenancy.of(profile),
                profile.text("source"));
        profile.end();
        return sensors;
    }

    private static List<String> words(Profile profile, String key) {
        return profile.keys(key).stream().map(i -> profile.text(key + "." + i)).toList();
    }

    /// A share may be 0, which a number of a profile may not be; so it is read as text.
    private static Level level(Profile profile, String key) {
        return new Level(
                share(profile, key + ".use"),
                share(profile, key + ".sm"),
                share(profile, key + ".tensor"),
                share(profile, key + ".power"));
    }

    private static double share(Profile profile, String key) {
        double share;
        try {
            share = Double.parseDouble(profile.text(key));
        } catch (NumberFormatException e) {
            share = Double.NaN;
        }
        if (!(share >= 0 && share <= 1.2)) {
            throw profile.refusal(key, "[%s] must be from 0 to 1.2", profile.text(key));
        }
        return share;
    }

    Level level(Phase phase) {
        return levels.get(phase);
    }

    /// Whether a category speaks of memory.
    boolean isMemory(String category) {
        return memory.categories().stream().anyMatch(category::contains);
    }

    /// Whether a category speaks of heat.
    boolean isHot(String category) {
        return hot.stream().anyMatch(category::contains);
    }

    /// The driver's code for a category, 0 where it has none.
    int xid(String category) {
        return xids.stream()
                .filter(xid -> category.contains(xid.part))
                .mapToInt(Xid::code)
                .findFirst()
                .orElse(0);
    }
}
