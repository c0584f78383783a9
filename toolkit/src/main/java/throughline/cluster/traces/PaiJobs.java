package throughline.cluster.traces;

import java.nio.file.Path;
import java.util.function.Consumer;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// The tasks of PAI's jobs: `plan_gpu` is in hundredths of a GPU, an instance.
record PaiJobs(Path folder) implements JobTrace {
    private static final double HUNDREDTHS = 100;

    @Override
    public void forEach(Consumer<Job> consumer, Cancel cancel) {
        CsvRows.of(folder.resolve("pai_task_table.csv"), folder.resolve("pai_task_table.header"))
                .with("job_name", "task_name", "inst_num", "status", "start_time", "end_time", "plan_gpu")
                .forEach(row -> consumer.accept(job(row)), cancel);
    }

    private static Job job(CsvRows.Row row) {
        double gpus = row.missing("plan_gpu") || row.missing("inst_num")
                ? 0
                : row.number("inst_num") * row.number("plan_gpu") / HUNDREDTHS;
        return new Job(
                row.text("job_name"),
                Double.NaN,
                row.number("start_time"),
                row.number("end_time"),
                gpus,
                state(row),
                row.text("task_name"));
    }

    private static Job.State state(CsvRows.Row row) {
        return switch (row.text("status")) {
            case "Terminated" -> Job.State.COMPLETED;
            case "Failed" -> Job.State.FAILED;
            case "Interrupted" -> Job.State.CANCELLED;
            case "Running", "Waiting" -> Job.State.OPEN;
            default ->
                throw new BadInput(
                        "%s [%s] must be Terminated, Failed, Interrupted, Running or Waiting",
                        row.where("status"), row.text("status"));
        };
    }
}
