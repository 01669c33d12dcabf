"""Santander's text export: blocks of Date, Description, Amount and Balance, newest first."""

import re
from collections import defaultdict

from lib.statements.accounts import account_of
from lib.statements.amounts import NotAnAmount, decimal_mark, read_amount
from lib.statements.dates import read_dates
from lib.statements.model import Heard, Line, Statement
from lib.statements.text import LINE_END
from lib.statements.words import clean, sentences

NAME = "santander_text"
FIELD = re.compile(r"[ \t]*(Date|Description|Amount|Balance|From|Account|Arranged overdraft limit)[ \t]*:(.*)", re.IGNORECASE | re.DOTALL)
CLAIM = re.compile(r"^[ \t]*Date[ \t]*:[^\r\n]*[\r\n]{1,4}[ \t]*Description[ \t]*:[^\r\n]*[\r\n]{1,4}[ \t]*Amount[ \t]*:", re.IGNORECASE | re.MULTILINE)
PERIOD = re.compile(r"(\S+)\s+to\s+(\S+)", re.IGNORECASE)


def claims(text):
    """Whether a text has Santander's blocks."""
    return CLAIM.search(text[:20_000].replace("\r", "\n")) is not None


def read(text, today):
    """All that such a text says."""
    heard = Heard(NAME)
    statement, blocks = Statement({}, "GBP", order_hint="newest"), []
    statement.account, messages = account_of({"any": ""})
    for number, line in enumerate(LINE_END.split(text), start=1):
        if not line.strip():
            continue
        found = FIELD.fullmatch(line)
        name, value = (found[1].casefold(), found[2].strip()) if found else (None, "")
        if name == "date":
            blocks.append((number, {"date": value}, [line]))
        elif name in ("description", "amount", "balance") and blocks and name not in blocks[-1][1]:
            blocks[-1][1][name] = value
            blocks[-1][2].append(line)
        elif name == "from":
            period = PERIOD.search(value[:100])
            stated = [day for day, _ in read_dates(period.groups(), today)[0]] if period else [None, None]
            statement.from_date, statement.to_date = stated
            heard.skipped.append((number, "above the header", line))
        elif name == "account":
            statement.account, messages = account_of({"any": value})
            heard.skipped.append((number, "above the header", line))
        elif name:
            heard.skipped.append((number, "footer", line))
        elif blocks and "amount" not in blocks[-1][1] and "description" in blocks[-1][1]:
            blocks[-1][1]["description"] += " " + line.strip()
            blocks[-1][2].append(line)
        else:
            heard.rejected.append((number, f"Line {number}: this is no part of a transaction.", line))
    for message in messages:
        heard.say(message)
    read_blocks(blocks, statement, heard, today)
    heard.statements.append(statement)
    return heard


def read_blocks(blocks, statement, heard, today):
    """The lines of a statement from its blocks."""
    dates, said = read_dates([fields["date"] for _, fields, _ in blocks], today)
    marks = defaultdict(lambda: ".") | {name: decimal_mark([fields.get(name, "") for _, fields, _ in blocks]) for name in ("amount", "balance")}
    noticed = []
    for (number, fields, source), (posted_on, why) in zip(blocks, dates, strict=False):
        try:
            if posted_on is None:
                raise NotAnAmount(why or "there is no date.")
            amount = read_amount(fields.get("amount", ""), marks["amount"]).value
            balance = read_amount(fields["balance"], marks["balance"]).value if fields.get("balance") else None
        except NotAnAmount as fault:
            heard.rejected.append((number, f"Line {number}: {fault}", "\n".join(source)))
            continue
        description, found = clean(fields.get("description", ""))
        if found:
            noticed.append((number, found))
        statement.lines.append(Line(number, posted_on, description, amount, "\n".join(source), balance))
    for message in [*said, *sentences(noticed)]:
        heard.say(message)
