package throughline.papers.reasoning;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.reasoning.AnswerModel;
import throughline.reasoning.Exam;
import throughline.reasoning.ProblemPopulation;
import throughline.reasoning.Reasoner;
import throughline.reasoning.pruning.BinormalJudge;
import throughline.reasoning.pruning.Pruned;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// DeepPrune run on a population like Qwen3-32B's. What is found from the paper's rows: how alike problems are,
/// from one vote; the judge's AUROC and the share of pairs that end alike, which it is trained on. What is
/// remembered: the share of problems that one sample solves.
final class DeepPruneSimulation {
    private static final int PROBLEMS = 600;
    private static final int VOTED = 1500;
    private static final int HALVINGS = 12;

    /// The two exams, and what share of their problems one sample of Qwen3-32B solves.
    enum Set {
        AIME24(0.81),
        AIME25(0.73);

        private final Constant mean;

        Set(double mean) {
            this.mean = Constant.frozen(
                    "pass@1, Qwen3-32B " + name(), mean, "its report, as remembered", Provenance.RECALLED);
        }

        Constant mean() {
            return mean;
        }
    }

    static final Constant CONFUSION =
            Constant.frozen("confusion of wrong answers", 4, "chosen for whole numbers", Provenance.RECALLED);

    private final Constant spread;
    private final Constant auroc;
    private final Constant prior;
    private final Constant completed;
    private final Map<Set, Ran> ran = new EnumMap<>(Set.class);

    private DeepPruneSimulation(Constant spread, Constant auroc, Constant prior, Constant completed) {
        this.spread = spread;
        this.auroc = auroc;
        this.prior = prior;
        this.completed = completed;
    }

    /// What runs depend on: those of equal inputs are equal.
    ///
    /// @param spread    of the population
    /// @param auroc     of the judge
    /// @param prior     of the judge
    /// @param completed samples that run to their end
    record Inputs(Set set, double spread, double auroc, double prior, int completed) {
        Ran run(Cancel cancel, Progress progress) {
            Exam exam = exam(set, spread, PROBLEMS);
            return new Ran(
                    pruned(exam, DeepPruneTables.THRESHOLDS, cancel, progress),
                    DeepPruneConfidence.run(exam, DeepPruneConfidence.LOW),
                    DeepPruneConfidence.run(exam, DeepPruneConfidence.HIGH),
                    DeepPruneSimulation.voted(set, spread));
        }

        /// One run a threshold.
        List<DeepPruneRun> pruned(Exam exam, List<Double> thresholds, Cancel cancel, Progress progress) {
            return DeepPruneRun.of(exam, new BinormalJudge(auroc, prior, 0), thresholds, completed, cancel, progress);
        }

        /// These with a judge of another AUROC.
        Inputs with(double otherAuroc) {
            return new Inputs(set, spread, otherAuroc, prior, completed);
        }
    }

    /// What was run on one exam.
    ///
    /// @param pruned one run a threshold, in the order of [DeepPruneTables#THRESHOLDS]
    /// @param low    DeepConf-low, problem by problem
    /// @param high   DeepConf-high
    /// @param voted  share of problems that all samples together solve by vote
    record Ran(List<DeepPruneRun> pruned, List<Pruned> low, List<Pruned> high, double voted) {}

    /// Runs both exams at all thresholds.
    ///
    /// @param known what was run before, to which this is added
    static DeepPruneSimulation run(Evidence evidence, DeepPruneKnown known, Cancel cancel, Progress progress) {
        DeepPruneSimulation simulation = new DeepPruneSimulation(
                evidence.fit("how alike problems are", rows -> known.spreads()
                        .computeIfAbsent(vote(rows), DeepPruneSimulation::spread)),
                evidence.fit("AUROC of the judge", DeepPruneSimulation::auroc),
                evidence.fit("prior of the judge", DeepPruneSimulation::prior),
                DeepPruneTokens.completed(evidence));
        for (Set set : Set.values()) {
            Progress half = (done, all) -> progress.report(set.ordinal() * all + done, 2 * all);
            simulation.ran.put(
                    set, known.runs().computeIfAbsent(simulation.inputs(set), inputs -> inputs.run(cancel, half)));
        }
        return simulation;
    }

    /// The inputs as reported rows give them, for a figure.
    static Inputs inputs(Published rows, Set set) {
        int completed = (int) Math.round(DeepPruneTokens.completed(rows));
        return new Inputs(set, spread(vote(rows)), auroc(rows), prior(rows), completed);
    }

    /// The share of problems that the vote of all samples solves.
    private static double vote(Published rows) {
        return rows.value(DeepPruneTables.accuracy("cons@512", "Qwen3-32B", "AIME24")) / 100;
    }

    private static double auroc(Published rows) {
        return rows.value("AUROC of the judge");
    }

    private static double prior(Published rows) {
        return rows.value("same-answer pairs average") / 100;
    }

    private Inputs inputs(Set set) {
        return new Inputs(set, spread.value(), auroc.value(), prior.value(), (int) Math.round(completed.value()));
    }

    /// The spread that gives the vote of 512 on AIME24: the more alike problems are, the more votes help.
    private static double spread(double wanted) {
        double low = 0.05;
        double high = 5;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = Math.sqrt(low * high);
            if (voted(Set.AIME24, middle) < wanted) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.sqrt(low * high);
    }

    private static double voted(Set set, double spread) {
        return exam(set, spread, VOTED).majority(DeepPruneTokens.SAMPLES);
    }

    /// Problems like those of an exam of Qwen3-32B's.
    static Exam exam(Set set, double spread, int problems) {
        AnswerModel answers = AnswerModel.open(CONFUSION.value());
        return Exam.stratified(
                Reasoner.of(new ProblemPopulation(set.mean.value(), spread), answers), problems, set.ordinal());
    }

    /// The share of pairs that end alike.
    double agreement(Set set) {
        Reasoner reasoner = exam(set, spread.value(), 1).reasoner();
        return reasoner.problems().agreement(reasoner.answers());
    }

    Ran ran(Set set) {
        return ran.get(set);
    }

    DeepPruneRun run(Set set, double threshold) {
        return ran(set).pruned().get(DeepPruneTables.THRESHOLDS.indexOf(threshold));
    }

    /// Samples that run to their end.
    double completed() {
        return completed.value();
    }

    /// What the population rests on.
    Constant[] population(Set set) {
        return new Constant[] {set.mean, CONFUSION, spread};
    }

    /// What the population and the judge rest on.
    Constant[] all(Set set) {
        return new Constant[] {set.mean, CONFUSION, spread, auroc, prior, completed};
    }
}
