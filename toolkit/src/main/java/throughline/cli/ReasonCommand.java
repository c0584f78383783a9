package throughline.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import throughline.hardware.Cluster;
import throughline.hardware.Device;
import throughline.reasoning.Policy;
import throughline.reasoning.TokenClock;
import throughline.reasoning.samples.Evaluation;
import throughline.spec.BadInput;
import throughline.training.Plan;
import throughline.training.Transformer;

/// `lab reason FILE`: what sampled answers say of a model, and what strategies would make of it.
@Command(
        name = "reason",
        description = {
            "Say what answers sampled from a model tell: pass@k, majority@k,",
            "the population of problems, and what each strategy would gain."
        })
public final class ReasonCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "CSV of problem,sample,answer,tokens,correct.")
    private Path file;

    @Option(names = "--device", paramLabel = "D", description = "One such device; h100-sxm if not given.")
    private String device;

    @Option(names = "--cluster", paramLabel = "C", description = "Devices of a cluster in place of one.")
    private String cluster;

    @Option(names = "--tensor", paramLabel = "N", description = "Devices of the cluster that split each layer; 1.")
    private int tensor = 1;

    @Option(names = "--batch", paramLabel = "N", description = "Sequences of a step, others' too; 1.")
    private int batch = 1;

    @Option(names = "--model", paramLabel = "M", description = "Model that ran; qwen2.5-7b if not given.")
    private String model = "qwen2.5-7b";

    /// Prints the evaluation.
    ///
    /// @return 0
    /// @throws BadInput naming file, line and column of what cannot be read, or what does not fit on the devices
    @Override
    public Integer call() {
        if (batch < 1) {
            throw new BadInput("--batch [%d] must be at least 1", batch);
        }
        TokenClock clock = clock();
        Evaluation evaluation = Policy.evaluate(file);
        PrintWriter out = spec.commandLine().getOut();
        out.print(evaluation.text(clock));
        out.flush();
        return Lab.DONE;
    }

    private TokenClock clock() {
        Transformer shape = Transformer.named(model);
        if (cluster != null) {
            if (device != null) {
                throw new BadInput("--device [%s] and --cluster [%s]: give one of them", device, cluster);
            }
            return TokenClock.of(
                    shape,
                    Plan.of(tensor, 1, 1, batch),
                    isFile(cluster) ? Cluster.read(Path.of(cluster)) : Cluster.named(cluster));
        }
        if (tensor != 1) {
            throw new BadInput("--tensor [%d] needs a --cluster, such as dgx-h100", tensor);
        }
        String name = device == null ? "h100-sxm" : device;
        return TokenClock.of(shape, isFile(name) ? Device.read(Path.of(name)) : Device.named(name))
                .beside(batch - 1.0, 8_000);
    }

    private static boolean isFile(String name) {
        return name.endsWith(".yaml") || Files.isRegularFile(Path.of(name));
    }
}
