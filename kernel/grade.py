"""Runs what a class handed in of a workshop, and writes a grade sheet.

    python3 grade.py --courses FILE [--out DIR] [--junit FILE] [--jobs N] [--seconds N] COURSE NOTEBOOK...

FILE is what `lab courses --json` writes. A student is a notebook, named as its file is. Of an exercise that is judged
several times, the last time counts; one that is never judged was not reached.
"""

import argparse
import csv
import io
import json
import os
import pathlib
import signal
import sys
import tempfile

import execute
import report

RIGHT, WRONG, NOT_REACHED = "right", "wrong", "not reached"


def exercises(file, wanted):
    """The exercises of a course, of the list of all courses."""
    courses = {course["id"]: course["exercises"] for course in json.loads(file.read_text(encoding="utf-8"))}
    if wanted not in courses:
        execute.refuse(f"no course [{wanted}]; there are {', '.join(courses) or 'none'}")
    return courses[wanted]


class Student:
    """What one student has handed in, and what came of each exercise."""

    def __init__(self, run, course, asked):
        self.name = run.path.stem
        # Cells are expected to fail; what ends the run before its last cell is not the same.
        self.ended = run.failure["message"] if run.failure and run.failure["died"] else None
        judged = {each["exercise"]: each for each in run.checks if each.get("course") == course}
        self.results = [(one, *self.result(judged.get(one["id"]))) for one in asked]

    def result(self, record):
        """Whether an exercise is right, and what was said of it."""
        if record is None:
            return NOT_REACHED, f"no answer was judged: {self.ended}" if self.ended else "no answer was judged"
        return (RIGHT if record["holds"] else WRONG), record["text"]

    def points(self):
        return sum(exercise["points"] for exercise, state, _ in self.results if state == RIGHT)

    def row(self):
        won = [exercise["points"] if state == RIGHT else 0 for exercise, state, _ in self.results]
        reached = sum(state != NOT_REACHED for _, state, _ in self.results)
        return [self.name, *won, self.points(), reached]

    def suite(self):
        cases = []
        for exercise, state, said in self.results:
            failure = said if state == WRONG else None
            skipped = said if state == NOT_REACHED else None
            cases.append(report.case("exercise", exercise["id"], self.name, failure=failure, skipped=skipped, text=said))
        return report.suite(self.name, cases)


def sheet(students, asked):
    """The grade sheet as CSV: a row a student, points an exercise, in all, and how many exercises were reached."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["student", *(one["id"] for one in asked), "points", "reached"])
    writer.writerow(["(possible)", *(one["points"] for one in asked), sum(one["points"] for one in asked), len(asked)])
    writer.writerows(student.row() for student in students)
    return text.getvalue()


def tell(students, asked, out):
    possible = sum(one["points"] for one in asked)
    for student in students:
        wrong = [exercise["id"] for exercise, state, _ in student.results if state == WRONG]
        missing = sum(state == NOT_REACHED for _, state, _ in student.results)
        notes = [f"not yet: {', '.join(wrong)}"] * bool(wrong) + [f"{missing} not reached"] * bool(missing)
        notes += [student.ended] * bool(student.ended)
        print(f"{student.name:24} {student.points():3} of {possible}  {'; '.join(notes)}")
    print(f"grade sheet          {out / 'grades.csv'}")


def parse():
    parser = execute.Parser(description=__doc__, allow_abbrev=False)
    parser.error = lambda message: execute.refuse(f"{message} (lab grade --help says what is allowed)")
    parser.add_argument("--courses", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("out/grades"))
    parser.add_argument("--junit", type=pathlib.Path)
    parser.add_argument("--jobs", type=execute.whole_number, default=execute.cores())
    parser.add_argument("--seconds", type=execute.whole_number, default=120)
    parser.add_argument("--kernel", default="throughline")
    # The word after `lab` on Windows, whose scripts cannot take it off without spoiling the rest.
    parser.add_argument("--command", help=argparse.SUPPRESS)
    parser.add_argument("course")
    parser.add_argument("notebook", type=pathlib.Path, nargs="+")
    arguments = parser.parse_intermixed_args()
    # What `execute` asks of its own arguments beside these.
    arguments.parameter, arguments.all, arguments.fail_fast, arguments.keep_going = [], False, False, True
    return arguments


def run(arguments):
    """Runs all notebooks; gives the runs."""
    # Who grades is none of the class: what is guessed again must not reach the guesses that the class has made.
    for name in ("CLASS", "STUDENT"):
        os.environ.pop(name, None)
    junit, arguments.junit = arguments.junit, None
    for path in arguments.notebook:
        if not path.is_file():
            execute.refuse(f"no notebook at [{path}]")
    runs = execute.checked(arguments)
    batch = execute.Batch(arguments.jobs, False)
    with tempfile.TemporaryDirectory(prefix="lab-") as temporary:
        batch.run([lambda one=one: one(batch, pathlib.Path(temporary)) or True for one in runs])
    arguments.junit = junit
    return runs


def main():
    arguments = parse()
    asked = exercises(arguments.courses, arguments.course)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        runs = run(arguments)
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130
    students = sorted((Student(one, arguments.course, asked) for one in runs), key=lambda student: student.name)
    execute.write_whole(arguments.out / "grades.csv", sheet(students, asked))
    if arguments.junit:
        arguments.junit.parent.mkdir(parents=True, exist_ok=True)
        execute.write_whole(arguments.junit, report.whole([student.suite() for student in students]))
    tell(students, asked, arguments.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
