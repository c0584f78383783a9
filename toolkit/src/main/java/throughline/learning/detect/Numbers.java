package throughline.learning.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// Numbers in a file.
final class Numbers {
    private Numbers() {}

    /// Writes how many there are, then each.
    static void write(double[] values, DataOutput out) throws IOException {
        out.writeInt(values.length);
        for (double value : values) {
            out.writeDouble(value);
        }
    }

    /// What [#write] wrote.
    static double[] read(DataInput in) throws IOException {
        double[] values = new double[in.readInt()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readDouble();
        }
        return values;
    }

    /// 1 / (1 + e^-x), the same on every machine.
    static double logistic(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }
}
