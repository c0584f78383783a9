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
        try (InputStream in = Profiles.class.getResourceAsStream("profiles/index.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
