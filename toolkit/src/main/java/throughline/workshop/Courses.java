package throughline.workshop;

import java.util.List;
import throughline.workshop.planning.PlanningCourse;
import throughline.workshop.queues.QueuesAndFabs;

/// The courses that come along: the one list of them.
public final class Courses {
    private Courses() {}

    /// All, as new: nothing solved.
    public static List<Course> all() {
        return List.of(QueuesAndFabs.course(), PlanningCourse.course());
    }
}
