package throughline.parallel.streaming;

import java.lang.reflect.Array;
import throughline.spec.BadInput;

/// A column of a [TransferQueue]: something that one task writes for every sample, and others read.
///
/// @param name unique within its queue, not blank
/// @param type of the payloads: an array such as `int[]` of tokens, or any other immutable or no longer changed object
public record Column<T>(String name, Class<T> type) {
    public Column {
        if (name.isBlank()) {
            throw new BadInput("a column's name [%s] must not be blank", name);
        }
        if (type.isPrimitive()) {
            throw new BadInput("column %s: type [%s] must be an array or an object", name, type);
        }
    }

    /// What a payload weighs where batches are balanced: an array's length, 1 for anything else.
    long weight(Object payload) {
        return type.isArray() ? Array.getLength(payload) : 1;
    }

    @Override
    public String toString() {
        return name;
    }
}
