package throughline.data;

import java.util.List;
import java.util.Map;
import throughline.spec.Cancel;

/// What a model offers to be swept: its tables, and how one run fills them.
///
/// @param <S>    the model's specification
/// @param name   as on the command line, such as `minifab`
/// @param about  what the data are, for the card; one paragraph
/// @param tables all tables a run fills; each starts with a column `run`
/// @param grid   the configurations that are swept when nobody says otherwise, at least one
/// @param seeds  runs of each of them, at least 1
/// @param model  runs once
public record Recipe<S extends Record>(
        String name, String about, List<Schema> tables, List<S> grid, int seeds, Model<S> model) {
    public Recipe {
        grid = List.copyOf(grid);
        tables = List.copyOf(tables);
        for (Schema table : tables) {
            if (!table.columns().getFirst().name().equals("run")) {
                throw new IllegalArgumentException(
                        "table %s of %s must start with a column run".formatted(table.table(), name));
            }
        }
    }

    /// The sweep that is made when nobody says otherwise, with seeds from 1.
    public Sweep<S> sweep() {
        return new Sweep<>(this, grid, seeds, 1);
    }

    /// One run of a model.
    ///
    /// @param <S> the model's specification
    @FunctionalInterface
    public interface Model<S extends Record> {
        /// Runs to the end, or until the cancel is requested; what was recorded by then is thrown away.
        ///
        /// @param run    number of the run, written into every row
        /// @param spec   parameters
        /// @param seed   of the run
        /// @param tables an empty trace for each table, by name, to be written and not read: its rows may be on
        ///               their way to a file already
        /// @param cancel polled while running
        void run(int run, S spec, long seed, Map<String, Trace> tables, Cancel cancel);
    }
}
