package throughline.parallel.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import throughline.parallel.checkpoint.Pattern.Averaged;
import throughline.parallel.checkpoint.Sharding.Slice;
import throughline.spec.BadInput;

/// One tensor put together again from what ranks wrote: the operators Union and StripPadding of universal
/// checkpointing. Elements that several ranks wrote must agree to the bit; padding is passed over, whatever it
/// holds.
final class Union {
    private final Sharding sharding;
    private final Parameter parameter;
    private final Function<Shard, double[]> extract;

    Union(Sharding sharding, Parameter parameter, Function<Shard, double[]> extract) {
        this.sharding = sharding;
        this.parameter = parameter;
        this.extract = extract;
    }

    /// The tensor.
    ///
    /// @throws BadInput naming parameter, rank and element where ranks disagree
    double[] tensor() {
        List<Slice> slices = sharding.slices(parameter);
        if (!(sharding.pattern(parameter) instanceof Averaged)) {
            return tensor(slices);
        }
        List<double[]> each = new ArrayList<>();
        for (int rank = 0; rank < sharding.layout().tensor(); rank++) {
            int tensor = rank;
            each.add(tensor(
                    slices.stream().filter(slice -> slice.tensor() == tensor).toList()));
        }
        return mean(each);
    }

    private double[] tensor(List<Slice> slices) {
        double[] tensor = new double[parameter.size()];
        BitSet known = new BitSet(tensor.length);
        for (Slice slice : slices) {
            double[] part = slice.gather(extract);
            slice.region().runs((inWhole, inPart, length) -> {
                for (int i = 0; i < length; i++) {
                    put(tensor, known, inWhole + i, part[inPart + i], slice);
                }
            });
        }
        int missing = known.nextClearBit(0);
        if (missing < tensor.length) {
            throw new BadInput("%s: no rank has element [%d]", parameter.name(), missing);
        }
        return tensor;
    }

    private void put(double[] tensor, BitSet known, int at, double number, Slice slice) {
        if (known.get(at) && Double.doubleToRawLongBits(tensor[at]) != Double.doubleToRawLongBits(number)) {
            throw new BadInput(
                    "%s, element %d: rank %d has [%s], a rank before it [%s]; only what the rules call average"
                            + " may differ",
                    parameter.name(), at, slice.shards().getFirst().rank(), number, tensor[at]);
        }
        tensor[at] = number;
        known.set(at);
    }

    /// Numbers that agree are kept as they are: their sum over their count may differ in the last bit.
    private double[] mean(List<double[]> each) {
        double[] mean = new double[parameter.size()];
        for (int i = 0; i < mean.length; i++) {
            int place = i;
            double[] numbers =
                    each.stream().mapToDouble(tensor -> tensor[place]).toArray();
            boolean same = Arrays.stream(numbers).allMatch(number -> Double.compare(number, numbers[0]) == 0);
            mean[i] = same ? numbers[0] : mean(numbers);
        }
        return mean;
    }

    private static double mean(double... numbers) {
        double sum = 0;
        for (double number : numbers) {
            sum += number;
        }
        return sum / numbers.length;
    }
}
