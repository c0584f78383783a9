package throughline.workshop.circular;

/// How a claim can come out right and prove nothing.
public enum Fault {
    /// The reported number is read by what recomputes it, and nobody says so.
    READS_ITS_NUMBER("shake(claim)", "it does not move when reported numbers do, but through a fit that it names"),
    /// A constant is fitted on the very row that it predicts.
    FITTED_ON_ITSELF("fits(claim)", "no constant that it uses was fitted on its own row"),
    /// The tolerance is one that a ruler meets, and the null it is scored against is one that nobody would use.
    STRAW_MAN("rulers(claim)", "the rulers miss it by more than its tolerance"),
    /// An input comes back as the output: it holds by arithmetic alone, and nobody says so.
    IDENTITY(
            "vary(claim)",
            "it moves when the inputs do, or says itself that it holds by arithmetic and is not counted"),
    /// The reported number was remembered, and is marked as printed.
    RECALLED_AS_PRINTED("study()", "its number stands in the study, or is marked as recalled");

    private final String instrument;
    private final String honest;

    Fault(String instrument, String honest) {
        this.instrument = instrument;
        this.honest = honest;
    }

    /// The instrument of [CircularLab] that shows it.
    public String instrument() {
        return instrument;
    }

    /// What a claim without this fault can say for itself.
    String honest() {
        return honest;
    }
}
