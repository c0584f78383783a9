package throughline.cluster.faults;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import throughline.cluster.Effect;
import throughline.hardware.Profile;
import throughline.spec.BadInput;

/// Rates of faults as a profile of kind `faults` has them: `exposure` says how many `nodes`, with how many
/// `gpus-per-node`, were watched for how many `days`; each of the `categories` has a `count` of the faults seen then, a
/// `scope`, and, where they are known, a `shape`, `effects` with weights (else those of the profile) and a `repair`
/// with `median` and `mean`. `harm`, `offenders` and `environment` are of all categories; the last two may be
/// missing.
final class FaultProfile {
    private static final String DAY = "d";

    private final Profile profile;
    private final double nodeDays;
    private final double days;
    private final int gpusPerNode;

    private FaultProfile(Profile profile) {
        this.profile = profile;
        this.days = profile.number("exposure.days");
        this.nodeDays = profile.number("exposure.nodes") * days;
        this.gpusPerNode = profile.count("exposure.gpus-per-node");
    }

    static FaultRates rates(Profile profile) {
        profile.expect("faults");
        FaultRates rates = new FaultProfile(profile).rates();
        profile.end();
        return rates;
    }

    private FaultRates rates() {
        Range slow = numbers("harm.slow");
        Range left = numbers("harm.left");
        Range flap = at(
                "harm.flap.least",
                () -> new Range(profile.quantity("harm.flap.least", DAY), profile.quantity("harm.flap.most", DAY)));
        Category.Harm harm = at("harm.slow.least", () -> new Category.Harm(slow, left, flap));
        List<Category> categories = profile.keys("categories").stream()
                .map(name -> category(name, harm))
                .toList();
        return new FaultRates(profile.text("name"), categories, offenders(), environment(), profile.text("source"));
    }

    private Range numbers(String key) {
        return at(key + ".least", () -> new Range(profile.number(key + ".least"), profile.number(key + ".most")));
    }

    /// What is made of a key; if it is refused, the refusal says on which line that is.
    private <T> T at(String key, Supplier<T> make) {
        try {
            return make.get();
        } catch (BadInput refused) {
            String file = profile.refusal(key, "").getMessage().strip();
            throw refused.getMessage().contains(", line ")
                    ? refused
                    : new BadInput("%s: %s", file, refused.getMessage());
        }
    }

    private Category category(String name, Category.Harm harm) {
        String key = "categories." + name;
        Scope scope = oneOf(key + ".scope", Scope.values());
        double things = scope == Scope.JOB ? days : nodeDays * scope.units(gpusPerNode);
        boolean repaired = !profile.keys(key + ".repair").isEmpty();
        return at(
                key + ".count",
                () -> new Category(
                        name,
                        scope,
                        profile.number(key + ".count") / things,
                        known(key + ".shape") ? profile.number(key + ".shape") : 1,
                        effects(profile.keys(key + ".effects").isEmpty() ? "effects" : key + ".effects"),
                        harm,
                        repaired ? Optional.of(repair(key + ".repair")) : Optional.empty(),
                        profile.source(key + ".count")));
    }

    private LogNormal repair(String key) {
        return at(
                key + ".median",
                () -> new LogNormal(profile.quantity(key + ".median", DAY), profile.quantity(key + ".mean", DAY)));
    }

    private Map<Effect, Double> effects(String key) {
        Map<Effect, Double> effects = new EnumMap<>(Effect.class);
        for (String name : profile.keys(key)) {
            if (!name.equals("source")) {
                effects.put(named(key + "." + name, name, Effect.values()), profile.number(key + "." + name));
            }
        }
        return effects;
    }

    private Offenders offenders() {
        Offenders none = Offenders.NONE;
        boolean lemons = known("offenders.lemons");
        boolean again = known("offenders.again");
        return at(
                lemons ? "offenders.lemons" : "offenders.again",
                () -> new Offenders(
                        lemons ? profile.number("offenders.lemons") : none.lemons(),
                        lemons ? profile.number("offenders.factor") : none.factor(),
                        again ? profile.number("offenders.again") : none.again(),
                        again ? profile.quantity("offenders.after", DAY) : none.afterDays()));
    }

    private Environment environment() {
        return new Environment(profile.keys("environment").stream()
                .filter(name -> !name.equals("source"))
                .map(name -> "environment." + name)
                .map(key -> at(
                        key + ".lasts",
                        () -> new Environment.Scale(
                                profile.quantity(key + ".lasts", DAY), profile.number(key + ".variance"))))
                .toList());
    }

    private boolean known(String key) {
        return profile.textIfKnown(key).isPresent();
    }

    private <E extends Enum<E>> E oneOf(String key, E[] all) {
        return named(key, profile.text(key), all);
    }

    private <E extends Enum<E>> E named(String key, String name, E[] all) {
        return Stream.of(all)
                .filter(one -> written(one).equals(name))
                .findFirst()
                .orElseThrow(() -> profile.refusal(
                        key,
                        "[%s] must be one of %s",
                        name,
                        Stream.of(all).map(FaultProfile::written).toList()));
    }

    private static String written(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
