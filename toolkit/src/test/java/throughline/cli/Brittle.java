package throughline.cli;

import java.util.List;
import java.util.Map;
import throughline.data.Recipe;
import throughline.data.RecipeSource;
import throughline.data.Schema;
import throughline.data.Schema.Column;
import throughline.data.Schema.Type;
import throughline.data.Trace;
import throughline.spec.Cancel;
import throughline.spec.Param;
import throughline.spec.Spec;

/// A model that breaks above a load of 1.
public final class Brittle implements RecipeSource {
    record Load(@Param(value = "load", min = 0) double load) {
        Load {
            Spec.check(Load.class, load);
        }
    }

    @Override
    public List<Recipe<?>> recipes() {
        Schema table = new Schema("runs", "A run.", List.of(new Column("run", Type.INT, "", "run")));
        return List.of(new Recipe<>("brittle", "Loads.", List.of(table), List.of(new Load(0.5)), 2, Brittle::run));
    }

    private static void run(int run, Load load, long seed, Map<String, Trace> tables, Cancel cancel) {
        Trace runs = tables.get("runs");
        runs.set(0, run);
        runs.next();
        if (load.load() > 1) {
            throw new ArithmeticException("the queue grows for ever");
        }
    }
}
