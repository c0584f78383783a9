package throughline.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import throughline.data.WholeFile;
import throughline.workshop.Course;
import throughline.workshop.Courses;
import throughline.workshop.Exercise;

/// `lab courses`: the workshops, with the exercises of each.
@Command(name = "courses", description = "List the workshops' exercises, with the minutes a class needs for each.")
final class CoursesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the list as JSON instead.")
    private Path json;

    @Override
    public Integer call() {
        if (json == null) {
            Courses.all().forEach(this::print);
        } else {
            WholeFile.json(
                    json, Courses.all().stream().map(CoursesCommand::tree).toList());
        }
        return Lab.DONE;
    }

    private void print(Course course) {
        var out = command.commandLine().getOut();
        List<Exercise> exercises = course.exercises();
        out.printf(
                "%s: %s (%d exercises, %d minutes, %d points)%n",
                course.id(),
                course.title(),
                exercises.size(),
                exercises.stream().mapToInt(Exercise::minutes).sum(),
                exercises.stream().mapToInt(Exercise::points).sum());
        for (Exercise one : exercises) {
            out.printf("  %-28s %3d min %3d points  %s%n", one.id(), one.minutes(), one.points(), one.title());
        }
    }

    private static Map<String, Object> tree(Course course) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", course.id());
        tree.put("title", course.title());
        tree.put(
                "exercises",
                course.exercises().stream().map(CoursesCommand::tree).toList());
        return tree;
    }

    private static Map<String, Object> tree(Exercise exercise) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", exercise.id());
        tree.put("title", exercise.title());
        tree.put("minutes", exercise.minutes());
        tree.put("points", exercise.points());
        return tree;
    }
}
