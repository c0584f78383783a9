package throughline.cluster.stragglers;

import java.util.List;
import throughline.spec.BadInput;

/// The law of a number, by some of its quantiles and straight lines between them.
///
/// @param shares ascending from 0 to 1
/// @param values ascending, one a share
public record Quantiles(List<Double> shares, List<Double> values) {
    public Quantiles {
        shares = List.copyOf(shares);
        values = List.copyOf(values);
        if (shares.size() != values.size() || shares.size() < 2) {
            throw new BadInput(
                    "quantiles: [%d] shares and [%d] values; there must be as many of both, and at least 2",
                    shares.size(), values.size());
        }
        for (int i = 0; i < shares.size(); i++) {
            if (!(i == 0
                    ? shares.get(i) == 0
                    : shares.get(i) > shares.get(i - 1) && values.get(i) >= values.get(i - 1))) {
                throw new BadInput(
                        "quantile %d [%s, %s]: shares must rise from 0 to 1, and values must not fall",
                        i + 1, shares.get(i), values.get(i));
            }
        }
        if (shares.getLast() != 1) {
            throw new BadInput("last quantile [%s]: its share must be 1", shares.getLast());
        }
    }

    /// The value that a share of the draws does not exceed.
    ///
    /// @param share 0 to 1
    public double at(double share) {
        int i = 1;
        while (i < shares.size() - 1 && shares.get(i) < share) {
            i++;
        }
        double from = shares.get(i - 1);
        double part = (share - from) / (shares.get(i) - from);
        return values.get(i - 1) + part * (values.get(i) - values.get(i - 1));
    }
}
