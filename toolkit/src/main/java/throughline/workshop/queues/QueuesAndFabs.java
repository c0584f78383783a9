package throughline.workshop.queues;

import java.util.List;
import java.util.stream.Stream;
import throughline.workshop.Course;
import throughline.workshop.Exercise;

/// The course `queues-and-fabs`: from one machine to a whole fab, in half a day.
public final class QueuesAndFabs {
    private QueuesAndFabs() {}

    /// The course, as new.
    public static Course course() {
        List<Exercise> exercises = Stream.of(OneMachineExercises.all(), FabExercises.all())
                .flatMap(List::stream)
                .toList();
        return new Course("queues-and-fabs", "Queues and fabs: from one machine to a whole fab", exercises);
    }
}
