package throughline.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import throughline.spec.BadInput;

/// The shapes of published models, as `transformers.csv` has them.
final class Shapes {
    private static final int COLUMNS = 21;

    private Shapes() {}

    static List<String> names() {
        return new ArrayList<>(all().keySet());
    }

    static Transformer named(String name) {
        Map<String, Transformer> all = all();
        Transformer model = all.get(name);
        if (model == null) {
            throw new BadInput("no model [%s]; there are %s", name, String.join(", ", all.keySet()));
        }
        return model;
    }

    private static Map<String, Transformer> all() {
        try (InputStream in = Shapes.class.getResourceAsStream("transformers.csv")) {
            Map<String, Transformer> all = new TreeMap<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split(",", COLUMNS))
                    .forEach(row -> all.put(row[0], model(row)));
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Transformer model(String[] row) {
        Attention attention = new Attention(
                number(row[3]), number(row[4]), number(row[5]), number(row[12]), number(row[13]), number(row[14]));
        Optional<Experts> experts = row[15].equals("0")
                ? Optional.empty()
                : Optional.of(new Experts(
                        number(row[15]), number(row[16]), number(row[17]), number(row[18]), number(row[19])));
        return new Transformer(
                row[0],
                number(row[1]),
                number(row[2]),
                attention,
                number(row[6]),
                row[7].equals("yes"),
                experts,
                number(row[10]),
                row[8].equals("yes"),
                row[9].equals("yes"),
                number(row[11]));
    }

    private static int number(String text) {
        return Integer.parseInt(text);
    }
}
