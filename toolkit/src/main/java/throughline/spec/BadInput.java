package throughline.spec;

/// What somebody gave cannot be used. The message is one line for that person: where it stood, what was found (in
/// brackets), and what is allowed. The command line prints it without a stack trace and exits with 2.
public final class BadInput extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /// @param format as in [String#format]; the result should read as one sentence
    public BadInput(String format, Object... arguments) {
        super(format.formatted(arguments));
    }
}
