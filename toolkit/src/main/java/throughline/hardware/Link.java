package throughline.hardware;

import java.nio.file.Path;

/// What carries bytes from device to device.
///
/// @param name      of the product
/// @param bandwidth of one device's or one card's end, bytes a second in each direction
/// @param source    of these numbers
public record Link(String name, double bandwidth, String source) {
    /// @throws throughline.spec.BadInput when the bandwidth is not positive and finite
    public Link {
        Bounds.positive("link %s: bandwidth".formatted(name), bandwidth);
    }

    /// A link of a profile that comes with the toolkit; [Profiles#names] lists them.
    ///
    /// @throws throughline.spec.BadInput when there is none of that name, or it is of another kind
    public static Link named(String name) {
        return of(Profile.named(name));
    }

    /// A link of a profile of the user's.
    ///
    /// @throws throughline.spec.BadInput naming file, line, key and what is allowed
    public static Link read(Path path) {
        return of(Profile.read(path));
    }

    private static Link of(Profile profile) {
        profile.expect("link");
        Link link = new Link(profile.text("name"), profile.quantity("bandwidth", "B/s"), profile.text("source"));
        profile.end();
        return link;
    }
}
