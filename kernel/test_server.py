"""Starts Jupyter's own server and drives each kernel through it as the pages of Notebook and JupyterLab do: a request
starts a kernel, a web socket carries the cells and their outputs, another request is the stop button.

    python3 test_server.py [KIND...]

The server is JupyterLab's or Notebook's, whichever this Python has. KIND is as for test_kernel.py.
"""

import asyncio
import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request
import uuid

from test_kernel import COUNT, KERNELS, PATIENCE, SLACK, run_tests
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

SERVER = next((module for module in ("jupyterlab", "notebook") if importlib.util.find_spec(module)), None)
TOKEN = uuid.uuid4().hex


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """Jupyter in a folder of its own, until closed."""

    def __init__(self):
        self.address = "127.0.0.1:%d" % free_port()
        self.folder = tempfile.TemporaryDirectory()
        port = self.address.rpartition(":")[2]
        options = ["--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=" + port, "--port-retries=0"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", SERVER, *options],
            cwd=self.folder.name,
            env={**os.environ, "JUPYTER_TOKEN": TOKEN},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self.request("GET", "status")
                return
            except (urllib.error.URLError, ConnectionError):
                if self.process.poll() is not None or time.monotonic() > deadline:
                    self.close()
                    raise RuntimeError("%s does not answer at %s" % (SERVER, self.address)) from None
                time.sleep(0.2)

    def request(self, method, path, content=None):
        request = urllib.request.Request(
            "http://%s/api/%s" % (self.address, path),
            method=method,
            data=None if content is None else json.dumps(content).encode(),
            headers={"Authorization": "token " + TOKEN, "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as reply:
            body = reply.read()
        return json.loads(body) if body else None

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)
        self.folder.cleanup()


async def run_cell(channels, code, stop_after=None, stop=None):
    """The messages a cell puts out until it is idle again; calls `stop` when it prints `stop_after`."""
    header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "username": "", "session": "page", "version": "5.3"}
    content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
    message = {"channel": "shell", "header": header, "parent_header": {}, "metadata": {}, "content": content, "buffers": []}
    await channels.write_message(json.dumps(message))
    seen = []
    while True:
        reply = json.loads(await asyncio.wait_for(channels.read_message(), PATIENCE))
        if reply["parent_header"].get("msg_id") != header["msg_id"] or reply["channel"] != "iopub":
            continue
        seen.append(reply)
        if stop_after and stop_after in text(seen):
            stop_after = None
            await asyncio.get_running_loop().run_in_executor(None, stop)
        if reply["content"].get("execution_state") == "idle":
            return seen


def text(messages):
    return "".join(message["content"]["text"] for message in messages if message["msg_type"] == "stream")


def shown(messages):
    """The text of what is shown below the cell."""
    shows = ("display_data", "execute_result")
    return [m["content"]["data"]["text/plain"] for m in messages if m["msg_type"] in shows]


class ServerTest:
    """What holds on every kernel."""

    kind = None
    missing = None

    @classmethod
    def setUpClass(cls):
        if cls.missing or not SERVER:
            raise unittest.SkipTest(cls.missing or "no server was tested: this Python has neither JupyterLab nor Notebook")
        signal.signal(signal.SIGINT, signal.default_int_handler)
        cls.server = Server()

    @classmethod
    def tearDownClass(cls):
        cls.server.close()

    def test_a_page_starts_stops_and_ends_the_kernel(self):
        specs = self.server.request("GET", "kernelspecs")["kernelspecs"]
        self.assertIn("Throughline (Java 25", specs[KERNELS[self.kind]]["spec"]["display_name"])
        kernel = self.server.request("POST", "kernels", {"name": KERNELS[self.kind]})["id"]
        asyncio.run(self.page(kernel))
        self.server.request("DELETE", "kernels/" + kernel)
        self.assertEqual(self.server.request("GET", "kernels"), [])

    async def page(self, kernel):
        url = "ws://%s/api/kernels/%s/channels?session_id=page&token=%s" % (self.server.address, kernel, TOKEN)
        # A request without a limit of its own has one of 20 s.
        channels = await websocket_connect(HTTPRequest(url, connect_timeout=PATIENCE, request_timeout=PATIENCE))
        first = await run_cell(channels, 'throughline.notebook.Notebook.show("plain"); 6 * 7')
        self.assertEqual(shown(first), ["plain", "42"])
        pressed = []

        def stop():
            pressed.append(time.monotonic())
            self.server.request("POST", "kernels/%s/interrupt" % kernel, {})

        for _ in range(2):
            cell = await run_cell(channels, COUNT, "counting", stop)
            seconds = time.monotonic() - pressed[-1]
            self.assertIn("stopped with work done: true", text(cell))
            self.assertLess(seconds, SLACK)
            print("  %s on %s: a counting cell stopped after %.2f s" % (self.kind, SERVER, seconds), flush=True)
            self.assertEqual(shown(await run_cell(channels, "6 * 7")), ["42"])
        channels.close()


if __name__ == "__main__":
    sys.exit(run_tests(ServerTest))
