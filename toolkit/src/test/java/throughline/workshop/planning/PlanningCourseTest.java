package throughline.workshop.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import throughline.cluster.renewal.CheckpointLoss;
import throughline.cluster.renewal.RenewalModel;
import throughline.hardware.Cluster;
import throughline.hardware.Matmul;
import throughline.hardware.Precision;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.Cancel;
import throughline.training.Plan;
import throughline.training.StepTime;
import throughline.workshop.Exercise;
import throughline.workshop.Judge;
import throughline.workshop.NumberJudge;

/// What the course calls right is what another way of computing it gives, and what it calls a mistake is told by name.
class PlanningCourseTest {
    private static Judge judge(String id) {
        return PlanningCourse.course().exercises().stream()
                .filter(exercise -> exercise.id().equals(id))
                .findFirst()
                .orElseThrow()
                .judge();
    }

    private static double truth(String id) {
        return ((NumberJudge) judge(id)).truth().getAsDouble();
    }

    private static void right(String id, Object answer) {
        assertThat(judge(id).fault(answer)).as(id).isEmpty();
    }

    private static void wrong(String id, Object answer, String told) {
        assertThat(judge(id).fault(answer).orElse("right")).as(id).contains(told);
    }

    @Test
    void everyNumberIsRightAndEveryMistakeIsToldByItsOwnName() {
        for (Exercise exercise : PlanningCourse.course().exercises()) {
            if (exercise.judge() instanceof NumberJudge number) {
                right(exercise.id(), number.truth().getAsDouble());
                number.mistakes().forEach(mistake -> assertThat(
                                number.fault(mistake.value().getAsDouble()))
                        .as(exercise.id())
                        .contains(mistake.why()));
                assertThat(new HashSet<>(number.mistakes())).hasSameSizeAs(number.mistakes());
            }
        }
    }

    @Test
    void operationsAreSixForEachEntryOfEachMatrixAndToken() {
        double layer = 2 * 8192.0 * 8192 + 2 * 8192.0 * 1024 + 3 * 8192.0 * 28672;
        right("operations", 6 * 200e9 * (80 * layer + 2 * 32000.0 * 8192));
    }

    @Test
    void aRooflineIsTheLongerOfTwoTimes() {
        double peak = 312e12;
        double bandwidth = 2039e9;
        Roofline both = product -> Math.max(product.operations() / peak, product.bytes() / bandwidth);
        right("roofline", both);
        Roofline sum = product -> product.operations() / peak + product.bytes() / bandwidth;
        wrong("roofline", sum, "adds both");
        Roofline computing = product -> product.operations() / peak;
        wrong("roofline", computing, "out of memory");
        Roofline moving = product -> product.bytes() / bandwidth;
        wrong("roofline", moving, "To compute takes longer");
        Roofline none = _ -> Double.NaN;
        wrong("roofline", none, "no number yet");
        wrong("roofline", 1.0, "must be a Roofline");
    }

    @Test
    void fromSoManyRowsOnTheIntensityIsAboveTheRidge() {
        double rows = truth("rows");
        double ridge = 312e12 / 2039e9;
        assertThat(intensity((long) rows)).isGreaterThanOrEqualTo(ridge);
        assertThat(intensity((long) rows - 1)).isLessThan(ridge);
    }

    private static double intensity(long rows) {
        Matmul product = new Matmul(Precision.BF16, rows, 28672, 8192);
        return product.operations() / product.bytes();
    }

    @Test
    void statesAreEighteenBytesAWeightAndZeroSplitsTwelve() {
        double weights = Contract.COURSE.shape().weights();
        right("states", 18 * weights / 1e9);
        right("zero", (2 + 4 + 12 / 64.0) * weights / 8 / 1e9);
    }

    @Test
    void severalPlansFitAndOthersAreToldWhyNot() {
        Plan split = Plan.of(8, 8, 1, 64).with("sequenceParallel", "true").with("recompute", "full");
        right("make-it-fit", split);
        right("make-it-fit", Plan.of(8, 1, 8, 64).with("shards", "3").with("recompute", "full"));
        wrong("make-it-fit", Plan.of(1, 1, 64, 64), "GiB");
        wrong("make-it-fit", Plan.of(16, 8, 1, 64), "takes [128] devices");
        wrong("make-it-fit", Plan.of(8, 8, 1, 32), "batch");
        wrong("make-it-fit", Plan.of(8, 7, 1, 64), "must divide");
    }

    @Test
    void modelFlopsUtilisationCountsWhatTheModelNeeds() {
        Plan full = PlanningCourse.FIRST.with("recompute", "full");
        double seconds = StepTime.of(Contract.COURSE.shape(), full, Cluster.named("selene"))
                .value();
        right("mfu", Contract.COURSE.shape().operations(1024) / seconds / 512 / 312e12);
    }

    @Test
    void aRingSendsWhatItsMessagesAddUpTo() {
        int ranks = 8;
        double array = 2.0 * 4096 * 8192;
        double sent = 0;
        for (int round = 0; round < 2 * (ranks - 1); round++) {
            sent += array / ranks;
        }
        right("all-reduce-bytes", sent / 1e6);
    }

    @Test
    void twoMeasurementsGiveTheMessageOfHalfTheBandwidth() {
        Cluster selene = Cluster.named("selene");
        double one = selene.allReduce(new Cluster.Group(8, 8), 1e6).value();
        double four = selene.allReduce(new Cluster.Group(8, 8), 4e6).value();
        double perMb = (four - one) / 3;
        right("half-bandwidth", (one - perMb) / perMb);
    }

    @Test
    void fourWaysAreFastestOfThoseThatFit() {
        right("tensor", 4);
        wrong("tensor", 2, "cannot be had");
        wrong("tensor", 8, "% less");
        wrong("tensor", 3, "must be one of");
    }

    @Test
    void theBubbleIsItsFormula() {
        DoubleBinaryOperator formula = (stages, microBatches) -> (stages - 1) / (microBatches + stages - 1);
        right("bubble", formula);
        DoubleBinaryOperator overWork = (stages, microBatches) -> (stages - 1) / microBatches;
        wrong("bubble", overWork, "time worked");
        int fewest = (int) truth("micro-batches");
        assertThat(Splitting.idle(16, fewest)).isLessThanOrEqualTo(0.05 + 1e-9);
        assertThat(Splitting.idle(16, fewest - 1)).isGreaterThan(0.05);
    }

    @Test
    void theMostDevicesAreThoseBeforeTheRunGetsDearer() {
        right("scaling", 2048);
        wrong("scaling", 1024, "room for more");
        wrong("scaling", 4096, "do not halve");
        wrong("scaling", 100, "must be one of");
    }

    @Test
    void theBetterPlanIsBetterAsOftenAsDrawsSay() {
        Stream errors = new Streams(1).named("errors");
        int draws = 200_000;
        int better = 0;
        for (int draw = 0; draw < draws; draw++) {
            if (20.0 * Math.exp(0.03 * errors.normal()) < 20.4 * Math.exp(0.03 * errors.normal())) {
                better++;
            }
        }
        right("better", (double) better / draws);
    }

    @Test
    void aClusterFailsAsTheFirstOfItsNodes() {
        Stream failures = new Streams(1).named("failures");
        int clusters = 5_000;
        double sum = 0;
        for (int i = 0; i < clusters; i++) {
            double first = Double.POSITIVE_INFINITY;
            for (int node = 0; node < 128; node++) {
                first = Math.min(first, failures.exponential(64 * 24));
            }
            sum += first;
        }
        assertThat(sum / clusters).isCloseTo(truth("mtbf"), within(0.05 * truth("mtbf")));
    }

    @Test
    void intervalsAreJudgedByWhatARunLoses() {
        double best = CheckpointLoss.best(Failures.JOB);
        right("interval", best);
        right("interval", 60);
        wrong("interval", 5, "too often");
        wrong("interval", 600, "Each failure");
        assertThat(simulated(best)).isLessThan(simulated(best / 6)).isLessThan(simulated(6 * best));
        assertThat(simulated(best)).isCloseTo(CheckpointLoss.at(Failures.JOB, best), within(0.005));
    }

    private static double simulated(double every) {
        return RenewalModel.run(Failures.JOB.with("every", every + " min"), 1000, new Streams(1), Cancel.NEVER)
                .loss();
    }

    @Test
    void youngsRuleIsFoundAndItsSlipsAreNamed() {
        DoubleBinaryOperator young = (mtbf, save) -> Math.sqrt(2 * save * 3600 * mtbf) / 60;
        right("young", young);
        DoubleBinaryOperator half = (mtbf, save) -> young.applyAsDouble(mtbf, save) / Math.sqrt(2);
        wrong("young", half, "A factor is missing");
        DoubleBinaryOperator seconds = (mtbf, save) -> 60 * young.applyAsDouble(mtbf, save);
        wrong("young", seconds, "in seconds");
        DoubleBinaryOperator rare = (mtbf, _) -> 60 * mtbf;
        wrong("young", rare, "too rare");
    }

    @Test
    void whatIsWorthMostIsFoundByRunningTheJobWithIt() {
        right("buy", "monitor");
        wrong("buy", "spares", "another offer gains");
        wrong("buy", "luck", "must be one of");
    }

    @Test
    void aStepWaitsForTheSlowest() {
        Stream slow = new Streams(1).named("slow");
        int steps = 4_000;
        int slower = 0;
        for (int step = 0; step < steps; step++) {
            boolean any = false;
            for (int device = 0; device < 1024; device++) {
                any |= slow.uniform() < 0.001;
            }
            slower += any ? 1 : 0;
        }
        assertThat(50.0 * slower / steps).isCloseTo(truth("stragglers"), within(1.5));
    }

    @Test
    void aLawWithAFloorForetellsTheLargeRunAndOthersDoNot() {
        right("extrapolate", SmallRuns.withFloor().predict(Map.of("C", SmallRuns.largeCompute())));
        assertThat(SmallRuns.throughAll(SmallRuns.rows(), SmallRuns.rows().column("C")[3]))
                .isCloseTo(SmallRuns.rows().column("loss")[3], within(1e-9));
    }

    @Test
    void bidsOfBothKindsMeetTheContractAndCarelessOnesDoNot() {
        Bid h100 = new Bid("dgx-h100", 1024, 2, 8, 5, 10, 4, 2.2);
        Bid a100 = new Bid("selene", 1024, 2, 8, 5, 10, 8, 5.7);
        right("bid", h100);
        right("bid", a100);
        wrong("bid", a100.with("checkpointEvery", "12 h"), "lost ones");
        wrong("bid", a100.with("spares", "0"), "waiting for nodes");
        wrong("bid", a100.with("days", "6.5"), "it costs");
        wrong("bid", a100.with("days", "8"), "then it is due");
        wrong("bid", a100.with("tensor", "1").with("pipeline", "1").with("interleave", "1"), "GiB");
        wrong("bid", a100.with("devices", "1000"), "multiple");
        wrong("bid", new Bid("frontier", 1024, 8, 4, 5, 10, 4, 5.8), "not for hire");
    }

    @Test
    void aRehearsalIsTheSameEachTime() {
        Bid bid = new Bid("dgx-h100", 512, 4, 4, 5, 30, 4, 0.5);
        assertThat(bid.rehearsed(Contract.COURSE, 7, Cancel.NEVER))
                .isEqualTo(bid.rehearsed(Contract.COURSE, 7, Cancel.NEVER));
        assertThat(FinalBid.fault(bid, Contract.COURSE)).isNotEqualTo(Optional.empty());
    }
}
