"""The process in the box: it has limits, can write no file, and speaks in lines of JSON."""

import importlib
import json
import os
import resource
import sys

from lib.box import MEMORY_BYTES, MOST_SECONDS

# What may be asked: a module with a function answer(asked, content), which gives plain values.
TASKS = {
    "statement": "lib.statements.reading", "workbook": "lib.caseload.workbook", "page": "lib.statements.pages.picture", "question": "lib.sql_box", "export": "lib.export_reading",
}  # fmt: skip


def main():
    """Take files from standard input, one after the other, and answer each."""
    source, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    limit()
    while heading := source.readline():
        asked = json.loads(heading)
        content = source.read(asked["size"])
        allow_seconds(asked["seconds"])
        try:
            # Imported after the limits, so that they hold for everything.
            said = importlib.import_module(TASKS[asked["task"]]).answer(asked, content)
        except MemoryError:
            break
        except Exception as error:  # a fault of ours in one file must not stop the others
            said = {"fault": f"{type(error).__name__} in {place_of(error)}"}
        answers.write(json.dumps(said).encode() + b"\n")
        answers.flush()


def limit():
    """Set what this process may use, for good."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow_seconds(seconds):
    """Give the next file its seconds of computing, within what any file may have."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + min(seconds, MOST_SECONDS) + 1, hard))


def place_of(error):
    """The module and line in which an error arose, without any of the file's own text."""
    trace = error.__traceback__
    while trace.tb_next:
        trace = trace.tb_next
    return f"{os.path.basename(trace.tb_frame.f_code.co_filename)} line {trace.tb_lineno}"
