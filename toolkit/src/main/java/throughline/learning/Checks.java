package throughline.learning;

import throughline.spec.BadInput;

/// What settings of this package must satisfy.
final class Checks {
    private Checks() {}

    static int atLeast(int least, String name, int value) {
        if (value < least) {
            throw new BadInput("%s [%d] must be at least %d", name, value, least);
        }
        return value;
    }
}
