package throughline.workshop.planning;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import throughline.cluster.ClusterSpec;
import throughline.training.Plan;
import throughline.workshop.Course;
import throughline.workshop.Exercise;
import throughline.workshop.Judge;

/// The course on planning a training run.
public final class PlanningCourse {
    /// Names it.
    public static final String ID = "planning-a-training-run";

    /// The plan the course sets out from, of 512 devices: layers split in the eight ways of a node, four stages.
    public static final Plan FIRST = Plan.of(8, 4, 16, Contract.COURSE.batch())
            .with("interleave", "5")
            .with("sequenceParallel", "true")
            .with("shards", "1")
            .with("fused", "true")
            .with("overlap", "true");

    private PlanningCourse() {}

    /// A job in trouble: 1,024 A100 for three days, whose failures nobody notices by themselves.
    public static ClusterSpec troubled() {
        return new Bid("selene", 1024, 4, 4, 5, 60, 8, 3).spec(Contract.COURSE.with("recovery", "recovery-watchdog"));
    }

    /// The course, with nothing solved.
    public static Course course() {
        List<Exercise> exercises = Stream.of(
                        OneDevice.exercises(),
                        Exchanges.exercises(),
                        Splitting.exercises(),
                        Failures.exercises(),
                        FinalBid.exercises(),
                        SmallRuns.exercises())
                .flatMap(List::stream)
                .toList();
        return new Course(ID, "Planning a training run you cannot afford to get wrong", exercises);
    }

    /// Something to commit to before it is seen.
    static Exercise guess(String id, String what) {
        return new Exercise(id, "a guess: " + what, 2, 1, Judge.guess());
    }

    /// A judge of numbers that are told apart by what comes of them.
    static Judge numbers(DoubleFunction<Optional<String>> test) {
        return Judge.of(Number.class, number -> test.apply(number.doubleValue()));
    }
}
