package throughline.learning.tokens;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import throughline.data.WholeFile;
import throughline.spec.BadInput;

/// A training as a file: a label, the curve, weights and moments, and a CRC-32 that finds out what is damaged. Bytes,
/// not text: a model of 50 million parameters comes to 600 MB.
///
/// @param label   says of what training
/// @param curve   one loss a step
/// @param weights `[array][number]`
/// @param moments of Adam
public record TokenCheckpoint(String label, double[] curve, float[][] weights, float[][] moments) {
    private static final int MOST = 1 << 28;

    /// Writes it whole or not at all.
    public void write(Path file) {
        WholeFile.write(file, bytes -> {
            CheckedOutputStream checked = new CheckedOutputStream(bytes, new CRC32());
            DataOutputStream out = new DataOutputStream(checked);
            out.writeUTF(label);
            out.writeInt(curve.length);
            for (double loss : curve) {
                out.writeDouble(loss);
            }
            write(out, weights);
            write(out, moments);
            out.writeLong(checked.getChecksum().getValue());
        });
    }

    private static void write(DataOutputStream out, float[][] arrays) throws IOException {
        out.writeInt(arrays.length);
        for (float[] array : arrays) {
            out.writeInt(array.length);
            for (float number : array) {
                out.writeFloat(number);
            }
        }
    }

    /// What [#write] wrote.
    ///
    /// @param label that it must have
    /// @throws BadInput when it cannot be read, is damaged, or has another label
    public static TokenCheckpoint read(Path file, String label) {
        try (CheckedInputStream checked =
                new CheckedInputStream(new BufferedInputStream(Files.newInputStream(file)), new CRC32())) {
            DataInputStream in = new DataInputStream(checked);
            String found = in.readUTF();
            if (!found.equals(label)) {
                throw new BadInput("%s is of another training, [%s]; this one is %s", file, found, label);
            }
            double[] curve = new double[length(file, in)];
            for (int i = 0; i < curve.length; i++) {
                curve[i] = in.readDouble();
            }
            float[][] weights = arrays(file, in);
            float[][] moments = arrays(file, in);
            long sum = checked.getChecksum().getValue();
            if (in.readLong() != sum) {
                throw new BadInput("%s is damaged: its check sum is not [%d]", file, sum);
            }
            return new TokenCheckpoint(label, curve, weights, moments);
        } catch (EOFException e) {
            throw new BadInput("%s is damaged: it ends too early", file);
        } catch (IOException e) {
            throw new BadInput("%s cannot be read: [%s]", file, e);
        }
    }

    private static float[][] arrays(Path file, DataInputStream in) throws IOException {
        float[][] arrays = new float[length(file, in)][];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = new float[length(file, in)];
            for (int j = 0; j < arrays[i].length; j++) {
                arrays[i][j] = in.readFloat();
            }
        }
        return arrays;
    }

    private static int length(Path file, DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MOST) {
            throw new BadInput("%s is damaged: an array of [%d] numbers", file, length);
        }
        return length;
    }
}
