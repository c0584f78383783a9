package throughline.papers.reasoning;

import java.util.Arrays;
import org.hipparchus.distribution.continuous.BetaDistribution;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.scaling.BetaPopulation;

/// Puzzles drawn again: what another 200 of the same population would have shown.
final class BacktrackResample {
    private BacktrackResample() {}

    /// Percent of 200 puzzles that one of k answers solves, for each k, out of the same answers.
    ///
    /// @param k rising
    static double[] solved(BetaPopulation population, int[] k, int number) {
        Stream stream = new Streams(number).named("puzzles");
        BetaDistribution chances = new BetaDistribution(population.a(), population.b());
        int[] solved = new int[k.length];
        for (int puzzle = 0; puzzle < BacktrackTable.PUZZLES; puzzle++) {
            double chance = chances.inverseCumulativeProbability(stream.uniform());
            int first = firstRight(chance, k[k.length - 1], stream);
            for (int i = 0; i < k.length; i++) {
                solved[i] += first <= k[i] ? 1 : 0;
            }
        }
        return Arrays.stream(solved)
                .mapToDouble(count -> 100.0 * Math.max(count, 0.5) / BacktrackTable.PUZZLES)
                .toArray();
    }

    private static int firstRight(double chance, int most, Stream stream) {
        for (int answer = 1; answer <= most; answer++) {
            if (stream.uniform() < chance) {
                return answer;
            }
        }
        return most + 1;
    }
}
