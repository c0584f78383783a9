package throughline.workshop;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.notebook.Notebook;
import throughline.spec.BadInput;

/// A half-day course: exercises that the cells of its notebook hand answers to.
///
/// ```java
/// var course = Course.named("queues-and-fabs");
/// double utilisation = 3 / 4.0;
/// course.check("utilisation", utilisation);      // says that it is right, or fails with a hint
/// ```
///
/// Every answer judged leaves a line below its cell, and with it a record that `lab grade` and `lab run --junit` read.
public final class Course {
    private final String id;
    private final String title;
    private final Map<String, Exercise> exercises = new LinkedHashMap<>();
    private final Set<String> solved = new LinkedHashSet<>();

    /// @param id        as the notebook's file name without its number
    /// @param title     for people
    /// @param exercises in the order of the notebook, with ids of their own
    public Course(String id, String title, List<Exercise> exercises) {
        this.id = id;
        this.title = title;
        for (Exercise exercise : exercises) {
            if (this.exercises.put(exercise.id(), exercise) != null) {
                throw new BadInput("course [%s] has two exercises [%s]", id, exercise.id());
            }
        }
    }

    /// A course that comes along.
    ///
    /// @throws BadInput naming those there are
    public static Course named(String id) {
        return Courses.all().stream()
                .filter(course -> course.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new BadInput(
                        "no course [%s]; there are %s",
                        id, Courses.all().stream().map(Course::id).collect(Collectors.joining(", "))));
    }

    /// Names it.
    public String id() {
        return id;
    }

    /// Names it for people.
    public String title() {
        return title;
    }

    /// In the order of the notebook.
    public List<Exercise> exercises() {
        return List.copyOf(exercises.values());
    }

    /// Judges an answer, and shows what came of it below the cell.
    ///
    /// @param exercise id of the exercise
    /// @param answer   a number, a text, a function: whatever is asked for
    /// @throws NotYet   with a hint, when it is not right
    /// @throws BadInput when there is no such exercise
    public void check(String exercise, Object answer) {
        Exercise asked = exercise(exercise);
        Optional<String> fault = missing(answer)
                ? Optional.of("No answer yet: put yours where the cell asks for it.")
                : asked.judge().fault(answer);
        String text = fault.map(hint -> "not yet: %s. %s%s".formatted(asked.title(), hint, given(answer)))
                .orElse("right: %s".formatted(asked.title()));
        Notebook.report(text, record(asked, fault.isEmpty(), fault.orElse("right")));
        if (fault.isPresent()) {
            throw new NotYet(text);
        }
        solved.add(exercise);
    }

    /// The exercises, with which of them this notebook has solved since it was started.
    public Table progress() {
        List<Exercise> all = exercises();
        return Table.create(
                title,
                StringColumn.create("exercise", all.stream().map(Exercise::id).toList()),
                StringColumn.create(
                        "asks for", all.stream().map(Exercise::title).toList()),
                IntColumn.create(
                        "minutes", all.stream().mapToInt(Exercise::minutes).toArray()),
                IntColumn.create(
                        "points", all.stream().mapToInt(Exercise::points).toArray()),
                StringColumn.create(
                        "solved",
                        all.stream()
                                .map(one -> solved.contains(one.id()) ? "yes" : "")
                                .toList()));
    }

    private Exercise exercise(String name) {
        Exercise found = exercises.get(name);
        if (found == null) {
            throw new BadInput(
                    "course [%s] has no exercise [%s]; it has %s", id, name, String.join(", ", exercises.keySet()));
        }
        return found;
    }

    private Map<String, Object> record(Exercise asked, boolean holds, String said) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("course", id);
        record.put("exercise", asked.id());
        record.put("holds", holds);
        record.put("points", asked.points());
        record.put("text", said);
        return record;
    }

    private static boolean missing(Object answer) {
        return switch (answer) {
            case null -> true;
            case Double number -> number.isNaN();
            case String text -> text.isBlank();
            default -> false;
        };
    }

    private static String given(Object answer) {
        boolean readable = answer instanceof Number || answer instanceof String;
        return readable && !missing(answer) ? " You gave [%s].".formatted(answer) : "";
    }
}
