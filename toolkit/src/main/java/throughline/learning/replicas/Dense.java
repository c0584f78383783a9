package throughline.learning.replicas;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Every value as a float of four bytes.
public record Dense() implements UpdateCodec {
    static long bytes(int values) {
        return (long) Float.BYTES * values;
    }

    @Override
    public Payload encode(double[] delta, int[] tensors) {
        Vectors.requireLength("update", delta.length, tensors);
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(bytes(delta.length)));
        for (double value : delta) {
            bytes.putFloat((float) value);
        }
        return new Payload(bytes.array());
    }

    @Override
    public double[] decode(Payload payload, int[] tensors) {
        payload.requireSize(bytes(tensors), name());
        ByteBuffer bytes = ByteBuffer.wrap(payload.bytes());
        double[] delta = new double[payload.size() / Float.BYTES];
        Arrays.setAll(delta, _ -> bytes.getFloat());
        return delta;
    }

    @Override
    public long bytes(int[] tensors) {
        return bytes(Arrays.stream(tensors).sum());
    }

    @Override
    public String name() {
        return "dense";
    }
}
