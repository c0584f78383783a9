package throughline.notebook;

/// A JVM without a kernel: text on standard output; what is rewritten in place, on a terminal only.
///
/// @param terminal whether somebody is watching
record ConsoleDisplay(boolean terminal) implements Display {
    @Override
    public void show(Bundle bundle) {
        System.out.println(bundle.text());
    }

    @Override
    public Slot slot() {
        if (!terminal) {
            return (now, last) -> {};
        }
        return (now, last) -> {
            System.err.print("\r\u001b[K" + now.text() + (last ? "\n" : ""));
            System.err.flush();
        };
    }
}
