package throughline.cluster.overlap;

import java.util.ArrayList;
import java.util.List;

/// The tasks of one device, step by step.
final class DeviceSteps {
    /// The name of the task that ends a step.
    static final String UPDATE = "update";

    private final PhaseMachine machine;
    private final CheckpointScheme scheme;
    private final CheckpointSpec spec;
    private final int device;
    private final Resource storage;
    private final Resource compute;
    private final Resource clock;
    private final Resource serialiser;
    private final Resource engine;
    /// Flushes of all chunks so far, the first one first.
    private final List<Task> flushes = new ArrayList<>();

    /// What the next forward pass follows, and what the next update follows beside the passes.
    private Task begins;

    private Task update;
    private Task copied;

    DeviceSteps(PhaseMachine machine, CheckpointScheme scheme, CheckpointSpec spec, int device, Resource storage) {
        this.machine = machine;
        this.scheme = scheme;
        this.spec = spec;
        this.device = device;
        this.storage = storage;
        compute = Resource.shared(compute(device), 1);
        clock = Resource.clock("requests of device " + (device + 1));
        serialiser = Resource.shared("serialiser of device " + (device + 1), spec.serialise());
        engine = Resource.shared(
                "copy engine of device " + (device + 1),
                scheme == CheckpointScheme.LAZY ? spec.pinned() : spec.pageable());
    }

    /// The lane of a device's own work.
    static String compute(int device) {
        return "device " + (device + 1);
    }

    private String lane(String what) {
        return compute(device) + ", " + what;
    }

    /// Adds a step.
    ///
    /// @param saves whether a checkpoint is requested at its end
    void step(boolean saves) {
        Task forward = machine.task(compute(device), "forward", compute, spec.forward(), update, begins);
        Task backward = machine.task(compute(device), "backward", compute, spec.backward(), forward);
        update = machine.task(compute(device), UPDATE, compute, spec.update(), backward, copied);
        begins = null;
        copied = null;
        if (saves) {
            save(machine.task(lane("request"), "request", clock, spec.floor(), update));
        }
    }

    private void save(Task request) {
        switch (scheme) {
            case SYNCHRONOUS -> {
                Task serialised = machine.task(lane("copy"), "serialise", serialiser, spec.bytes(), request);
                begins = machine.task(lane("flush"), "flush", storage, spec.bytes(), serialised);
            }
            case COPY_THEN_FLUSH -> {
                begins = machine.task(lane("copy"), "copy", engine, spec.bytes(), request, last());
                flushes.add(machine.task(lane("flush"), "flush", storage, spec.bytes(), begins));
            }
            case CHUNKED -> begins = chunks(request, last(), Integer.MAX_VALUE);
            case LAZY -> {
                begins = request;
                copied = chunks(request, null, spec.slots());
            }
        }
    }

    private Task last() {
        return flushes.isEmpty() ? null : flushes.getLast();
    }

    /// Copies chunk after chunk, and flushes each when it has landed.
    ///
    /// @param slots chunks that there is room for
    /// @return the last copy
    private Task chunks(Task request, Task before, int slots) {
        Task copy = request;
        for (int i = 0; i < spec.chunks(); i++) {
            int freed = flushes.size() - slots;
            Task room = freed < 0 ? null : flushes.get(freed);
            copy = machine.task(lane("copy"), "copy", engine, spec.chunkBytes(), copy, room, i == 0 ? before : null);
            flushes.add(machine.task(lane("flush"), "flush", storage, spec.chunkBytes(), copy, last()));
        }
        return copy;
    }
}
