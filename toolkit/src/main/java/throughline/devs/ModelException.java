package throughline.devs;

/// A model breaks a rule of the formalism; the message names the component, the port and the time.
public final class ModelException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /// @param message what is wrong and where
    public ModelException(String message) {
        super(message);
    }

    /// @param message what is wrong and where
    /// @param cause   what the model threw
    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
