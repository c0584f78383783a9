package throughline.cluster.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.Table;
import throughline.cluster.traces.TelemetryTrace.Sample;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// Public traces, each from a small file of our own in its format.
class TracesTest {
    private static final Path FOLDER = Path.of("src/test/resources/throughline/cluster/traces");

    private static List<Job> jobs(JobTrace trace) {
        List<Job> jobs = new ArrayList<>();
        trace.forEach(jobs::add, Cancel.NEVER);
        return jobs;
    }

    private static List<Sample> samples(TelemetryTrace trace) {
        List<Sample> samples = new ArrayList<>();
        trace.forEach(samples::add, Cancel.NEVER);
        return samples;
    }

    private static double at(String instant) {
        return Instant.parse(instant).getEpochSecond();
    }

    @Test
    void phillysJobsHaveAttempts() {
        List<Job> jobs = jobs(JobTrace.philly(FOLDER.resolve("philly-job-log.json")));
        assertThat(jobs).hasSize(3);
        assertThat(jobs.get(0))
                .isEqualTo(new Job(
                        "application_1",
                        at("2017-10-07T09:59:30Z"),
                        at("2017-10-07T10:00:00Z"),
                        at("2017-10-07T13:00:00Z"),
                        3,
                        Job.State.COMPLETED,
                        "ee9e8c"));
        assertThat(jobs.get(1).start()).as("it never ran").isNaN();
        assertThat(jobs.get(2).end()).as("it still ran").isNaN();
        assertThat(jobs.get(2).submit()).as("winter").isEqualTo(at("2017-12-01T08:00:00Z"));
    }

    @Test
    void phillysSensorsHaveGapsZonesAndACommaAtTheEnd() {
        List<Sample> samples = samples(TelemetryTrace.philly(FOLDER.resolve("philly-gpu-util.csv")));
        assertThat(samples).hasSize(4);
        assertThat(samples.get(0)).isEqualTo(new Sample(at("2017-10-03T07:00:00Z"), "m1", "gpu0_util", 98.5));
        assertThat(samples.get(1).value()).isNaN();
        assertThat(samples.get(3)).isEqualTo(new Sample(at("2017-12-03T08:00:00Z"), "m2", "gpu1_util", 12.25));
    }

    @Test
    void heliosHasStatesOfSlurm() {
        List<Job> jobs = jobs(JobTrace.helios(FOLDER.resolve("helios-cluster-log.csv")));
        assertThat(jobs).extracting(Job::state).containsExactly(Job.State.COMPLETED, Job.State.FAILED);
        assertThat(jobs.getFirst().runs()).isEqualTo(3600);
        assertThat(jobs.getFirst().waits()).isEqualTo(5);
        assertThat(jobs.getFirst().type()).isEqualTo("vc1");
    }

    @Test
    void acmeHasJobsUtilisationAndPower() {
        Table jobs = JobTrace.acme(FOLDER.resolve("acme-trace.csv")).table(10);
        assertThat(jobs.columnNames())
                .containsExactly("job", "submit [s]", "start [s]", "end [s]", "gpus", "state", "type");
        assertThat(jobs.doubleColumn("gpus").asDoubleArray()).containsExactly(1024, 0);
        assertThat(jobs.doubleColumn("start [s]").isMissing(1)).isTrue();
        List<Sample> power = samples(TelemetryTrace.acme(FOLDER.resolve("acme-power.csv"), "power [W]"));
        assertThat(power.get(1)).isEqualTo(new Sample(at("2023-07-09T16:00:00Z"), "172.31.0.65-1", "power [W]", 401));
        assertThat(power.get(2).value()).isNaN();
        assertThat(TelemetryTrace.acmeIpmi(FOLDER.resolve("acme-ipmi.csv"), "GPU_AB")
                        .table(1)
                        .stringColumn("metric")
                        .get(0))
                .isEqualTo("Sys_Total_Power");
    }

    @Test
    void paiNamesItsColumnsInAnotherFile() {
        List<Job> jobs = jobs(JobTrace.pai(FOLDER));
        assertThat(jobs.get(0).gpus()).isCloseTo(2, within(1e-12));
        assertThat(jobs.get(0).runs()).isEqualTo(1500);
        assertThat(jobs.get(1).state()).isEqualTo(Job.State.OPEN);
        assertThat(jobs.get(1).gpus()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2020-04-01 00:00:05 | yesterday:noon | line 2, column start_time [yesterday:noon] is no instant
            COMPLETED           | DONE           | line 2, column state [DONE] must be COMPLETED
            vc1,8,              | vc1,eight,     | line 2, column gpu_num [eight] is not a number
            NODE_FAIL,          | NODE_FAIL      | line 3 has [11] cells; there are 12 columns
            gpu_num             | gpus           | line 1: columns [job_id, user, vc, gpus
            """)
    void aMistakeIsNamedWithLineAndColumn(String right, String wrong, String message, @TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("cluster_log.csv");
        Files.writeString(
                file, Files.readString(FOLDER.resolve("helios-cluster-log.csv")).replace(right, wrong));
        assertThatThrownBy(() -> jobs(JobTrace.helios(file)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(message);
    }

    @Test
    void phillysMistakesAreNamedToo(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("cluster_job_log");
        String text = Files.readString(FOLDER.resolve("philly-job-log.json"));
        Files.writeString(file, text.replace("Killed", "Lost"));
        assertThatThrownBy(() -> jobs(JobTrace.philly(file)))
                .hasMessageContaining("line 6: job application_2: status [Lost] must be Pass");
        Files.writeString(file, text.replace("2017-12-01 00:00:10", "2017-13-01 00:00:10"));
        assertThatThrownBy(() -> jobs(JobTrace.philly(file)))
                .hasMessageContaining("line 8: job application_3: start_time [2017-13-01 00:00:10] is no instant");
        assertThatThrownBy(() -> jobs(JobTrace.philly(folder.resolve("none")))).hasMessageContaining("no file [");
    }

    /// A reader that kept its rows would hold all of these.
    @Test
    void aTableReadsNoMoreThanItShows(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("power.csv");
        StringBuilder text = new StringBuilder("Time,a\n");
        text.append("2023-07-10 00:00:00+08:00,1\n".repeat(3));
        text.append("broken\n");
        Files.writeString(file, text);
        assertThat(TelemetryTrace.acme(file, "x").table(2).rowCount()).isEqualTo(2);
        assertThat(CsvRows.of(file).table(3).rowCount()).isEqualTo(3);
        assertThatThrownBy(() -> samples(TelemetryTrace.acme(file, "x"))).hasMessageContaining("line 5 has [1] cells");
    }
}
