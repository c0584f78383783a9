package throughline.workshop.planning;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import throughline.hardware.Cluster;
import throughline.hardware.Cluster.Group;
import throughline.hardware.Cost;
import throughline.training.Plan;
import throughline.training.Planner;
import throughline.training.StepTime;
import throughline.training.Transformer;
import throughline.workshop.Exercise;
import throughline.workshop.Judge;

/// What it costs to split layers over devices that must add up what they have.
final class Exchanges {
    private static final int RANKS = 8;
    private static final double MB = 1e6;
    private static final int MOST_WAYS = 32;

    private Exchanges() {}

    static List<Exercise> exercises() {
        return List.of(
                new Exercise("all-reduce-bytes", "bytes that a ring all-reduce sends", 5, 1, bytes()),
                PlanningCourse.guess("guess-all-reduce", "an all-reduce of eight devices over one of two"),
                new Exercise("half-bandwidth", "message that takes as long as its latency", 8, 2, halfBandwidth()),
                new Exercise("tensor", "ways of tensor parallelism", 6, 2, tensor()));
    }

    private static Cluster selene() {
        return Cluster.named("selene");
    }

    /// Bytes of what the layers of a model hand on, of one sequence.
    static double activations() {
        Transformer model = Contract.COURSE.shape();
        return 2.0 * model.sequence() * model.width();
    }

    private static double whole() {
        return activations() / MB;
    }

    static Judge bytes() {
        return Judge.number(() -> 2 * (RANKS - 1.0) / RANKS * whole(), 0.01, "MB")
                .mistake(
                        Exchanges::whole,
                        "That is the array. It goes around the ring in parts, once to be added up and once to be"
                                + " handed out.")
                .mistake(
                        () -> (RANKS - 1) * whole(),
                        "A ring sends parts of an array, not the whole of it to everybody.")
                .mistake(
                        () -> 2 * (RANKS - 1) * whole(),
                        "So many messages there are, but each is an eighth of the array.")
                .mistake(
                        () -> (RANKS - 1.0) / RANKS * whole(),
                        "That is a reduce-scatter: afterwards each device has a part of the sum. It still has to be"
                                + " gathered.")
                .mistake(() -> 2 * whole(), "Almost: a device need not send what it has itself, one part of the eight.")
                .mistake(
                        () -> 2 * whole() / RANKS,
                        "That is two messages. There are seven to add up, and seven to hand out.");
    }

    /// An all-reduce of 1 MB.
    private static Cost exchange() {
        return selene().allReduce(new Group(RANKS, RANKS), MB);
    }

    private static double latency() {
        return exchange().term("latency").value();
    }

    private static double moving() {
        return exchange().term("moving").value();
    }

    static Judge halfBandwidth() {
        return Judge.number(() -> latency() / moving(), 0.02, "MB")
                .mistake(
                        () -> latency() / (latency() + moving()),
                        "That takes the whole time of 1 MB for moving it. Most of it is latency: two measurements tell"
                                + " one from the other.")
                .mistake(
                        () -> (latency() + moving()) / moving(),
                        "The latency is what is left at no bytes, not the time of 1 MB.")
                .mistake(
                        () -> latency() * selene().inside().bandwidth() / MB,
                        "That is with the link's datasheet. What counts is what was measured.");
    }

    /// The plan of the exercise with other ways of tensor parallelism, on as many devices.
    private static Plan split(int ways) {
        return PlanningCourse.FIRST
                .with("tensor", String.valueOf(ways))
                .with("data", String.valueOf(PlanningCourse.FIRST.devices() / PlanningCourse.FIRST.pipeline() / ways))
                .with("sequenceParallel", String.valueOf(ways > 1));
    }

    private static Optional<String> whyNot(int ways) {
        Plan plan = split(ways);
        return new Planner(Contract.COURSE.shape(), selene(), plan.devices(), plan.batch()).whyNot(plan);
    }

    private static double seconds(int ways) {
        return StepTime.of(Contract.COURSE.shape(), split(ways), selene()).value();
    }

    private static IntStream ways() {
        return IntStream.iterate(1, ways -> ways <= MOST_WAYS, ways -> 2 * ways);
    }

    static Judge tensor() {
        return PlanningCourse.numbers(answer -> {
            if (ways().noneMatch(ways -> ways == answer)) {
                return Optional.of(
                        "It must be one of %s.".formatted(ways().boxed().toList()));
            }
            int ways = (int) answer;
            Optional<String> why = whyNot(ways);
            if (why.isPresent()) {
                return Optional.of("That plan cannot be had: it %s.".formatted(why.get()));
            }
            double least = ways().filter(other -> whyNot(other).isEmpty())
                    .mapToDouble(Exchanges::seconds)
                    .min()
                    .orElseThrow();
            double share = StepTime.of(Contract.COURSE.shape(), split(ways), selene())
                    .term("tensor parallel")
                    .value();
            return seconds(ways) <= least
                    ? Optional.empty()
                    : Optional.of(
                            ("A step takes %.1f s so, and %.0f %% less with another number that fits. More ways do not"
                                            + " only share the work: products get narrower, and each layer waits %.1f ms"
                                            + " for its all-reduces.")
                                    .formatted(seconds(ways), 100 * (1 - least / seconds(ways)), 1e3 * share));
        });
    }
}
