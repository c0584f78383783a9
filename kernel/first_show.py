"""Starts the throughline kernel as Jupyter does and shows a table and a plot.

    python3 first_show.py [TIMES]        prints, for each start, the seconds until each of these was there, as JSON
    python3 first_show.py --cache FILE   writes what Java learnt in one start, so that later ones are quicker
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

KERNEL = "throughline"
PATIENCE = 120
CELLS = {
    "imports": "import static throughline.notebook.Notebook.*;\nimport tech.tablesaw.api.*;\nimport throughline.data.*;",
    "first table": 'show(Table.create("t", DoubleColumn.create("x", 1, 2)));',
    "first plot": 'show(Plot.of("A line", Plot.Axis.of("x", "h"), Plot.Axis.of("y", ""))'
    '.line("l", new double[] {0, 1}, new double[] {0, 1}));',
}


def shown(client, code):
    """Runs a cell; returns when what it shows is there, or when it has ended."""
    message = client.execute(code)
    while True:
        reply = client.get_iopub_msg(timeout=PATIENCE)
        if reply["parent_header"].get("msg_id") != message:
            continue
        if reply["msg_type"] == "error":
            sys.exit("\n".join(reply["content"]["traceback"]))
        if reply["msg_type"] == "display_data" or reply["content"].get("execution_state") == "idle":
            return


def start(manager):
    """One start; the seconds until the kernel was ready, and until each cell had shown."""
    began = time.monotonic()
    manager.start_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    client = manager.client()
    client.start_channels()
    seconds = {}
    try:
        client.wait_for_ready(timeout=PATIENCE)
        seconds["ready"] = time.monotonic() - began
        for name, code in CELLS.items():
            shown(client, code)
            seconds[name] = time.monotonic() - began
    finally:
        client.stop_channels()
        manager.shutdown_kernel()
    return seconds


def record(file):
    """The same kernel, by the same flags, but that it writes the cache instead of reading it."""
    spec = KernelSpecManager().get_kernel_spec(KERNEL)
    part = file.with_name(f"{file.name}.{os.getpid()}")
    java, *rest = (word for word in spec.argv if not word.startswith("-XX:AOTCache="))
    with tempfile.TemporaryDirectory(prefix="lab-") as folder:
        kernel = pathlib.Path(folder, KERNEL)
        kernel.mkdir()
        argv = [java, f"-XX:AOTCacheOutput={part}", *rest]
        kernel.joinpath("kernel.json").write_text(json.dumps({**spec.to_dict(), "argv": argv}), encoding="utf-8")
        manager = KernelManager(kernel_name=KERNEL, kernel_spec_manager=KernelSpecManager(kernel_dirs=[folder]))
        # Java writes the cache when the kernel ends, which takes it a while.
        manager.shutdown_wait_time = PATIENCE
        try:
            start(manager)
            os.replace(part, file)
        finally:
            part.unlink(missing_ok=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=pathlib.Path)
    parser.add_argument("times", type=int, nargs="?", default=1)
    arguments = parser.parse_args()
    if arguments.cache:
        record(arguments.cache.resolve())
        return
    for _ in range(arguments.times):
        print(json.dumps(start(KernelManager(kernel_name=KERNEL))), flush=True)


if __name__ == "__main__":
    main()
