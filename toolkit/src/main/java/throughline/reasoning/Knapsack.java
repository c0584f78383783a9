package throughline.reasoning;

import throughline.spec.BadInput;

/// Which sub-problems to think about when there are tokens for some only: the exact answer, to hold a threshold
/// against. A threshold on difficulty is best when all cost the same and what thinking brings rises with difficulty;
/// it is not when the hardest cost more than they bring.
public final class Knapsack {
    private Knapsack() {}

    /// The set with the largest sum of gains among those whose costs fit; of equal ones, that which leaves the most of
    /// the later out.
    ///
    /// @param gains  of each, 0 or more: such as `-ln` of the chance at once over that with thinking
    /// @param costs  tokens, in whole units, at least 1
    /// @param budget units for all, from 0 to 10,000,000
    public static boolean[] best(double[] gains, int[] costs, int budget) {
        check(gains, costs, budget);
        int n = gains.length;
        double[][] most = new double[n + 1][budget + 1];
        for (int i = 0; i < n; i++) {
            for (int room = 0; room <= budget; room++) {
                double without = most[i][room];
                double with = costs[i] <= room ? most[i][room - costs[i]] + gains[i] : without;
                most[i + 1][room] = Math.max(with, without);
            }
        }
        boolean[] chosen = new boolean[n];
        int room = budget;
        for (int i = n - 1; i >= 0; i--) {
            if (most[i + 1][room] > most[i][room]) {
                chosen[i] = true;
                room -= costs[i];
            }
        }
        return chosen;
    }

    /// The hardest first, as long as they fit: what a threshold on difficulty does.
    ///
    /// @param difficulties of each; equal ones in their order
    public static boolean[] hardest(double[] difficulties, int[] costs, int budget) {
        check(difficulties, costs, budget);
        boolean[] chosen = new boolean[costs.length];
        int room = budget;
        while (true) {
            int next = -1;
            for (int i = 0; i < costs.length; i++) {
                if (!chosen[i] && (next < 0 || difficulties[i] > difficulties[next])) {
                    next = i;
                }
            }
            if (next < 0 || costs[next] > room) {
                return chosen;
            }
            chosen[next] = true;
            room -= costs[next];
        }
    }

    private static void check(double[] values, int[] costs, int budget) {
        if (values.length != costs.length || budget < 0 || (budget + 1L) * (costs.length + 1) > 10_000_000) {
            throw new BadInput(
                    "[%d] values, [%d] costs, budget [%d]: as many of both, and a table of at most 10,000,000 cells",
                    values.length, costs.length, budget);
        }
        for (int i = 0; i < costs.length; i++) {
            if (!(costs[i] >= 1 && values[i] >= 0)) {
                throw new BadInput(
                        "sub-problem %d [value %s, cost %d]: value 0 or more, cost at least 1", i, values[i], costs[i]);
            }
        }
    }
}
