package throughline.workshop;

/// An answer that is not right yet. The message is for who gave it: what was found, and what may help. A kernel shows
/// nothing but that: there is no stack to look at.
public final class NotYet extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotYet(String message) {
        super(message, null, false, false);
    }

    @Override
    public String toString() {
        return getMessage();
    }
}
