package throughline.papers.cluster;

import java.util.ArrayList;
import java.util.List;
import throughline.cluster.faults.FaultTrace;
import throughline.papers.Evidence;
import throughline.papers.Recomputed;
import throughline.papers.Reported;

/// Which nodes fail within the next week: a logistic regression that has learnt from generated halves, from halves at a
/// constant rate, or from the real first half, and is tested on the real second.
final class FaultForecastLearner {
    private static final String WHERE = "learnt here: the trace's authors predict nothing";
    private static final List<String> TEACHERS = List.of("generated", "constant rate", "real first half");
    private static final List<String> SCORES = List.of("AUC", "Brier score over the base rate's");
    private static final String TASK = " of a node failing within 7 days, learnt from: ";
    private static final int HALVES = 12;

    private FaultForecastLearner() {}

    static List<Reported> reported() {
        return SCORES.stream()
                .flatMap(
                        score -> TEACHERS.stream().map(teacher -> Reported.notKnown(score + TASK + teacher, "", WHERE)))
                .toList();
    }

    static void claims(
            Evidence evidence, FaultTrace first, FaultTrace second, List<FaultTrace> model, List<FaultTrace> constant) {
        NodeWeeks test = NodeWeeks.of(List.of(second));
        List<NodeWeeks> lessons = new ArrayList<>();
        lessons.add(NodeWeeks.of(model.subList(0, HALVES)));
        lessons.add(NodeWeeks.of(constant.subList(0, HALVES)));
        lessons.add(NodeWeeks.of(List.of(first)));
        double base = test.brier(row -> lessons.get(2).baseRate());
        for (int i = 0; i < TEACHERS.size(); i++) {
            LogisticRegression learnt = LogisticRegression.fit(
                    lessons.get(i).features(), lessons.get(i).labels());
            evidence.claim(Recomputed.of(SCORES.get(0) + TASK + TEACHERS.get(i), test.auc(learnt::probability)));
            evidence.claim(
                    Recomputed.of(SCORES.get(1) + TASK + TEACHERS.get(i), test.brier(learnt::probability) / base));
        }
    }
}
