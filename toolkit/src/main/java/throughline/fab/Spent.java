package throughline.fab;

/// What a lot's time in the fab is spent on. At every instant it is exactly one of these, so that the parts of a lot
/// that has left add up to its turnaround, to the tick.
///
/// A lot that waits in front of a station may lack several things at once. Then the best of the tools that may take it
/// decides: is one free, the lot lacks partners for a batch; is one at work, blocked, or waiting for people with other
/// lots on it, the lot waits for the tool; are all out of work, it waits for their repair. A lot on a tool is charged
/// with what the tool does.
public enum Spent {
    /// Loading, processing and unloading, the time of the whole batch.
    PROCESS,
    /// On a tool that is being set up for it.
    SETUP,
    /// In front of tools that are taken.
    TOOL,
    /// In front of a free tool, for lots to share a batch with.
    BATCH,
    /// On a tool, for an operator.
    PEOPLE,
    /// In front of tools that are all in maintenance or broken.
    DOWN,
    /// Done on a tool, or released, with no place to go to.
    BLOCKED,
    /// Between stations: waiting for a vehicle and carried.
    TRANSPORT
}
