package throughline.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import throughline.hardware.Cluster;
import throughline.hardware.CollectiveFit;
import throughline.hardware.CollectiveRows;
import throughline.hardware.Device;
import throughline.hardware.KernelFit;
import throughline.hardware.KernelRows;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Units;

/// `lab fit WHERE ROWS`: constants of kernels, or of collectives, out of times that somebody measured.
@Command(name = "fit", description = "Fit the constants of a profile to measured times of kernels or exchanges.")
public final class FitCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "WHERE",
            description = "Device, or cluster with --collectives: a profile's name, or file.")
    private String where;

    @Parameters(
            index = "1",
            paramLabel = "ROWS",
            description = {
                "CSV of kernel,precision,batch,m,n,k,seconds;",
                "with --collectives of operation,ranks,per node,bytes,seconds."
            })
    private Path rows;

    @Option(names = "--collectives", description = "Fit a library of collectives instead of kernels.")
    private boolean collectives;

    @Option(names = "--unseen", paramLabel = "F", description = "CSV of kernels to be judged on, not fitted.")
    private List<Path> unseen = List.of();

    @Option(
            names = "--launch",
            paramLabel = "T",
            description = "From one matrix product to the next; 5 us if not given.")
    private String launch = "5 us";

    @Option(names = "--name", paramLabel = "N", description = "Of the software; the file's name if not given.")
    private String name;

    @Option(names = "--out", paramLabel = "F", description = "Profile to write; printed if not given.")
    private Path out;

    /// Fits, and writes or prints the profile.
    ///
    /// @return 0, or 1 if interrupted: then nothing is written
    /// @throws BadInput if rows or profile cannot be read, or the profile not be written
    @Override
    public Integer call() throws IOException {
        Cancel cancel = Cancel.onInterrupt();
        String called = name == null ? rows.getFileName().toString() : name;
        String profile = collectives ? exchanges(called, cancel) : kernels(called, cancel);
        if (cancel.requested()) {
            spec.commandLine().getErr().println("lab: interrupted; nothing is written");
            return 1;
        }
        PrintWriter printed = spec.commandLine().getOut();
        if (out == null) {
            printed.print(profile);
        } else {
            try (NewFile file = NewFile.open("--out", out)) {
                Files.writeString(file.draft(), profile);
                file.commit();
            }
            printed.println(out);
        }
        printed.flush();
        return 0;
    }

    private boolean isFile() {
        return where.endsWith(".yaml");
    }

    private String kernels(String called, Cancel cancel) {
        Device device = isFile() ? Device.read(Path.of(where)) : Device.named(where);
        List<KernelRows> others = unseen.stream().map(FitCommand::kernelRows).toList();
        return new KernelFit(device, Units.quantity("--launch", launch, "s"), cancel)
                .of(called, kernelRows(rows), others)
                .yaml();
    }

    private static KernelRows kernelRows(Path csv) {
        return KernelRows.read(csv, csv.getFileName().toString());
    }

    private String exchanges(String called, Cancel cancel) {
        Cluster cluster = isFile() ? Cluster.read(Path.of(where)) : Cluster.named(where);
        CollectiveRows read = CollectiveRows.read(rows, rows.getFileName().toString());
        return CollectiveFit.yaml(new CollectiveFit(cluster, cancel).of(called, read));
    }
}
