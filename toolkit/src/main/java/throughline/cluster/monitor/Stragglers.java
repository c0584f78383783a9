package throughline.cluster.monitor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rank for which the others wait: it waits least itself, while its successor in the ring waits as long as all.
public final class Stragglers {
    private Stragglers() {}

    /// The straggler of one window, from the mean waits of ranks in operations that have ended; empty when nobody
    /// stands out.
    public static Optional<Finding> in(List<Operation> operations, Communicator communicator, Rules rules) {
        Map<Integer, double[]> sums = new HashMap<>();
        for (Operation operation : operations) {
            if (operation.communicator() == communicator.id() && operation.end() != Operation.NEVER) {
                double[] sum = sums.computeIfAbsent(operation.rank(), _ -> new double[2]);
                sum[0] += operation.waited();
                sum[1]++;
            }
        }
        if (communicator.members().size() < 3 || !sums.keySet().containsAll(communicator.members())) {
            return Optional.empty();
        }
        Map<Integer, Double> waits = new HashMap<>();
        sums.forEach((rank, sum) -> waits.put(rank, sum[0] / sum[1]));
        return standsOut(waits, communicator, rules);
    }

    private static Optional<Finding> standsOut(Map<Integer, Double> waits, Communicator communicator, Rules rules) {
        int least = communicator.members().getFirst();
        List<Double> all = new ArrayList<>();
        for (int rank : communicator.members()) {
            least = waits.get(rank) < waits.get(least) ? rank : least;
            all.add(waits.get(rank));
        }
        Middle middle = Middle.of(all.stream().mapToDouble(Double::doubleValue).toArray());
        double own = waits.get(least);
        double enough = Math.max(rules.gap() * middle.median(), rules.mads() * middle.deviation());
        boolean others = middle.median() - own > enough;
        boolean successor = waits.get(communicator.after(least)) - own > enough;
        return others && successor ? Optional.of(new Finding.Straggler(least)) : Optional.empty();
    }
}
