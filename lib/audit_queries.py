"""Questions to the audit views: a saved one, or one SELECT of your own. The page and the command line ask them in this one way.

A question runs in a process of its own (lib/sql_box.py) on copies that hold only what its asker may see (lib/copies.py), and every
run leaves a row in the activity log: its text and parameters, how many rows came, their hash, the time it took, and the reason for
which names and numbers were shown whole.
"""

import hashlib
import json
import threading
import time
from contextlib import closing, contextmanager
from datetime import date, datetime
from decimal import Decimal

from lib import access, copies, masks
from lib.allowed_sql import refuse_text
from lib.asked import Asked, told
from lib.box import Box, TooLate, TooMuch
from lib.errors import UserError
from lib.saved_questions import the_question
from lib.sqlfiles import sql_file
from lib.store import OPERATOR

# More rows than this are cut, and the answer says so.
MOST_ROWS, MOST_ROWS_OF_A_FILE = 10_000, 100_000
# How long a question may take: one that a person wrote, one that is ours, one of the command line.
SECONDS, SECONDS_OF_OURS, SECONDS_OF_OPERATOR = 10, 60, 120
AT_ONCE = 3

TAKES_ROOM = "The question needs more memory or time than a question may have, so it was stopped. Narrow it down, or add rows up instead of listing them."
STOPPED = "The question was stopped before it was answered."
# The operator has the store's own file, so a mask would hide nothing.
OPERATORS_REASON = "Asked on the command line"

COLUMNS = """
select table_name as view, column_name as column, lower(data_type) as type
from information_schema.columns
where table_schema = 'audit'
order by table_name, ordinal_position
"""

_places = threading.BoundedSemaphore(AT_ONCE)
_under_way = {}


@access.allowed("ask_questions")
def ask(store, actor, question, params=None, reason=None, most=None, box=None):
    """The answer to SQL, or to @name of a saved question: {"question", "text", "params", "columns", "rows", "is_cut", "is_masked", "moment", "rows_hash", "seconds"}.

    params and their defaults are text. rows are dicts with Decimals, dates and moments; columns is {name: type of the engine}.
    Names and numbers are whole where a reason is given. box is one that the caller closes. Raises UserError with a sentence where the question can't be asked.
    """
    if box is None:
        with closing(Box()) as box:
            return ask(store, actor, question, params, reason, most, box)
    reason = (reason or "").strip() or (OPERATORS_REASON if actor.role == OPERATOR.role else None)
    asked = the_question(store, actor, question)
    begun, ran = time.monotonic(), {"text": _writable(asked["text"]), "params": {name: _writable(value) for name, value in (params or {}).items()}}
    subject, about = asked["name"], {"council": actor.councils[0] if len(actor.councils) == 1 else None, "reason": reason}
    try:
        answer = _answer(store, actor, asked, params or {}, reason, most or MOST_ROWS, box)
    except UserError as refused:
        with store.change(actor, "query_refused", subject, **about, after=ran | {"because": str(refused), "seconds": _since(begun)}):
            pass
        raise
    answer["seconds"] = _since(begun)
    told = {name: answer[name] for name in ("params", "is_cut", "is_masked", "rows_hash", "seconds")} | {"rows": len(answer["rows"]), "moment": str(answer["moment"])}
    with store.change(actor, "query", subject, **about, after=ran | told):
        pass
    return answer


def _writable(text):
    """A text as a record can hold it: half a sign, such as a terminal hands on for a byte that is none, by its number."""
    return text.encode("utf-8", "backslashreplace").decode()


def _answer(store, actor, asked, params, reason, most, box):
    text, views = asked["text"], copies.views(actor)
    refuse_text(text)
    seconds = SECONDS_OF_OPERATOR if actor.role == OPERATOR.role else SECONDS_OF_OURS if asked["is_ours"] else SECONDS
    with _answering(box, seconds):
        read = _said(box, text, seconds, views=views)
        values = _values(asked, params, read["parameters"])
        # What we wrote ourselves compares whole names, so there the answer is masked; what a person wrote never meets one. No text names the person either way.
        files, moment = copies.of(store, actor, read["reads"], is_masked=not reason and not asked["is_ours"], is_named=bool(reason))
        shown = masks.of_all() if asked["is_ours"] and not reason else {}
        said = _said(box, text, seconds, views=views, files={name: [str(path) for path in paths] for name, paths in files.items()}, params=values, masks=shown, most=most)
    columns = dict(said["columns"])
    maskable = masks.of_all().keys() & columns.keys() if asked["is_ours"] else any(masks.of_view(view) for view in read["reads"])
    rows = [{name: _typed(value, kind) for (name, kind), value in zip(columns.items(), row, strict=True)} for row in said["rows"]]
    rows = told(rows, Asked(asked["name"], {name: str(value) for name, value in values.items()}, text=text, reason=reason))
    return {
        "question": asked["name"], "text": text, "params": values, "columns": columns, "rows": rows, "is_cut": said["is_cut"],
        "is_masked": bool(maskable and not reason), "moment": moment, "rows_hash": rows_hash(said["columns"], said["rows"]),
    }  # fmt: skip


class Asking:
    """A question under way in a thread of its own, which can be stopped."""

    def __init__(self, store, actor, question, params, reason):
        self.box, self._given, self._error = Box(), None, None
        self._thread = threading.Thread(target=self._ask, args=(store, actor, question, params, reason), daemon=True)
        self.begun = time.monotonic()
        self._thread.start()

    def _ask(self, *asked):
        try:
            self._given = ask(*asked, box=self.box)
        except BaseException as error:
            self._error = error
        finally:
            self.box.close()
            if _under_way.get(asked[1].username) is self:
                del _under_way[asked[1].username]

    def wait(self, seconds):
        """Whether there is an answer, after no longer than this."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def stop(self):
        """End it: whoever waits for its answer is told that it was stopped."""
        self.box.stop()

    def answer(self):
        """The answer of ask; raises what it raised."""
        if self._error:
            raise self._error
        return self._given


@access.allowed("ask_questions")
def start(store, actor, question, params=None, reason=None):
    """Begin to ask; gives an Asking. A question of the same person that is still under way is stopped."""
    before = _under_way.get(actor.username)
    if before:
        before.stop()
    _under_way[actor.username] = asking = Asking(store, actor, question, params, reason)
    return asking


@access.allowed("ask_questions")
def schema(store, actor):
    """What may be asked: {view: {"summary", "columns": [{"column", "type", "masked"}]}}, in the order of names and of columns."""
    columns = store.rows(COLUMNS)
    return {
        view: {
            "summary": sql_file(f"audit.{view}").header["summary"],
            "columns": [{"column": row["column"], "type": row["type"], "masked": row["column"] in masks.of_view(view)} for row in columns if row["view"] == view],
        }
        for view in copies.views(actor)
    }


def rows_hash(columns, rows):
    """SHA-256 of an answer, the same in whatever order its rows come: of the columns and the sorted rows, as JSON."""
    lines = sorted(json.dumps(row, ensure_ascii=False, separators=(",", ":"), sort_keys=True) for row in rows)
    return hashlib.sha256("\n".join([json.dumps([name for name, _ in columns], ensure_ascii=False, separators=(",", ":")), *lines]).encode()).hexdigest()


@contextmanager
def _answering(box, seconds):
    """A place among the questions that are answered at once, and a sentence for one that takes too much."""
    if not _places.acquire(timeout=seconds):
        raise UserError(f"{AT_ONCE} questions are being answered already. Ask again in a moment.")
    try:
        yield
    except TooLate:
        raise UserError(f"The question took longer than {seconds} seconds, so it was stopped. Narrow it down, or add rows up instead of listing them.") from None
    except TooMuch:
        raise UserError(STOPPED if box.is_stopped else TAKES_ROOM) from None
    finally:
        _places.release()


def _said(box, text, seconds, **asked):
    # A box takes two seconds off for its own answer.
    said = box.ask("question", text.encode(), seconds=seconds + 2, **asked)
    if "refused" in said:
        raise UserError(said["refused"])
    return said


def _values(asked, params, taken):
    """The value of each parameter that a question takes, as text."""
    unknown = params.keys() - set(taken)
    if unknown:
        takes = f"It takes {', '.join(taken)}." if taken else "It takes none."
        raise UserError(f"The question has no parameter {', '.join(sorted(unknown))}. {takes}")
    values = asked["params"] | params
    missing = [name for name in taken if values.get(name) in (None, "")]
    if missing:
        raise UserError(f"Give a value for {', '.join(missing)}.")
    return {name: str(values[name]) for name in taken}


def _typed(value, kind):
    """A value as the engine had it, from what the box could write."""
    try:
        match value:
            case str() if kind.startswith("DECIMAL"):
                return Decimal(value)
            case str() if kind == "DATE":
                return date.fromisoformat(value)
            case str() if kind == "TIMESTAMP":
                return datetime.fromisoformat(value)
    except ValueError:
        return value
    return value


def _since(begun):
    return round(time.monotonic() - begun, 2)
