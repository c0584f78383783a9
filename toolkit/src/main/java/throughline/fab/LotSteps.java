package throughline.fab;

import java.util.List;
import throughline.data.Schema;
import throughline.data.Schema.Column;
import throughline.data.Schema.Type;
import throughline.data.Trace;
import throughline.devs.Tick;

/// Records what lots do: a row for each step of each lot, when it leaves the tool.
final class LotSteps {
    static final Schema SCHEMA = new Schema(
            "steps",
            "A step that a lot has done, in the order in which tools were done with the lots.",
            List.of(
                    new Column("lot", Type.INT, "", "in order of release, from 0"),
                    new Column("lot_order", Type.TEXT, "", "the order it was released for"),
                    new Column("step", Type.INT, "", "position in the route, from 1"),
                    new Column("station", Type.TEXT, "", "where"),
                    new Column("tool", Type.TEXT, "", "which of its tools"),
                    new Column("came", Type.DOUBLE, "min", "when it began to wait at the station"),
                    new Column("started", Type.DOUBLE, "min", "when the tool took it"),
                    new Column("ended", Type.DOUBLE, "min", "when it left the tool")));

    private final Trace trace;

    private LotSteps(Trace trace) {
        this.trace = trace;
    }

    /// Watches a fab from now on.
    static void record(FabModel model, Trace trace) {
        LotSteps steps = new LotSteps(trace);
        model.stages().forEach(stage -> stage.buffer().watch(steps::done));
    }

    private void done(Machine machine, Load load, long left) {
        for (int i = 0; i < load.size(); i++) {
            row(load.lot(i), machine, load.started, left);
        }
    }

    private void row(Lot lot, Machine machine, long started, long ended) {
        trace.set(0, lot.number());
        trace.set(1, lot.order().name());
        trace.set(2, lot.position() + 1);
        trace.set(3, machine.station());
        trace.set(4, machine.name());
        trace.set(5, Tick.MILLISECOND.toMinutes(lot.waitingSince()));
        trace.set(6, Tick.MILLISECOND.toMinutes(started));
        trace.set(7, Tick.MILLISECOND.toMinutes(ended));
        trace.next();
    }
}
