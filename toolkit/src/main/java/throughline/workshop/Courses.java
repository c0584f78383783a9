package throughline.workshop;

import java.util.List;
import throughline.workshop.planning.PlanningCourse;

/// The courses that come along: the one list of them.
public final class Courses {
    private Courses() {}

    /// All, as new: nothing solved.
    public static List<Course> all() {
        return List.of(PlanningCourse.course());
    }
}
