package throughline.cluster.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import throughline.cluster.Effect;
import throughline.cluster.Fault;
import throughline.random.Stream;

/// What a class of faults in somebody's trace means here. The table of InfiniteHBD's classes, with reasons, is a
/// resource beside this class.
///
/// @param category it goes into
/// @param scope    what it strikes
/// @param effect   on a job
/// @param severity as a [Fault] has it
/// @param why      it is taken so
public record FaultClass(String category, Scope scope, Effect effect, double severity, String why) {
    private static final String ANY = "*";

    private record Line(String name, String description, FaultClass meaning) {
        boolean fits(String otherName, String otherDescription) {
            return (name.equals(ANY) || name.equals(otherName))
                    && (description.equals(ANY) || description.equals(otherDescription));
        }
    }

    private static final List<Line> INFINITE_HBD = lines("infinitehbd-classes.csv");

    private static List<Line> lines(String resource) {
        try (InputStream in = FaultClass.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(FaultClass::line)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Line line(String text) {
        String[] cells = text.split(",", 7);
        return new Line(
                cells[0],
                cells[1],
                new FaultClass(
                        cells[2],
                        Scope.valueOf(cells[3].toUpperCase(Locale.ROOT)),
                        Effect.valueOf(cells[4].toUpperCase(Locale.ROOT)),
                        Double.parseDouble(cells[5]),
                        cells[6]));
    }

    /// The first line of the table that a fault of InfiniteHBD's fits; the last fits all.
    static FaultClass infiniteHbd(String name, String description) {
        return INFINITE_HBD.stream()
                .filter(line -> line.fits(name, description))
                .findFirst()
                .orElseThrow()
                .meaning;
    }

    static FaultClass of(Fault fault) {
        Scope scope = fault.unit() == Fault.WHOLE ? Scope.NODE : Scope.GPU;
        return new FaultClass(fault.category(), scope, fault.effect(), fault.severity(), "generated");
    }

    Fault fault(double day, double away, int node, int gpusPerNode, Stream stream) {
        int unit = stream.below(gpusPerNode);
        boolean whole = scope == Scope.NODE || scope == Scope.JOB;
        return new Fault(
                Category.nanos(day),
                category,
                node,
                whole ? Fault.WHOLE : unit,
                effect,
                severity,
                Category.nanos(away));
    }
}
