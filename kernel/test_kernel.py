"""Drives the installed throughline kernel as a notebook would: the stop button, and what cells show.

    python3 test_kernel.py

An `ok` reply proves nothing here, because a kernel whose executor is dead answers `ok` too: each check asks for output.
"""

import queue
import signal
import sys
import time
import unittest

from jupyter_client.manager import start_new_kernel

PATIENCE = 60
SLACK = 5

COUNT = """
import throughline.spec.*;
Cancel stop = Cancel.onInterrupt();
long done = 0;
while (!stop.requested()) if (++done == 1000) System.out.println("counting");
System.out.println("stopped with work done: " + (done > 0));
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


class Cell:
    """What a cell has put out when it is idle again."""

    def __init__(self):
        self.text = ""
        self.bundles = []
        self.updates = []
        self.errors = []
        self.seconds_to_stop = None


class KernelTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # A shell that runs this in the background makes it ignore SIGINT, and the kernel would inherit that.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        cls.manager, cls.client = start_new_kernel(kernel_name="throughline", startup_timeout=PATIENCE)

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

    def assert_alive(self):
        cell = self.run_cell('System.out.println("next"); 6 * 7')
        self.assertEqual(cell.text, "next\n")
        self.assertEqual(cell.bundles[0]["data"]["text/plain"], "42")

    def test_stop_keeps_what_is_done_and_the_next_cell_prints(self):
        for _ in range(2):
            cell = self.run_cell(COUNT, stop_after="counting")
            self.assertIn("stopped with work done: true", cell.text)
            self.assertLess(cell.seconds_to_stop, SLACK)
            print("  a counting cell stopped after %.2f s" % cell.seconds_to_stop)
            self.assert_alive()

    def test_stop_ends_a_simulation_that_was_told_nothing_of_it(self):
        for _ in range(2):
            cell = self.run_cell(SIMULATE, stop_after="simulating")
            self.assertIn("CANCELLED before the horizon: true", cell.text)
            self.assertLess(cell.seconds_to_stop, SLACK)
            print("  a simulation stopped after %.2f s" % cell.seconds_to_stop)
            kept = self.run_cell("model.transducer().startedLots() > 0")
            self.assertEqual(kept.bundles[0]["data"]["text/plain"], "true")
            self.assert_alive()

    def test_stop_ends_a_loop_of_simulations(self):
        for _ in range(2):
            cell = self.run_cell(RUNS, stop_after="running")
            self.assertIn("stopped early: true", cell.text)
            self.assertLess(cell.seconds_to_stop, SLACK)
            print("  a loop of simulations stopped after %.2f s" % cell.seconds_to_stop)
            kept = self.run_cell('MiniFab.run(spec.with("lots", "9"), 1).get("runs").column("finished")[0] > 0')
            self.assertEqual(kept.bundles[0]["data"]["text/plain"], "true")

    def test_stop_wakes_a_cell_that_sleeps(self):
        cell = self.run_cell('{ System.out.println("asleep"); Thread.sleep(600_000); }', stop_after="asleep")
        self.assertEqual(cell.errors[0]["evalue"], "sleep interrupted")
        self.assertLess(cell.seconds_to_stop, SLACK)
        print("  a sleeping cell stopped after %.2f s" % cell.seconds_to_stop)
        self.assert_alive()

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

    def test_progress_rewrites_one_output(self):
        cell = self.run_cell(
            'var bar = throughline.notebook.Notebook.progress("Simulating"); bar.report(0, 2); bar.report(2, 2);'
        )
        self.assertEqual(len(cell.bundles), 1)
        self.assertEqual(len(cell.updates), 1)
        self.assertEqual(cell.bundles[0]["transient"], cell.updates[0]["transient"])
        self.assertIn("Simulating: done in", cell.updates[0]["data"]["text/plain"])


if __name__ == "__main__":
    unittest.main(verbosity=1, argv=sys.argv[:1])
