package throughline.training.formats;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import throughline.training.StepGraph;
import throughline.training.StepGraph.Collective;
import throughline.training.StepGraph.Compute;
import throughline.training.StepGraph.Receive;
import throughline.training.StepGraph.Send;

/// A message of Chakra's schema in the making; the numbers are those of its fields in `et_def.proto`.
final class ChakraMessage {
    private static final String VERSION = "1.0.0";
    private static final int GLOBAL_VERSION = 1;

    private static final int ID = 1;
    private static final int NAME = 2;
    private static final int TYPE = 3;
    private static final int DATA_DEPS = 5;
    private static final int DURATION_MICROS = 7;
    private static final int ATTR = 10;

    private static final int COMP_NODE = 4;
    private static final int COMM_SEND_NODE = 5;
    private static final int COMM_RECV_NODE = 6;
    private static final int COMM_COLL_NODE = 7;

    private static final int ATTR_NAME = 1;
    private static final int INT32 = 7;
    private static final int INT64 = 9;
    private static final int BOOL = 27;
    private static final int STRING = 29;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    private interface Field {
        void write(CodedOutputStream out) throws IOException;
    }

    private ChakraMessage put(Field field) {
        try {
            field.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private ChakraMessage attribute(String name, Field value) {
        ChakraMessage attribute =
                new ChakraMessage().put(to -> to.writeString(ATTR_NAME, name)).put(value);
        return put(to -> to.writeByteArray(ATTR, attribute.array()));
    }

    private ChakraMessage int32(String name, int value) {
        return attribute(name, to -> to.writeInt32(INT32, value));
    }

    private ChakraMessage int64(String name, long value) {
        return attribute(name, to -> to.writeInt64(INT64, value));
    }

    static ChakraMessage metadata() {
        return new ChakraMessage().put(to -> to.writeString(GLOBAL_VERSION, VERSION));
    }

    static ChakraMessage node(int rank, StepGraph.Node node) {
        ChakraMessage message = new ChakraMessage()
                .put(to -> to.writeUInt64(ID, node.id()))
                .put(to -> to.writeString(NAME, node.name()))
                .put(to -> to.writeEnum(TYPE, type(node.task())));
        for (int before : node.after()) {
            message.put(to -> to.writeUInt64(DATA_DEPS, before));
        }
        double seconds = node.task().seconds();
        message.put(to -> to.writeUInt64(DURATION_MICROS, Math.round(seconds * 1e6)))
                .attribute("is_cpu_op", to -> to.writeBool(BOOL, false))
                .int64("duration_nanos", Math.round(seconds * 1e9));
        switch (node.task()) {
            case Compute _ -> {}
            case Collective all ->
                message.int64("comm_type", type(all.exchange()))
                        .int64("comm_size", Math.round(all.bytes()))
                        .attribute("pg_name", to -> to.writeString(STRING, "" + all.group()));
            case Send send -> message.between(rank, send.to(), send.tag(), send.bytes());
            case Receive receive -> message.between(receive.from(), rank, receive.tag(), receive.bytes());
        }
        return message;
    }

    private ChakraMessage between(int from, int to, int tag, double size) {
        return int32("comm_src", from)
                .int32("comm_dst", to)
                .int32("comm_tag", tag)
                .int64("comm_size", Math.round(size));
    }

    private static int type(StepGraph.Task task) {
        return switch (task) {
            case Compute _ -> COMP_NODE;
            case Send _ -> COMM_SEND_NODE;
            case Receive _ -> COMM_RECV_NODE;
            case Collective _ -> COMM_COLL_NODE;
        };
    }

    private static int type(StepGraph.Exchange exchange) {
        return switch (exchange) {
            case ALL_REDUCE -> 0;
            case ALL_GATHER -> 2;
            case REDUCE_SCATTER -> 7;
        };
    }

    private byte[] array() {
        put(CodedOutputStream::flush);
        return bytes.toByteArray();
    }

    /// Writes it after its length.
    void writeTo(OutputStream to) throws IOException {
        byte[] array = array();
        CodedOutputStream length = CodedOutputStream.newInstance(to, CodedOutputStream.DEFAULT_BUFFER_SIZE);
        length.writeUInt32NoTag(array.length);
        length.flush();
        to.write(array);
    }
}
