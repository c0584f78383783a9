package throughline.cluster;

import java.util.Locale;

/// What the job's time is spent on; at any instant, one of these.
public enum Spell {
    /// Steps whose result is kept.
    PRODUCTIVE,
    /// Standing still for a checkpoint.
    SAVING,
    /// Steps that were lost to a failure and done again.
    LOST,
    /// Standing still until somebody notices.
    DETECTING,
    /// Finding out what broke.
    DIAGNOSING,
    /// Waiting for nodes that work.
    REPLACING,
    /// Connecting all ranks and loading the checkpoint.
    STARTING,
    /// A planned stop.
    MAINTENANCE;

    /// In lower case, as tables have it.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
