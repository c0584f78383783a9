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
/// @param model  runs once
public record Recipe<S extends Record>(String name, String about, List<Schema> tables, Model<S> model) {
    public Recipe {
        tables = List.copyOf(tables);
        for (Schema table : tables) {
            if (!table.columns().getFirst().name().equals("run")) {
                throw new IllegalArgumentException(
                        "table %s of %s must start with a column run".formatted(table.table(), name));
            }
        }
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
        /// @param tables an empty trace for each table, by name
        /// @param cancel polled while running
        void run(int run, S spec, long seed, Map<String, Trace> tables, Cancel cancel);
    }
}
