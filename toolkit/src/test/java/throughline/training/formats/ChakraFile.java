package throughline.training.formats;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A trace as somebody reads it who knows nothing of the writer but the schema: those fields of it that are used.
final class ChakraFile {
    static final int COMPUTE = 4;
    static final int SEND = 5;
    static final int RECEIVE = 6;
    static final int COLLECTIVE = 7;

    private static final FileDescriptor SCHEMA = schema();

    /// @param attributes numbers as Long, words as String, flags as Boolean
    record Node(long id, String name, long type, List<Long> after, long micros, Map<String, Object> attributes) {
        long number(String attribute) {
            return ((Number) attributes.get(attribute)).longValue();
        }

        long nanos() {
            return number("duration_nanos");
        }

        boolean is(int kind) {
            return type == kind;
        }
    }

    private ChakraFile() {}

    private static FieldDescriptorProto field(String name, int number, Type type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(Label.LABEL_OPTIONAL)
                .build();
    }

    private static FieldDescriptorProto one(String name, int number, Type type) {
        return field(name, number, type).toBuilder().setOneofIndex(0).build();
    }

    private static FileDescriptor schema() {
        DescriptorProto attribute = DescriptorProto.newBuilder()
                .setName("AttributeProto")
                .addField(field("name", 1, Type.TYPE_STRING))
                .addField(field("doc_string", 2, Type.TYPE_STRING))
                .addOneofDecl(com.google.protobuf.DescriptorProtos.OneofDescriptorProto.newBuilder()
                        .setName("value"))
                .addField(one("double_val", 3, Type.TYPE_DOUBLE))
                .addField(one("int32_val", 7, Type.TYPE_INT32))
                .addField(one("int64_val", 9, Type.TYPE_INT64))
                .addField(one("uint32_val", 11, Type.TYPE_UINT32))
                .addField(one("uint64_val", 13, Type.TYPE_UINT64))
                .addField(one("bool_val", 27, Type.TYPE_BOOL))
                .addField(one("string_val", 29, Type.TYPE_STRING))
                .build();
        FieldDescriptorProto attributes = field("attr", 10, Type.TYPE_MESSAGE).toBuilder()
                .setTypeName("AttributeProto")
                .setLabel(Label.LABEL_REPEATED)
                .build();
        DescriptorProto node = DescriptorProto.newBuilder()
                .setName("Node")
                .addField(field("id", 1, Type.TYPE_UINT64))
                .addField(field("name", 2, Type.TYPE_STRING))
                .addField(field("type", 3, Type.TYPE_INT64))
                .addField(repeated("ctrl_deps", 4))
                .addField(repeated("data_deps", 5))
                .addField(field("start_time_micros", 6, Type.TYPE_UINT64))
                .addField(field("duration_micros", 7, Type.TYPE_UINT64))
                .addField(attributes)
                .build();
        DescriptorProto metadata = DescriptorProto.newBuilder()
                .setName("GlobalMetadata")
                .addField(field("version", 1, Type.TYPE_STRING))
                .build();
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName("et_def.proto")
                .setSyntax("proto3")
                .addMessageType(attribute)
                .addMessageType(node)
                .addMessageType(metadata)
                .build();
        try {
            return FileDescriptor.buildFrom(file, new FileDescriptor[0]);
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FieldDescriptorProto repeated(String name, int number) {
        return field(name, number, Type.TYPE_UINT64).toBuilder()
                .setLabel(Label.LABEL_REPEATED)
                .build();
    }

    static List<Node> read(Path file) throws IOException {
        List<Node> nodes = new ArrayList<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            Message first = message(in, "GlobalMetadata");
            if (!value(first, "version").equals("1.0.0")
                    || !first.getUnknownFields().asMap().isEmpty()) {
                throw new IOException("no metadata: " + first);
            }
            for (Message next = message(in, "Node"); next != null; next = message(in, "Node")) {
                if (!next.getUnknownFields().asMap().isEmpty()) {
                    throw new IOException("unknown fields: " + next);
                }
                nodes.add(node(next));
            }
        }
        return nodes;
    }

    private static Message message(InputStream in, String type) throws IOException {
        Descriptor descriptor = SCHEMA.findMessageTypeByName(type);
        DynamicMessage.Builder builder = DynamicMessage.newBuilder(descriptor);
        return builder.mergeDelimitedFrom(in) ? builder.build() : null;
    }

    private static Object value(Message message, String field) {
        return message.getField(message.getDescriptorForType().findFieldByName(field));
    }

    @SuppressWarnings("unchecked")
    private static Node node(Message message) {
        Map<String, Object> attributes = new HashMap<>();
        for (Message attribute : (List<Message>) value(message, "attr")) {
            for (Map.Entry<FieldDescriptor, Object> field :
                    attribute.getAllFields().entrySet()) {
                if (!field.getKey().getName().equals("name")) {
                    attributes.put((String) value(attribute, "name"), field.getValue());
                }
            }
        }
        return new Node(
                (Long) value(message, "id"),
                (String) value(message, "name"),
                (Long) value(message, "type"),
                (List<Long>) value(message, "data_deps"),
                (Long) value(message, "duration_micros"),
                attributes);
    }
}
