package throughline.parallel.checkpoint;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import throughline.data.WholeFile;
import throughline.spec.BadInput;

/// A file of numbers: its head, which says what they are, the numbers, and a CRC-32 of all of it. It is whole or not
/// there.
///
/// @param path      of the file
/// @param head      lines of text; files of which it is another are refused
/// @param precision of the numbers
/// @param length    of the numbers
record NumberFile(Path path, String head, Precision precision, long length) {
    private static final int MAGIC = 0x544c434b;
    private static final int CHUNK = 1 << 13;

    /// Takes numbers in order.
    @FunctionalInterface
    interface Sink {
        void put(double[] numbers) throws IOException;
    }

    /// Gives all numbers of a file.
    @FunctionalInterface
    interface Source {
        void to(Sink sink) throws IOException;
    }

    /// Writes it.
    ///
    /// @throws BadInput when a number does not fit the precision
    void write(Source source) {
        WholeFile.write(path, file -> {
            CheckedOutputStream checked = new CheckedOutputStream(file, new CRC32());
            DataOutputStream out = new DataOutputStream(checked);
            byte[] text = head.getBytes(StandardCharsets.UTF_8);
            out.writeInt(MAGIC);
            out.writeInt(text.length);
            out.write(text);
            long[] written = new long[1];
            source.to(numbers -> {
                put(out, numbers);
                written[0] += numbers.length;
            });
            if (written[0] != length) {
                throw new IllegalArgumentException("%d numbers instead of %d".formatted(written[0], length));
            }
            out.writeLong(checked.getChecksum().getValue());
        });
    }

    private void put(OutputStream out, double[] numbers) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.min(CHUNK, numbers.length) * precision.bytes());
        for (int from = 0; from < numbers.length; from += CHUNK) {
            int to = Math.min(from + CHUNK, numbers.length);
            bytes.clear();
            for (int i = from; i < to; i++) {
                put(bytes, numbers[i]);
            }
            out.write(bytes.array(), 0, bytes.position());
        }
    }

    private void put(ByteBuffer bytes, double number) {
        if (Double.compare(precision.nearest(number), number) != 0) {
            throw new BadInput("%s: [%s] is not a number of precision %s", path, number, precision);
        }
        precision.put(bytes, number);
    }

    /// Reads the whole file once, to see that it is what it should be.
    ///
    /// @throws BadInput when it is missing, damaged or another
    void check() {
        try (CheckedInputStream in =
                new CheckedInputStream(new BufferedInputStream(Files.newInputStream(path), 1 << 16), new CRC32())) {
            DataInputStream data = new DataInputStream(in);
            if (data.readInt() != MAGIC) {
                throw new BadInput("%s is no file of a checkpoint", path);
            }
            requireHead(data);
            long bytes = length * precision.bytes();
            long skipped = in.skip(bytes);
            while (skipped < bytes) {
                long more = in.skip(bytes - skipped);
                if (more == 0) {
                    throw new EOFException();
                }
                skipped += more;
            }
            long sum = in.getChecksum().getValue();
            if (data.readLong() != sum) {
                throw new BadInput("%s is damaged: its check sum is not [%08x]", path, sum);
            }
            if (in.read() >= 0) {
                throw new BadInput("%s is damaged: something follows its end", path);
            }
        } catch (NoSuchFileException e) {
            throw new BadInput("%s is missing", path);
        } catch (EOFException e) {
            throw new BadInput("%s is damaged: it ends too early", path);
        } catch (IOException e) {
            throw new BadInput("%s cannot be read: [%s]", path, e);
        }
    }

    private void requireHead(DataInputStream in) throws IOException {
        int bytes = in.readInt();
        if (bytes < 0 || bytes > Files.size(path)) {
            throw new BadInput("%s is damaged: a head of [%d] bytes", path, bytes);
        }
        String found = new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
        if (!found.equals(head)) {
            String[] is = found.split("\n");
            String[] should = head.split("\n");
            int i = 0;
            while (i < is.length - 1 && i < should.length - 1 && is[i].equals(should[i])) {
                i++;
            }
            throw new BadInput("%s is of another checkpoint or damaged: it has [%s], not [%s]", path, is[i], should[i]);
        }
    }

    /// Some of the numbers of a file that was checked.
    ///
    /// @param from  first
    /// @param count how many
    double[] read(long from, int count) {
        double[] numbers = new double[count];
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            file.seek(2L * Integer.BYTES + head.getBytes(StandardCharsets.UTF_8).length + from * precision.bytes());
            byte[] bytes = new byte[CHUNK * precision.bytes()];
            for (int at = 0; at < count; at += CHUNK) {
                int some = Math.min(CHUNK, count - at);
                file.readFully(bytes, 0, some * precision.bytes());
                ByteBuffer in = ByteBuffer.wrap(bytes);
                for (int i = at; i < at + some; i++) {
                    numbers[i] = precision.get(in);
                }
            }
            return numbers;
        } catch (IOException e) {
            throw new BadInput("%s cannot be read: [%s]", path, e);
        }
    }
}
