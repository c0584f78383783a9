package throughline.distributed;

import java.io.Serializable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.TaskContext;
import throughline.data.RecipeSource;
import throughline.data.Sweep;
import throughline.data.SweepFile;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// What a worker must know to make any part of a dataset; sent to each once, and kept there with what was found out
/// from it.
final class Order implements Serializable {
    private static final long serialVersionUID = 1;

    private final String spec;
    private final String folder;
    private final String marker;
    private final Map<String, String> fingerprint;
    private final String application;
    private transient Sweep<?> sweep;

    /// @param spec        the text of `spec.json`
    /// @param folder      of the dataset, an absolute path
    /// @param marker      a file in it that the driver made, and nobody else
    /// @param fingerprint of the code that the driver runs; see [Code]
    /// @param application Spark's name of this job's driver
    Order(String spec, String folder, String marker, Map<String, String> fingerprint, String application) {
        this.spec = spec;
        this.folder = folder;
        this.marker = marker;
        this.fingerprint = Map.copyOf(fingerprint);
        this.application = application;
    }

    /// Makes a part, inside a task.
    Outcome make(int part) {
        TaskContext task = TaskContext.get();
        Sweep<?> read;
        try {
            read = sweep();
        } catch (BadInput e) {
            return new Outcome.Refused(host(), e.getMessage());
        }
        return read.writePart(
                        Path.of(folder),
                        part,
                        application + "-" + task.taskAttemptId(),
                        Cancel.when(task::isInterrupted))
                .<Outcome>map(receipt -> new Outcome.Made(part, receipt))
                .orElse(new Outcome.Cancelled(part));
    }

    /// The sweep, once this process was seen to be fit for it.
    ///
    /// @throws BadInput saying why not
    synchronized Sweep<?> sweep() {
        if (!Files.isRegularFile(Path.of(marker))) {
            throw new BadInput(
                    "it does not see what the driver wrote to [%s]; the dataset's folder must be on storage that driver"
                            + " and workers share, under the same path",
                    folder);
        }
        if (sweep == null) {
            Optional<String> other = Code.difference(fingerprint);
            if (other.isPresent()) {
                throw new BadInput(
                        "its [%s] is another than the driver's, and could make other bytes; take it off the workers'"
                                + " class path, and the driver's is sent there, or put the same there",
                        other.get());
            }
            sweep = SweepFile.parse(spec, folder + "/spec.json", RecipeSource.all());
        }
        return sweep;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
