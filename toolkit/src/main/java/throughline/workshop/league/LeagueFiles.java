package throughline.workshop.league;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tech.tablesaw.api.Table;

/// A league as files: the same bytes for the same entries, seeds and arenas, whatever the number of threads.
public final class LeagueFiles {
    private static final String XML = """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites>
            %s</testsuites>
            """;
    private static final String SUITE = """
              <testsuite name="%s" tests="%d" failures="%d" skipped="%d" errors="0">
            %s  </testsuite>
            """;

    private LeagueFiles() {}

    /// A table as comma-separated values as in RFC 4180, with LF; numbers to their last digit, none where there is no
    /// value.
    public static String csv(Table table) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(table.columnNames());
        for (int row = 0; row < table.rowCount(); row++) {
            int here = row;
            lines.add(table.columns().stream()
                    .map(column -> column.isMissing(here) ? "" : String.valueOf(column.get(here)))
                    .toList());
        }
        return lines.stream()
                .map(cells -> cells.stream().map(LeagueFiles::quoted).collect(Collectors.joining(",")) + "\n")
                .collect(Collectors.joining());
    }

    private static String quoted(String cell) {
        return cell.matches("[^,\"\\r\\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    /// JUnit's XML: a suite for each of some standings, a case for each entry, which fails where the entry could not be
    /// compiled or did not finish, and is skipped where an interrupt left it out.
    public static String junit(List<Standings> standings) {
        return XML.formatted(standings.stream().map(LeagueFiles::suite).collect(Collectors.joining()));
    }

    private static String suite(Standings standings) {
        List<Result> all = standings.results();
        long skipped = all.stream().filter(LeagueFiles::leftOut).count();
        long failed = standings.problems().size() - skipped;
        String name = "league on " + standings.arena().name();
        return SUITE.formatted(
                escaped(name),
                all.size(),
                failed,
                skipped,
                all.stream().map(result -> testCase(name, result)).collect(Collectors.joining()));
    }

    private static boolean leftOut(Result result) {
        return result.problem().equals(Result.INTERRUPTED);
    }

    private static String testCase(String suite, Result result) {
        String head = "    <testcase classname=\"%s\" name=\"%s\""
                .formatted(escaped(suite), escaped(result.entry().name()));
        if (result.played()) {
            return head + "/>\n";
        }
        return "%s>\n      <%s message=\"%s\"/>\n    </testcase>\n"
                .formatted(head, leftOut(result) ? "skipped" : "failure", escaped(result.problem()));
    }

    /// Safe in a quoted attribute; what XML 1.0 cannot hold becomes a question mark.
    private static String escaped(String text) {
        return text.replaceAll("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "?")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("\n", "&#10;");
    }
}
