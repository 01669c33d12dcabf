"""The reading of one file: its kind, its statements, whether they add up, and every row accounted for."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib import import_module

from lib.errors import UserError
from lib.statements.containers import READ_AS, READERS, REFUSALS
from lib.statements.figures import printed
from lib.statements.layouts import NoLayout, Wish, layout_of
from lib.statements.limits import FILE_BYTES
from lib.statements.model import nothing_read
from lib.statements.pages.scan import Scanned
from lib.statements.proof import prove
from lib.statements.sniff import sniff
from lib.statements.tocheck import to_check
from lib.statements.words import masked

LONG_YEARS = 3  # a longer file is read, and said
ZERO = Decimal("0.00")


def answer(asked, content):
    """What the box is asked for: the reading of one file."""
    return read(asked["name"], content, asked["layout"], date.fromisoformat(asked["today"]), asked.get("with_scans", False), asked.get("own", ()))


def read(name, content, layout=None, today=None, with_scans=False, own=()):
    """The reading of one file, as plain values. Where pictures are in it and may not be read here, `pictures` says how many."""
    reading = nothing_read(name, content)
    try:
        if len(content) > FILE_BYTES:
            raise UserError(f"This file has {len(content) / 1e6:.0f} MB; at most {FILE_BYTES // 10**6} MB are read. Ask for a shorter period.")
        file = replace(sniff(name, content), with_scans=with_scans)
        reading["kind"] = file.kind if file.kind not in ("empty", "wrong-ending") else None
        if file.kind not in READERS:
            raise UserError(REFUSALS[file.kind])
        heard = import_module(READERS[file.kind]).read(file, Wish(layout, tuple(layout_of(told["name"], told["layout"]) for told in own)), today or date.today())
        heard.messages[:0] = [message for message in file.messages if message not in heard.messages]
        tell(reading, heard)
    except Scanned as scan:
        reading |= {"reason": str(scan), "pictures": scan.pages}
    except NoLayout as error:
        reading |= {"reason": str(error), "needs_layout": True, "first_rows": error.rows, "guess": error.guess}
    except UserError as error:
        reading["reason"] = str(error)
    return reading


def tell(reading, heard):
    """Put what was heard into the reading; a file without a single line is refused."""
    reading["rejected_lines"] = [{"line": number, "reason": masked(reason), "source": masked(source)} for number, reason, source in sorted(heard.rejected, key=lambda one: one[0])]
    reading["skipped_lines"] = [{"line": number, "why": why, "source": masked(source)} for number, why, source in sorted(heard.skipped, key=lambda one: one[0])]
    reading |= {"layout": heard.layout, "messages": heard.messages, "not_kept": heard.not_kept, "made_with": heard.made_with}
    with_lines = [statement for statement in heard.statements if statement.lines]
    if not with_lines:
        reading["reason"] = why_nothing(heard)
        return
    reading["status"], reading["kind"] = "read", READ_AS.get(reading["kind"], reading["kind"])
    reading["statements"] = [told(statement, heard) for statement in with_lines]
    reading["to_check"] = to_check(heard, with_lines, reading["statements"])
    if empty := len(heard.statements) - len(with_lines):
        heard.say(f"{empty} of the {len(heard.statements)} statements in this file {'has' if empty == 1 else 'have'} no transactions.")
    if len(with_lines) > 1:
        heard.say(f"This file holds {len(with_lines)} statements (accounts or currencies); each was added up by itself.")


def why_nothing(heard):
    """Why a file has no line that can be read."""
    if heard.rejected:
        return f"None of the {len(heard.rejected)} lines can be read. {heard.rejected[0][1]}"
    left_out = next((message for message in heard.messages if "left out" in message), "")
    return f"There are no transactions in this file. {left_out}".strip()


def told(statement, heard):
    """One statement as plain values, proven or not."""
    statement.is_whole = statement.is_whole and not heard.rejected
    proof = prove(statement)
    lines = proof.lines
    for message in proof.messages:
        heard.say(message)
    first, last = min(line.posted_on for line in lines), max(line.posted_on for line in lines)
    if (last - first).days > LONG_YEARS * 366:
        heard.say(f"This file covers {(last - first).days / 365.25:.0f} years, from {first} to {last}.")
    if statement.stated_balance is not None and proof.closing is not None and statement.stated_balance != proof.closing:
        heard.say(f"The balance printed above the header is {statement.stated_balance}, the balance after the last line {proof.closing}.")
    return {
        "account": statement.account,
        "currency": statement.currency,
        "from_date": min(filter(None, (statement.from_date, first))).isoformat(),
        "to_date": max(filter(None, (statement.to_date, last))).isoformat(),
        "opening_balance": pounds(proof.opening),
        "closing_balance": pounds(proof.closing),
        "lines": len(lines),
        "credits": pounds(sum((line.amount for line in lines if line.amount > 0), ZERO)),
        "debits": pounds(-sum((line.amount for line in lines if line.amount < 0), ZERO)),
        "proof": proof.proof,
        "break": proof.break_,
        "printed": printed(statement),
        "rows": [row(line, sequence) for sequence, line in enumerate(lines, start=1)],
    }


def row(line, sequence):
    """One line as plain values."""
    return {
        "line_number": line.line_number,
        "sequence": sequence,
        "posted_on": line.posted_on.isoformat(),
        "description": line.description,
        "amount": pounds(line.amount),
        "balance": pounds(line.balance),
        "kind": line.kind,
        "external_id": line.external_id,
        "card_reference": line.card_reference,
        "merchant_code": line.merchant_code,
        "merchant": line.merchant,
        "source": masked(line.source),
    }


def pounds(amount):
    """Money as a text with two decimals; None where it is not known."""
    return None if amount is None else f"{amount + ZERO:.2f}"
