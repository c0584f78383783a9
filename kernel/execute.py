"""Runs notebooks in Jupyter with a throughline kernel, and leaves each one executed, with its HTML.

    python3 execute.py --out DIR [--kernel NAME] [-p KEY=VALUE]... [--jobs N] [--fail-fast] [--keep-going] [--junit FILE]
                       [--all | NOTEBOOK...]

A notebook finds its folder for results in the environment variable OUT: DIR, or DIR/NAME where several run. Each runs in
a process of its own. Nothing is left of a notebook that fails but its message, and what it wrote itself; with
--keep-going it runs to its end, and is left as any other.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

import nbformat
from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbconvert import HTMLExporter

import parameters
import report

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOUR = ROOT / "notebooks/00-tour.ipynb"
LAB = ROOT / ("lab.cmd" if os.name == "nt" else "lab")
BASELINE = ROOT / "toolkit/src/test/resources/throughline/papers/baseline.csv"
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def write_whole(path, text):
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def refuse(message):
    print(f"lab: {message}", file=sys.stderr)
    sys.exit(2)


def read(path, values):
    try:
        notebook = nbformat.read(path, as_version=4)
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, UnicodeDecodeError, OSError) as error:
        refuse(f"[{path}] is no notebook that can be read ({type(error).__name__}); it must be an .ipynb file")
    try:
        parameters.inject(notebook, values, path.name)
    except parameters.BadParameter as error:
        refuse(error)
    return notebook


# --- one notebook, in this process ---------------------------------------------------------------------------------


class Limit:
    """Ends the kernel of a cell that goes on after it was interrupted, as a loop does that asks nobody."""

    LONGEST_GRACE = 10

    def __init__(self, seconds):
        self.seconds = seconds
        self.after = seconds + min(seconds, self.LONGEST_GRACE)
        self.timer = None
        self.passed = False

    def watch(self, client):
        client.on_cell_execute = lambda **_: self.begin(client)
        client.on_cell_executed = lambda **_: self.cancel()

    def begin(self, client):
        self.timer = threading.Timer(self.after, self.end, [client.km.provisioner.pid])
        self.timer.daemon = True
        self.timer.start()

    def end(self, kernel):
        self.passed = True
        os.kill(kernel, getattr(signal, "SIGKILL", signal.SIGTERM))

    def cancel(self):
        if self.timer:
            self.timer.cancel()


def failure(message, text="", died=False):
    return {"message": message, "text": text, "died": died}


def failed_cell(notebook):
    """What the last error of a notebook was, and in which code cell; None where none failed."""
    found = None
    for number, cell in enumerate((c for c in notebook.cells if c.cell_type == "code"), start=1):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                lines = COLOURS.sub("", "\n".join(output.traceback)) or f"{output.ename}: {output.evalue}"
                message = f"code cell {number}: {output.ename}: {output.evalue or lines.strip()}"
                found = failure(" ".join(message.split())[:300], f"{cell.source}\n\n{lines}")
    return found


def checks(cells):
    """What cells have handed to programs, with `Notebook.check` or an answer to a course."""
    outputs = (output for cell in cells for output in cell.get("outputs", []))
    return [output.metadata["throughline"] for output in outputs if "throughline" in output.get("metadata", {})]


def execute(path, notebook, out, kernel, keep_going=False, seconds=None):
    """Runs a notebook; gives None, or why it failed.

    With `keep_going` it runs to its end whatever fails. A cell that takes longer than `seconds` is interrupted, and its
    kernel ended where that does not help.
    """
    spec = KernelSpecManager().get_kernel_spec(kernel)
    notebook.metadata.kernelspec = {"display_name": spec.display_name, "language": spec.language, "name": kernel}
    cells = sum(cell.cell_type == "code" for cell in notebook.cells)
    client = NotebookClient(
        notebook,
        kernel_name=kernel,
        timeout=seconds,
        interrupt_on_timeout=True,
        allow_errors=keep_going,
        startup_timeout=120,
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
    )
    limit = Limit(seconds) if seconds else None
    if limit:
        limit.watch(client)
    print(f"{path.name}: running {cells} cells", flush=True)
    started = time.monotonic()
    try:
        client.execute()
    except CellExecutionError:
        return failed_cell(notebook) or failure("it failed in no cell")
    except (DeadKernelError, AssertionError):
        if limit and limit.passed:
            return failure(f"a cell took longer than {seconds} s and could not be interrupted: a loop without end?", died=True)
        # nbclient answers Ctrl-C by ending the kernel, and then trips over there being none.
        return failure("the kernel ended before the notebook did: stopped, or out of memory", died=True)
    except RuntimeError as error:
        return failure(f"the kernel did not start: {error}", died=True)
    finally:
        if limit:
            limit.cancel()
    html, _ = HTMLExporter().from_notebook_node(notebook)
    executed = out / path.name
    write_whole(executed, nbformat.writes(notebook) + "\n")
    write_whole(executed.with_suffix(".html"), html)
    print(
        f"{path.name}: done in {time.monotonic() - started:.0f} s\n"
        f"  executed notebook  {executed}\n  HTML               {executed.with_suffix('.html')}",
        flush=True,
    )
    return failed_cell(notebook)


def run_here(arguments):
    path = arguments.notebook[0]
    notebook = read(path, parameters.parse(arguments.parameter))
    started = time.monotonic()
    failed = execute(path, notebook, arguments.out, arguments.kernel, arguments.keep_going, arguments.seconds)
    seconds = time.monotonic() - started
    write_whole(arguments.outcome, json.dumps({"seconds": seconds, "failure": failed, "checks": checks(notebook.cells)}))
    return 1 if failed else 0


# --- several, each in a process of its own -------------------------------------------------------------------------


class Batch:
    """Runs jobs side by side. With `fail_fast`, the first that fails stops those that run, and no other starts."""

    def __init__(self, jobs, fail_fast):
        self.jobs = jobs
        self.fail_fast = fail_fast
        self.stopped = threading.Event()
        self.lock = threading.Lock()
        self.running = set()

    def run(self, jobs):
        """Runs functions of no argument that return whether all went well."""
        with concurrent.futures.ThreadPoolExecutor(self.jobs) as pool:
            try:
                for done in concurrent.futures.as_completed([pool.submit(job) for job in jobs]):
                    if not done.result() and self.fail_fast:
                        self.stop()
            except BaseException:
                self.stop()
                raise

    def stop(self):
        with self.lock:
            self.stopped.set()
            for process in self.running:
                end(process)

    def call(self, command, **options):
        """Runs a command to its end; gives its exit code, or None where it was stopped before it began."""
        with self.lock:
            if self.stopped.is_set():
                return None
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True, **options)
            self.running.add(process)
        try:
            return process.wait()
        finally:
            with self.lock:
                self.running.discard(process)


def end(process):
    """Asks a process to end, and what it has started: nbclient then ends its kernel, which is in a group of its own."""
    if os.name == "nt":
        process.terminate()
        return
    try:
        os.killpg(process.pid, signal.SIGTERM)
    except ProcessLookupError:
        pass


def complain(run):
    """Says on standard error why a run failed; gives whether all went well."""
    if run.failure:
        lines = [f"{run.name}: {run.failure['message']}", run.failure["text"]]
        print("\n\n".join(filter(None, lines)), file=sys.stderr, flush=True)
    return not run.failure


class NotebookRun:
    """One notebook of a batch, and what became of it."""

    def __init__(self, path, made, arguments):
        self.path = path
        self.name = path.name
        self.made = made
        self.arguments = arguments
        self.seconds = 0.0
        self.failure = None
        self.skipped = None
        self.checks = []

    def __call__(self, batch, folder):
        outcome = folder / f"{self.path.stem}.json"
        command = [sys.executable, __file__, "--outcome", outcome, "--out", self.arguments.out]
        command += ["--kernel", self.arguments.kernel, self.path]
        for setting in self.arguments.parameter:
            command += ["-p", setting]
        if self.arguments.keep_going:
            command += ["--keep-going"]
        if self.arguments.seconds:
            command += ["--seconds", str(self.arguments.seconds)]
        self.made.mkdir(parents=True, exist_ok=True)
        code = batch.call(command, env={**os.environ, "OUT": str(self.made)})
        told = json.loads(outcome.read_text(encoding="utf-8")) if outcome.exists() else {}
        self.seconds = told.get("seconds", 0.0)
        self.checks = told.get("checks", [])
        self.failure = told.get("failure")
        if code not in (0, None) and not self.failure:
            self.failure = failure(f"its process ended with code {code}", died=True)
        if batch.stopped.is_set() and (code is None or (self.failure and self.failure["died"])):
            self.failure, self.skipped = None, "stopped, because another had failed"
        # Of a notebook that runs on whatever fails, failures are to be expected.
        return not self.failure if self.arguments.keep_going else complain(self)

    def case(self):
        message, text = (self.failure["message"], self.failure["text"]) if self.failure else (None, "")
        return report.case("cell", self.path.stem, "notebooks", self.seconds, message, self.skipped, text)


class LedgerRun:
    """The ledger of papers, recomputed and held against the committed baseline."""

    name = "papers"

    def __init__(self):
        self.records = []
        self.failure = None

    def __call__(self, batch, folder):
        file, log = folder / "ledger.json", folder / "ledger.log"
        print("papers: recomputing the ledger", flush=True)
        with open(log, "wb") as said:
            command = [LAB, "papers", "--baseline", BASELINE, "--json", file]
            code = batch.call(command, stdout=subprocess.DEVNULL, stderr=said)
        if file.exists():
            self.records = json.loads(file.read_text(encoding="utf-8"))
        if code not in (0, None) and not (batch.stopped.is_set() and code < 0):
            said = log.read_text(encoding="utf-8", errors="replace").strip()
            self.failure = failure(f"lab papers ended with code {code}", said)
        return complain(self)

    def cases(self):
        cases = [report.claim(record) for record in self.records]
        if self.failure and not any(record.get("complaint") for record in self.records):
            message, text = self.failure["message"], self.failure["text"]
            cases.append(report.case("ledger", "the whole ledger", "papers", failure=message, text=text))
        return cases


def run_all(runs, arguments):
    batch = Batch(arguments.jobs, arguments.fail_fast)
    ledger = [LedgerRun()] if arguments.junit else []
    with tempfile.TemporaryDirectory(prefix="lab-") as temporary:
        folder = pathlib.Path(temporary)
        batch.run([lambda run=run: run(batch, folder) for run in [*ledger, *runs]])
    if arguments.junit:
        numbers = [report.check(each, run.path.stem) for run in runs for each in run.checks]
        claims = [case for part in ledger for case in part.cases()]
        suites = [report.suite("notebooks", [run.case() for run in runs]), report.suite("claims", claims + numbers)]
        write_whole(arguments.junit, report.whole(suites))
    return [run for run in [*runs, *ledger] if run.failure]


def tell(runs, failed, arguments):
    if arguments.junit:
        print(f"report               {arguments.junit}")
    if len(runs) > 1:
        done = sum(not run.failure and not run.skipped for run in runs)
        print(f"{done} of {len(runs)} notebooks done")
    for run in runs:
        if run.skipped:
            print(f"not finished {run.name}: {run.skipped}")
    for run in failed:
        print(f"FAILED {run.name}: {run.failure['message']}")
    if not failed:
        for specification in sorted(made for run in runs for made in run.made.glob("*/spec.json")):
            print(f"  dataset            {specification.parent}")
        print(f"everything that was made lies in {arguments.out}")


# --- command line --------------------------------------------------------------------------------------------------


def refuse_to_overwrite(notebooks, out):
    seen = {}
    for path in notebooks:
        target = out / path.name
        if target == path.resolve():
            refuse(f"--out [{out}] is where [{path}] lies, and would be overwritten; name another folder")
        if path.name in seen:
            refuse(f"notebooks [{seen[path.name]}] and [{path}] have one name; run them into two folders")
        seen[path.name] = path


def whole_number(text):
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"[{text}] must be a whole number from 1")
    return int(text)


def cores():
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Parser(argparse.ArgumentParser):
    def error(self, message):
        refuse(f"{message} (lab run --help says what is allowed)")


def parse():
    parser = Parser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--kernel", default="throughline", metavar="NAME")
    parser.add_argument("-p", "--parameter", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--jobs", type=whole_number, default=cores(), metavar="N")
    parser.add_argument("--fail-fast", action="store_true")
    parser.add_argument("--keep-going", action="store_true")
    parser.add_argument("--seconds", type=whole_number, metavar="N")
    parser.add_argument("--junit", type=pathlib.Path, metavar="FILE")
    # The word after `lab` on Windows, whose scripts cannot take it off without spoiling the rest.
    parser.add_argument("--command", help=argparse.SUPPRESS)
    parser.add_argument("--outcome", type=pathlib.Path, help=argparse.SUPPRESS)
    parser.add_argument("notebook", type=pathlib.Path, nargs="*")
    arguments = parser.parse_intermixed_args()
    if arguments.all and arguments.notebook:
        parser.error("give notebooks, or --all and none")
    if not arguments.notebook:
        # Later chapters take longer: begun last, one of them would run alone at the end.
        arguments.notebook = sorted(ROOT.glob("notebooks/*.ipynb"), reverse=True) if arguments.all else [TOUR]
    return arguments


def checked(arguments):
    """Finds out all that can be wrong before anything runs; gives the runs."""
    try:
        values = parameters.parse(arguments.parameter)
    except parameters.BadParameter as error:
        refuse(error)
    if "OUT" in values:
        refuse("-p OUT: the folder for results is given with --out")
    for path in arguments.notebook:
        read(path, values)
    arguments.out = arguments.out.resolve()
    refuse_to_overwrite(arguments.notebook, arguments.out)
    try:
        KernelSpecManager().get_kernel_spec(arguments.kernel)
    except NoSuchKernel:
        refuse(f"the kernel [{arguments.kernel}] is not installed; ./lab kernel install --help says how to install it")
    arguments.out.mkdir(parents=True, exist_ok=True)
    if arguments.junit:
        arguments.junit = arguments.junit.resolve()
        try:
            arguments.junit.parent.mkdir(parents=True, exist_ok=True)
            write_whole(arguments.junit, "")
            arguments.junit.unlink()
        except OSError as error:
            refuse(f"--junit [{arguments.junit}] cannot be written ({type(error).__name__}); give a file that can")
    several = len(arguments.notebook) > 1
    return [
        NotebookRun(path.resolve(), arguments.out / path.stem if several else arguments.out, arguments)
        for path in arguments.notebook
    ]


def main():
    arguments = parse()
    if arguments.outcome:
        return run_here(arguments)
    runs = checked(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        failed = run_all(runs, arguments)
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130
    tell(runs, failed, arguments)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
