"""Drives installed throughline kernels as a notebook would: the stop button, what cells show, completion and Javadoc.

    python3 test_kernel.py [KIND...]

KIND is rapaio, ijava or jjava. Without any: rapaio, and each of the others whose jar the environment names
(THROUGHLINE_IJAVA_JAR, THROUGHLINE_JJAVA_JAR), as `lab test` has it installed.

An `ok` reply proves nothing here, because a kernel whose executor is dead answers `ok` too: each check asks for output.
"""

import os
import queue
import re
import signal
import sys
import time
import unittest

from jupyter_client.manager import start_new_kernel

KERNELS = {"rapaio": "throughline", "ijava": "throughline-ijava", "jjava": "throughline-jjava"}
JARS = {"ijava": "THROUGHLINE_IJAVA_JAR", "jjava": "THROUGHLINE_JJAVA_JAR"}
PATIENCE = 60
SLACK = 5
TWICE = range(2)

COUNT = """
import throughline.spec.*;
Cancel stop = Cancel.onInterrupt();
long done = 0;
while (!stop.requested()) if (++done == 1000) System.out.println("counting");
System.out.println("stopped with work done: " + (done > 0));
"""


TWO_LOOPS = """
System.out.println("begun");
throughline.spec.Cancel stop = throughline.spec.Cancel.onInterrupt();
while (!stop.requested()) Thread.onSpinWait();
int more = 1;
throughline.spec.Cancel again = throughline.spec.Cancel.onInterrupt();
while (!again.requested()) Thread.onSpinWait();
System.out.println("ended");
"""


SIMULATE = """
import throughline.devs.*;
import throughline.fab.*;
long horizon = Tick.MILLISECOND.days(36500);
var model = MiniFab.model(MiniFabSpec.KEMPF.with("lots", "1000000").with("horizon", "36500"), 1);
var simulation = new Simulation(model);
boolean[] told = {false};
simulation.observe(model.transducer(), (time, transducer) -> {
    if (time > 0 && !told[0]) {
        told[0] = true;
        System.out.println("simulating");
    }
});
var end = simulation.runUntil(horizon);
System.out.println(end + " before the horizon: " + (simulation.now() > 0 && simulation.now() < horizon));
"""


RUNS = """
import throughline.fab.*;
var spec = MiniFabSpec.KEMPF.with("lots", "4000").with("horizon", "52 week");
int finished = 0;
for (int seed = 1; seed <= 200; seed++) {
    finished += (int) MiniFab.run(spec, seed).get("runs").column("finished")[0];
    if (seed == 3) System.out.println("running");
}
System.out.println("stopped early: " + (finished < 20 * 3000));
"""


SWEEP = """
import throughline.fab.*;
var folder = java.nio.file.Files.createTempDirectory("swept").resolve("minifab");
var sweep = MiniFab.recipe().sweep().set("lots", "400").seeds(20000);
boolean[] told = {false};
var swept = sweep.write(folder, (done, total) -> {
    if (done > 50 && !told[0]) {
        told[0] = true;
        System.out.println("sweeping");
    }
});
System.out.println("complete: " + swept.complete());
"""


TRAIN = """
import throughline.learning.*;
import throughline.spec.*;
import tech.tablesaw.api.*;
var walks = Table.create("walks", IntColumn.create("run"), IntColumn.create("t"), DoubleColumn.create("y"));
var random = new java.util.Random(1);
for (int i = 0; i < 8 * 500; i++) {
    walks.intColumn(0).append(i / 500);
    walks.intColumn(1).append(i % 500);
    walks.doubleColumn(2).append(random.nextGaussian());
}
var task = Task.forecast("y").lags(24).horizon(3);
var split = Split.byRun(Series.of(walks, "run", "t", List.of("y")), 0.6, 0.2, 1);
var lstm = new Lstm().hidden(24).epochs(100000).patience(100000);
boolean[] told = {false};
lstm.fit(task.windows(split.train()), task.windows(split.validation()), Cancel.onInterrupt(), (done, total) -> {
    if (lstm.history().size() > 2 && !told[0]) {
        told[0] = true;
        System.out.println("training");
    }
});
System.out.println("epochs kept: " + (lstm.history().size() > 2));
"""


class Cell:
    """What a cell has put out when it is idle again."""

    def __init__(self):
        self.text = ""
        self.bundles = []
        self.updates = []
        self.errors = []
        self.seconds_to_stop = None


class KernelTest:
    """What holds on every kernel; a class for each of them is made of this one below."""

    kind = None
    missing = None

    @classmethod
    def setUpClass(cls):
        if cls.missing:
            raise unittest.SkipTest(cls.missing)
        # A shell that runs this in the background makes it ignore SIGINT, and the kernel would inherit that.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        cls.manager, cls.client = start_new_kernel(kernel_name=KERNELS[cls.kind], startup_timeout=PATIENCE)
        cls.client.kernel_info()
        reply = cls.client.get_shell_msg(timeout=PATIENCE)["content"]
        version = "%s %s" % (reply["implementation"], reply["implementation_version"])
        print("%s: %s; %s" % (cls.kind, version, " ".join(reply["banner"].split())), flush=True)

    @classmethod
    def tearDownClass(cls):
        cls.client.stop_channels()
        cls.manager.shutdown_kernel(now=True)

    def run_cell(self, code, stop_after=None):
        """Runs a cell; stops it as soon as it has printed the line `stop_after`."""
        cell = Cell()
        message = self.client.execute(code)
        stopped = None
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                reply = self.client.get_iopub_msg(timeout=1)
            except queue.Empty:
                continue
            if reply["parent_header"].get("msg_id") != message:
                continue
            kind, content = reply["msg_type"], reply["content"]
            if kind == "stream":
                cell.text += content["text"]
            elif kind in ("display_data", "execute_result"):
                cell.bundles.append(content)
            elif kind == "update_display_data":
                cell.updates.append(content)
            elif kind == "error":
                cell.errors.append(content)
            if stop_after and stopped is None and stop_after in cell.text:
                self.manager.interrupt_kernel()
                stopped = time.monotonic()
            if kind == "status" and content["execution_state"] == "idle":
                cell.seconds_to_stop = stopped and time.monotonic() - stopped
                return cell
        self.fail("the cell did not end within %d s: %s" % (PATIENCE, code))

    def ask(self, request, *arguments):
        """The content of the reply to a request that is no cell, such as `complete`."""
        message = getattr(self.client, request)(*arguments)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            reply = self.client.get_shell_msg(timeout=PATIENCE)
            if reply["parent_header"].get("msg_id") == message:
                return reply["content"]
        self.fail("no reply to %s %s" % (request, arguments))

    def inspect(self, code, word):
        """The text of the tooltip with the cursor in the first occurrence of a word."""
        return re.sub(r"\x1b\[[0-9;]*m", "", self.ask("inspect", code, code.index(word) + 1)["data"].get("text/plain", ""))

    def value(self, code):
        """How the value of a cell's last expression looks as text."""
        cell = self.run_cell(code)
        self.assertEqual(cell.errors, [])
        return cell.bundles[0]["data"]["text/plain"]

    def assert_alive(self):
        cell = self.run_cell('System.out.println("next"); 6 * 7')
        self.assertEqual(cell.text, "next\n")
        self.assertEqual(cell.bundles[0]["data"]["text/plain"], "42")

    def stop(self, what, code, stop_after):
        """Stops a cell that says it has begun, and sees to it that the next one runs and prints."""
        cell = self.run_cell(code, stop_after)
        self.assertIsNotNone(cell.seconds_to_stop, cell.text + str(cell.errors))
        print("  %s: %s stopped after %.2f s" % (self.kind, what, cell.seconds_to_stop), flush=True)
        self.assertLess(cell.seconds_to_stop, SLACK)
        self.assert_alive()
        return cell

    def test_stop_keeps_what_is_done_and_the_next_cell_prints(self):
        for _ in TWICE:
            cell = self.stop("a counting cell", COUNT, "counting")
            self.assertIn("stopped with work done: true", cell.text)

    def test_stop_reaches_the_whole_cell_also_between_two_statements_and_not_the_next_one(self):
        for _ in TWICE:
            cell = self.stop("a cell of many statements", TWO_LOOPS, "begun")
            self.assertIn("ended", cell.text)
            self.assertEqual(self.value("throughline.spec.Cancel.onInterrupt().requested()"), "false")

    def test_stop_ends_a_simulation_that_was_told_nothing_of_it(self):
        for _ in TWICE:
            cell = self.stop("a simulation", SIMULATE, "simulating")
            self.assertIn("CANCELLED before the horizon: true", cell.text)
            self.assertEqual(self.value("model.transducer().startedLots() > 0"), "true")

    def test_stop_ends_a_loop_of_simulations(self):
        for _ in TWICE:
            cell = self.stop("a loop of simulations", RUNS, "running")
            self.assertIn("stopped early: true", cell.text)
            after = 'MiniFab.run(spec.with("lots", "9"), 1).get("runs").column("finished")[0] > 0'
            self.assertEqual(self.value(after), "true")

    def test_stop_ends_a_sweep_and_keeps_the_parts_that_are_done(self):
        for _ in TWICE:
            cell = self.stop("a sweep", SWEEP, "sweeping")
            self.assertIn("complete: false", cell.text)
            runs = int(self.value('swept.sql("SELECT * FROM runs").rowCount()'))
            self.assertGreater(runs, 0)
            print("  %s: %d runs of the sweep are kept" % (self.kind, runs))

    def test_stop_ends_training_and_keeps_the_best_network_so_far(self):
        for _ in TWICE:
            cell = self.stop("training", TRAIN, "training")
            self.assertIn("epochs kept: true", cell.text)
            self.assertEqual(self.value("lstm.forecast(task.at(split.test().get(0), 100)).point()[0].length"), "3")

    def test_stop_wakes_a_cell_that_sleeps(self):
        for _ in TWICE:
            asleep = '{ System.out.println("asleep"); Thread.sleep(600_000); }'
            cell = self.stop("a sleeping cell", asleep, "asleep")
            self.assertIn("sleep interrupted", cell.errors[0]["evalue"])

    def test_stop_while_a_cell_prints_and_naps_does_no_harm(self):
        naps = 'for (int i = 0; i < 300; i++) { System.out.println("nap"); Thread.sleep(2); }'
        cell = self.run_cell(naps, stop_after="nap")
        self.assertEqual(cell.text.count("nap"), 300)
        self.assert_alive()

    def test_an_interrupted_thread_may_show(self):
        cell = self.run_cell(
            "for (int i = 0; i < 50; i++) { Thread.currentThread().interrupt(); "
            "throughline.notebook.Notebook.show(i); Thread.interrupted(); }"
        )
        self.assertEqual([b["data"]["text/plain"] for b in cell.bundles], [str(i) for i in range(50)])
        self.assert_alive()

    def test_stop_of_an_idle_kernel_does_no_harm(self):
        self.manager.interrupt_kernel()
        self.assert_alive()

    def test_show(self):
        self.run_cell(
            "import static throughline.notebook.Notebook.*; import throughline.data.*; import throughline.notebook.*;"
            "import tech.tablesaw.api.*;"
        )
        cell = self.run_cell(
            'show(Table.create("t", StringColumn.create("name", "a<b"), DoubleColumn.create("x", 1.23456789)));'
            'show(Plot.of("A line", Plot.Axis.of("x", "h"), Plot.Axis.of("y", "")).line("l", new double[] {0, 1},'
            ' new double[] {0, 1}));'
            'show(new Html("<b>bold</b>")); show("plain")'
        )
        table, plot, html, text = (bundle["data"] for bundle in cell.bundles)
        self.assertEqual(sorted(table), ["text/html", "text/plain"])
        self.assertIn("a&lt;b", table["text/html"])
        self.assertIn("1.235", table["text/plain"])
        self.assertEqual(sorted(plot), ["image/png", "text/plain"])
        self.assertTrue(plot["image/png"].startswith("iVBOR"))
        self.assertEqual(cell.bundles[1]["metadata"]["image/png"], {"width": 720, "height": 420})
        self.assertEqual(html, {"text/html": "<b>bold</b>", "text/plain": "bold"})
        self.assertEqual(text, {"text/plain": "plain"})

    def test_a_last_value_looks_as_show_shows_it(self):
        table = 'tech.tablesaw.api.Table.create("t", tech.tablesaw.api.DoubleColumn.create("x", 1.23456789))'
        image = "new java.awt.image.BufferedImage(3, 2, java.awt.image.BufferedImage.TYPE_INT_RGB)"
        for value in [table, image, 'new throughline.notebook.Html("<b>bold</b>")', "new double[] {1, 2}", '"a<b"', "6.5"]:
            shown = self.run_cell("throughline.notebook.Notebook.show(%s)" % value).bundles[0]
            last = self.run_cell(value).bundles[0]
            self.assertEqual(last["data"], shown["data"])
            self.assertEqual(last["metadata"], shown["metadata"])

    def test_completion_knows_the_toolkit(self):
        code = "throughline.fab.MiniFabSpec.KEMPF.wi"
        reply = self.ask("complete", code, len(code))
        self.assertIn("with(", reply["matches"])
        self.assertEqual(code[reply["cursor_start"] : reply["cursor_end"]], "wi")

    def test_javadoc_of_the_toolkit_and_of_the_jdk(self):
        method = self.inspect("throughline.fab.MiniFab.run(null, 1)", "run")
        self.assertIn("MiniFabSpec spec, long seed", method)
        self.assertIn("@param", method)
        self.assertIn("The knobs of", self.inspect("throughline.fab.MiniFabSpec spec;", "MiniFabSpec"))
        self.assertIn("smaller of two", self.inspect("Math.min(1, 2)", "min"))

    def test_progress_rewrites_one_output(self):
        cell = self.run_cell(
            'var bar = throughline.notebook.Notebook.progress("Simulating"); bar.report(0, 2); bar.report(2, 2);'
        )
        self.assertEqual(len(cell.bundles), 1)
        self.assertEqual(len(cell.updates), 1)
        self.assertEqual(cell.bundles[0]["transient"], cell.updates[0]["transient"])
        self.assertIn("Simulating: done in", cell.updates[0]["data"]["text/plain"])

    def test_a_bar_left_unfinished_does_not_hold_those_of_the_next_cell(self):
        progress = "throughline.notebook.Notebook.progress"
        for cell in [self.run_cell(f'{progress}("Left").report(1, 2);') for _ in range(2)]:
            self.assertEqual(len(cell.bundles), 1)
        cell = self.run_cell(f'{progress}("Next").report(2, 2);')
        self.assertIn("Next: done in", cell.bundles[0]["data"]["text/plain"])

    def test_nested_bars_share_one_output(self):
        cell = self.run_cell(
            'var outer = throughline.notebook.Notebook.progress("Outer");'
            "for (int i = 1; i <= 20; i++) {"
            '  var inner = throughline.notebook.Notebook.progress("Inner");'
            "  for (int j = 0; j <= 50; j++) { inner.report(j, 50); Thread.sleep(2); }"
            "  outer.report(i, 20);"
            "}"
        )
        texts = [update["data"]["text/plain"] for update in cell.updates]
        seconds = float(re.fullmatch(r"Outer: done in ([0-9.]+) s", texts[-1])[1])
        print("  nested bars were redrawn %d times in %.1f s" % (len(texts), seconds))
        self.assertEqual(len(cell.bundles), 1)
        # Five a second, and the ends of the first inner bar and of the outer one at once.
        self.assertLessEqual(len(texts), 5 * seconds + 3)
        self.assertTrue(any("Outer [" in text and "> Inner [" in text for text in texts))


def tests_of(base, kind, missing=None):
    """The tests of a class for one kind of kernel; they are skipped where something is missing."""
    name = kind.capitalize() + base.__name__
    return unittest.TestLoader().loadTestsFromTestCase(
        type(name, (base, unittest.TestCase), {"kind": kind, "missing": missing})
    )


def chosen(base):
    """The tests for the kinds named on the command line, or for those there are."""
    asked = sys.argv[1:]
    unknown = [kind for kind in asked if kind not in KERNELS]
    if unknown:
        sys.exit("no kind of kernel %s; there are %s" % (unknown, ", ".join(KERNELS)))
    if asked:
        return [tests_of(base, kind) for kind in asked]
    others = [
        tests_of(base, kind, None if os.environ.get(jar) else "%s was not tested: %s names no jar" % (kind, jar))
        for kind, jar in JARS.items()
    ]
    return [tests_of(base, "rapaio"), *others]


def run_tests(base):
    """Runs the tests of a class on each kernel, and says what was not tested; the exit code."""
    result = unittest.TextTestRunner().run(unittest.TestSuite(chosen(base)))
    for reason in dict.fromkeys(reason for _, reason in result.skipped):
        print(reason)
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(run_tests(KernelTest))
