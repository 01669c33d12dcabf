"""The fields of an MT940 file, put together to messages: what stands in which, and what stands in none."""

import re
from dataclasses import dataclass, field

from lib.errors import UserError
from lib.statements.limits import MESSAGES, ROWS
from lib.statements.text import LINE_END

FIELD = re.compile(r"\s*:(20|21|13D?|25P?|28C?|28D|34F|60[FM]?|61|62[FM]?|64|65|86|90[CD]|NS):(.*)", re.DOTALL)
CURRENCY = re.compile(r"^\s*[0-9]*([A-Z]{3})")
BLOCKS = re.compile(r"^(?:\{[123]:[^{}]*(?:\{[^{}]*\}[^{}]*)*\})*\{4:")
ENVELOPE = "\x01\x02\x03\x04\x0c"  # what some lines put around a message
WHATS = {"60": "opening balance", "62": "closing balance", "64": "available balance", "65": "available balance", "86": "note", "NS": "note", "90C": "total", "90D": "total"}


@dataclass
class Payment:
    """One :61: with what stands behind it."""

    number: int
    text: str
    details: list = field(default_factory=list)  # of :86: and :NS:, a list of lines each
    source: list = field(default_factory=list)


@dataclass
class Message:
    """One message, or one page of a longer one."""

    account: str = ""
    currency: str = ""  # of the floor limit or the totals of a report, which has no balances
    opening: tuple | None = None  # (tag, text, line number)
    closing: tuple | None = None
    payments: list = field(default_factory=list)
    last: tuple = (0, "")  # the number and the text of its last line


def fields_of(text, heard):
    """(line number, tag, its lines) of each field; what stands between messages is skipped."""
    found, is_inside = [], False
    for number, line in enumerate(LINE_END.split(text), start=1):
        line = BLOCKS.sub("", line.strip(ENVELOPE))
        if tag := FIELD.fullmatch(line):
            is_inside = True
            found.append((number, tag[1], [tag[2]]))
        elif line.strip() == "-" or line.lstrip().startswith("-}"):
            is_inside = False
        elif is_inside:
            found[-1][2].append(line)
        elif line.strip():
            heard.skipped.append((number, "header", line))
    return found


def messages_of(fields, heard):
    """The messages: a new one begins with :20:, or where a balance opens behind one that has closed."""
    if sum(tag == "61" for _, tag, _ in fields) > ROWS:
        raise UserError(f"This file has more than {ROWS:,} lines. Ask for a shorter period.")
    messages: list = []
    for number, tag, lines in fields:
        what = tag.rstrip("FM") if tag[:2] in ("60", "62") else tag
        is_new = not messages or what == "20" or (messages[-1].closing and what in ("25", "25P", "28", "28C", "60", "61"))
        if is_new:
            if len(messages) == MESSAGES:
                raise UserError(f"This file has more than {MESSAGES:,} messages. Ask for a shorter period.")
            messages.append(Message(messages[-1].account if messages and what != "20" else ""))
        place(messages[-1], number, tag, what, lines, heard)
    return messages


def place(message, number, tag, what, lines, heard):
    """Put a field where it belongs in its message."""
    source = f":{tag}:" + "\n".join(lines).rstrip()
    message.last = number, source
    if what == "61":
        message.payments.append(Payment(number, "\n".join(lines), [], [source]))
        return
    if what in ("86", "NS") and message.payments and not message.closing:
        message.payments[-1].details.append((what, lines))
        message.payments[-1].source.append(source)
        return
    if what.startswith("25") and not message.payments:
        message.account = lines[0].strip()
    elif what in ("34F", "90C", "90D") and not message.currency:
        message.currency = next(iter(CURRENCY.findall(lines[0])), "")
    elif what == "60" and not message.opening:
        message.opening = tag, lines[0].strip(), number
    elif what == "62":
        message.closing = tag, lines[0].strip(), number
    heard.skipped.append((number, WHATS.get(what, "header"), source))
