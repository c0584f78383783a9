package throughline.fab;

/// What a fab makes.
///
/// @param name   such as `Pa`
/// @param wafers in a lot, 1 or more
/// @param route  from release to the end
public record Product(String name, int wafers, Route route) {
    public Product {
        if (wafers < 1) {
            throw new IllegalArgumentException("product %s: wafers [%d] must be at least 1".formatted(name, wafers));
        }
    }
}
