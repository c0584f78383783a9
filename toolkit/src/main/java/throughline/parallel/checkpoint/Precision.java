package throughline.parallel.checkpoint;

import java.nio.ByteBuffer;

/// How the numbers of a checkpoint are kept, exactly: one that the precision does not have is refused, unless it was
/// cast before, by [#nearest(double)] or [Tensors#in(Precision)].
public enum Precision {
    /// bfloat16: the range of single precision, with 8 bits of significand.
    BFLOAT16(Short.BYTES, 8, -126, 127) {
        @Override
        void put(ByteBuffer to, double number) {
            int bits = Float.floatToRawIntBits((float) number);
            // What a NaN has below would be lost, and an infinity left.
            to.putShort((short) (bits >>> Short.SIZE | (Double.isNaN(number) ? QUIET : 0)));
        }

        @Override
        double get(ByteBuffer from) {
            return Float.intBitsToFloat(from.getShort() << Short.SIZE);
        }
    },
    /// Half precision, binary16 of IEEE 754: up to 65,504, with 11 bits of significand.
    FLOAT16(Short.BYTES, 11, -14, 15) {
        @Override
        void put(ByteBuffer to, double number) {
            to.putShort(Float.floatToFloat16((float) number));
        }

        @Override
        double get(ByteBuffer from) {
            return Float.float16ToFloat(from.getShort());
        }
    },
    /// Single precision.
    FLOAT(Float.BYTES, 24, -126, 127) {
        @Override
        void put(ByteBuffer to, double number) {
            to.putFloat((float) number);
        }

        @Override
        double get(ByteBuffer from) {
            return from.getFloat();
        }
    },
    /// Double precision.
    DOUBLE(Double.BYTES, 53, -1022, 1023) {
        @Override
        void put(ByteBuffer to, double number) {
            to.putDouble(number);
        }

        @Override
        double get(ByteBuffer from) {
            return from.getDouble();
        }
    };

    private static final int QUIET = 0x40;

    private final int bytes;
    private final int significand;
    private final int leastExponent;
    private final int mostExponent;

    Precision(int bytes, int significand, int leastExponent, int mostExponent) {
        this.bytes = bytes;
        this.significand = significand;
        this.leastExponent = leastExponent;
        this.mostExponent = mostExponent;
    }

    /// Bytes of a number.
    public int bytes() {
        return bytes;
    }

    /// The number of this precision that is nearest to another, of two as near the even one; infinite from half a unit
    /// beyond the largest on. Rounded once, also from double precision to one of two bytes.
    ///
    /// @param number any; NaN stays NaN, and the sign of zero is kept
    public double nearest(double number) {
        if (this == DOUBLE || !Double.isFinite(number)) {
            return number;
        }
        // The distance of neighbours at this size: a power of two, so that only rint rounds.
        int unit = Math.max(Math.getExponent(number), leastExponent) - significand + 1;
        double rounded = Math.scalb(Math.rint(Math.scalb(number, -unit)), unit);
        return Math.getExponent(rounded) > mostExponent ? Math.copySign(Double.POSITIVE_INFINITY, number) : rounded;
    }

    /// Writes a number of this precision.
    abstract void put(ByteBuffer to, double number);

    /// Reads a number.
    abstract double get(ByteBuffer from);
}
