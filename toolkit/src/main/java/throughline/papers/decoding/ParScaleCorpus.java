package throughline.papers.decoding;

/// What ParScale's models were trained on.
public enum ParScaleCorpus {
    /// Code in Python.
    STACK("Stack-V2-Python", "stack-v2-python.csv"),
    /// Text of many kinds.
    PILE("Pile", "pile.csv");

    private final String title;
    private final String file;

    ParScaleCorpus(String title, String file) {
        this.title = title;
        this.file = file;
    }

    /// The other one.
    ParScaleCorpus other() {
        return this == STACK ? PILE : STACK;
    }

    /// In `datasets/parscale-losses`.
    String file() {
        return file;
    }

    /// As the paper names it.
    @Override
    public String toString() {
        return title;
    }
}
