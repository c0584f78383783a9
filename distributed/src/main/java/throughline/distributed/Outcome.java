package throughline.distributed;

import java.io.Serializable;

/// What comes back of a task.
sealed interface Outcome extends Serializable {
    /// A part is there.
    ///
    /// @param receipt as [throughline.data.Parts#made] takes it
    record Made(int part, String receipt) implements Outcome {}

    /// A worker that must not make parts: its folder or its code is not the driver's.
    record Refused(String host, String reason) implements Outcome {}

    /// The job was cancelled before the part was there.
    record Cancelled(int part) implements Outcome {}
}
