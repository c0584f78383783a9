package throughline.fab;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import throughline.devs.Tick;
import throughline.random.Distribution;

/// A product's route with all names resolved.
final class Itinerary {
    /// No such position.
    static final int NONE = -1;

    /// A step as the parts of a model need it: one object a step, so that a lot at work touches little memory.
    static final class Stop {
        final Step step;
        /// Index of the station in the fab.
        final int station;
        /// Its number in the fab's [SetupTable].
        final int setup;
        /// Of the change to it; negative when the fab's table says.
        final double setupMinutes;
        final Distribution process;
        final double share;
        /// Whether any tool may do it.
        final boolean anyTool;
        /// Whether it takes one lot at a time.
        final boolean single;
        /// Whether every wafer takes the drawn time.
        final boolean perWafer;
        /// Minutes that each wafer after the first adds to a cascade, for the lot.
        final double followMinutes;
        /// Ticks until a cascading tool takes the next load, where they do not count by the wafer; negative without
        /// one.
        final long interval;
        /// Position of the earlier step whose tool decides about this step's.
        final int decides;
        /// Position its rework leads back to, and with which probability.
        final int back;
        final double rework;
        /// Position of the step that must begin within so many ticks of this one's end.
        final int bound;
        final long within;
        /// Mean minutes of processing from this step to the end, itself included.
        final double remaining;

        private Stop(Route route, int position, int station, SetupTable setups, double remaining) {
            step = route.steps().get(position);
            this.station = station;
            this.remaining = remaining;
            setup = setups.number(step.setup());
            setupMinutes = step.setupMinutes().orElse(NONE);
            process = step.process();
            share = step.share();
            anyTool = step.tools() == ToolRule.ANY;
            single = step.batching() == Batching.SINGLE;
            boolean cascades = step.cascade().isPresent();
            boolean byWafer = cascades && step.cascade().get().per() == Step.Per.WAFER;
            perWafer = !byWafer && step.per() == Step.Per.WAFER;
            followMinutes = byWafer ? step.cascade().get().minutes() : 0;
            interval = !cascades
                    ? NONE
                    : byWafer
                            ? 0
                            : Tick.MILLISECOND.minutes(step.cascade().get().minutes());
            decides = step.tools().step().isEmpty()
                    ? NONE
                    : route.last(step.tools().step(), position);
            back = step.rework().map(r -> route.last(r.to(), position + 1)).orElse(NONE);
            rework = step.rework().map(Step.Rework::probability).orElse(0.0);
            bound = step.limit().map(l -> route.next(l.to(), position + 1)).orElse(NONE);
            within =
                    step.limit().map(l -> Tick.MILLISECOND.minutes(l.minutes())).orElse(0L);
        }

        /// Ticks of processing for a load.
        long ticks(double draw, int wafers) {
            return Tick.MILLISECOND.minutes(perWafer ? draw * wafers : draw + followMinutes * (wafers - 1));
        }

        boolean cascades() {
            return interval >= 0;
        }

        /// Ticks after which a cascading tool takes the next load.
        long interval(int wafers) {
            return followMinutes == 0 ? interval : Tick.MILLISECOND.minutes(followMinutes * wafers);
        }
    }

    final Product product;
    final Stop[] stops;
    /// Whether lots draw anything on their way.
    final boolean random;

    /// @param stations of the fab
    /// @param setups   of the fab
    Itinerary(Product product, List<String> stations, SetupTable setups) {
        this.product = product;
        Map<String, Integer> places = new HashMap<>();
        for (String name : stations) {
            places.put(name, places.size());
        }
        Route route = product.route();
        stops = new Stop[route.steps().size()];
        double remaining = 0;
        boolean draws = false;
        for (int i = stops.length - 1; i >= 0; i--) {
            Step step = route.steps().get(i);
            remaining += step.minutes(step.process().mean(), product.wafers());
            stops[i] = new Stop(route, i, places.getOrDefault(step.station(), NONE), setups, remaining);
            draws |= step.share() < 1 || step.rework().isPresent();
        }
        random = draws;
    }

    double remaining(int position) {
        return position < stops.length ? stops[position].remaining : 0;
    }
}
