package throughline.papers.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import throughline.learning.tokens.TokenSchedule;
import throughline.learning.tokens.TokenShape;
import throughline.learning.tokens.TokenState;
import throughline.learning.tokens.TokenTraining;
import throughline.parallel.checkpoint.AtomicCheckpoint;
import throughline.parallel.checkpoint.DistributedCheckpoint;
import throughline.parallel.checkpoint.Layout;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A training on DJL, cut for eight ranks and put together again.
class UniversalCheckpointTokensTest {
    @Test
    void aTrainingComesBackToTheBit(@TempDir Path folder) throws IOException {
        TokenShape shape = TokenShape.plain(11, 4, 2, 8, 2).streams(2, 2);
        TokenSchedule schedule = TokenSchedule.of(5, 4, 1e-2);
        short[] run = new short[200];
        for (int i = 0; i < run.length; i++) {
            run[i] = (short) (i * i % 11);
        }
        Path saved = folder.resolve("saved");
        double[] whole;
        try (TokenTraining training = TokenTraining.start(shape, List.of(run), schedule, 1)) {
            training.run(2, Cancel.NEVER, Progress.NONE);
            training.save(saved);
            training.run(Cancel.NEVER, Progress.NONE);
            whole = training.curve();
        }
        AtomicCheckpoint atoms = UniversalCheckpointTokens.atoms(
                TokenState.read(saved, shape, schedule, 1), shape, folder.resolve("atoms"));
        DistributedCheckpoint ranks = DistributedCheckpoint.cut(
                folder.resolve("ranks"),
                atoms.contents(),
                Layout.parse("tp=2,pp=2,dp=2,zero=1"),
                atoms,
                1,
                Cancel.NEVER,
                Progress.NONE);
        Path back = folder.resolve("back");
        UniversalCheckpointTokens.state(ranks, ranks.contents()).write(back);
        assertThat(Files.readAllBytes(back)).isEqualTo(Files.readAllBytes(saved));
        try (TokenTraining resumed = TokenTraining.resume(shape, List.of(run), schedule, 1, back)) {
            resumed.run(Cancel.NEVER, Progress.NONE);
            assertThat(resumed.curve()).isEqualTo(whole);
        }
    }
}
