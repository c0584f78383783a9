"""Tries the batch logic of lab.cmd and start.cmd under Wine, with stand-ins for java, python and Maven.

    python3 test_cmd.py

Needs wine and x86_64-w64-mingw32-gcc; no part of `lab test`. What it cannot tell is whether Windows' own cmd, Java and
Jupyter do the same.
"""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
COMPILER = "x86_64-w64-mingw32-gcc"
# Appends its name and its words to a file; fails where a word holds what the environment says.
STAND_IN = r"""
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int main(int count, char **words) {
    const char *fails = getenv("FAKE_FAILS");
    FILE *log = fopen(getenv("FAKE_LOG"), "a");
    fputs(words[0] + (strrchr(words[0], '\\') ? strrchr(words[0], '\\') - words[0] + 1 : 0), log);
    int code = 0;
    for (int i = 1; i < count; i++) {
        fprintf(log, "|%s", words[i]);
        if (fails && strstr(words[i], fails)) code = 3;
    }
    fputs("\n", log);
    fclose(log);
    return code;
}
"""
MAVEN = '@echo off\r\necho mvnw %*>>"%FAKE_LOG%"\r\nexit /b %FAKE_MAVEN%\r\n'


def windows(path):
    return "Z:" + str(path).replace("/", "\\")


@unittest.skipUnless(shutil.which("wine") and shutil.which(COMPILER), f"needs wine and {COMPILER}")
class LabTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory(prefix="lab-", ignore_cleanup_errors=True)
        cls.addClassCleanup(temporary.cleanup)
        cls.folder = pathlib.Path(temporary.name)
        cls.stand_in = cls.folder / "stand-in.exe"
        subprocess.run([COMPILER, "-O1", "-x", "c", "-o", cls.stand_in, "-"], input=STAND_IN, text=True, check=True)
        cls.environment = {
            "PATH": os.environ["PATH"], "HOME": temporary.name, "WINEPREFIX": str(cls.folder / "wine"), "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=", "FAKE_MAVEN": "0",
        }
        subprocess.run(["wine", "cmd", "/c", "exit"], env=cls.environment, capture_output=True, stdin=subprocess.DEVNULL)
        cls.drive_c = cls.folder / "wine/drive_c"

    def setUp(self):
        self.root = self.folder / self.id().rsplit(".", 1)[1] / "a b!(x) & c"
        self.root.mkdir(parents=True)
        for name in ("lab.cmd", "kernel/classroom/start.cmd"):
            text = (ROOT / name).read_text(encoding="utf-8").replace("\n", "\r\n")
            (self.root / pathlib.Path(name).name).write_text(text, encoding="utf-8", newline="")
        (self.root / "mvnw.cmd").write_text(MAVEN, newline="")
        (self.root / "kernel/target").mkdir(parents=True)
        self.jdk25 = self.jdk(self.root.parent / "jdk 25!", "25.0.3")
        self.python = self.root.parent / "py (3)"
        self.python.mkdir()
        shutil.copy(self.stand_in, self.python / "python.exe")

    def jdk(self, folder, version):
        (folder / "bin").mkdir(parents=True)
        for name in ("java.exe", "javac.exe"):
            shutil.copy(self.stand_in, folder / "bin" / name)
        (folder / "release").write_text(f'IMPLEMENTOR="x"\nJAVA_VERSION="{version}"\nSOURCE="a=b"\n')
        return folder

    def typed(self, line, jdk=None, **environment):
        """A line as a user types it; gives the exit code, what was said, and the programs that were started."""
        log = self.root / "log"
        (self.root / "typed.cmd").write_text(f"@{line}\r\n", newline="")
        own = {**self.environment, "FAKE_LOG": windows(log), "WINEPATH": windows(self.python), **environment}
        if jdk:
            own["JAVA_HOME"] = windows(jdk)
        # Wine's cmd falls over itself once in a hundred times.
        for _ in range(3):
            log.unlink(missing_ok=True)
            done = subprocess.run(
                ["wine", "cmd", "/c", "typed.cmd"], cwd=self.root, env=own, capture_output=True, text=True,
                stdin=subprocess.DEVNULL, timeout=120,
            )
            if "Unhandled page fault" not in done.stderr:
                break
        calls = log.read_text().replace(windows(self.root), "ROOT").splitlines() if log.exists() else []
        return done.returncode, (done.stdout + done.stderr).replace("\r", ""), calls

    ARGS = [
        "mvnw -q -DskipTests package",
        "java|ROOT\\kernel\\ArgFile.java|ROOT\\.|ROOT\\kernel\\target\\lab.args",
    ]
    LAB = "java|@ROOT\\kernel\\target\\lab.args|throughline.cli.Lab|"
    PYTHON = ["python|-c|import nbclient", "python|-c|import nbconvert"]

    def test_words_reach_java_and_python_as_they_were_typed(self):
        self.assertEqual(self.typed("lab.cmd", self.jdk25), (0, "", [*self.ARGS, self.LAB + "--help"]))
        code, said, calls = self.typed('lab.cmd generate minifab --set lots=60,150 --out "x y!z & (w)"', self.jdk25)
        self.assertEqual((code, said), (0, ""))
        self.assertEqual(calls, [*self.ARGS, self.LAB + "generate|minifab|--set|lots=60,150|--out|x y!z & (w)"])
        code, said, calls = self.typed('lab.cmd run "my notes!.ipynb" -p SEEDS=2 -p "NAME=a b" --fail-fast', self.jdk25)
        self.assertEqual((code, said), (0, ""))
        words = "execute.py|--out|out|--command|run|my notes!.ipynb|-p|SEEDS=2|-p|NAME=a b|--fail-fast"
        self.assertEqual(calls, [*self.ARGS, *self.PYTHON, self.LAB + "kernel|install|--quiet", f"python|ROOT\\kernel\\{words}"])
        self.assertEqual(self.typed("lab.cmd run --help", self.jdk25)[2], [*self.ARGS, self.LAB + "run|--help"])
        self.assertEqual(self.typed("lab.cmd bundle --jdk", self.jdk25)[2][2:], [
            "python|-c|import json", "python|ROOT\\kernel\\bundle.py|--command|bundle|--jdk"])
        self.assertEqual(self.typed("lab.cmd notebook --no-browser --port=8889", self.jdk25)[2][-1],
            "python|-m|jupyterlab|--no-browser|--port=8889")

    def test_exit_codes(self):
        code, said, calls = self.typed("lab.cmd papers", self.jdk25, FAKE_MAVEN="1")
        self.assertEqual((code, calls), (1, self.ARGS[:1]))
        self.assertIn("the build failed; Maven says why above", said)
        self.assertEqual(self.typed("lab.cmd papers", self.jdk25, FAKE_FAILS="papers")[0], 3)
        self.assertEqual(self.typed("lab.cmd run a.ipynb", self.jdk25, FAKE_FAILS="execute.py")[0], 3)
        code, said, _ = self.typed("lab.cmd run a.ipynb", self.jdk25, FAKE_FAILS="import nbconvert")
        self.assertEqual((code, said.splitlines()[0][:27]), (2, "lab: Jupyter is missing; ge"))
        code, said, _ = self.typed("lab.cmd test now", self.jdk25)
        self.assertEqual((code, said), (2, "lab: lab test takes no arguments, found [now]\n"))
        code, said, calls = self.typed("lab.cmd test", self.jdk25, FAKE_FAILS="test_batch.py")
        self.assertEqual((code, said), (1, "FAILED: test_batch.py\n"))
        self.assertEqual(self.typed("lab.cmd test", self.jdk25)[:2], (0, "All tests passed.\n"))

    def test_a_jdk_is_found_where_installers_put_it(self):
        code, said, calls = self.typed("lab.cmd papers")
        self.assertEqual((code, calls), (2, []))
        self.assertIn("no JDK 25 or newer found", said)
        self.assertEqual(self.typed("lab.cmd doctor")[0], 1)
        old = self.jdk(self.root.parent / "jdk-21", "21.0.1")
        self.assertEqual(self.typed("lab.cmd papers", old)[0], 2)
        on_path = f"{windows(self.python)};{windows(self.jdk25 / 'bin')}"
        self.assertEqual(self.typed("lab.cmd papers", old, WINEPATH=on_path)[0], 0)
        user = next(path for path in (self.drive_c / "users").iterdir() if path.name != "Public")
        for place in (
            self.drive_c / "Program Files/Eclipse Adoptium/jdk-25.0.3.9-hotspot", self.drive_c / "Program Files/Microsoft/jdk-25.0.1",
            self.drive_c / "Program Files/Java/jdk-25", user / "AppData/Local/Programs/Eclipse Adoptium/jdk-26",
            user / ".jdks/temurin-25", user / "scoop/apps/temurin25-jdk/current",
        ):
            made = self.jdk(place, "26-ea" if "26" in place.name else "25")
            self.assertEqual(self.typed("lab.cmd papers", old)[0], 0, place)
            shutil.rmtree(made)
        conda = self.jdk(self.root.parent / "conda/Library/lib/jvm", "25.0.1").parents[2]
        self.assertEqual(self.typed("lab.cmd papers", CONDA_PREFIX=windows(conda))[0], 0)

    def test_in_a_bundle_nothing_is_built_or_written(self):
        (self.root / "kernel/flags").write_text("")
        for folder in ("notebooks", "datasets/small", "hardware-profiles"):
            (self.root / folder).mkdir(parents=True)
            (self.root / folder / "a.txt").write_text("new")
        self.jdk(self.root / "jdk", "25")
        for refused in ("test", "bench", "bundle"):
            code, said, calls = self.typed(f"lab.cmd {refused}")
            self.assertEqual((code, said, calls), (2, f"lab: [{refused}] needs the sources; this is a bundle\n", []))
        work = self.root.parent / "work of mine"
        (work / "notebooks").mkdir(parents=True)
        (work / "notebooks/a.txt").write_text("changed")
        before = sorted(self.root.rglob("*"))
        self.assertEqual(self.typed("lab.cmd papers")[:2], (0, ""))
        code, said, calls = self.typed(r".\start.cmd --no-browser", THROUGHLINE_WORK=windows(work))
        self.assertEqual(code, 0, (said, calls))
        self.assertEqual((code, calls[-1]), (0, "python|-m|jupyterlab|--no-browser"), said)
        self.assertEqual((work / "notebooks/a.txt").read_text(), "changed")
        self.assertEqual((work / "datasets/small/a.txt").read_text(), "new")
        self.assertFalse([call for call in calls if call.startswith("mvnw")])
        self.assertEqual({path.name for path in set(self.root.rglob("*")) - set(before)}, {"log", "typed.cmd"} - {p.name for p in before})
        self.assertEqual(self.typed(r".\start.cmd --verify")[2], ["python|-B|ROOT\\kernel\\manifest.py|ROOT\\."])


if __name__ == "__main__":
    unittest.main(verbosity=1)
