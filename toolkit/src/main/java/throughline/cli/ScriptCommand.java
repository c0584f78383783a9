package throughline.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import throughline.spec.BadInput;

/// The commands that the script does by itself, because they are about Jupyter and Maven: here only to be listed and
/// explained.
abstract class ScriptCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new BadInput("[%s] is done by the script; start it as ./%s", spec.name(), spec.qualifiedName());
    }

    @Command(
            name = "run",
            description = "Run notebooks in Jupyter; leaves each executed, with its HTML and what it made.",
            footer = {
                "",
                "A notebook finds its folder for results in the environment variable OUT: DIR,",
                "or DIR/NAME where several run. Its cell tagged parameters declares what -p can",
                "set.",
            })
    static final class Run extends ScriptCommand {
        @Parameters(paramLabel = "NOTEBOOK", description = "Default: notebooks/00-tour.ipynb")
        private List<String> notebooks;

        @Option(names = "--all", description = "Run all of the folder notebooks.")
        private boolean all;

        @Option(names = "--out", paramLabel = "DIR", description = "Folder for all results. Default: out")
        private String out;

        @Option(
                names = "--kernel",
                paramLabel = "NAME",
                description = "throughline, throughline-ijava or throughline-jjava. Default: throughline")
        private String kernel;

        @Option(
                names = {"-p", "--parameter"},
                paramLabel = "KEY=VALUE",
                description = "Set a parameter of the notebooks; may be given several times.")
        private List<String> parameters;

        @Option(names = "--jobs", paramLabel = "N", description = "Notebooks to run at a time. Default: all cores")
        private int jobs;

        @Option(names = "--fail-fast", description = "Stop the others when one fails.")
        private boolean failFast;

        @Option(
                names = "--junit",
                paramLabel = "FILE",
                description =
                        "Write a JUnit XML report: a case a notebook, a claim of the ledger, and a checked number.")
        private String junit;
    }

    @Command(
            name = "test",
            description = {
                "Run every test, every notebook, and the kernel's stop button.",
                "THROUGHLINE_IJAVA_JAR and THROUGHLINE_JJAVA_JAR name the jars of two more kernels to test."
            })
    static final class Test extends ScriptCommand {}

    @Command(
            name = "grade",
            description = "Run a class's notebooks of a workshop and write a grade sheet.",
            footer = {
                "",
                "A student is a notebook, named as its file is. Each runs to its end, whatever fails on",
                "the way, in a process of its own, in its own folder, as you: look first whose code it",
                "is. COURSE is one that lab courses lists.",
            })
    static final class Grade extends ScriptCommand {
        @Parameters(index = "0", paramLabel = "COURSE", description = "Such as queues-and-fabs")
        private String course;

        @Parameters(
                index = "1..*",
                arity = "1..*",
                paramLabel = "NOTEBOOK",
                description = "What the students handed in.")
        private List<String> notebooks;

        @Option(
                names = "--out",
                paramLabel = "DIR",
                description = "Folder for grades.csv and the runs. Default: out/grades")
        private String out;

        @Option(
                names = "--junit",
                paramLabel = "FILE",
                description = "Write JUnit XML: a suite a student, a case an exercise.")
        private String junit;

        @Option(names = "--jobs", paramLabel = "N", description = "Notebooks to run at a time. Default: all cores")
        private int jobs;

        @Option(
                names = "--seconds",
                paramLabel = "N",
                description = "Longest that a cell may take before it counts as failed. Default: 120")
        private int seconds;
    }

    @Command(name = "notebook", description = "Open Jupyter in the folder notebooks.")
    static final class Notebook extends ScriptCommand {}

    @Command(
            name = "bundle",
            description = "Make one read-only folder from which a class starts without a network.",
            footer = {
                "",
                "It holds the toolkit, the kernel, native libraries of this platform already",
                "unpacked, notebooks and datasets, and a README for who sets up the machines.",
                "Python with Jupyter is not in it.",
            })
    static final class Bundle extends ScriptCommand {
        @Option(names = "--out", paramLabel = "DIR", description = "The folder, not there yet. Default: out/bundle")
        private String out;

        @Option(names = "--jdk", description = "Copy the JDK into it, some 300 MB.")
        private boolean jdk;

        @Option(names = "--without-smile", description = "Leave out Smile's learners, which are GPL-3.")
        private boolean withoutSmile;

        @Option(
                names = "--without-maven",
                description = "Leave out Maven and its plugins, with which students build projects of their own.")
        private boolean withoutMaven;

        @Option(
                names = "--with-solutions",
                description = "For the teacher: with the workshops' solutions, notes on teaching, and lab grade.")
        private boolean withSolutions;

        @Option(
                names = "--leave-out",
                paramLabel = "GLOB",
                description = "Leave out files, as in notebooks/12-*; may be given several times.")
        private List<String> leaveOut;

        @Option(
                names = "--archive",
                paramLabel = "FILE",
                description = "Also write it as one file: .tar, .tar.gz or .zip.")
        private String archive;
    }
}
