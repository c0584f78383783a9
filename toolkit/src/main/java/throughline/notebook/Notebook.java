package throughline.notebook;

import java.util.Map;
import throughline.papers.Tolerance;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// What a notebook needs at hand; meant for `import static throughline.notebook.Notebook.*;`.
public final class Notebook {
    private Notebook() {}

    /// Shows each value below the cell: a Tablesaw table as a table, a [throughline.data.Plot] or [Figure] as an image,
    /// [Html] as markup, anything else as text. Where there is no notebook, its text goes to standard output.
    public static void show(Object... values) {
        if (values == null) {
            Display.here().show(Bundle.of(null));
            return;
        }
        for (Object value : values) {
            Display.here().show(Bundle.of(value));
        }
    }

    /// A progress bar for a long loop, with the share done and the time left; when all is done it says how long it
    /// took. On a terminal it is one line; where nobody watches it is nothing. A bar made inside a loop that
    /// has its own is shown within that one, and leaves nothing.
    ///
    /// @param what the work, such as `Simulating`
    public static Progress progress(String what) {
        return ProgressBars.here().bar(what);
    }

    /// Holds a number against what it should be: shows both, and fails the cell where it lies outside the tolerance.
    /// `lab run --junit` makes a case of its report of each. A number that a paper reports belongs into the
    /// ledger of papers instead.
    ///
    /// @param what     names the number in the report
    /// @param value    as it came out
    /// @param expected as it should be, in the same unit
    /// @throws AssertionError when it lies outside
    public static void check(String what, double value, double expected, Tolerance tolerance) {
        Bundle check = Bundle.check(what, value, expected, tolerance);
        Display.here().show(check);
        if (!tolerance.admits(value, expected)) {
            throw new AssertionError(check.text());
        }
    }

    /// Shows a line of text, and hands a record to whoever reads the executed notebook: `lab grade`, or the report of
    /// `lab run --junit`.
    ///
    /// @param text   for people
    /// @param record for programs, as JSON: text, numbers, booleans, and lists and maps of these
    public static void report(String text, Map<String, Object> record) {
        Display.here().show(Bundle.report(text, record));
    }

    /// Runs a piece of Python with the `python3` of the path, until interrupted, and waits for it.
    ///
    /// @param code      whole, as a script
    /// @param arguments what it finds in `sys.argv[1:]`, as text
    /// @return what it printed; where there is no Python, or where it lacks a module that the code imports, a line
    /// that says so
    /// @throws BadInput with the error's message when the code fails otherwise
    public static String python(String code, Object... arguments) {
        return Python.run(code, Cancel.onInterrupt(), arguments);
    }

    /// A text that whoever runs the notebook may set, as an environment variable of this name.
    public static String parameter(String name, String otherwise) {
        return parameter(System.getenv(), name, otherwise);
    }

    /// A whole number that whoever runs the notebook may set, as an environment variable of this name.
    ///
    /// @throws BadInput when it is set to something else
    public static int parameter(String name, int otherwise) {
        return parameter(System.getenv(), name, otherwise);
    }

    /// A long whole number that whoever runs the notebook may set, as an environment variable of this name.
    ///
    /// @throws BadInput when it is set to something else
    public static long parameter(String name, long otherwise) {
        return parameter(System.getenv(), name, otherwise);
    }

    /// A yes or no, `true` or `false`, that whoever runs the notebook may set, as an environment variable of this name.
    ///
    /// @throws BadInput when it is set to something else
    public static boolean parameter(String name, boolean otherwise) {
        return parameter(System.getenv(), name, otherwise);
    }

    /// A number that whoever runs the notebook may set, as an environment variable of this name.
    ///
    /// @throws BadInput when it is set to something else, or not finite
    public static double parameter(String name, double otherwise) {
        return parameter(System.getenv(), name, otherwise);
    }

    static String parameter(Map<String, String> environment, String name, String otherwise) {
        return environment.getOrDefault(name, otherwise);
    }

    static int parameter(Map<String, String> environment, String name, int otherwise) {
        long value = parameter(environment, name, (long) otherwise);
        if (value != (int) value) {
            throw notWhole(name, environment.get(name), otherwise);
        }
        return (int) value;
    }

    static long parameter(Map<String, String> environment, String name, long otherwise) {
        String text = environment.get(name);
        try {
            return text == null ? otherwise : Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw notWhole(name, text, otherwise);
        }
    }

    private static BadInput notWhole(String name, String text, long otherwise) {
        return new BadInput(
                "environment variable %s [%s] is not a whole number; give one such as %d", name, text, otherwise);
    }

    static boolean parameter(Map<String, String> environment, String name, boolean otherwise) {
        String text = environment.getOrDefault(name, String.valueOf(otherwise)).strip();
        if (!text.equals("true") && !text.equals("false")) {
            throw new BadInput("environment variable %s [%s] is neither true nor false", name, text);
        }
        return text.equals("true");
    }

    static double parameter(Map<String, String> environment, String name, double otherwise) {
        String text = environment.get(name);
        if (text == null) {
            return otherwise;
        }
        double value;
        try {
            value = Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        if (!Double.isFinite(value)) {
            throw new BadInput(
                    "environment variable %s [%s] is not a number; give one such as %s", name, text, otherwise);
        }
        return value;
    }
}
