package throughline.notebook;

/// A JVM without a kernel: text on standard output; what is rewritten in place, on a terminal only.
///
/// @param terminal whether somebody is watching standard output
record ConsoleDisplay(boolean terminal) implements Display {
    /// A line that is longer than a terminal is wide cannot be rewritten; hardly one is narrower.
    private static final int COLUMNS = 79;

    @Override
    public void show(Bundle bundle) {
        System.out.println(bundle.text());
    }

    /// On standard output, because it is known to be a terminal: standard error may be a log.
    @Override
    public Slot slot() {
        if (!terminal || "dumb".equals(System.getenv("TERM"))) {
            return (now, last) -> {};
        }
        return (now, last) -> {
            String line = now.text();
            String cut = line.length() > COLUMNS ? line.substring(0, COLUMNS - 1) + "…" : line;
            System.out.print("\r\u001b[K" + cut + (last ? "\n" : ""));
            System.out.flush();
        };
    }
}
