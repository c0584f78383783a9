package throughline.fab.jobshop;

import java.util.ArrayList;
import java.util.List;
import throughline.spec.BadInput;

/// Reads one instance, and says where it cannot.
final class InstanceText {
    private static final int LARGEST = 1000;

    private final String name;
    private final List<Line> lines = new ArrayList<>();

    /// A line that counts.
    ///
    /// @param number in the file, from 1
    private record Line(int number, String[] words) {}

    InstanceText(String name, String text) {
        this.name = name;
        int number = 0;
        for (String line : text.split("\\R", -1)) {
            number++;
            String stripped = line.strip();
            if (!stripped.isEmpty() && !stripped.startsWith("#")) {
                lines.add(new Line(number, stripped.split("\\s+")));
            }
        }
    }

    JobShop instance() {
        if (lines.isEmpty()) {
            throw new BadInput("%s holds no line; it must start with the numbers of jobs and machines", name);
        }
        Line head = lines.getFirst();
        if (head.words.length != 2) {
            throw new BadInput(
                    "%s, line %d: [%d] numbers; there must be 2, of jobs and of machines",
                    name, head.number, head.words.length);
        }
        int jobs = number(head, 0, "number of jobs", 1, LARGEST);
        int machines = number(head, 1, "number of machines", 1, LARGEST);
        if (lines.size() != jobs + 1) {
            throw new BadInput("%s: [%d] lines of jobs; line %d says %d", name, lines.size() - 1, head.number, jobs);
        }
        List<List<Operation>> all = new ArrayList<>();
        for (Line line : lines.subList(1, lines.size())) {
            all.add(job(line, machines));
        }
        return new JobShop(name, machines, all);
    }

    private List<Operation> job(Line line, int machines) {
        if (line.words.length != 2 * machines) {
            throw new BadInput(
                    "%s, line %d: [%d] numbers; there must be %d, a machine and a duration for each of %d operations",
                    name, line.number, line.words.length, 2 * machines, machines);
        }
        List<Operation> job = new ArrayList<>();
        for (int i = 0; i < line.words.length; i += 2) {
            int machine = number(line, i, "machine", 0, machines - 1);
            int duration = number(line, i + 1, "duration", 1, Operation.LONGEST);
            if (!job.isEmpty() && job.getLast().machine() == machine) {
                throw new BadInput(
                        "%s, line %d: machine [%d] comes twice in a row; make it one operation",
                        name, line.number, machine);
            }
            job.add(new Operation(machine, duration));
        }
        return job;
    }

    private int number(Line line, int word, String what, int least, int most) {
        String found = line.words[word];
        try {
            int value = Integer.parseInt(found);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below: the message is the same for a word and for a number out of range.
        }
        throw new BadInput(
                "%s, line %d: %s [%s] must be a whole number from %d to %d",
                name, line.number, what, found, least, most);
    }
}
