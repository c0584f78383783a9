package throughline.fab;

import java.util.List;

/// A lot on its way: the token that the components of a fab hand on. It belongs to whoever holds it.
public final class Lot {
    private final int number;
    private final Product product;
    private final long released;
    private final int[] tools;
    private final long[] spent = new long[Spent.values().length];
    private int position;
    private long waitingSince;
    private long accounted;

    /// @param number   in order of release, from 0
    /// @param product  what it becomes
    /// @param released tick of its release
    Lot(int number, Product product, long released) {
        this.number = number;
        this.product = product;
        this.released = released;
        accounted = released;
        tools = new int[product.route().steps().size()];
    }

    /// In order of release, from 0.
    public int number() {
        return number;
    }

    /// What it becomes.
    public Product product() {
        return product;
    }

    /// Tick of its release.
    public long released() {
        return released;
    }

    /// Steps completed.
    public int position() {
        return position;
    }

    /// Whether all steps are completed.
    public boolean finished() {
        return position == product.route().steps().size();
    }

    /// The step it is at or waits for.
    ///
    /// @throws IndexOutOfBoundsException when it is finished
    public Step step() {
        return product.route().steps().get(position);
    }

    /// The step after that; null when there is none.
    Step next() {
        List<Step> steps = product.route().steps();
        return position + 1 < steps.size() ? steps.get(position + 1) : null;
    }

    /// Tick since which it has waited for this step.
    public long waitingSince() {
        return waitingSince;
    }

    /// Ticks spent on something, as far as it is accounted for: up to the end when it has left the fab, else up to the
    /// last event that concerned it.
    public long spent(Spent what) {
        return spent[what.ordinal()];
    }

    /// Accounts for the time since the last call.
    void spend(Spent what, long until) {
        spent[what.ordinal()] += until - accounted;
        accounted = until;
    }

    void waitFrom(long tick) {
        waitingSince = tick;
    }

    /// The tool, by its index in the station, that did a completed step; of several steps of that name, the last.
    ///
    /// @throws IllegalArgumentException when no completed step has that name
    public int toolOf(String step) {
        for (int i = position - 1; i >= 0; i--) {
            if (product.route().steps().get(i).name().equals(step)) {
                return tools[i];
            }
        }
        throw new IllegalArgumentException("%s has not completed a step [%s]".formatted(this, step));
    }

    void advance(int tool) {
        tools[position] = tool;
        position++;
    }

    @Override
    public String toString() {
        return "%s-%d".formatted(product.name(), number);
    }
}
