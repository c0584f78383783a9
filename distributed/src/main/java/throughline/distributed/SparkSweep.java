package throughline.distributed;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Function1;
import scala.Function2;
import scala.collection.Iterator;
import scala.concurrent.Await;
import scala.concurrent.duration.Duration;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;
import throughline.data.PartRunner;
import throughline.data.Parts;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// Makes the parts of a dataset as the tasks of one Spark job, a part a task. What goes to a worker is the text of
/// `spec.json`, once, and a number a task; what comes back of a task is a receipt. The rows go straight to the
/// dataset's folder, which driver and workers must share.
///
/// ```java
/// var sweep = MiniFab.recipe().sweep().seeds(1000);
/// try (var context = new JavaSparkContext(conf)) {
///     sweep.write(folder, new SparkSweep(context, code), Cancel.onInterrupt(), progress);
/// }
/// ```
///
/// A run whose model throws is in the receipt of its part, and no failure of the task: Spark repeats only what a
/// machine or a disk did not do. The bytes are those of one machine.
///
/// @param context of Spark; left open
/// @param code    what the workers must run
public record SparkSweep(JavaSparkContext context, Code code) implements PartRunner {
    private static final String PREFIX = ".driver-";
    private static final String TEMPORARY = ".part";
    private static final Duration BETWEEN_LOOKS = Duration.create(200, "millis");

    @Override
    public void run(Parts parts, Cancel cancel) {
        Path folder = parts.folder().toAbsolutePath().normalize();
        Path marker = folder.resolve(PREFIX + context.sc().applicationId() + TEMPORARY);
        Broadcast<Order> order = null;
        try {
            mark(marker);
            order = context.broadcast(new Order(
                    parts.spec(),
                    folder.toString(),
                    marker.toString(),
                    code.fingerprint(),
                    context.sc().applicationId()));
            run(parts, order, cancel);
        } finally {
            if (order != null) {
                order.destroy();
            }
            marker.toFile().delete();
        }
    }

    private static void mark(Path marker) {
        try {
            Files.writeString(marker, "");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + marker, e);
        }
    }

    private void run(Parts parts, Broadcast<Order> order, Cancel cancel) {
        List<Integer> missing = parts.missing();
        JavaRDD<Integer> numbers = context.parallelize(missing, missing.size());
        AtomicReference<RuntimeException> refusal = new AtomicReference<>();
        Cancel own = Cancel.following(cancel);
        SimpleFutureAction<BoxedUnit> job = context.sc()
                .submitJob(
                        numbers.rdd(),
                        work(order),
                        CollectionConverters.asScala(IntStream.range(0, missing.size())
                                        .<Object>mapToObj(index -> index)
                                        .toList())
                                .toSeq(),
                        (Function2<Object, Outcome, BoxedUnit>) (index, outcome) -> {
                            try {
                                take(parts, outcome);
                            } catch (RuntimeException e) {
                                refusal.compareAndSet(null, e);
                                own.cancel();
                            }
                            return BoxedUnit.UNIT;
                        },
                        () -> BoxedUnit.UNIT);
        await(job, own);
        if (refusal.get() != null) {
            throw refusal.get();
        }
        if (!own.requested()) {
            throwFailure(job);
        }
    }

    private static Function1<Iterator<Integer>, Outcome> work(Broadcast<Order> order) {
        return (Function1<Iterator<Integer>, Outcome> & Serializable)
                numbers -> order.value().make(numbers.next());
    }

    private static void take(Parts parts, Outcome outcome) {
        switch (outcome) {
            case Outcome.Made made -> parts.made(made.part(), made.receipt());
            case Outcome.Refused refused ->
                throw new BadInput("worker [%s] cannot take part: %s", refused.host(), refused.reason());
            case Outcome.Cancelled _ -> {
                // The driver asked for it, and knows.
            }
        }
    }

    private static void await(SimpleFutureAction<BoxedUnit> job, Cancel cancel) {
        try {
            while (!job.isCompleted()) {
                if (cancel.requested()) {
                    job.cancel();
                    return;
                }
                try {
                    Await.ready(job, BETWEEN_LOOKS);
                } catch (TimeoutException e) {
                    // Not done yet: look at the cancel again.
                }
            }
        } catch (InterruptedException e) {
            job.cancel();
            cancel.cancel();
            Thread.currentThread().interrupt();
        }
    }

    private static void throwFailure(SimpleFutureAction<BoxedUnit> job) {
        try {
            Await.result(job, Duration.Zero());
        } catch (Exception e) {
            String lines = String.valueOf(e.getMessage());
            if (lines.contains("UnsupportedClassVersionError")) {
                throw new BadInput("the workers' Java is older than this one, which is %s", Runtime.version());
            }
            throw new IllegalStateException(
                    lines.lines().limit(2).map(String::strip).collect(Collectors.joining(" ")), e);
        }
    }
}
