"""Runs notebooks in Jupyter with a throughline kernel, and leaves each one executed, with its HTML.

    python3 execute.py --out DIR [--kernel NAME] NOTEBOOK...

The notebook finds DIR in the environment variable OUT. Nothing is left of a notebook that fails but its message.
"""

import argparse
import os
import pathlib
import re
import sys
import time

import nbformat
from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbconvert import HTMLExporter

COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def write_whole(path, text):
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def errors_of(notebook):
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                lines = COLOURS.sub("", "\n".join(output.traceback)) or f"{output.ename}: {output.evalue}"
                yield cell, lines


def refuse(message):
    print(f"lab: {message}", file=sys.stderr)
    sys.exit(2)


def read(path):
    try:
        return nbformat.read(path, as_version=4)
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, UnicodeDecodeError, OSError) as error:
        refuse(f"[{path}] is no notebook that can be read ({type(error).__name__}); it must be an .ipynb file")


def execute(path, notebook, out, kernel):
    notebook.metadata.kernelspec = kernel
    cells = sum(cell.cell_type == "code" for cell in notebook.cells)
    client = NotebookClient(
        notebook,
        kernel_name=kernel["name"],
        timeout=None,
        startup_timeout=120,
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
    )
    print(f"{path.name}: running {cells} cells", flush=True)
    started = time.monotonic()
    try:
        client.execute()
    except CellExecutionError:
        for cell, lines in errors_of(notebook):
            print(f"{path.name}: this cell failed:\n\n{cell.source}\n\n{lines}", file=sys.stderr)
        return False
    except (DeadKernelError, AssertionError):
        # nbclient answers Ctrl-C by ending the kernel, and then trips over there being none.
        print(f"{path.name}: the kernel ended before the notebook did: stopped, or out of memory", file=sys.stderr)
        return False
    except RuntimeError as error:
        print(f"{path.name}: the kernel did not start: {error}", file=sys.stderr)
        return False
    html, _ = HTMLExporter().from_notebook_node(notebook)
    executed = out / path.name
    write_whole(executed, nbformat.writes(notebook) + "\n")
    write_whole(executed.with_suffix(".html"), html)
    print(f"{path.name}: done in {time.monotonic() - started:.0f} s")
    print(f"  executed notebook  {executed}\n  HTML               {executed.with_suffix('.html')}", flush=True)
    return True


def refuse_to_overwrite(notebooks, out):
    seen = {}
    for path in notebooks:
        target = out / path.name
        if target == path.resolve():
            refuse(f"--out [{out}] is where [{path}] lies, and would be overwritten; name another folder")
        if path.name in seen:
            refuse(f"notebooks [{seen[path.name]}] and [{path}] have one name; run them into two folders")
        seen[path.name] = path


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--kernel", default="throughline")
    parser.add_argument("notebook", type=pathlib.Path, nargs="+")
    arguments = parser.parse_args()
    notebooks = [(path.resolve(), read(path)) for path in arguments.notebook]
    out = arguments.out.resolve()
    refuse_to_overwrite(arguments.notebook, out)
    try:
        spec = KernelSpecManager().get_kernel_spec(arguments.kernel)
    except NoSuchKernel:
        refuse(f"the kernel [{arguments.kernel}] is not installed; ./lab kernel install --help says how to install it")
    kernel = {"display_name": spec.display_name, "language": spec.language, "name": arguments.kernel}
    out.mkdir(parents=True, exist_ok=True)
    os.environ["OUT"] = str(out)
    try:
        done = [execute(path, notebook, out, kernel) for path, notebook in notebooks]
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130
    if not all(done):
        return 1
    for specification in sorted(out.glob("*/spec.json")):
        print(f"  dataset            {specification.parent}")
    print(f"everything that was made lies in {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
