package throughline.papers.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayDeque;
import java.util.Deque;
import throughline.papers.training.RsaShape.Batch;

/// One of several devices that train a transformer with ring self-attention: its tokens, what it keeps of them, and its
/// part of every operation forward and back. Nothing is left to the engine's backpropagation, so that what is kept is
/// what the method keeps. Every method leaves only that in [#bytes()].
final class RsaDevice implements AutoCloseable {
    private final RsaShape shape;
    private final NDList weights;
    private final int index;
    private final int devices;
    private final NDManager manager;
    private final NDArray tokens;
    private final NDArray targets;
    private final NDArray place;
    private final NDArray scale;
    private final Deque<RsaKept> kept = new ArrayDeque<>();
    private final NDArray[] gradients;
    /// One block for each device whose keys or values came by.
    private final NDArray[] blocks;

    private final NDArray[] others;
    private NDArray stream;
    private NDArray sum;

    RsaDevice(RsaShape shape, NDList weights, Batch batch, int index, int devices) {
        this.shape = shape;
        this.weights = weights;
        this.index = index;
        this.devices = devices;
        manager = weights.getFirst().getManager().newSubManager();
        int share = shape.length() / devices;
        tokens = shape.oneHot(manager, batch.tokens(), index * share, (index + 1) * share);
        targets = shape.oneHot(manager, batch.targets(), index * share, (index + 1) * share);
        float[] places = new float[share * shape.length()];
        for (int t = 0; t < share; t++) {
            places[t * shape.length() + index * share + t] = 1;
        }
        place = manager.create(places, new Shape(share, shape.length()));
        scale = manager.full(new Shape(), (float) Math.sqrt(1.0 * shape.heads() / shape.width()));
        gradients = new NDArray[weights.size()];
        blocks = new NDArray[devices];
        others = new NDArray[devices];
    }

    /// Bytes that it holds, with the weights, of which every device has all.
    long bytes() {
        long elements = weights.stream().mapToLong(NDArray::size).sum();
        for (NDArray array : manager.getManagedArrays()) {
            elements += array.size();
        }
        return elements * Float.BYTES;
    }

    /// Its gradients, in the order of the weights.
    NDArray[] gradients() {
        return gradients;
    }

    void embed() {
        try (NDScope scope = new NDScope()) {
            NDArray places = place.matMul(weights.get(1));
            stream = keep(tokens.matMul(weights.get(0))
                    .reshape(shape.batch(), -1, shape.width())
                    .add(places)
                    .reshape(-1, shape.width()));
        }
    }

    void project(int layer) {
        RsaKept now = new RsaKept();
        kept.push(now);
        now.input = stream;
        try (NDScope scope = new NDScope()) {
            now.q = keep(shape.heads(stream.matMul(weight(layer, 0))).mul(scale));
            now.k = keep(shape.heads(stream.matMul(weight(layer, 1))));
            now.v = keep(shape.heads(stream.matMul(weight(layer, 2))));
        }
    }

    /// A copy of its keys, for others.
    NDArray keys() {
        return kept.peek().k.duplicate();
    }

    /// A copy of its values, for others.
    NDArray values() {
        return kept.peek().v.duplicate();
    }

    void score(int owner, NDArray keys) {
        try (NDScope scope = new NDScope()) {
            blocks[owner] = keep(kept.peek().q.matMul(keys.swapAxes(2, 3)));
        }
    }

    void softmax() {
        try (NDScope scope = new NDScope()) {
            kept.peek().shares = keep(joined(blocks, 3).softmax(3));
        }
        close(blocks);
    }

    void weigh(int owner, NDArray values) {
        try (NDScope scope = new NDScope()) {
            add(block(kept.peek().shares, owner).matMul(values));
        }
    }

    void finish(int layer) {
        RsaKept now = kept.peek();
        try (NDScope scope = new NDScope()) {
            now.seen = keep(shape.rows(sum));
            now.between = keep(now.input.add(now.seen.matMul(weight(layer, 3))));
            now.inner = keep(
                    now.between.matMul(weight(layer, 4)).getNDArrayInternal().relu());
            stream = keep(now.between.add(now.inner.matMul(weight(layer, 5))));
        }
        close(sum);
        sum = null;
    }

    /// Its part of the mean loss; the stream becomes its gradient.
    double loss() {
        double part;
        NDArray last = stream;
        try (NDScope scope = new NDScope()) {
            NDArray head = weights.getLast();
            NDArray all = manager.full(new Shape(), (float) shape.batch() * shape.length());
            NDArray guessed = last.matMul(head).logSoftmax(1);
            part = targets.mul(guessed).sum().neg().div(all).getFloat();
            NDArray slope = guessed.exp().sub(targets).div(all);
            gradients[weights.size() - 1] = keep(last.transpose().matMul(slope));
            stream = keep(slope.matMul(head.transpose()));
        }
        close(last);
        return part;
    }

    void backMlp(int layer) {
        RsaKept now = kept.peek();
        NDArray slope = stream;
        try (NDScope scope = new NDScope()) {
            gradient(layer, 5, now.inner.transpose().matMul(slope));
            NDArray inside = slope.matMul(weight(layer, 5).transpose()).mul(now.inner.sign());
            gradient(layer, 4, now.between.transpose().matMul(inside));
            stream = keep(slope.add(inside.matMul(weight(layer, 4).transpose())));
            gradient(layer, 3, now.seen.transpose().matMul(stream));
            now.slope = keep(shape.heads(stream.matMul(weight(layer, 3).transpose())));
        }
        close(slope, now.inner, now.between, now.seen);
    }

    /// What an owner's values came to: gradients of the shares that they got, and of them.
    void backWeigh(int owner, NDArray values) {
        RsaKept now = kept.peek();
        try (NDScope scope = new NDScope()) {
            blocks[owner] = keep(now.slope.matMul(values.swapAxes(2, 3)));
            others[owner] = keep(block(now.shares, owner).swapAxes(2, 3).matMul(now.slope));
        }
    }

    void backSoftmax() {
        RsaKept now = kept.peek();
        NDArray slope = now.slope;
        try (NDScope scope = new NDScope()) {
            NDArray shares = joined(blocks, 3);
            NDArray mean = now.shares.mul(shares).sum(new int[] {3}, true);
            now.slope = keep(now.shares.mul(shares.sub(mean)));
        }
        close(blocks);
        close(slope, now.shares, now.v);
    }

    /// What an owner's keys came to: gradients of queries, and of them.
    void backScore(int owner, NDArray keys) {
        RsaKept now = kept.peek();
        try (NDScope scope = new NDScope()) {
            NDArray slope = block(now.slope, owner);
            add(slope.matMul(keys));
            others[owner] = keep(slope.swapAxes(2, 3).matMul(now.q));
        }
    }

    /// Gives away what it has of an owner's gradient.
    NDArray give(int owner) {
        NDArray given = others[owner];
        others[owner] = null;
        return given;
    }

    void backProject(int layer, NDArray keys, NDArray values) {
        RsaKept now = kept.pop();
        NDArray slope = stream;
        try (NDScope scope = new NDScope()) {
            NDArray turned = now.input.transpose();
            NDArray[] slopes = {shape.rows(sum.mul(scale)), shape.rows(keys), shape.rows(values)};
            NDArray total = slope;
            for (int which = 0; which < slopes.length; which++) {
                gradient(layer, which, turned.matMul(slopes[which]));
                total = total.add(slopes[which].matMul(weight(layer, which).transpose()));
            }
            stream = keep(total);
        }
        close(slope, sum, keys, values, now.slope, now.q, now.k, now.input);
        sum = null;
    }

    void backEmbed() {
        try (NDScope scope = new NDScope()) {
            gradients[0] = keep(tokens.transpose().matMul(stream));
            NDArray places = stream.reshape(shape.batch(), -1, shape.width()).sum(new int[] {0});
            gradients[1] = keep(place.transpose().matMul(places));
        }
        close(stream);
    }

    /// Takes what another device gave away.
    NDArray take(NDArray array) {
        array.attach(manager);
        return array;
    }

    private NDArray weight(int layer, int which) {
        return RsaShape.of(weights, layer, which);
    }

    private void gradient(int layer, int which, NDArray slope) {
        gradients[2 + RsaShape.A_LAYER * layer + which] = keep(slope);
    }

    private NDArray block(NDArray rows, int owner) {
        int share = shape.length() / devices;
        return rows.get(new NDIndex().addAllDim(3).addSliceDim((long) owner * share, (owner + 1L) * share));
    }

    private void add(NDArray part) {
        NDArray before = sum;
        sum = keep(before == null ? part : before.add(part));
        if (before != null) {
            close(before);
        }
    }

    private static NDArray joined(NDArray[] parts, int axis) {
        return NDArrays.concat(new NDList(parts), axis);
    }

    private NDArray keep(NDArray array) {
        NDScope.unregister(array);
        return take(array);
    }

    private static void close(NDArray... arrays) {
        for (NDArray array : arrays) {
            array.close();
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
