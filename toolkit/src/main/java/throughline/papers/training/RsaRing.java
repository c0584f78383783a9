package throughline.papers.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import throughline.papers.training.RsaShape.Batch;

/// Devices in a ring that take every step together: what one passes on, the next one has.
final class RsaRing implements AutoCloseable {
    private final List<RsaDevice> devices;
    private final RsaShape shape;
    private final boolean measured;
    private long most;

    /// What a device does with what another owns.
    @FunctionalInterface
    private interface Meeting {
        void with(RsaDevice device, int owner, NDArray passing);
    }

    /// @param count    of devices, dividing the length
    /// @param measured whether to look at what devices hold, which takes time
    RsaRing(RsaShape shape, NDList weights, Batch batch, int count, boolean measured) {
        this.shape = shape;
        this.measured = measured;
        devices = IntStream.range(0, count)
                .mapToObj(index -> new RsaDevice(shape, weights, batch, index, count))
                .toList();
    }

    /// The loss of the batch; leaves each device with its part of the gradients.
    double gradients() {
        devices.forEach(RsaDevice::embed);
        for (int layer = 0; layer < shape.layers(); layer++) {
            forward(layer);
        }
        double loss = devices.stream().mapToDouble(RsaDevice::loss).sum();
        for (int layer = shape.layers() - 1; layer >= 0; layer--) {
            back(layer);
        }
        devices.forEach(RsaDevice::backEmbed);
        return loss;
    }

    private void forward(int layer) {
        devices.forEach(device -> device.project(layer));
        around(RsaDevice::keys, RsaDevice::score);
        devices.forEach(RsaDevice::softmax);
        around(RsaDevice::values, RsaDevice::weigh);
        devices.forEach(device -> device.finish(layer));
    }

    private void back(int layer) {
        devices.forEach(device -> device.backMlp(layer));
        around(RsaDevice::values, RsaDevice::backWeigh);
        devices.forEach(RsaDevice::backSoftmax);
        List<NDArray> values = reduced();
        around(RsaDevice::keys, RsaDevice::backScore);
        List<NDArray> keys = reduced();
        for (int index = 0; index < devices.size(); index++) {
            devices.get(index).backProject(layer, keys.get(index), values.get(index));
        }
    }

    /// Shows every device its own block, then that of the device before, and so on.
    private void around(Function<RsaDevice, NDArray> own, Meeting meeting) {
        int n = devices.size();
        NDArray[] passing = devices.stream().map(own).toArray(NDArray[]::new);
        for (int step = 0; step < n; step++) {
            for (int index = 0; index < n; index++) {
                int owner = Math.floorMod(index - step, n);
                meeting.with(devices.get(index), owner, devices.get(index).take(passing[owner]));
            }
            if (measured) {
                most = Math.max(most, most(devices));
            }
        }
        Arrays.stream(passing).forEach(NDArray::close);
    }

    /// The gradient of each owner's block, summed over the devices around the ring, with the owner.
    private List<NDArray> reduced() {
        int n = devices.size();
        List<NDArray> sums = new ArrayList<>();
        for (int owner = 0; owner < n; owner++) {
            NDArray sum = devices.get((owner + 1) % n).give(owner);
            for (int step = 2; step <= n; step++) {
                RsaDevice device = devices.get((owner + step) % n);
                try (NDArray before = device.take(sum);
                        NDArray part = device.give(owner)) {
                    sum = before.add(part);
                }
            }
            sums.add(sum);
        }
        return sums;
    }

    /// The most bytes that a device held between two operations so far; 0 if they are not measured.
    long most() {
        return most;
    }

    private static long most(List<RsaDevice> devices) {
        return devices.stream().mapToLong(RsaDevice::bytes).max().orElseThrow();
    }

    /// The gradients of a device alone.
    ///
    /// @return one array of values a weight
    float[][] gradients(int device) {
        return Arrays.stream(devices.get(device).gradients())
                .map(NDArray::toFloatArray)
                .toArray(float[][]::new);
    }

    /// The gradients of the batch: the sum over all devices, in their order.
    float[][] summed() {
        float[][] sum = gradients(0);
        for (int index = 1; index < devices.size(); index++) {
            float[][] next = gradients(index);
            for (int w = 0; w < sum.length; w++) {
                for (int i = 0; i < sum[w].length; i++) {
                    sum[w][i] += next[w][i];
                }
            }
        }
        return sum;
    }

    @Override
    public void close() {
        devices.forEach(RsaDevice::close);
    }
}
