package throughline.cluster;

import java.util.LinkedHashMap;
import java.util.Map;
import throughline.data.Trace;
import throughline.devs.Simulation;
import throughline.devs.Tick;
import throughline.random.Streams;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.spec.Spec;

/// Turns a run of a [ClusterModel] into rows.
final class ClusterRecorder {
    private static final Tick TICK = Tick.NANOSECOND;

    private final int run;
    private final ClusterModel model;
    private final ClusterSpec spec;
    private final long seed;
    private final Map<String, Trace> tables;
    private final StepTables steps;
    private final LinkTable links;
    private final TransportTable transport;
    private final Telemetry telemetry;
    private final Map<Fault, Truth> truths = new LinkedHashMap<>();

    /// What is known of a fault in the end.
    private static final class Truth {
        private double end = -1;
        private double noticed = -1;
        private boolean inJob;
    }

    ClusterRecorder(int run, ClusterModel model, long seed, Map<String, Trace> tables) {
        this.run = run;
        this.model = model;
        this.seed = seed;
        this.tables = tables;
        spec = model.spec();
        Streams streams = new Streams(seed).below("record");
        steps = new StepTables(run, model, tables.get("steps"), tables.get("collectives"), streams.named("loss"));
        links = new LinkTable(run, model, tables.get("links"), streams);
        transport = new TransportTable(run, model, tables.get("transport"), streams);
        telemetry = new Telemetry(model, run, tables.get("gpu"), streams.below("sensors"));
    }

    /// Runs to the horizon, or until cancelled.
    void record(Cancel cancel, Progress progress) {
        Simulation simulation = new Simulation(model);
        observe(simulation);
        long horizon = TICK.days(spec.days());
        long samples = (long) Math.floor(spec.days() * 86_400 / spec.sampling());
        double late = spec.jitter() * spec.sampling();
        for (long sample = 0; sample < samples; sample++) {
            long until = Math.min(horizon, TICK.seconds(sample * spec.sampling() + late));
            if (simulation.runUntil(until, cancel, Progress.NONE) == Simulation.End.CANCELLED) {
                return;
            }
            telemetry.sample(sample);
            links.sample(sample);
            transport.sample(sample);
            progress.report(sample, samples);
        }
        simulation.runUntil(horizon, cancel, Progress.NONE);
        steps.flush();
        labels(TICK.toSeconds(horizon));
        total();
        progress.report(samples, samples);
    }

    private void observe(Simulation simulation) {
        simulation.observe(model.job().steps, (time, step) -> steps.step(step));
        simulation.observe(model.job().saves, (time, save) -> steps.saved(save));
        simulation.observe(model.job().symptoms, (time, symptom) -> symptom(symptom));
        simulation.observe(model.machines().struck, (time, fault) -> struck(fault));
        simulation.observe(model.machines().over, this::over);
        simulation.observe(
                model.monitor().alarms,
                (time, alarm) -> noticed(time, alarm.strike().fault()));
        if (model.tenants() != null) {
            simulation.observe(model.tenants().ended, (time, placed) -> job(placed));
        }
        simulation.observe(model.machines().events, this::event);
        simulation.observe(model.monitor().events, this::event);
        simulation.observe(model.recovery().events, this::event);
        simulation.observe(model.job().events, this::event);
    }

    private void symptom(Symptom symptom) {
        if (symptom.sign() == Symptom.Sign.HUNG) {
            steps.hung(symptom.strike());
        }
    }

    private void struck(Fault fault) {
        Truth truth = new Truth();
        truth.inJob = fault.node() == Fault.JOB || model.machines().place(fault.node()) == Machines.Place.JOB;
        truths.put(fault, truth);
        telemetry.struck(fault);
        links.struck(fault);
    }

    /// The fault of a node that was taken out of the job before an alarm of its own is noticed then.
    private void over(long time, Fault fault) {
        truths.get(fault).end = TICK.toSeconds(time);
        if (fault.fatal() && truths.get(fault).inJob) {
            noticed(time, fault);
        }
    }

    private void noticed(long time, Fault fault) {
        Truth truth = truths.get(fault);
        if (truth != null && truth.noticed < 0) {
            truth.noticed = TICK.toSeconds(time);
        }
    }

    private void job(Tenants.Placed placed) {
        Trace jobs = tables.get("jobs");
        jobs.set(0, run);
        jobs.set(1, placed.number());
        jobs.set(2, placed.job().gpus());
        jobs.set(3, TICK.toSeconds(placed.job().submit()));
        jobs.set(4, TICK.toSeconds(placed.start()));
        jobs.set(5, TICK.toSeconds(placed.end()));
        jobs.set(6, placed.failed() ? "node_fail" : placed.job().state());
        jobs.next();
    }

    private void event(long time, Happening happening) {
        Trace events = tables.get("events");
        events.set(0, run);
        events.set(1, TICK.toSeconds(time));
        events.set(2, happening.kind());
        events.set(3, happening.node());
        events.set(4, happening.component());
        events.set(5, happening.detail());
        events.next();
    }

    private void labels(double horizon) {
        Trace labels = tables.get("labels");
        int number = 0;
        for (var entry : truths.entrySet()) {
            Fault fault = entry.getKey();
            Truth truth = entry.getValue();
            double start = TICK.toSeconds(fault.start());
            double last = fault.node() == Fault.JOB ? start : horizon;
            int c = 0;
            labels.set(c++, run);
            labels.set(c++, number++);
            labels.set(c++, fault.category());
            labels.set(c++, fault.effect().text());
            labels.set(c++, fault.node());
            labels.set(c++, fault.unit());
            labels.set(c++, fault.severity());
            labels.set(c++, start);
            labels.set(c++, truth.end >= 0 ? truth.end : last);
            labels.set(c++, truth.inJob ? 1 : 0);
            labels.set(c, truth.noticed);
            labels.next();
        }
    }

    private void total() {
        Trace runs = tables.get("runs");
        int c = 0;
        runs.set(c++, run);
        runs.set(c++, seed);
        for (Object value : Spec.values(spec).values()) {
            if (value instanceof Number number) {
                runs.set(c++, number.doubleValue());
            } else {
                runs.set(c++, value.toString());
            }
        }
        Goodput goodput = model.goodput();
        runs.set(c++, model.nominalStep());
        runs.set(c++, goodput.steps());
        runs.set(c++, goodput.again());
        runs.set(c++, goodput.stops());
        for (Spell spell : Spell.values()) {
            runs.set(c++, goodput.hours(spell));
        }
        runs.next();
    }
}
