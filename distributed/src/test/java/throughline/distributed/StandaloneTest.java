package throughline.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import throughline.cluster.ClusterRun;
import throughline.data.Dataset;
import throughline.data.Failure;
import throughline.data.Sweep;
import throughline.fab.MiniFab;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Spark as a group has it: a master and two workers of one core, processes of their own, which have Spark on their
/// class path and nothing of ours.
@Tag("processes")
class StandaloneTest {
    private static final int PARTS = 24;
    private static final int BEFORE = 10;

    @TempDir
    private Path temp;

    /// Attempts by part, as Spark started them.
    private static final class Attempts extends SparkListener {
        private final Map<Integer, Integer> byPart = new ConcurrentHashMap<>();

        @Override
        public void onTaskStart(SparkListenerTaskStart start) {
            byPart.merge(start.taskInfo().index(), 1, Integer::sum);
        }
    }

    /// Lets the first runs of some parts go on, waits until both workers are at one more, kills one of them, and then
    /// lets everybody go on. So at the kill all that went on before is done, and a part of each worker is not.
    private static final class Killer implements Gate.Keeper {
        private final StandaloneCluster cluster;
        private final List<Gate.Asking> held = new ArrayList<>();
        private final List<Integer> opened = new ArrayList<>();
        private int lost = -1;

        Killer(StandaloneCluster cluster) {
            this.cluster = cluster;
        }

        @Override
        public void asked(Gate.Asking run) {
            if (run.run() % 8 != 0 || lost >= 0) {
                run.open();
            } else if (opened.size() < BEFORE) {
                opened.add(run.run() / 8);
                run.open();
            } else {
                held.add(run);
                if (held.size() == 2) {
                    lost = held.getFirst().run() / 8;
                    cluster.kill(held.getFirst().process());
                    held.forEach(Gate.Asking::open);
                }
            }
        }
    }

    @Test
    @Timeout(480)
    void aWorkerThatIsKilledLosesNothingAndRepeatsOnlyWhatItHadUnderWay() throws IOException, TimeoutException {
        try (StandaloneCluster cluster = StandaloneCluster.start(temp, 2)) {
            Killer killer = new Killer(cluster);
            Attempts attempts = new Attempts();
            try (Gate gate = new Gate(killer);
                    JavaSparkContext spark = cluster.driver()) {
                spark.sc().addSparkListener(attempts);
                Path there = temp.resolve("there");
                sweep(gate).write(there, new SparkSweep(spark, cluster.code()), Cancel.NEVER, Progress.NONE);
                spark.sc().listenerBus().waitUntilEmpty();
                assertThat(killer.opened).hasSize(BEFORE);
                assertThat(new TreeMap<>(attempts.byPart)).isEqualTo(onceEachBut(killer.lost));
                assertThat(Dataset.open(there).verify().failures())
                        .extracting(Failure::run)
                        .isEqualTo(IntStream.range(64, 128).boxed().toList());
                Path here = temp.resolve("here");
                sweep(gate).write(here, 2, Cancel.NEVER, Progress.NONE);
                assertThat(Contents.of(there)).isEqualTo(Contents.of(here));
                everyModelRunsThere(spark, cluster.code());
            }
        }
    }

    private static Map<Integer, Integer> onceEachBut(int twice) {
        Map<Integer, Integer> attempts = new TreeMap<>();
        IntStream.range(0, PARTS).forEach(part -> attempts.put(part, part == twice ? 2 : 1));
        return attempts;
    }

    private static Sweep<Dice.Knobs> sweep(Gate gate) {
        return Dice.recipe()
                .sweep()
                .seeds(64)
                .set("gate", String.valueOf(gate.port()))
                .set("sides", "6", "0", "8");
    }

    /// With what [Code] sends, and on the worker that is left.
    private void everyModelRunsThere(JavaSparkContext spark, Code code) throws IOException {
        List<Sweep<?>> sweeps = List.of(
                MiniFab.recipe()
                        .sweep()
                        .set("lots", "9")
                        .set("horizon", "2")
                        .set("repair", "none")
                        .seeds(1),
                ClusterRun.recipe()
                        .sweep()
                        .set("gpus", "64")
                        .set("days", "0.02")
                        .seeds(1));
        for (Sweep<?> sweep : sweeps) {
            Path there = temp.resolve(sweep.recipe().name() + "-there");
            Path here = temp.resolve(sweep.recipe().name() + "-here");
            Dataset made = sweep.write(there, new SparkSweep(spark, code), Cancel.NEVER, Progress.NONE);
            assertThat(made.failures()).isEmpty();
            sweep.write(here, 2, Cancel.NEVER, Progress.NONE);
            assertThat(Contents.of(there)).isEqualTo(Contents.of(here));
        }
    }
}
