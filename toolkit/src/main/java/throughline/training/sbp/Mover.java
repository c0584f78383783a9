package throughline.training.sbp;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import throughline.training.ranks.Rank;

/// Changes how real numbers lie, rank by rank.
final class Mover {
    private Mover() {}

    /// Takes all steps of a change between layouts, as the device of the rank's number.
    ///
    /// @param local what this rank holds
    /// @return what it holds then
    static double[] move(Rank rank, double[] local, Shape shape, Rebox rebox, Mesh mesh) {
        Layout layout = rebox.from();
        double[] now = local;
        for (Rebox.Step step : rebox.steps()) {
            Shape group = layout.with(step.axis(), Sbp.BROADCAST).local(shape, mesh);
            now = box(rank.within(mesh.group(rank.index(), step.axis())), now, group, step.from(), step.to());
            layout = layout.with(step.axis(), step.to());
        }
        return now;
    }

    /// One step, among ranks that hold a tensor together.
    static double[] box(Rank rank, double[] local, Shape shape, Sbp from, Sbp to) {
        Mesh mesh = Mesh.of(rank.size());
        return switch (Boxing.of(from, to)) {
            case LOCAL -> from.equals(to) ? local : keep(rank, local, shape, from, to);
            case ALL_REDUCE -> rank.allReduce(local);
            case REDUCE_SCATTER -> rank.reduceScatter(chunks(local, shape, to, mesh));
            case ALL_GATHER -> join(rank.allGather(local), shape, from, mesh);
            case ALL_TO_ALL -> {
                Shape mine = Layout.of(from).local(shape, mesh);
                Shape then = Layout.of(to).local(shape, mesh);
                yield join(rank.allToAll(chunks(local, mine, to, mesh)), then, from, mesh);
            }
        };
    }

    private static double[] keep(Rank rank, double[] local, Shape shape, Sbp from, Sbp to) {
        Mesh mesh = Mesh.of(rank.size());
        if (to.splits()) {
            return Region.of(shape, Layout.of(to), mesh, rank.index()).read(local, shape);
        }
        double[] summand = new double[(int) shape.elements()];
        if (from.splits() || rank.index() == 0) {
            Region.of(shape, Layout.of(from), mesh, rank.index()).add(local, summand, shape);
        }
        return summand;
    }

    /// The pieces of a split, one after the other.
    private static double[] chunks(double[] whole, Shape shape, Sbp split, Mesh mesh) {
        return IntStream.range(0, mesh.devices())
                .mapToObj(device ->
                        Region.of(shape, Layout.of(split), mesh, device).read(whole, shape))
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    /// Pieces that stand one after the other, side by side.
    private static double[] join(double[] chunks, Shape shape, Sbp split, Mesh mesh) {
        double[] whole = new double[(int) shape.elements()];
        int length = chunks.length / mesh.devices();
        for (int device = 0; device < mesh.devices(); device++) {
            double[] chunk = Arrays.copyOfRange(chunks, device * length, (device + 1) * length);
            Region.of(shape, Layout.of(split), mesh, device).add(chunk, whole, shape);
        }
        return whole;
    }

    /// Hands a tensor over to other ranks: the first ones hold it, those after them are to hold it.
    ///
    /// @param producers how many hold it
    /// @param local     what this rank holds; not read on the others
    /// @return what this rank holds then; empty on those that held it before
    static double[] across(Rank rank, int producers, double[] local, Shape shape, Sbp from, Sbp to) {
        int consumers = rank.size() - producers;
        boolean gathers = from instanceof Sbp.Partial && to instanceof Sbp.Broadcast;
        Shape flat = gathers ? Shape.of((int) shape.elements()) : shape;
        double[] got = handOver(rank, producers, local, flat, from, gathers ? Sbp.split(0) : to);
        if (!gathers || rank.index() < producers) {
            return got;
        }
        int[] group = IntStream.range(producers, producers + consumers).toArray();
        return rank.within(group).allGather(got);
    }

    private static double[] handOver(Rank rank, int producers, double[] local, Shape shape, Sbp from, Sbp to) {
        int consumers = rank.size() - producers;
        if (rank.index() < producers) {
            for (int consumer = 0; consumer < consumers; consumer++) {
                int target = producers + consumer;
                Region mine = region(shape, from, producers, rank.index());
                overlap(shape, from, to, producers, consumers, rank.index(), consumer)
                        .ifPresent(part -> rank.send(target, part.inside(mine).read(local, mine.size())));
            }
            return new double[0];
        }
        int consumer = rank.index() - producers;
        Region mine = region(shape, to, consumers, consumer);
        double[] got = new double[(int) mine.size().elements()];
        for (int producer = 0; producer < producers; producer++) {
            Optional<Region> part = overlap(shape, from, to, producers, consumers, producer, consumer);
            if (part.isPresent()) {
                part.get().inside(mine).add(rank.receive(producer), got, mine.size());
            }
        }
        return got;
    }

    private static Region region(Shape shape, Sbp sbp, int devices, int device) {
        return Region.of(shape, Layout.of(sbp), Mesh.of(devices), device);
    }

    /// What a producer sends to a consumer: of copies, the first one sends; of what is to be partial, each producer's
    /// goes to one consumer.
    private static Optional<Region> overlap(
            Shape shape, Sbp from, Sbp to, int producers, int consumers, int producer, int consumer) {
        boolean silent = from instanceof Sbp.Broadcast && producer > 0;
        boolean others = to instanceof Sbp.Partial && producer % consumers != consumer;
        return silent || others
                ? Optional.empty()
                : region(shape, from, producers, producer).and(region(shape, to, consumers, consumer));
    }
}
