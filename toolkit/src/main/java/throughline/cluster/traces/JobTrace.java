package throughline.cluster.traces;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// The jobs of a public trace, handed over one after the other, so that files of any size fit.
///
/// ```java
/// Table first = JobTrace.acme(Path.of("trace_seren.csv")).table(100_000);
/// ```
@FunctionalInterface
public interface JobTrace {
    /// Hands over all jobs in the order of the files.
    ///
    /// @param cancel once requested, the rest is left
    /// @throws BadInput naming file, line and column of what is wrong
    void forEach(Consumer<Job> consumer, Cancel cancel);

    /// Philly (github.com/msr-fiddle/philly-traces), `cluster_job_log`: JSON, instants of the Pacific coast. A job
    /// that was tried several times starts with its first attempt, ends with its last, and has the GPUs of its
    /// last.
    static JobTrace philly(Path jobLog) {
        return new PhillyJobs(jobLog);
    }

    /// Helios (github.com/S-Lab-System-Group/HeliosData), a `cluster_log.csv`; the type is the virtual cluster.
    /// Instants that name no zone are taken for Singapore's.
    static JobTrace helios(Path clusterLog) {
        return csv(CsvRows.of(clusterLog), "vc", ZoneId.of("Asia/Singapore"));
    }

    /// Acme (github.com/InternLM/AcmeTrace), `trace_seren.csv` or `trace_kalos.csv`. Instants that name no zone are
    /// taken for Shanghai's.
    static JobTrace acme(Path trace) {
        return csv(CsvRows.of(trace), "type", ZoneId.of("Asia/Shanghai"));
    }

    /// Alibaba's PAI of 2020 (github.com/alibaba/clusterdata, `cluster-trace-gpu-v2020`): a job a line of
    /// `pai_task_table.csv`, whose columns are named in `pai_task_table.header` beside it. Submissions are not
    /// known.
    static JobTrace pai(Path folder) {
        return new PaiJobs(folder);
    }

    private static JobTrace csv(CsvRows rows, String type, ZoneId zone) {
        CsvRows checked = rows.with("job_id", "gpu_num", "state", "submit_time", "start_time", "end_time", type);
        return (consumer, cancel) -> checked.forEach(
                row -> consumer.accept(new Job(
                        row.text("job_id"),
                        instant(row, "submit_time", zone),
                        instant(row, "start_time", zone),
                        instant(row, "end_time", zone),
                        row.missing("gpu_num") ? 0 : row.number("gpu_num"),
                        state(row),
                        row.text(type))),
                cancel);
    }

    private static double instant(CsvRows.Row row, String column, ZoneId zone) {
        return row.missing(column) ? Double.NaN : Instants.seconds(row.where(column), row.text(column), zone);
    }

    private static Job.State state(CsvRows.Row row) {
        return switch (row.text("state").split(" ", 2)[0]) {
            case "COMPLETED" -> Job.State.COMPLETED;
            case "CANCELLED" -> Job.State.CANCELLED;
            case "FAILED", "TIMEOUT", "NODE_FAIL", "OUT_OF_MEMORY" -> Job.State.FAILED;
            case "RUNNING", "PENDING" -> Job.State.OPEN;
            default ->
                throw new BadInput(
                        "%s [%s] must be COMPLETED, CANCELLED, FAILED, TIMEOUT, NODE_FAIL, OUT_OF_MEMORY, RUNNING or"
                                + " PENDING",
                        row.where("state"), row.text("state"));
        };
    }

    /// The first jobs, one a row: `job`, `submit [s]`, `start [s]`, `end [s]`, `gpus`, `state` and `type`.
    ///
    /// @param most rows
    default Table table(int most) {
        List<Job> jobs = new ArrayList<>();
        Cancel enough = new Cancel();
        forEach(
                job -> {
                    jobs.add(job);
                    if (jobs.size() >= most) {
                        enough.cancel();
                    }
                },
                enough);
        return Table.create(
                "jobs",
                StringColumn.create("job", jobs.stream().map(Job::id)),
                DoubleColumn.create("submit [s]", jobs.stream().mapToDouble(Job::submit)),
                DoubleColumn.create("start [s]", jobs.stream().mapToDouble(Job::start)),
                DoubleColumn.create("end [s]", jobs.stream().mapToDouble(Job::end)),
                DoubleColumn.create("gpus", jobs.stream().mapToDouble(Job::gpus)),
                StringColumn.create(
                        "state", jobs.stream().map(job -> job.state().name())),
                StringColumn.create("type", jobs.stream().map(Job::type)));
    }
}
