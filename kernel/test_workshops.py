"""Runs each workshop as a class meets it: every exercise as given, then solved, in one go.

    python3 test_workshops.py --courses FILE

FILE is what `lab courses --json` writes.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import nbformat

import execute
import grade
import workshops

FOLDER = execute.ROOT / "notebooks/workshops"
HALF_A_DAY = range(180, 241)
COURSES = {}


def errors(cell):
    return [output for output in cell.get("outputs", []) if output.output_type == "error"]


class WorkshopsTest(unittest.TestCase):
    def test_every_exercise_fails_as_given_and_holds_solved_and_nothing_else_hangs_on_it(self):
        paths = sorted(FOLDER.glob("*.ipynb"))
        with tempfile.TemporaryDirectory(prefix="lab-") as temporary:
            folder = pathlib.Path(temporary)
            for path in paths:
                nbformat.write(workshops.woven(path, keep_given=True), folder / path.name)
            command = [sys.executable, execute.__file__, "--out", folder / "out", "--keep-going"]
            subprocess.run([*command, *(folder / path.name for path in paths)], stdout=subprocess.DEVNULL, check=False)
            for path in paths:
                with self.subTest(path.name):
                    self.examine(path, nbformat.read(folder / "out" / path.name, as_version=4))

    def examine(self, path, executed):
        course, met = path.stem.split("-", 1)[1], []
        for cell in executed.cells:
            given = workshops.exercise(cell)
            solved = "solution" in cell.metadata.get("tags", [])
            said = "\n".join(f"{each.ename}: {each.evalue}" for each in errors(cell))
            if given:
                met.append(given)
                self.assertTrue(said, f"exercise [{given}] does not fail as it is given")
                self.assertEqual([(given, False)], [(each["exercise"], each["holds"]) for each in execute.checks([cell])], said)
            else:
                self.assertFalse(said, f"{cell.source}\n{said}")
            if solved:
                self.assertEqual([True], [each["holds"] for each in execute.checks([cell])], cell.source)
        self.assertEqual([one["id"] for one in COURSES[course]["exercises"]], met)

    def test_a_course_fills_half_a_day_with_time_to_talk(self):
        for course in COURSES.values():
            self.assertIn(sum(one["minutes"] for one in course["exercises"]), range(100, HALF_A_DAY.stop), course["id"])

    def test_every_course_has_a_notebook(self):
        self.assertEqual(set(COURSES), {path.stem.split("-", 1)[1] for path in FOLDER.glob("*.ipynb")})


class Run:
    def __init__(self, name, *checks):
        self.path, self.seconds, self.failure, self.checks = pathlib.Path(f"{name}.ipynb"), 1.0, None, list(checks)


def judged(exercise, holds):
    return {"course": "c", "exercise": exercise, "holds": holds, "text": "right" if holds else "too large"}


class GradeTest(unittest.TestCase):
    ASKED = [{"id": "a", "points": 2}, {"id": "b", "points": 3}, {"id": "c", "points": 1}]

    def test_the_last_judgement_counts_and_what_was_not_judged_was_not_reached(self):
        ada = grade.Student(Run("ada", judged("a", False), judged("a", True), judged("b", False)), "c", self.ASKED)
        self.assertEqual(["ada", 2, 0, 0, 2, 2], ada.row())
        other = {**judged("c", True), "course": "another"}
        self.assertEqual(["bob", 0, 0, 0, 0, 0], grade.Student(Run("bob", other), "c", self.ASKED).row())

    def test_what_ended_a_run_is_said_of_all_that_was_not_reached(self):
        run = Run("ada", judged("a", True))
        run.failure = {"message": "a loop", "text": "", "died": True}
        student = grade.Student(run, "c", self.ASKED)
        self.assertEqual(["ada", 2, 0, 0, 2, 1], student.row())
        messages = [each.get("message") for each in student.suite().iter("skipped")]
        self.assertEqual(["no answer was judged: a loop"] * 2, messages)

    def test_the_sheet_adds_up(self):
        students = [grade.Student(Run(name, judged("b", True)), "c", self.ASKED) for name in ("ada", "b,c")]
        self.assertEqual(
            'student,a,b,c,points,reached\n(possible),2,3,1,6,3\nada,0,3,0,3,1\n"b,c",0,3,0,3,1\n',
            grade.sheet(students, self.ASKED),
        )

    def test_the_report_has_a_suite_a_student_and_a_case_an_exercise(self):
        suite = grade.Student(Run("ada", judged("a", True), judged("b", False)), "c", self.ASKED).suite()
        counts = [suite.get(name) for name in ("tests", "failures", "skipped")]
        self.assertEqual(["3", "1", "1"], counts)
        self.assertEqual("too large", suite.find("testcase[@name='b']/failure").get("message"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--courses", type=pathlib.Path, required=True)
    arguments, rest = parser.parse_known_args()
    COURSES.update({one["id"]: one for one in json.loads(arguments.courses.read_text(encoding="utf-8"))})
    unittest.main(argv=[sys.argv[0], *rest])
