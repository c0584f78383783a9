"""Makes a bundle and starts from it as a student does: another home, nothing writable, no network.

    python3 test_bundle.py
"""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import unittest
import zipfile

import nbformat

import archive
import bundle
import manifest
import maven
import workshops

# A network of nothing but the loopback device, by which Jupyter talks to its kernels, and which begins switched off.
LOOPBACK = """
import fcntl, os, socket, struct, sys
fcntl.ioctl(socket.socket(), 0x8914, struct.pack("16sh14x", b"lo", 1))
os.execvp(sys.argv[1], sys.argv[1:])
"""
NO_NETWORK = ["unshare", "-rn", sys.executable, "-c", LOOPBACK]
# A run of a fab, DuckDB over what it wrote, a network, Smile's OpenBLAS, the optimiser: all the natives there are.
CELLS = """\
import static throughline.notebook.Notebook.*;
import java.nio.file.Path;
import java.util.List;
import throughline.fab.*;
import throughline.learning.*;
import throughline.spec.*;

var swept = MiniFab.recipe().sweep().set("lots", "60").set("repair", "none").seeds(4).write(Path.of(System.getenv("OUT"), "minifab"));
var table = swept.sql("SELECT run, t / 60 AS hour, wip FROM series WHERE t % 60 = 0 ORDER BY run, t");
show(swept.sql("SELECT count(*) FROM runs").get(0, 0));

var task = Task.forecast("wip").lags(6).horizon(2);
var split = Split.byRun(Series.of(table, "run", "hour", List.of("wip")), 0.5, 0.25, 1);
for (Forecaster learner : List.of(new Lstm().hidden(4).epochs(1), new throughline.smile.RidgeAr())) {
    learner.fit(task.windows(split.train()), task.windows(split.validation()), Cancel.onInterrupt(), Progress.NONE);
    show(learner.name());
}

com.google.ortools.Loader.loadNativeLibraries();
show(new com.google.ortools.sat.CpModel().newIntVar(0, 3, "x").toString());
""".split("\n\n")


class ManifestTest(unittest.TestCase):
    def test_what_was_done_to_a_file_is_said(self):
        with tempfile.TemporaryDirectory(prefix="lab-") as temporary:
            folder = pathlib.Path(temporary)
            for name in ("a", "b", "c é"):
                folder.joinpath(name).write_text(name, encoding="utf-8")
            manifest.write(folder)
            self.assertEqual(list(manifest.complaints(folder)), [])
            folder.joinpath("a").unlink()
            folder.joinpath("b").write_text("B", encoding="utf-8")
            folder.joinpath("d").write_text("d", encoding="utf-8")
            self.assertEqual(list(manifest.complaints(folder)), ["missing  a", "changed  b", "foreign  d"])
            self.assertEqual(subprocess.run([sys.executable, manifest.__file__, folder], capture_output=True).returncode, 1)


class ArchiveTest(unittest.TestCase):
    def test_the_same_bytes_each_time(self):
        with tempfile.TemporaryDirectory(prefix="lab-") as temporary:
            for name in ("one", "two"):
                folder = pathlib.Path(temporary, name, "bundle")
                folder.joinpath("sub").mkdir(parents=True)
                for file in sorted(("x", "sub/y", "é"), reverse=name == "two"):
                    folder.joinpath(file).write_text(file, encoding="utf-8")
                folder.joinpath("x").chmod(0o755)
                bundle.settle(folder)
                for end in archive.KINDS:
                    archive.write(folder, pathlib.Path(temporary, name + end))
                bundle.remove(folder)
            for end in archive.KINDS:
                one, two = (pathlib.Path(temporary, name + end).read_bytes() for name in ("one", "two"))
                self.assertEqual(one, two, end)
            with zipfile.ZipFile(pathlib.Path(temporary, "one.zip")) as packed:
                self.assertEqual(packed.read("bundle/sub/y"), b"sub/y")
                self.assertEqual(packed.getinfo("bundle/x").external_attr >> 16 & 0o777, 0o555)


class RefusalTest(unittest.TestCase):
    def test_what_cannot_be_is_said_before_anything_is_made(self):
        with tempfile.TemporaryDirectory(prefix="lab-") as temporary:
            for arguments, said in (
                (["--out", temporary], "is there already"),
                (["--out", maven.ROOT / "notebooks/b"], "lies in a folder that the bundle holds"),
                (["--out", maven.ROOT / "hardware-profiles/b"], "lies in a folder that the bundle holds"),
                (["--out", f"{temporary}/b", "--leave-out", "notebooks/12"], "--leave-out [notebooks/12] fits no file"),
                (["--out", f"{temporary}/b", "--archive", "b.rar"], "[b.rar] must end with one of .tar, .tar.gz, .zip"),
                (["--out", "/dev/null/b"], "cannot be written"),
                (["--smile"], "unrecognized arguments: --smile"),
            ):
                done = subprocess.run([sys.executable, bundle.__file__, *arguments], capture_output=True, text=True)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn(said, done.stderr)
            self.assertEqual(os.listdir(temporary), [])

    def test_what_is_stopped_leaves_nothing(self):
        for signal_, code in ((signal.SIGTERM, 143), (signal.SIGINT, 130)):
            with tempfile.TemporaryDirectory(prefix="lab-") as temporary:
                command = [sys.executable, bundle.__file__, "--out", f"{temporary}/b", "--without-maven"]
                with subprocess.Popen(command, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True) as process:
                    self.assertIn("collecting", process.stderr.readline())
                    self.assertEqual(len(os.listdir(temporary)), 1)
                    process.send_signal(signal_)
                    said = process.stderr.read()
                self.assertEqual(process.returncode, code, said)
                self.assertNotIn("Traceback", said)
                self.assertEqual(os.listdir(temporary), [])


class SolutionsTest(unittest.TestCase):
    """What a class gets must not give answers away."""

    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="lab-")
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name, "bundle")

    def files(self, *words):
        bundle.Bundle(self.folder, bundle.parse(["--out", str(self.folder.parent / "never"), *words])).files()
        return {path.relative_to(self.folder).as_posix(): path for path in self.folder.rglob("*") if path.is_file()}

    def test_no_solution_is_in_what_students_get(self):
        books = sorted((maven.ROOT / "notebooks/workshops").glob("*.ipynb"))
        solved = [answer for book in books for answer in workshops.solutions(book).values()]
        self.assertGreater(len(solved), 30)
        files = self.files()
        self.assertTrue({f"notebooks/workshops/{book.name}" for book in books} <= files.keys())
        self.assertEqual([name for name in files if "solution" in name or name == "notebooks/workshops/README.md"], [])
        for name, path in files.items():
            text = self.text(path)
            self.assertEqual([answer for answer in solved if answer in text], [], name)

    @staticmethod
    def text(path):
        if path.suffix == ".ipynb":
            return "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells)
        return path.read_bytes().decode("utf-8", "replace")

    def test_a_notebook_with_its_solutions_woven_in_is_left_out_wherever_it_lies(self):
        book = maven.ROOT / "notebooks/workshops/1-queues-and-fabs.ipynb"
        solved = self.folder.parent / "mine.ipynb"
        nbformat.write(workshops.woven(book, keep_given=False), solved)
        self.assertTrue(bundle.is_solved(solved))
        self.assertFalse(bundle.is_solved(book))

    def test_the_teacher_gets_all_of_it(self):
        files = self.files("--with-solutions")
        for book in (maven.ROOT / "notebooks/workshops").glob("*.ipynb"):
            self.assertIn(f"notebooks/workshops/solutions/{book.stem}.jsh", files)
        self.assertTrue({"notebooks/workshops/README.md", "kernel/grade.py", "kernel/workshops.py"} <= files.keys())


class BundleTest(unittest.TestCase):
    """One bundle for all of it: made once, moved to a name with a blank, and owned by nobody who could write it."""

    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory(prefix="lab-", ignore_cleanup_errors=True)
        cls.addClassCleanup(temporary.cleanup)
        cls.folder = pathlib.Path(temporary.name)
        cls.bundle = cls.folder / "a stick" / "bundle"
        cls.addClassCleanup(bundle.remove, cls.bundle)
        made = cls.folder / "made"
        # Without Maven's plugins, which a machine that has only built this may lack.
        command = [sys.executable, bundle.__file__, "--out", made, "--without-maven"]
        done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        assert done.returncode == 0, done.stderr
        cls.bundle.parent.mkdir()
        made.rename(cls.bundle)
        cls.network = [] if subprocess.run([*NO_NETWORK, "true"], capture_output=True).returncode else NO_NETWORK
        if not cls.network:
            print("test_bundle: unshare is not allowed here; the network was left on", file=sys.stderr)

    def run_there(self, *command):
        """As a user with a home of their own, and nothing of ours in the environment."""
        self.home = self.folder / "home"
        self.home.mkdir(exist_ok=True)
        kept = {key: os.environ[key] for key in ("PATH", "JAVA_HOME", "CONDA_PREFIX", "LANG") if key in os.environ}
        environment = {**kept, "HOME": str(self.home), "LAB_JAVA_OPTIONS": f"-Duser.home={self.home}"}
        return subprocess.run(
            [*self.network, *command], cwd=self.folder, env=environment, capture_output=True, text=True,
            stdin=subprocess.DEVNULL, timeout=600,
        )

    def test_a_notebook_uses_all_natives_and_leaves_the_bundle_alone(self):
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
        nbformat.write(book, self.folder / "book.ipynb")
        before = self.state()
        done = self.run_there(self.bundle / "lab", "run", "book.ipynb", "--out", "results")
        self.assertEqual(done.returncode, 0, done.stderr)
        outputs = [o for cell in nbformat.read(self.folder / "results/book.ipynb", 4).cells for o in cell.outputs]
        self.assertEqual([output["data"]["text/plain"] for output in outputs], ["4", "LSTM", "ridge AR", "x(0..3)"])
        self.assertEqual(self.state(), before)
        spec = self.home / ".local/share/jupyter/kernels/throughline/kernel.json"
        argv = json.loads(spec.read_text(encoding="utf-8"))["argv"]
        elsewhere = [jar for jar in argv[argv.index("-cp") + 1].split(os.pathsep) if not jar.startswith(f"{self.bundle}/")]
        self.assertEqual(elsewhere, [])
        unpacked = [path for path in self.home.rglob("*") if path.suffix in (".so", ".dylib", ".dll")]
        self.assertEqual(unpacked, [])

    def test_its_commands_say_what_they_do(self):
        self.assertIn("generate", self.run_there(self.bundle / "lab", "--help").stdout)
        self.assertIn("every file is as it was made", self.run_there(self.bundle / "start", "--verify").stdout)
        self.assertRegex(self.run_there(self.bundle / "lab", "doctor").stdout, "Maven wrapper +none +not needed in a bundle")
        refused = self.run_there(self.bundle / "lab", "test")
        self.assertEqual((refused.returncode, refused.stderr), (2, "lab: [test] needs the sources; this is a bundle\n"))
        for command, said in (
            (["notebook", "--work", "/dev/null/x"], "--work [/dev/null/x] cannot be written"),
            (["site"], "[site] needs the sources"),
            (["grade", "queues-and-fabs", "book.ipynb"], "[grade] is the teacher's"),
            (["generate", "minifab", "--spark", "local"], "[generate --spark] needs the sources"),
        ):
            refused = self.run_there(self.bundle / "lab", *command)
            self.assertEqual(refused.returncode, 2, refused.stderr)
            self.assertIn(said, refused.stderr)

    def state(self):
        return {path: (path.stat().st_mtime_ns, path.stat().st_mode) for path in [self.bundle, *self.bundle.rglob("*")]}


if __name__ == "__main__":
    unittest.main(verbosity=1)
