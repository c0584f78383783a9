package throughline.learning.replicas;

import throughline.spec.BadInput;

/// What one replica sends of an update, as it would lie in a message.
///
/// @param bytes as sent; not copied
public record Payload(byte[] bytes) {
    /// How many bytes are sent.
    public int size() {
        return bytes.length;
    }

    /// @throws BadInput when there are not so many bytes
    void requireSize(long expected, String codec) {
        if (size() != expected) {
            throw new BadInput("payload of [%d] bytes; %s writes %d for these tensors", size(), codec, expected);
        }
    }
}
