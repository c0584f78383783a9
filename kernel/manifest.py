"""The SHA-256 of every file of a bundle, one a line, as sha256sum writes them.

    python3 manifest.py FOLDER     checks a bundle; says what is missing, changed or not of it
"""

import hashlib
import os
import pathlib
import sys

NAME = "MANIFEST.sha256"


def files(folder):
    """All files of a folder but the manifest, with / between the parts, in the order of their bytes."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(({path.relative_to(folder).as_posix() for path in found} - {NAME}), key=str.encode)


def digest(file):
    sum = hashlib.sha256()
    with open(file, "rb") as stream:
        while block := stream.read(1 << 20):
            sum.update(block)
    return sum.hexdigest()


def write(folder):
    lines = [f"{digest(folder / name)}  {name}\n" for name in files(folder)]
    (folder / NAME).write_text("".join(lines), encoding="utf-8", newline="\n")


def complaints(folder):
    """What is wrong with a bundle, a line each."""
    said = {}
    for line in (folder / NAME).read_text(encoding="utf-8").splitlines():
        told, name = line.split("  ", 1)
        said[name] = told
    there = set(files(folder))
    for name in sorted(said.keys() | there):
        if name not in there:
            yield f"missing  {name}"
        elif name not in said:
            yield f"foreign  {name}"
        else:
            try:
                if digest(folder / name) != said[name]:
                    yield f"changed  {name}"
            except OSError as error:
                yield f"unreadable ({error.strerror})  {name}"


def main():
    folder = pathlib.Path(sys.argv[1])
    wrong = list(complaints(folder))
    print("\n".join(wrong) or f"{os.fspath(folder)}: every file is as it was made")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
