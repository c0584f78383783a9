package throughline.scaling;

import java.util.Arrays;
import java.util.List;
import throughline.spec.BadInput;

/// Chooses the law for which a table has the columns.
final class Matching {
    private Matching() {}

    static Law of(Observations rows) {
        boolean size = rows.has("N") && varies(rows, "N");
        boolean data = rows.has("D") && varies(rows, "D");
        boolean streams = rows.has("P") && varies(rows, "P");
        if (streams && !size) {
            throw new BadInput(
                    "%s [%d rows] has streams P that vary and no N that does; name the law, such as Law.power(\"D\")",
                    rows.source(), rows.size());
        }
        if (size && data) {
            return streams ? Law.parallelChinchilla() : Law.chinchilla();
        }
        if (streams) {
            return Law.parScale();
        }
        return Law.power(List.of("N", "D", "C").stream()
                .filter(name -> rows.has(name) && varies(rows, name))
                .findFirst()
                .orElseThrow(() -> new BadInput(
                        "%s [%d rows] has no column N, D or C that varies; name the law, such as Law.power(\"steps\")",
                        rows.source(), rows.size())));
    }

    private static boolean varies(Observations rows, String column) {
        return Arrays.stream(rows.positive(column)).distinct().count() > 1;
    }
}
