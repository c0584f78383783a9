package throughline.site;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import jdk.javadoc.doclet.Doclet;

/// An option of a doclet that names a file.
record FileOption(String name, Consumer<Path> taker) implements Doclet.Option {
    @Override
    public int getArgumentCount() {
        return 1;
    }

    @Override
    public String getDescription() {
        return "the file to write";
    }

    @Override
    public Kind getKind() {
        return Kind.STANDARD;
    }

    @Override
    public List<String> getNames() {
        return List.of(name);
    }

    @Override
    public String getParameters() {
        return "FILE";
    }

    @Override
    public boolean process(String option, List<String> arguments) {
        taker.accept(Path.of(arguments.getFirst()));
        return true;
    }
}
