package throughline.training.sbp;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import throughline.spec.BadInput;

/// Devices in a grid, and how fast they compute and talk.
///
/// ```java
/// Mesh node = Mesh.of(8);        // a line of eight
/// Mesh grid = Mesh.of(2, 4);     // two groups of four
/// ```
///
/// @param axes       at least one, the outermost first
/// @param operations of one device, a second
public record Mesh(List<Axis> axes, double operations) {
    /// One axis.
    ///
    /// @param size      devices, at least 1
    /// @param bandwidth that a device sends with along this axis, bytes a second
    /// @param latency   of one collective along this axis, seconds
    public record Axis(int size, double bandwidth, double latency) {
        public Axis {
            if (size < 1 || !(bandwidth > 0) || !(latency >= 0)) {
                throw new BadInput(
                        "mesh axis: size [%d] must be at least 1, bandwidth [%s B/s] positive, latency [%s s] 0 or more",
                        size, bandwidth, latency);
            }
        }
    }

    public Mesh {
        axes = List.copyOf(axes);
        if (axes.isEmpty() || !(operations > 0)) {
            throw new BadInput(
                    "mesh: needs an axis, found %s, and operations [%s /s] must be positive", axes, operations);
        }
    }

    /// Devices as fast as an A100's data sheet, 312 TFLOP/s and 300 GB/s each way, with 10 microseconds a collective.
    ///
    /// @param sizes the outermost first
    public static Mesh of(int... sizes) {
        return new Mesh(
                Arrays.stream(sizes)
                        .mapToObj(size -> new Axis(size, 300e9, 10e-6))
                        .toList(),
                312e12);
    }

    /// Size of an axis, from 0.
    public int size(int axis) {
        return axes.get(axis).size();
    }

    /// All devices.
    public int devices() {
        return axes.stream().mapToInt(Axis::size).reduce(1, Math::multiplyExact);
    }

    /// Place of a device along an axis; devices are numbered with the innermost axis running fastest.
    public int place(int device, int axis) {
        return device / stride(axis) % size(axis);
    }

    /// The devices that differ from one along an axis only, in their order on it.
    public int[] group(int device, int axis) {
        int first = device - place(device, axis) * stride(axis);
        int[] group = new int[size(axis)];
        Arrays.setAll(group, i -> first + i * stride(axis));
        return group;
    }

    private int stride(int axis) {
        int stride = 1;
        for (int i = axis + 1; i < axes.size(); i++) {
            stride *= size(i);
        }
        return stride;
    }

    @Override
    public String toString() {
        return axes.stream().map(axis -> "" + axis.size()).collect(Collectors.joining(" x ")) + " devices";
    }
}
