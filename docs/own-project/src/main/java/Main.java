import java.nio.file.Path;
import throughline.fab.MiniFab;

/// What repairs cost a small fab: two loads, with and without them, two seeds each.
public final class Main {
    public static void main(String[] arguments) {
        var sweep = MiniFab.recipe().sweep().set("lots", "60", "150").set("repair", "none", "time");
        var dataset = sweep.seeds(2).write(Path.of("target/minifab"));
        System.out.println(dataset.sql("SELECT lots, repair, avg(mean_tat) AS hours FROM runs GROUP BY ALL ORDER BY ALL").print());
    }
}
