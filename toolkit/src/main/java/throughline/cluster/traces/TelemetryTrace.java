package throughline.cluster.traces;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// What sensors of a public trace read, handed over one value after the other, so that files of any size fit.
///
/// ```java
/// TelemetryTrace.acme(Path.of("seren/POWER_USAGE.csv"), "power [W]").forEach(sample -> ..., Cancel.NEVER);
/// ```
@FunctionalInterface
public interface TelemetryTrace {
    /// One value of one sensor.
    ///
    /// @param time   seconds since 1970
    /// @param source the machine or GPU, as the trace calls it
    /// @param metric what was read
    /// @param value  in the trace's unit; NaN where it has a gap
    record Sample(double time, String source, String metric, double value) {}

    /// Hands over all values, line by line; gaps too.
    ///
    /// @param cancel once requested, the rest is left
    /// @throws BadInput naming file, line and column of what is wrong
    void forEach(Consumer<Sample> consumer, Cancel cancel);

    /// Philly's `cluster_gpu_util`, `cluster_cpu_util` or `cluster_mem_util`: `time`, the machine, and a column a
    /// metric.
    static TelemetryTrace philly(Path file) {
        CsvRows rows = CsvRows.of(file).with("time");
        String machine = rows.columns().stream()
                .filter(name -> name.equals("machineId") || name.equals("machine_id"))
                .findFirst()
                .orElseThrow(() -> new BadInput("%s, line 1: columns %s lack [machineId]", file, rows.columns()));
        List<String> metrics = rows.columns().stream()
                .filter(name -> !name.equals("time") && !name.equals(machine))
                .toList();
        ZoneId pacific = ZoneId.of("America/Los_Angeles");
        return (consumer, cancel) -> rows.forEach(
                row -> {
                    double time = Instants.seconds(row.where("time"), row.text("time"), pacific);
                    metrics.forEach(
                            metric -> consumer.accept(new Sample(time, row.text(machine), metric, row.number(metric))));
                },
                cancel);
    }

    /// A file of Acme's utilisation: `Time`, and a column a server or GPU.
    ///
    /// @param metric what the file is of, as its name says
    static TelemetryTrace acme(Path file, String metric) {
        return wide(file, source -> source, source -> metric);
    }

    /// A file of Acme's `ipmi`, such as `GPU_AB_Power.csv`: `Time`, and a column a metric of the whole kind of server.
    ///
    /// @param source what the file is of
    static TelemetryTrace acmeIpmi(Path file, String source) {
        return wide(file, metric -> source, metric -> metric);
    }

    private static TelemetryTrace wide(Path file, UnaryOperator<String> source, UnaryOperator<String> metric) {
        CsvRows rows = CsvRows.of(file).with("Time");
        List<String> others =
                rows.columns().stream().filter(name -> !name.equals("Time")).toList();
        ZoneId shanghai = ZoneId.of("Asia/Shanghai");
        return (consumer, cancel) -> rows.forEach(
                row -> {
                    double time = Instants.seconds(row.where("Time"), row.text("Time"), shanghai);
                    others.forEach(name -> consumer.accept(
                            new Sample(time, source.apply(name), metric.apply(name), row.number(name))));
                },
                cancel);
    }

    /// The first values, one a row: `time [s]`, `source`, `metric` and `value`.
    ///
    /// @param most rows
    default Table table(int most) {
        List<Sample> samples = new ArrayList<>();
        Cancel enough = new Cancel();
        forEach(
                sample -> {
                    if (samples.size() < most) {
                        samples.add(sample);
                    } else {
                        enough.cancel();
                    }
                },
                enough);
        return Table.create(
                "telemetry",
                DoubleColumn.create("time [s]", samples.stream().mapToDouble(Sample::time)),
                StringColumn.create("source", samples.stream().map(Sample::source)),
                StringColumn.create("metric", samples.stream().map(Sample::metric)),
                DoubleColumn.create("value", samples.stream().mapToDouble(Sample::value)));
    }
}
