package throughline.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import throughline.notebook.Notebook;
import throughline.papers.Ledger;
import throughline.site.ApiJson;
import throughline.site.LedgerJson;
import throughline.site.ProfilesJson;
import throughline.spec.BadInput;

/// `lab site`: writes what Java knows as JSON, and has `kernel/make_site.py` make the pages.
@Command(
        name = "site",
        description =
                "Make a static site: notebooks, ledger, hardware profiles and API, for a browser or GitHub Pages.",
        footer = {
            "",
            "Without --ledger the papers are recomputed, which takes minutes; the result",
            "is kept for as long as the build stays the same. A site that lab site made is",
            "replaced once the new one is whole; a folder with anything else is refused.",
        })
final class SiteCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "out/site",
            description = "Folder of the site. Default: out/site")
    private Path out;

    @Option(
            names = "--ledger",
            paramLabel = "FILE",
            description = "Take the ledger from this file, which lab papers --json has written.")
    private Path ledger;

    @Option(names = "--run", description = "Run the notebooks first; otherwise they are shown as they are.")
    private boolean run;

    @Option(names = "--no-api", description = "Leave the pages of the API out, which take a quarter of a minute.")
    private boolean noApi;

    /// Makes the site.
    ///
    /// @return 0, or 1 if a notebook or a page failed, or if interrupted: then nothing is written
    /// @throws BadInput if the folder cannot be used or the ledger is none; found before anything is made
    @Override
    public Integer call() throws IOException {
        Path home = Path.of(System.getProperty("throughline.home", "."));
        String python = Optional.ofNullable(System.getenv("LAB_PYTHON"))
                .orElseThrow(() -> new BadInput("[site] needs Jupyter; start it as ./lab site"));
        String given = ledger == null ? null : LedgerJson.read("--ledger", ledger);
        try (SiteFolder folder = SiteFolder.open("--out", out)) {
            Optional<String> records = given == null
                    ? KeptLedger.of(home.resolve("kernel/target"), Notebook.progress("papers"))
                    : Optional.of(given);
            if (records.isEmpty()) {
                say("interrupted; nothing is written");
                return Lab.FAILED;
            }
            Path work = Files.createTempDirectory("lab-site");
            try {
                if (!made(python, home, work, records.get(), folder.draft())) {
                    say("nothing is written; Python says why above");
                    return Lab.FAILED;
                }
            } finally {
                SiteFolder.remove(work);
            }
            folder.commit();
        }
        say("the site is %s, %s".formatted(out.resolve("index.html"), size(out)));
        return Lab.DONE;
    }

    /// Fills a folder with pages; gives whether that went well.
    private boolean made(String python, Path home, Path work, String records, Path draft) throws IOException {
        Path notebooks = run ? work.resolve("notebooks") : home.resolve("notebooks");
        if (run && !executed(python, home, notebooks)) {
            return false;
        }
        data(home, work, records);
        List<Object> arguments = List.of("--data", work, "--notebooks", notebooks, "--out", draft);
        return started(python, home.resolve("kernel/make_site.py"), arguments);
    }

    private void data(Path home, Path work, String records) throws IOException {
        Files.writeString(work.resolve("ledger.json"), records);
        LedgerJson.classes(Ledger.all().built(), work.resolve("papers.json"));
        ProfilesJson.write(work.resolve("hardware.json"));
        if (!noApi) {
            say("reading the API's words from the sources");
            Path sources = home.resolve("toolkit/src/main/java");
            ApiJson.write(sources, System.getProperty("java.class.path"), work.resolve("api.json"));
        }
    }

    /// Fills a folder with executed notebooks, workshops beside them as they are; gives whether all went well.
    private static boolean executed(String python, Path home, Path folder) throws IOException {
        if (!started(python, home.resolve("kernel/execute.py"), List.of("--out", folder, "--all"))) {
            return false;
        }
        Path workshops = home.resolve("notebooks/workshops");
        if (Files.isDirectory(workshops)) {
            Path copies = Files.createDirectories(folder.resolve("workshops"));
            try (Stream<Path> files = Files.list(workshops)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, copies.resolve(file.getFileName()));
                }
            }
        }
        return true;
    }

    /// Runs a script of ours, whose words go where ours do; gives whether it went well.
    private static boolean started(String python, Path script, List<Object> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(python, script.toString()));
        arguments.forEach(argument -> command.add(argument.toString()));
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            return process.waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            process.destroy();
        }
    }

    private static String size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            long bytes = 0;
            for (Path file : all) {
                bytes += Files.size(file);
            }
            return "%d files, %.1f MB".formatted(all.size(), bytes / 1e6);
        }
    }

    private void say(String line) {
        spec.commandLine().getErr().println("lab: " + line);
        spec.commandLine().getErr().flush();
    }
}
