package throughline.reasoning.tradeoff;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import throughline.spec.Spec;

/// Says in sentences what a trade-off shows.
final class TradeOffWords {
    private final TradeOff now;

    TradeOffWords(TradeOff now) {
        this.now = now;
    }

    List<String> alone() {
        List<String> words = new ArrayList<>();
        Point first = now.points().getFirst();
        words.add(text(
                "%s is right on %s of the problems, in %s for %s.",
                sentence(first.candidate().name()), share(first), latency(first), cost(first)));
        Point best = now.best();
        words.add(text(
                "The most accurate is %s with %s, in %s for %s%s.",
                name(best), share(best), latency(best), cost(best), near(best)));
        double middle = (first.accuracy() + best.accuracy()) / 2;
        for (Axis axis : Axis.values()) {
            now.least(axis, middle)
                    .ifPresent(point -> words.add(text(
                            "Half of the way there, %.1f %%, comes %s with %s: %s.",
                            100 * middle, axis.least(), name(point), amount(axis, point))));
        }
        for (Axis axis : Axis.values()) {
            words.add(text("On the front of %s: %s.", axis.word(), String.join(", ", strategies(now, axis))));
        }
        now.refused().forEach(why -> words.add("Left out: " + why));
        return words;
    }

    /// Strategies whose best is no further below than one standard error.
    private String near(Point best) {
        Set<String> names = new LinkedHashSet<>();
        now.points().stream()
                .filter(point -> point.accuracy() >= best.accuracy() - best.error())
                .forEach(point -> names.add(point.candidate().strategy()));
        names.remove(best.candidate().strategy());
        return names.isEmpty() ? "" : "; within a standard error of it: " + String.join(", ", names);
    }

    List<String> since(TradeOff before) {
        List<String> words = new ArrayList<>();
        knobs(before).ifPresent(words::add);
        words.add(text(
                "The most accurate is %s with %s in %s; before it was %s with %s in %s.",
                name(now.best()),
                share(now.best()),
                latency(now.best()),
                name(before.best()),
                share(before.best()),
                latency(before.best())));
        first(before).ifPresent(words::add);
        double target = Math.min(now.best().accuracy(), before.best().accuracy());
        for (Axis axis : Axis.values()) {
            reached(before, axis, target).ifPresent(words::add);
            fronts(before, axis).ifPresent(words::add);
        }
        now.refused().forEach(why -> words.add("Left out: " + why));
        return words;
    }

    private Optional<String> knobs(TradeOff before) {
        if (now.setting().isEmpty() || before.setting().isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> after = Spec.values(now.setting().get());
        List<String> changed = new ArrayList<>();
        Spec.values(before.setting().get()).forEach((knob, value) -> {
            if (!value.equals(after.get(knob))) {
                changed.add("%s went from %s to %s".formatted(knob, value, after.get(knob)));
            }
        });
        return Optional.of(changed.isEmpty() ? "No knob was turned." : sentence(String.join(", ", changed)) + ".");
    }

    private Optional<String> first(TradeOff before) {
        Point one = now.points().getFirst();
        Point other = before.points().getFirst();
        return Optional.of(text(
                "%s takes %.2f times as long, costs %.2f times as much and is right %s.",
                sentence(one.candidate().strategy()),
                one.seconds() / other.seconds(),
                one.deviceSeconds() / other.deviceSeconds(),
                change(100 * (one.accuracy() - other.accuracy()))));
    }

    private static String change(double points) {
        return Math.abs(points) < 0.05
                ? "as often"
                : text("%.1f points %s often", Math.abs(points), points > 0 ? "more" : "less");
    }

    /// What the highest accuracy that both reach takes least with.
    private Optional<String> reached(TradeOff before, Axis axis, double target) {
        Optional<Point> after = now.least(axis, target);
        Optional<Point> then = before.least(axis, target);
        return after.isEmpty() || then.isEmpty()
                ? Optional.empty()
                : Optional.of(text(
                        "%.1f %% comes %s with %s, for %s; before it was %s, for %s.",
                        100 * target,
                        axis.least(),
                        name(after.get()),
                        amount(axis, after.get()),
                        name(then.get()),
                        amount(axis, then.get())));
    }

    private Optional<String> fronts(TradeOff before, Axis axis) {
        Set<String> came = new LinkedHashSet<>(names(now, axis));
        came.removeAll(names(before, axis));
        Set<String> went = new LinkedHashSet<>(names(before, axis));
        went.removeAll(names(now, axis));
        List<String> parts = new ArrayList<>();
        if (!came.isEmpty()) {
            parts.add("on to the front of %s came %s".formatted(axis.word(), String.join("; ", came)));
        }
        if (!went.isEmpty()) {
            parts.add("%s went %s"
                    .formatted(came.isEmpty() ? "off the front of " + axis.word() : "off it", String.join("; ", went)));
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(sentence(String.join(", ", parts)) + ".");
    }

    private static List<String> names(TradeOff tradeOff, Axis axis) {
        return tradeOff.front(axis).stream().map(TradeOffWords::name).toList();
    }

    private static Set<String> strategies(TradeOff tradeOff, Axis axis) {
        Set<String> names = new LinkedHashSet<>();
        tradeOff.front(axis).forEach(point -> names.add(point.candidate().strategy()));
        return names;
    }

    private static String name(Point point) {
        return point.candidate().name();
    }

    private static String share(Point point) {
        return text("%.1f %%", 100 * point.accuracy());
    }

    private static String latency(Point point) {
        return amount(Axis.LATENCY, point);
    }

    private static String cost(Point point) {
        return amount(Axis.COST, point);
    }

    private static String amount(Axis axis, Point point) {
        return text("%.3g %s", axis.of(point), axis.unit());
    }

    private static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
