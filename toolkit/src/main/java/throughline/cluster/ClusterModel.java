package throughline.cluster;

import throughline.devs.Coupled;
import throughline.devs.Tick;
import throughline.hardware.Cluster;
import throughline.random.Streams;

/// A training job and what can happen to it, as a Parallel DEVS model with a clock of 1 ns: faults strike [Machines],
/// those of its nodes strike the [TrainingJob], a [Monitor] notices, a [Recovery] brings the job back.
///
/// Each part can be switched off by a knob of the [ClusterSpec]: faults, stragglers, noise, the monitor (by a profile
/// that does not notice), spares, planned stops, other people's jobs, jitter and gaps of the sensors.
public final class ClusterModel extends Coupled {
    private final ClusterSpec spec;
    private final StepParts parts;
    private final Sensors sensors;
    private final Ranks ranks;
    private final Activity activity;
    private final FaultSource source;
    private final Machines machines;
    private final TrainingJob job;
    private final Monitor monitor;
    private final Recovery recovery;
    /// Null when there are none.
    private final Tenants tenants;

    /// @throws throughline.spec.BadInput when profiles are missing, or model, plan and cluster do not fit together
    public ClusterModel(ClusterSpec spec, long seed) {
        this(spec, Faults.of(spec), seed);
    }

    /// A model in which other things break than the specification says.
    ///
    /// @throws throughline.spec.BadInput as in the other constructor
    public ClusterModel(ClusterSpec spec, FaultProcess faults, long seed) {
        super("cluster");
        this.spec = spec;
        Streams streams = new Streams(seed);
        Cluster cluster = spec.cluster();
        parts = StepParts.of(spec);
        sensors = Sensors.of(spec.telemetry());
        ranks = Ranks.of(spec.plan(), cluster.perNode());
        activity = new Activity(sensors);
        RecoveryProfile profile = RecoveryProfile.of(spec.recovery());
        Saves saves = new Saves(spec, parts, cluster.perNode());
        machines = add(new Machines("machines", spec.nodes(), spec.spares(), spec.tenants()));
        source = add(new FaultSource(
                "faults",
                faults.faults(machines.count(), cluster.perNode(), streams.below("faults")),
                machines.count(),
                Tick.NANOSECOND.seconds(sensors.memory().announced())));
        job = add(new TrainingJob(
                "job",
                parts,
                new Pace(
                        spec,
                        ranks,
                        spec.detail() == ClusterSpec.Detail.RANK,
                        sensors.behaviour(),
                        streams.below("job")),
                new Network(spec, machines.count(), machines::node, streams.named("network")),
                saves.stall(),
                saves.interval(),
                profile.patience(),
                profile.start().mean(),
                activity));
        monitor = add(new Monitor("monitor", profile, streams.named("monitor")));
        recovery = add(new Recovery("recovery", profile, streams.named("recovery")));
        tenants = spec.tenants() == 0
                ? null
                : add(new Tenants(
                        "tenants",
                        spec.nodes() + spec.spares(),
                        spec.tenants(),
                        cluster.perNode(),
                        Jobs.of(spec, sensors.tenancy(), streams.below("tenants"))));
        couple();
    }

    private void couple() {
        couple(source.faults, machines.faults);
        couple(machines.strikes, job.strikes);
        couple(machines.over, job.over);
        couple(machines.over, monitor.over);
        couple(job.symptoms, monitor.symptoms);
        couple(monitor.alarms, recovery.alarms);
        couple(recovery.control, job.control);
        couple(recovery.orders, machines.orders);
        couple(machines.ready, recovery.ready);
        if (tenants != null) {
            couple(machines.struck, tenants.struck);
            couple(machines.repaired, tenants.repaired);
        }
        if (spec.maintenanceEvery() > 0) {
            couple(
                    add(new Maintenance("maintenance", Tick.NANOSECOND.days(spec.maintenanceEvery()))).stops,
                    recovery.alarms);
        }
    }

    ClusterSpec spec() {
        return spec;
    }

    StepParts parts() {
        return parts;
    }

    Sensors sensors() {
        return sensors;
    }

    Ranks ranks() {
        return ranks;
    }

    Activity activity() {
        return activity;
    }

    FaultSource source() {
        return source;
    }

    Machines machines() {
        return machines;
    }

    TrainingJob job() {
        return job;
    }

    Monitor monitor() {
        return monitor;
    }

    /// Null when there are no tenants.
    Tenants tenants() {
        return tenants;
    }

    Recovery recovery() {
        return recovery;
    }

    /// Where the job's time went until now.
    public Goodput goodput() {
        return job.goodput();
    }

    /// Seconds of a step in which all goes as planned, by the cost model of training.
    public double nominalStep() {
        return parts.nominal();
    }
}
