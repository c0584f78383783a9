package throughline.fab;

/// What lots are made for: a product, how urgent, and by when.
///
/// @param name        of the class of lots, such as `HotLot_3`
/// @param product     what they become
/// @param priority    higher is more urgent
/// @param leadMinutes from release to the due date, 0 or more; infinite when there is none
public record Order(String name, Product product, int priority, double leadMinutes) {
    public Order {
        if (!(leadMinutes >= 0)) {
            throw new IllegalArgumentException(
                    "order %s: lead time [%s min] must be 0 or more".formatted(name, leadMinutes));
        }
    }

    /// Lots of a product without priority or due date.
    static Order of(Product product) {
        return new Order(product.name(), product, 0, Double.POSITIVE_INFINITY);
    }
}
