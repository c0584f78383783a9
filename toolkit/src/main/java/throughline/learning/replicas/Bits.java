package throughline.learning.replicas;

/// A row of bits that numbers are written to and read from, most significant bit first.
final class Bits {
    private final byte[] bytes;
    private long at;

    /// @param bytes zeros to write to, or what was written
    Bits(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Writes the lowest bits of a number.
    void put(int number, int width) {
        for (int bit = width - 1; bit >= 0; bit--, at++) {
            if ((number >>> bit & 1) != 0) {
                bytes[(int) (at >> 3)] |= (byte) (0x80 >>> (at & 7));
            }
        }
    }

    /// Reads a number of so many bits, not negative unless it has 32.
    int get(int width) {
        int number = 0;
        for (int bit = 0; bit < width; bit++, at++) {
            number = number << 1 | bytes[(int) (at >> 3)] >>> (7 - (int) (at & 7)) & 1;
        }
        return number;
    }
}
