"""Runs small notebooks as `lab run` does: parameters, several at a time, and the report; and what papermill would inject.

    python3 test_batch.py
"""

import importlib.util
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import types
import unittest
import xml.etree.ElementTree as tree
from unittest import mock

import nbformat

import execute
import parameters
import report

TAGGED = """\
int SEEDS = parameter("SEEDS", 8);      // runs; of each configuration
/* int HIDDEN = 1; */ double RATE = parameter("RATE", 0.5);
boolean FAST = parameter("FAST", false);
long EVENTS = parameter("EVENTS", 5L);
String NAME = parameter("NAME", "a; int FAKE = 2;");
Path FOLDER = Path.of(parameter("FOLDER", "."));
String BLOCK = \"\"\"
    int NONE = 3; \"\"\";
var UNTYPED = 1;
"""
IMPORTS = "import static throughline.notebook.Notebook.*;\nimport java.nio.file.*;\nimport throughline.papers.Tolerance;"


def notebook(*sources):
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    for cell in cells:
        if "parameter(" in cell.source:
            cell.metadata["tags"] = ["parameters"]
    return nbformat.v4.new_notebook(cells=cells)


class ParametersTest(unittest.TestCase):
    def test_what_a_cell_declares(self):
        self.assertEqual(
            parameters.declared(TAGGED),
            {
                "SEEDS": "int", "RATE": "double", "FAST": "boolean", "EVENTS": "long", "NAME": "String",
                "FOLDER": "Path", "BLOCK": "String", "UNTYPED": "var",
            },
        )

    def test_values_become_java(self):
        for kind, text, java in (
            ("int", "-2147483648", "-2147483648"),
            ("long", "3000000000", "3000000000L"),
            ("double", "1", "1.0"),
            ("double", "1e-7", "1e-07"),
            ("boolean", "true", "true"),
            ("String", 'a"\\\n é', '"a\\"\\\\\\n é"'),
            ("Path", "/x", 'Path.of("/x")'),
            ("java.nio.file.Path", "x", 'java.nio.file.Path.of("x")'),
        ):
            self.assertEqual(parameters.literal(kind, text), java)

    def test_values_of_another_type_are_refused(self):
        for kind, text in (
            ("int", "many"), ("int", "1.5"), ("int", "2147483648"), ("int", ""), ("int", "1_0"), ("long", "1e3"),
            ("double", "nan"), ("double", "1e999"), ("double", "1f"), ("boolean", "True"), ("var", "1"),
            ("List<String>", "a"),
        ):
            with self.assertRaises(ValueError, msg=(kind, text)):
                parameters.literal(kind, text)

    def test_a_cell_is_injected_behind_the_tagged_one_and_replaced_later(self):
        book = notebook("int A = 1;", TAGGED, "A")
        parameters.inject(book, {"SEEDS": "2", "NAME": "x"}, "n")
        parameters.inject(book, {"SEEDS": "3"}, "n")
        self.assertEqual(len(book.cells), 4)
        self.assertEqual(book.cells[2].source, "// Parameters\nSEEDS = 3;")
        self.assertEqual(book.cells[2].metadata.tags, ["injected-parameters"])
        nbformat.validate(book)

    def test_what_cannot_be_set_is_said(self):
        for values, said in (
            ({"SEDS": "1"}, "notebook [n]: -p [SEDS] is no parameter of this notebook; it has int SEEDS, double RATE"),
            ({"SEEDS": "many"}, "notebook [n]: -p SEEDS [many] must be of type int, a whole number from -2147483648"),
            ({"UNTYPED": "1"}, "-p UNTYPED [1] is declared as var"),
        ):
            with self.assertRaises(parameters.BadParameter) as raised:
                parameters.inject(notebook(TAGGED), values, "n")
            self.assertIn(said, str(raised.exception))
        with self.assertRaisesRegex(parameters.BadParameter, "no cell is tagged parameters"):
            parameters.inject(notebook("int A = 1;"), {"A": "1"}, "n")
        for settings in (["A"], ["=1"], ["A=1", "A=2"]):
            with self.assertRaises(parameters.BadParameter):
                parameters.parse(settings)


class Translator:
    """Papermill's base class, as far as its documentation describes it, for machines without papermill."""

    @classmethod
    def translate(cls, value):
        for kind, translate in (
            (type(None), cls.translate_none), (str, cls.translate_str), (bool, cls.translate_bool),
            (int, cls.translate_int), (float, cls.translate_float), (dict, cls.translate_dict), (list, cls.translate_list),
        ):
            if isinstance(value, kind):
                return translate(value)
        raise NotImplementedError(type(value))


class PapermillTest(unittest.TestCase):
    def translator(self):
        if importlib.util.find_spec("papermill"):
            import papermill_java
            papermill_java.JavaTranslator.kinds = None
            return papermill_java.JavaTranslator
        names = ["papermill", "papermill.models", "papermill.translators"]
        stubs = {name: types.ModuleType(name) for name in names}
        stubs["papermill.models"].Parameter = types.SimpleNamespace
        stubs["papermill.translators"].Translator = Translator
        self.registry = stubs["papermill.translators"].papermill_translators = mock.Mock()
        with mock.patch.dict(sys.modules, stubs):
            sys.modules.pop("papermill_java", None)
            import papermill_java
        self.registry.register.assert_called_once_with("java", papermill_java.JavaTranslator)
        return papermill_java.JavaTranslator

    def test_an_injected_cell_is_java_of_the_declared_types(self):
        translator = self.translator()
        shown = translator.inspect(nbformat.v4.new_code_cell(TAGGED))
        self.assertEqual((shown[0].name, shown[0].inferred_type_name, shown[5].name), ("SEEDS", "int", "FOLDER"))
        values = {"SEEDS": 2, "RATE": 1, "FAST": True, "EVENTS": 3, "NAME": 5, "FOLDER": "/x"}
        self.assertEqual(
            translator.codify(values),
            '// Parameters\nSEEDS = 2;\nRATE = 1.0;\nFAST = true;\nEVENTS = 3L;\nNAME = "5";\nFOLDER = Path.of("/x");\n',
        )

    def test_a_wrong_name_or_type_is_refused_before_anything_runs(self):
        for values, said in (
            ({"SEDS": 2}, r"\[SEDS\] is no parameter of this notebook; it has int SEEDS"),
            ({"LIST": [1]}, r"\[LIST\] is no parameter"),
            ({"SEEDS": 2.5}, r"SEEDS \[2.5\] must be of type int"),
            ({"FAST": 1}, r"FAST \[1\] must be of type boolean"),
        ):
            translator = self.translator()
            translator.inspect(nbformat.v4.new_code_cell(TAGGED))
            with self.assertRaisesRegex(parameters.BadParameter, said):
                translator.codify(values)

    def test_without_the_tagged_cell_values_are_assigned_as_they_come(self):
        values = {"A": 2, "B": 3000000000, "C": 0.5, "D": True, "E": 'a"\\é\n', "F": None, "G": [1, "x"], "H": {"k": 1}}
        self.assertEqual(
            self.translator().codify(values, comment="Set"),
            '// Set\nA = 2;\nB = 3000000000L;\nC = 0.5;\nD = true;\nE = "a\\"\\\\é\\n";\nF = null;\n'
            'G = java.util.List.of(1, "x");\nH = java.util.Map.ofEntries(java.util.Map.entry("k", 1));\n',
        )


class ReportTest(unittest.TestCase):
    """The attributes that Surefire's schema asks for, and counts that add up."""

    RECORD = {
        "paper": "Furnace", "claim": "cycle time", "reported": 29.2, "reproduced": 29.5, "unit": "h", "tolerance": "±5 %",
        "verdict": "INSIDE", "source": "table 2", "seconds": 0.5, "complaint": None,
    }

    def record(self, **other):
        return report.claim({**self.RECORD, **other})

    def test_verdicts(self):
        for verdict in ("INSIDE", "IDENTITY", "UNINFORMATIVE", "OUTSIDE"):
            self.assertEqual([part.tag for part in self.record(verdict=verdict)], ["system-out"])
        for verdict in ("UNKNOWN", "UNVERIFIED"):
            self.assertEqual(self.record(verdict=verdict).find("skipped").get("message"), verdict)
        self.assertEqual(self.record(verdict="NOT_YET", claim=None).find("skipped").get("message"), "NOT_YET")
        worse = self.record(verdict="UNKNOWN", complaint="it was INSIDE and is UNKNOWN")
        self.assertEqual([part.tag for part in worse], ["failure"])
        self.assertEqual(worse.find("failure").get("message"), "it was INSIDE and is UNKNOWN")

    def test_numbers(self):
        text = self.record().find("system-out").text
        self.assertIn("reported    29.2 h\nrecomputed  29.5 h\ntolerance   ±5 %", text)
        text = self.record(reported=None, tolerance="> 0, sign, SE 0.1").find("system-out").text
        self.assertIn("reported    > 0\n", text)
        self.assertIn("reported    not known", self.record(reported=None, tolerance=None).find("system-out").text)

    def test_the_whole_is_xml_and_its_counts_add_up(self):
        odd = 'a < b & "c" \x1b[1m \x00 ]]> é \ud800'
        cases = [
            report.case("cell", odd, "notebooks", 1.25, odd, text=odd),
            report.case("cell", "skipped", "notebooks", skipped=odd),
            report.case("cell", "fine", "notebooks", 2),
        ]
        text = report.whole([report.suite("notebooks", cases), report.suite("claims", [self.record(), self.record(verdict="UNKNOWN")])])
        root = tree.fromstring(text.encode("utf-8"))
        self.assertEqual(root.attrib, {"tests": "5", "errors": "0", "failures": "1", "skipped": "2"})
        for suite in root:
            self.assertEqual(set(suite.attrib), {"name", "tests", "errors", "failures", "skipped", "time"})
            self.assertEqual(int(suite.get("tests")), len(suite))
            for count, tag in (("failures", "failure"), ("skipped", "skipped")):
                self.assertEqual(int(suite.get(count)), len(suite.findall("*/" + tag)))
            for case in suite:
                self.assertEqual(set(case.attrib), {"name", "classname", "time"})
                self.assertLessEqual(float(case.get("time")), float(suite.get("time")))
        failure = root.find("*/*/failure")
        self.assertEqual(set(failure.attrib), {"message", "type"})
        self.assertEqual(failure.get("message"), 'a < b & "c" \ufffd[1m \ufffd ]]> é \ufffd')


class BatchTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="lab-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.out = self.folder / "out"

    def write(self, name, *sources):
        path = self.folder / f"{name}.ipynb"
        nbformat.write(notebook(IMPORTS, *sources), path)
        return path

    def lab(self, *arguments):
        command = [sys.executable, execute.__file__, "--out", self.out, *arguments]
        return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=300)

    def texts(self, name):
        outputs = (o for cell in nbformat.read(self.out / f"{name}.ipynb", 4).cells for o in cell.get("outputs", []))
        return [output["data"]["text/plain"] for output in outputs]

    def test_parameters_are_set(self):
        show = 'show(SEEDS, RATE, FAST, EVENTS, NAME, FOLDER, System.getenv("OUT"), Files.exists(Path.of("book.ipynb")));'
        book = self.write("book", TAGGED, show, 'check("answer", 42.2, 42, Tolerance.relative(0.01, "made up"));')
        done = self.lab(book, "-p", "SEEDS=2", "-p", "EVENTS=3000000000", "-p", 'NAME="é\\', "--parameter", "FOLDER=/x")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(
            self.texts("book"),
            ["2", "0.5", "false", "3000000000", '"é\\', "/x", str(self.out), "true", "holds answer: 42.2000, to be 42.0000 ±1 %"],
        )

    def test_what_is_wrong_is_said_before_anything_runs(self):
        first, second = self.write("first", "int A = parameter(\"A\", 1);"), self.write("second")
        junit = ("--junit", self.folder / "first.ipynb" / "report.xml")
        for arguments, said in (
            ((first, "-p", "B=1"), "lab: notebook [first.ipynb]: -p [B] is no parameter of this notebook; it has int A\n"),
            ((first, second, "-p", "A=1"), "notebook [second.ipynb]: no cell is tagged parameters"),
            ((first, "-p", "OUT=x"), "lab: -p OUT: the folder for results is given with --out\n"),
            ((first, "--jobs", "none"), "[none] must be a whole number from 1"),
            ((first, "--all"), "give notebooks, or --all and none"),
            ((first, *junit), "cannot be written"),
            ((first, first), "have one name"),
        ):
            done = self.lab(*arguments)
            self.assertEqual((done.returncode, done.stdout), (2, ""), arguments)
            self.assertIn(said, done.stderr)

    def test_each_has_its_folder_and_failures_are_told_at_the_end(self):
        write = 'Files.writeString(Path.of(System.getenv("OUT"), "mark"), "");'
        good, bad = self.write("good", write), self.write("bad", write, 'check("one", 2, 1, Tolerance.absolute(0.5, ""));')
        runs = self.runs(good, bad)
        with mock.patch("sys.stderr"):
            failed = execute.run_all(runs, self.arguments(jobs=2))
        self.assertEqual([run.name for run in failed], ["bad.ipynb"])
        self.assertTrue((self.out / "good" / "mark").exists() and (self.out / "bad" / "mark").exists())
        self.assertTrue((self.out / "good.html").exists())
        self.assertFalse((self.out / "bad.ipynb").exists())
        self.assertIn("code cell 3", failed[0].failure["message"])
        self.assertIn('check("one", 2', failed[0].failure["text"])
        self.assertEqual(failed[0].checks, [{"check": "one", "holds": False, "text": "2.00000, to be 1.00000 ±0.5"}])
        self.assertEqual([run.case().find("failure") is None for run in runs], [True, False])

    def test_fail_fast_stops_the_others_and_their_kernels(self):
        slow = self.write(
            "slow",
            'Files.writeString(Path.of(System.getenv("OUT"), "part"), "" + ProcessHandle.current().pid());'
            'Files.move(Path.of(System.getenv("OUT"), "part"), Path.of(System.getenv("OUT"), "pid"));'
            "Thread.sleep(3_600_000);",
        )
        pid = self.out / "slow" / "pid"
        bad = self.write("bad", f"while (!Files.exists(Path.of({parameters.text(str(pid))}))) Thread.sleep(20);", "int x = ;")
        runs = self.runs(slow, bad, self.write("never"))
        with mock.patch("sys.stderr"):
            failed = execute.run_all(runs, self.arguments(jobs=2, fail_fast=True))
        self.assertEqual([run.name for run in failed], ["bad.ipynb"])
        self.assertEqual([bool(run.skipped) for run in runs], [True, False, True])
        self.assertIsNotNone(runs[0].case().find("skipped"))
        with self.assertRaises(ProcessLookupError):
            os.kill(int(pid.read_text()), 0)

    def test_a_loop_that_nobody_can_interrupt_ends_with_its_kernel_and_what_was_checked_is_kept(self):
        book = self.write("book", 'check("one", 1, 1, Tolerance.absolute(0.5, ""));', "while (true) { }", "show(1);")
        outcome = self.folder / "outcome.json"
        self.out.mkdir()
        self.lab("--keep-going", "--seconds", "2", "--outcome", outcome, book)
        told = json.loads(outcome.read_text(encoding="utf-8"))
        self.assertIn("could not be interrupted", told["failure"]["message"])
        self.assertTrue(told["failure"]["died"])
        self.assertEqual([each["check"] for each in told["checks"]], ["one"])

    def test_the_report_holds_the_ledger(self):
        record = {**ReportTest.RECORD, "complaint": "it was INSIDE and is OUTSIDE"}
        for said, code, name in (([record], 1, "cycle time"), (None, 3, "the whole ledger")):
            lab = self.folder / "lab"
            told = "" if said is None else f"printf '%s' {json.dumps(json.dumps(said))} > \"$5\""
            lab.write_text(f"#!/bin/sh\n{told}\necho trouble >&2\nexit {code}\n")
            lab.chmod(0o755)
            junit = self.folder / "report.xml"
            with mock.patch("execute.LAB", lab), mock.patch("sys.stderr"):
                failed = execute.run_all([], self.arguments(junit=junit))
            self.assertEqual(failed[0].failure["text"], "trouble")
            cases = tree.parse(junit).findall("testsuite[@name='claims']/testcase")
            self.assertEqual([(case.get("name"), case.find("failure") is None) for case in cases], [(name, False)])

    def arguments(self, jobs=1, fail_fast=False, junit=None):
        return types.SimpleNamespace(
            out=self.out, kernel="throughline", jobs=jobs, fail_fast=fail_fast, junit=junit, parameter=[],
            keep_going=False, seconds=None,
        )

    def runs(self, *paths):
        self.out.mkdir()
        return [execute.NotebookRun(path, self.out / path.stem, self.arguments()) for path in paths]


if __name__ == "__main__":
    unittest.main(verbosity=1, argv=sys.argv[:1])
