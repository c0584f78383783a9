"""The notebooks of the workshops, and their solutions, which lie apart.

    python3 workshops.py solve NOTEBOOK OUT      # the notebook with its exercises solved, for the teacher

The solutions of NAME.ipynb are solutions/NAME.jsh beside it: below each line `// exercise: ID` the whole cell that
takes the place of the exercise's.
"""

import copy
import pathlib
import re
import sys

import nbformat

HEAD = re.compile(r"^// exercise: (\S+)[ \t]*\n", re.MULTILINE)
CHECK = re.compile(r'\bcourse\.check\("([^"]+)"')
TAG = "exercise"


def exercise(cell):
    """The id of the exercise of a cell, or None where it is none."""
    if cell.cell_type != "code" or TAG not in cell.metadata.get("tags", []):
        return None
    found = CHECK.findall(cell.source)
    if len(set(found)) != 1:
        raise ValueError(f'an exercise\'s cell must call course.check("ID", ...) for one exercise, and has {found}')
    return found[0]


def solutions(path):
    """Source by exercise of the solutions that go with a notebook."""
    parts = HEAD.split((path.parent / "solutions" / f"{path.stem}.jsh").read_text(encoding="utf-8"))
    names = parts[1::2]
    if len(set(names)) != len(names):
        raise ValueError(f"{path.stem}.jsh solves an exercise twice: {names}")
    return dict(zip(names, (part.strip() for part in parts[2::2])))


def woven(path, keep_given):
    """A notebook with its exercises solved; with `keep_given`, each solution stands behind the cell as it was given."""
    notebook, solved = nbformat.read(path, as_version=4), solutions(path)
    cells = []
    for cell in notebook.cells:
        name = exercise(cell)
        if name is None or keep_given:
            cells.append(cell)
        if name is not None:
            if name not in solved:
                raise ValueError(f"exercise [{name}] of {path.name} has no solution")
            answer = copy.deepcopy(cell)
            answer.source, answer.outputs, answer.id = solved.pop(name), [], f"solved-{name}"[:64]
            answer.metadata["tags"] = ["solution"]
            cells.append(answer)
    if solved:
        raise ValueError(f"{path.stem}.jsh solves exercises that {path.name} has not: {', '.join(solved)}")
    notebook.cells = cells
    return notebook


def main():
    if len(sys.argv) != 4 or sys.argv[1] != "solve":
        sys.exit(__doc__)
    nbformat.write(woven(pathlib.Path(sys.argv[2]), keep_given=False), sys.argv[3])


if __name__ == "__main__":
    main()
