package throughline.training;

/// How the parts of a sequence on several devices attend to each other.
public enum ContextExchange {
    /// Keys and values go round, a part at a time, while the parts that are here are worked on (Liu et al. 2023).
    RING,
    /// Keys and values of the whole sequence are gathered first (Grattafiori et al. 2024).
    GATHER,
    /// Devices change from parts of the sequence to heads and back (Jacobs et al. 2023, Ulysses).
    ULYSSES
}
