package throughline.fab.jobshop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import throughline.random.Stream;
import throughline.spec.BadInput;

/// An instance of the job shop problem: jobs, each an ordered list of operations.
///
/// ```java
/// JobShop shop = JobShop.parse("mine", """
///         2 2
///         0 3  1 2
///         1 4  0 1
///         """);
/// ```
///
/// @param name     of the instance
/// @param machines how many there are, at least 1
/// @param jobs     at least one, each with at least one operation; no two operations of a job that follow each
///                 other are on one machine
public record JobShop(String name, int machines, List<List<Operation>> jobs) {
    /// Fisher and Thompson's six jobs on six machines (1963); the classical optimum is 55.
    public static final JobShop FT06 = parse("ft06", """
            6 6
            2 1  0 3  1 6  3 7  5 3  4 6
            1 8  2 5  4 10  5 10  0 10  3 4
            2 5  3 4  5 8  0 9  1 1  4 7
            1 5  0 5  2 5  3 3  4 8  5 9
            2 9  1 3  4 5  5 4  0 3  3 1
            1 3  3 3  5 9  0 10  4 4  2 1
            """);

    /// Lawrence's first instance, ten jobs on five machines (1984); the classical optimum is 666, the largest load of
    /// a machine.
    public static final JobShop LA01 = parse("la01", """
            10 5
            1 21  0 53  4 95  3 55  2 34
            0 21  3 52  4 16  2 26  1 71
            3 39  4 98  1 42  2 31  0 12
            1 77  0 55  4 79  2 66  3 77
            0 83  3 34  2 64  1 19  4 37
            1 54  2 43  4 79  0 92  3 62
            3 69  4 77  1 87  2 87  0 93
            2 38  0 60  1 41  3 24  4 83
            3 17  1 49  4 25  0 44  2 98
            4 77  3 79  2 43  1 75  0 96
            """);

    private static final int LONGEST_RANDOM = 99;

    /// @throws BadInput naming the job and the operation that cannot be
    public JobShop {
        jobs = jobs.stream().map(List::copyOf).toList();
        if (machines < 1 || jobs.isEmpty()) {
            throw new BadInput(
                    "job shop %s has [%d] machines and [%d] jobs; it must have 1 of each or more",
                    name, machines, jobs.size());
        }
        for (int job = 0; job < jobs.size(); job++) {
            check(name, machines, job, jobs.get(job));
        }
    }

    private static void check(String name, int machines, int job, List<Operation> operations) {
        if (operations.isEmpty()) {
            throw new BadInput("job shop %s: job [%d] has no operation", name, job);
        }
        int before = -1;
        for (Operation operation : operations) {
            if (operation.machine() >= machines) {
                throw new BadInput(
                        "job shop %s: job %d goes to machine [%d]; there are 0 to %d",
                        name, job, operation.machine(), machines - 1);
            }
            if (operation.machine() == before) {
                throw new BadInput(
                        "job shop %s: job %d stays on machine [%d] for two operations; make them one",
                        name, job, before);
            }
            before = operation.machine();
        }
    }

    /// Each job visits each machine once, in a random order, for 1 to 99 units of time, all equally likely.
    ///
    /// @param jobs     1 or more
    /// @param machines 1 or more
    public static JobShop random(int jobs, int machines, Stream stream) {
        List<List<Operation>> made = new ArrayList<>();
        for (int job = 0; job < jobs; job++) {
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, machines).boxed().toList());
            stream.shuffle(order);
            made.add(order.stream()
                    .map(machine -> new Operation(machine, 1 + stream.below(LONGEST_RANDOM)))
                    .toList());
        }
        return new JobShop("random %dx%d".formatted(jobs, machines), machines, made);
    }

    /// Reads a file in the standard format: see [#parse]. The instance is called as the file is.
    ///
    /// @throws BadInput naming the file, the line and the value that cannot be read
    public static JobShop read(Path file) {
        try {
            return parse(file.getFileName().toString(), Files.readString(file));
        } catch (IOException e) {
            throw new BadInput(
                    "job shop [%s] cannot be read (%s); give a text file",
                    file, e.getClass().getSimpleName());
        }
    }

    /// Reads the standard format: a line with the numbers of jobs and machines, then a line a job, with as many pairs
    /// of a machine, from 0, and a duration as there are machines. Empty lines and lines that start with `#` are
    /// skipped.
    ///
    /// @param name of the instance, for errors: a file's name
    /// @throws BadInput naming the line and the value that cannot be read
    public static JobShop parse(String name, String text) {
        return new InstanceText(name, text).instance();
    }

    /// How many operations there are.
    public int operations() {
        return jobs.stream().mapToInt(List::size).sum();
    }

    /// The sum of the durations on a machine.
    public long load(int machine) {
        return jobs.stream()
                .flatMap(List::stream)
                .filter(operation -> operation.machine() == machine)
                .mapToLong(Operation::duration)
                .sum();
    }

    /// The sum of the durations of a job.
    public long length(int job) {
        return jobs.get(job).stream().mapToLong(Operation::duration).sum();
    }

    /// No schedule is shorter than this: the largest load of a machine, or the longest job.
    public long lowerBound() {
        long load = IntStream.range(0, machines).mapToLong(this::load).max().orElseThrow();
        long length =
                IntStream.range(0, jobs.size()).mapToLong(this::length).max().orElseThrow();
        return Math.max(load, length);
    }

    /// The longest duration of an operation.
    public int longest() {
        return jobs.stream()
                .flatMap(List::stream)
                .mapToInt(Operation::duration)
                .max()
                .orElseThrow();
    }

    /// This instance in the standard format.
    ///
    /// @throws BadInput when a job has not as many operations as there are machines: the format cannot hold it
    public String text() {
        StringBuilder text = new StringBuilder("%d %d\n".formatted(jobs.size(), machines));
        for (List<Operation> job : jobs) {
            if (job.size() != machines) {
                throw new BadInput(
                        "job shop %s: a job has [%d] operations; the standard format holds %d",
                        name, job.size(), machines);
            }
            job.forEach(operation -> text.append(operation.machine())
                    .append(' ')
                    .append(operation.duration())
                    .append(' '));
            text.setCharAt(text.length() - 1, '\n');
        }
        return text.toString();
    }
}
