package throughline.training;

import java.util.List;
import java.util.Locale;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.training.Planner.Option;

/// Options as a table.
final class OptionTable {
    private OptionTable() {}

    static Table of(List<Option> options) {
        Table table = Table.create("options");
        for (String name :
                List.of("tensor", "pipeline", "data", "context", "expert", "pieces", "micro-batch", "ZeRO")) {
            table.addColumns(IntColumn.create(name));
        }
        table.addColumns(
                StringColumn.create("recompute"),
                DoubleColumn.create("offload"),
                IntColumn.create("devices"),
                DoubleColumn.create("memory [GiB]"),
                DoubleColumn.create("step [s]"));
        options.forEach(option -> append(table, option));
        return table;
    }

    private static void append(Table table, Option option) {
        Plan plan = option.plan();
        int[] whole = {
            plan.tensor(),
            plan.pipeline(),
            plan.data(),
            plan.context(),
            plan.expert(),
            plan.interleave(),
            plan.microBatch(),
            plan.shards()
        };
        for (int i = 0; i < whole.length; i++) {
            table.intColumn(i).append(whole[i]);
        }
        table.stringColumn("recompute").append(plan.recompute().name().toLowerCase(Locale.ROOT));
        table.doubleColumn("offload").append(plan.offload());
        table.intColumn("devices").append(plan.devices());
        table.doubleColumn("memory [GiB]").append(option.bytes() / 0x1p30);
        table.doubleColumn("step [s]").append(option.seconds());
    }
}
