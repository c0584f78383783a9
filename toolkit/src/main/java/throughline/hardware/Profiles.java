package throughline.hardware;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The profiles that come with the toolkit.
public final class Profiles {
    private Profiles() {}

    /// Their names, such as `h100-sxm`, in alphabetical order.
    public static List<String> names() {
        return resource("index.txt").lines().toList();
    }

    /// The file of one of these names as it stands, comments and all.
    public static String text(String name) {
        return resource(name + ".yaml");
    }

    private static String resource(String file) {
        try (InputStream in = Profiles.class.getResourceAsStream("profiles/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
