"""Files are opened in a process of their own: what happens there cannot hurt the caller."""

import contextlib
import hashlib
import json
import os
import selectors
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from lib.statements.limits import FILE_BYTES, SECONDS

ROOT = Path(__file__).parent.parent.parent
START = "import sys; sys.path.insert(0, sys.argv[1]); from lib.statements.worker import main; main()"


def read_in_a_box(files, layout=None, today=None):
    """Yield a reading for each (name, content), in order. One process reads them all; it is replaced when it fails."""
    worker = None
    try:
        for name, content in files:
            if len(content) > FILE_BYTES:
                yield refused(name, content, f"This file has {len(content) / 1e6:.0f} MB; at most {FILE_BYTES // 10**6} MB are read. Ask for a shorter period.")
                continue
            worker = worker or start()
            reading, reason = ask(worker, name, content, layout, today or date.today())
            if reading is None:
                stop(worker)
                worker = None
            yield reading or refused(name, content, reason)
    finally:
        if worker:
            stop(worker)


def start():
    """A fresh worker process, with no environment and no way to import what lies about."""
    command = [sys.executable, "-I", "-c", START, str(ROOT)]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={"LC_ALL": "C.UTF-8"}, cwd="/", bufsize=0, start_new_session=True
    )


def stop(worker):
    """End a worker process and wait for it."""
    worker.kill()
    for pipe in (worker.stdin, worker.stdout):
        with contextlib.suppress(BrokenPipeError):
            pipe.close()
    worker.wait()


def ask(worker, name, content, layout, today):
    """(reading, None) of one file, or (None, why the worker must go)."""
    heading = {"name": name, "size": len(content), "layout": layout, "today": today.isoformat()}
    deadline = time.monotonic() + SECONDS - 2
    message = memoryview(json.dumps(heading).encode() + b"\n" + content)
    answer, why = exchange(worker, message, deadline)
    if answer is None:
        return None, why
    reading = json.loads(answer)
    if "fault" in reading:
        return refused(name, content, f"Our reader failed on this file ({reading['fault']}). Tell your administrator, who can report it."), None
    return reading, None


def exchange(worker, message, deadline):
    """(the worker's line, None), or (None, what went wrong) when it is late or gone."""
    parts = []
    os.set_blocking(worker.stdin.fileno(), False)
    with selectors.DefaultSelector() as selector:
        selector.register(worker.stdin, selectors.EVENT_WRITE)
        selector.register(worker.stdout, selectors.EVENT_READ)
        while (left := deadline - time.monotonic()) > 0:
            for key, _ in selector.select(left):
                if key.fd == worker.stdin.fileno():
                    try:
                        message = message[os.write(worker.stdin.fileno(), message[:65536]) :]
                    except BrokenPipeError:
                        return None, GONE
                    if not message:
                        selector.unregister(worker.stdin)
                    continue
                part = os.read(worker.stdout.fileno(), 1 << 20)
                if not part:
                    return None, GONE
                parts.append(part)
                if part.endswith(b"\n"):
                    return b"".join(parts), None
    return None, f"Reading this file took more than {SECONDS - 2} seconds, so it was stopped. Ask for a shorter period, or for the bank's CSV export."


GONE = "Reading this file took more memory or time than a statement needs, so it was stopped. Ask for a shorter period, or for the bank's CSV export."


def refused(name, content, reason):
    """The reading of a file that could not be read."""
    nothing: dict = {"statements": [], "rejected_lines": [], "skipped_lines": [], "messages": []}
    return {"file": name, "sha256": hashlib.sha256(content).hexdigest(), "status": "refused", "reason": reason, "kind": None, "layout": None, **nothing}
