package throughline.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import throughline.spec.BadInput;

/// `lab bench`: runs the benchmarks and prints their figures.
@Command(name = "bench", description = "Measure speed; take the figures on an idle machine.")
final class BenchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "One benchmark; all of them by default.")
    private String name;

    @Option(names = "--json", paramLabel = "F", description = "Write the figures as a JSON list, too.")
    private Path json;

    @Override
    public Integer call() throws IOException {
        List<Bench> benches = new ArrayList<>();
        ServiceLoader.load(Bench.class).forEach(benches::add);
        List<Bench> chosen = benches.stream()
                .filter(bench -> name == null || bench.name().equals(name))
                .toList();
        if (chosen.isEmpty()) {
            throw new BadInput(
                    "no benchmark [%s]; there are %s",
                    name, String.join(", ", benches.stream().map(Bench::name).toList()));
        }
        if (json == null) {
            measure(chosen);
            return Lab.DONE;
        }
        try (NewFile file = NewFile.open("--json", json)) {
            List<Map<String, Object>> rows = measure(chosen);
            Files.writeString(file.draft(), new ObjectMapper().valueToTree(rows).toPrettyString() + "\n");
            file.commit();
        }
        return Lab.DONE;
    }

    private List<Map<String, Object>> measure(List<Bench> chosen) {
        List<Map<String, Object>> rows = new ArrayList<>();
        PrintWriter out = command.commandLine().getOut();
        for (Bench bench : chosen) {
            bench.run(figure -> {
                out.printf(
                        "%-10s %-26s %12.6g %-10s %s%n",
                        figure.bench(), figure.name(), figure.value(), figure.unit(), figure.detail());
                out.flush();
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("bench", figure.bench());
                row.put("case", figure.name());
                row.put("value", figure.value());
                row.put("unit", figure.unit());
                row.put("detail", figure.detail());
                rows.add(row);
            });
        }
        return rows;
    }
}
