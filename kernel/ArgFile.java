import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Writes what `lab.cmd` starts Java with, flags and class path, into a file for `java @FILE`: a command of Windows may not
/// be that long. Started as source, with the folder of `lab.cmd` and the file to write; in a bundle, natives as well.
void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]).toAbsolutePath().normalize();
    Path bundled = root.resolve("kernel/classpath");
    String pom = Files.readString(root.resolve("pom.xml"));
    List<String> words = new ArrayList<>(List.of(pom.split("</?throughline.jvm>")[1].strip().split(" +")));
    String jars;
    if (Files.exists(bundled)) {
        words.addAll(Files.readAllLines(root.resolve("kernel/flags")).stream()
                .map(flag -> flag.replace("@ROOT@", root.toString()))
                .toList());
        jars = Files.readAllLines(bundled).stream()
                .map(jar -> root.resolve(jar).toString())
                .collect(Collectors.joining(File.pathSeparator));
    } else {
        jars = Files.readString(root.resolve("kernel/target/classpath")).strip();
    }
    words.addAll(List.of("-Dthroughline.home=" + root, "-cp", jars));
    // Within quotes, a backslash must be doubled.
    Files.write(Path.of(arguments[1]), words.stream().map(word -> '"' + word.replace("\\", "\\\\") + '"').toList());
}
