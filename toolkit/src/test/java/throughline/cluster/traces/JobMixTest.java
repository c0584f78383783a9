package throughline.cluster.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import throughline.cluster.traces.JobMix.Submission;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// Mixes of jobs have the means and medians of their clusters.
class JobMixTest {
    private static final double DAY = 86_400e9;

    private static List<Submission> jobs(JobMix mix, int count, long seed) {
        Iterator<Submission> all = mix.jobs(new Streams(seed));
        List<Submission> jobs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            jobs.add(all.next());
        }
        return jobs;
    }

    private static double mean(List<Submission> jobs, ToDoubleFunction<Submission> of) {
        return jobs.stream().mapToDouble(of).average().orElseThrow();
    }

    private static double median(List<Submission> jobs, ToDoubleFunction<Submission> of) {
        return jobs.stream().mapToDouble(of).sorted().toArray()[jobs.size() / 2];
    }

    /// The law's own mean is exact; a sample's strays, since few jobs hold most of the time.
    @ParameterizedTest
    @CsvSource({
        "jobs-seren, 1414.335, 122, 5.68",
        "jobs-kalos, 1259.689, 124, 26.77",
        "jobs-philly, 18006.055, 874, 1.928",
        "jobs-helios, 6651.681, 206, 3.716",
        "jobs-pai, 4787.109, 480.667, 1"
    })
    void meansAndMediansAreThoseOfTheCluster(String name, double mean, double median, double gpus) {
        JobMix mix = JobMix.named(name);
        JobMix.Runs runs = mix.runs();
        assertThat(JobProfile.mean(runs.median(), runs.sigma(), runs.most()) / mean)
                .isCloseTo(1, within(1e-9));
        assertThat(mix.sizes().mean()).isCloseTo(gpus, within(1e-6));
        assertThat(mix.sizes().one()).isGreaterThanOrEqualTo(0.5);
        List<Submission> jobs = jobs(mix, 40_000, 1);
        assertThat(mean(jobs, job -> job.runs() / 1e9) / mean).isCloseTo(1, within(0.35));
        assertThat(median(jobs, job -> job.runs() / 1e9) / median).isCloseTo(1, within(0.06));
        assertThat(mean(jobs, Submission::gpus) / gpus).isCloseTo(1, within(0.25));
    }

    @Test
    void asManyJobsComeAsTheClusterHad() {
        JobMix mix = JobMix.named("jobs-kalos");
        List<Submission> jobs = jobs(mix, 20_000, 2);
        assertThat(jobs.size() / (jobs.getLast().at() / DAY) / mix.perDay()).isCloseTo(1, within(0.05));
        List<Submission> fewer = jobs(mix.scaled(0.1), 2000, 2);
        assertThat(fewer.getLast().at() / DAY).isCloseTo(2000 / (0.1 * mix.perDay()), within(30.0));
        double failed = mean(jobs, job -> job.end() == Job.State.FAILED ? 1 : 0);
        assertThat(failed).isCloseTo(0.397, within(0.015));
    }

    @Test
    void moreJobsComeByDayAndSeveralAtOnce() {
        List<Submission> jobs = jobs(JobMix.named("jobs-kalos"), 20_000, 3);
        double byDay = mean(jobs, job -> {
            double hour = job.at() % DAY / DAY * 24;
            return hour >= 9 && hour < 21 ? 1 : 0;
        });
        assertThat(byDay).as("1/2 + swing / pi").isCloseTo(0.5 + 0.5 / Math.PI, within(0.03));
        double soon = 0;
        for (int i = 1; i < jobs.size(); i++) {
            soon += jobs.get(i).at() - jobs.get(i - 1).at() < 60e9 ? 1 : 0;
        }
        assertThat(soon / jobs.size())
                .as("a Poisson process of 108 jobs a day would have 7 % of its gaps below a minute")
                .isGreaterThan(0.4);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void jobsComeInOrderAndTheSameForTheSameSeed(long seed) {
        List<Submission> jobs = jobs(JobMix.named("jobs-seren"), 5000, seed);
        assertThat(jobs).isEqualTo(jobs(JobMix.named("jobs-seren"), 5000, seed));
        for (int i = 1; i < jobs.size(); i++) {
            assertThat(jobs.get(i).at()).isGreaterThanOrEqualTo(jobs.get(i - 1).at());
        }
        assertThat(jobs).allMatch(job -> Integer.bitCount(job.gpus()) == 1 && job.gpus() <= 1024 && job.runs() > 0);
    }

    @Property(tries = 50)
    void sizesHaveTheMeanThatIsAskedFor(
            @ForAll @DoubleRange(min = 1, max = 100) double mean, @ForAll @IntRange(min = 256, max = 5000) int most) {
        JobSizes sizes = JobSizes.of(mean, most);
        assertThat(sizes.mean()).isCloseTo(mean, within(1e-6 * mean));
        assertThat(sizes.one()).isBetween(0.5, 1.0);
        assertThat(sizes.upTo(1).mean()).isEqualTo(1);
    }

    @Test
    void whatCannotBeIsRefused(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> JobSizes.of(20, 32))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[20.0]");
        Path file = folder.resolve("jobs.yaml");
        String text = Files.readString(Path.of("..", "hardware-profiles", "jobs-kalos.yaml"));
        Files.writeString(file, text.replace("mean: 1259.689 s", "mean: 100 s"));
        assertThatThrownBy(() -> JobMix.read(file)).hasMessageContaining("run.mean [100 s] must be above the median");
        Files.writeString(file, text.replace("swing: 0.5", "swing: 2"));
        assertThatThrownBy(() -> JobMix.read(file)).hasMessageContaining("swing [2.0] must be from 0 to 1");
    }
}
