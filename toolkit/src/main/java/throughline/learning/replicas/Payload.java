package throughline.learning.replicas;

/// What one replica sends of an update, as it would lie in a message.
///
/// @param bytes as sent; not copied
public record Payload(byte[] bytes) {
    /// How many bytes are sent.
    public int size() {
        return bytes.length;
    }
}
