"""A box: a process of its own in which files from outside are opened and questions answered. What happens there cannot hurt the caller."""

import contextlib
import json
import os
import selectors
import subprocess
import sys
import time
from pathlib import Path

from lib.errors import UserError

MEMORY_BYTES = 1 << 30
SECONDS = 20
MOST_SECONDS = 320  # for a task that asks for more, such as a scan of many pages

ROOT = Path(__file__).parent.parent
# More threads would take address space that the limit does not leave.
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}
START = "import sys; sys.path.insert(0, sys.argv[1]); from lib.worker import main; main()"


class TooLate(UserError):
    """Reading this file took longer than a file may take, so it was stopped."""


class TooMuch(UserError):
    """Reading this file took more memory or time than a file may take, so it was stopped."""


class OurFault(UserError):
    """Our reader failed on this file."""


class Box:
    """One process that opens files, one after the other; it is replaced when a file brings it down."""

    def __init__(self):
        self.worker, self.is_stopped = None, False

    def ask(self, task, content, seconds=SECONDS, **asked):
        """What a task of lib/worker.py says of a file, as plain values. Raises TooLate, TooMuch or OurFault."""
        self.worker = self.worker or _start()
        if self.is_stopped:
            self.close()
            raise TooMuch
        seconds = min(seconds, MOST_SECONDS)
        heading = {"task": task, "size": len(content), "seconds": seconds} | asked
        try:
            answer = json.loads(_exchange(self.worker, memoryview(json.dumps(heading).encode() + b"\n" + content), time.monotonic() + seconds - 2))
        except BaseException:
            self.close()
            raise
        if "fault" in answer:
            raise OurFault(f"Our reader failed on this file ({answer['fault']}). Tell your administrator, who can report it.")
        return answer

    def stop(self):
        """End the process from another thread: whoever waits for its answer gets TooMuch."""
        self.is_stopped, worker = True, self.worker
        if worker:
            worker.kill()

    def close(self):
        """End the process and wait for it."""
        if not self.worker:
            return
        self.worker.kill()
        for pipe in (self.worker.stdin, self.worker.stdout):
            with contextlib.suppress(BrokenPipeError):
                pipe.close()
        self.worker.wait()
        self.worker = None


def _start():
    """A fresh worker process, with hardly an environment and no way to import what lies about."""
    command = [sys.executable, "-I", "-c", START, str(ROOT)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=ENVIRONMENT, cwd="/", bufsize=0, start_new_session=True)


def _exchange(worker, message, deadline):
    """The worker's answer, a line of bytes, unless it is late or gone."""
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
                        raise TooMuch from None
                    if not message:
                        selector.unregister(worker.stdin)
                    continue
                part = os.read(worker.stdout.fileno(), 1 << 20)
                if not part:
                    raise TooMuch
                parts.append(part)
                if part.endswith(b"\n"):
                    return b"".join(parts)
    raise TooLate
