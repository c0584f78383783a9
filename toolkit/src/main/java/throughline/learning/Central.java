package throughline.learning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A central interval: between the quantiles of two levels that lie symmetrically around one half.
///
/// @param low     place of its lower level
/// @param high    place of its upper level
/// @param nominal share that should fall inside, such as 0.9
record Central(int low, int high, double nominal) {
    private static final double SAME = 1e-9;

    /// All that some levels give, the narrowest first.
    ///
    /// @param levels ascending
    static List<Central> of(List<Double> levels) {
        List<Central> all = new ArrayList<>();
        for (int low = 0; low < levels.size(); low++) {
            for (int high = low + 1; high < levels.size(); high++) {
                if (Math.abs(levels.get(low) + levels.get(high) - 1) < SAME) {
                    // 0.95 - 0.05 is not 0.9 in binary, and this is shown.
                    double nominal = Math.rint((levels.get(high) - levels.get(low)) * 1e9) / 1e9;
                    all.add(new Central(low, high, nominal));
                }
            }
        }
        all.sort(Comparator.comparingDouble(Central::nominal));
        return all;
    }
}
