package throughline.cluster;

import throughline.cluster.overlap.CheckpointScheme;
import throughline.cluster.overlap.CheckpointSpec;
import throughline.cluster.overlap.Stall;
import throughline.hardware.Profile;

/// What a checkpoint of a job costs, with the rates of a profile of `kind: storage`.
final class Saves {
    private final CheckpointScheme scheme;
    private final CheckpointSpec each;

    /// @throws throughline.spec.BadInput naming file, line and key of the profile
    Saves(ClusterSpec spec, StepParts parts, int perNode) {
        Profile profile = Profile.of(spec.storage());
        profile.expect("storage");
        double passes = parts.nominal() - parts.update();
        scheme = spec.checkpoint();
        each = new CheckpointSpec(
                parts.stateBytes() / spec.gpus(),
                passes / 3,
                passes * 2 / 3,
                parts.update(),
                (int) Math.max(1, Math.round(spec.checkpointEvery() * 60 / parts.nominal())),
                profile.quantity("serialise", "B/s"),
                profile.quantity("pageable", "B/s"),
                profile.quantity("pinned", "B/s"),
                profile.quantity("write", "B/s"),
                perNode,
                profile.quantity("buffer", "B"),
                profile.quantity("chunk", "B"),
                profile.quantity("floor", "s"));
        profile.text("name");
        profile.end();
    }

    /// What each of many costs.
    Stall stall() {
        return scheme.steady(each);
    }

    /// Steps from one to the next.
    int interval() {
        return each.interval();
    }
}
