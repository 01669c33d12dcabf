"""QIF: records of lettered lines. It names no currency, year or balance for sure, so it is never proven, and says so."""

import re
from dataclasses import dataclass, field

from lib.errors import UserError
from lib.statements.accounts import account_of
from lib.statements.amounts import NotAnAmount, decimal_mark, read_amount
from lib.statements.dates import read_dates
from lib.statements.limits import CELL_CHARACTERS, ROWS
from lib.statements.model import Heard, Line, Statement
from lib.statements.ofx import OF_A_CARD
from lib.statements.table import count_left_out
from lib.statements.text import LINE_END
from lib.statements.words import clean, sentences

INVESTMENT = ("invst", "port", "security", "prices")
LISTS = {"account": "account", "cat": "category", "class": "class", "memorized": "memorised payment", "template": "template", "tag": "tag"}
LISTS |= {"security": "security", "prices": "price", "budget": "budget", "bill": "bill", "invitem": "invoice item", "payee": "payee", "tax": "tax form"}
OPENING = re.compile(r"(?:opening|start(?:ing)?|initial|previous) balance|balance brought forward|saldo inicial|anfangssaldo|solde initial", re.IGNORECASE)
NO_BALANCES = "A QIF file holds no balances, so nothing shows whether it is whole; it does not name its currency, and pounds were assumed."


@dataclass
class Record:
    """The lines of one record, from the line in which it begins."""

    number: int
    section: str
    account: tuple
    lines: list = field(default_factory=list)
    has_end: bool = False

    def says(self, letter):
        """What stands behind a letter for the first time; empty where it does not stand."""
        return next((line[1:].strip() for line in self.lines if line[0] == letter), "")

    def all(self, letter):
        """All that stands behind a letter."""
        return [line[1:].strip() for line in self.lines if line[0] == letter]

    @property
    def source(self):
        """The record as it stands in the file."""
        return "\n".join(self.lines)[:CELL_CHARACTERS]


def read(file, layout, today):
    """All that a QIF file says."""
    if layout.name:
        raise UserError("A QIF file needs no layout: leave the layout out.")
    heard = Heard()
    records = records_of(file.text, heard)
    payments = [record for record in records if is_payment(record)]
    for record in records:
        if not is_payment(record):
            heard.skipped.append((record.number, LISTS.get(record.section, "investment"), record.source))
    if not payments:
        raise UserError(nothing_in(records))
    read_payments(payments, heard, today, order_in(heard))
    if not records[-1].has_end:
        heard.say("The last record has no end (^): check that the download was not cut short.")
    if any(record.section == "ccard" for record in payments):
        heard.say(OF_A_CARD)
    heard.say(NO_BALANCES)
    count_left_out(heard)
    return heard


def records_of(text, heard):
    """The records of a file, each with the section and the account under which it stands."""
    section, account, records, current = "bank", (), [], None
    for number, line in enumerate(LINE_END.split(text), start=1):
        line = line.strip()
        if line.startswith("!"):
            heard.skipped.append((number, "header", line))
            section, current = section_of(line, section), None
        elif line == "^":
            if current:
                current.has_end = True
                account = account_under(current, account)
            current = None
        elif line and line[0].isascii() and (line[0].isalpha() or line[0] in "$%/*"):
            if current is None:
                current = Record(number, section, account)
                records.append(current)
                refuse_many(records)
            current.lines.append(line)
        elif line:
            heard.skipped.append((number, "note", line))
    return records


def section_of(line, before):
    """The section that a line with an exclamation mark begins; options begin none."""
    name = line[1:].casefold().strip()
    if name.startswith(("option", "clear")):
        return before
    return name.removeprefix("type").lstrip(":").strip()


def order_in(heard):
    """Day or month first, where an option of the file says so."""
    options = {source.casefold().replace(" ", "") for _, why, source in heard.skipped if why == "header"}
    return "month" if "!option:mdy" in options else "day" if "!option:dmy" in options else None


def account_under(record, before):
    """The account that an account record names, for the records behind it."""
    return (record.says("N"), record.says("T").casefold()) if record.section == "account" else before


def refuse_many(records):
    """Refuse a file of more records than a statement has."""
    if len(records) > ROWS:
        raise UserError(f"This file has more than {ROWS:,} records. Ask for a shorter period.")


def is_payment(record):
    """Whether a record is a transaction of a bank, cash or card account."""
    return record.section not in LISTS and record.section not in INVESTMENT


def nothing_in(records):
    """Why a QIF file has no transactions."""
    investments = sum(record.section in INVESTMENT for record in records)
    if investments:
        return f"This QIF file is from an investment account ({investments} record{'s' * (investments > 1)} of securities or their sale) and holds no bank transactions. Bring the file of the bank account."
    if records:
        return f"This QIF file holds only lists ({len(records)} record{'s' * (len(records) > 1)}: accounts, categories) and no transactions. Download the transactions."
    return "This QIF file has a header and no transactions. Download it again for the period you need."


def read_payments(records, heard, today, told):
    """The statements of these records, one for each account; a record without a date or an amount is rejected."""
    dates, said = read_dates([day_of(record.says("D")) for record in records], today, told)
    mark = decimal_mark([amount_in(record) for record in records])
    statements, noticed, first = {}, [], min((day for day, _ in dates if day), default=None)
    for record, (posted_on, why) in zip(records, dates, strict=True):
        try:
            if posted_on is None:
                raise NotAnAmount(why or "there is no date (D).")
            if not amount_in(record):
                raise NotAnAmount("there is no amount (T).")
            amount = read_amount(amount_in(record), mark).value
        except NotAnAmount as fault:
            heard.rejected.append((record.number, f"Line {record.number}: {fault}", record.source))
            continue
        statement = statement_of(record, statements, heard)
        if is_opening(record) and posted_on == first:
            statement.openings.append(amount)
            if amount:
                heard.skipped.append((record.number, "opening balance", record.source))
                continue
        check_parts(record, amount, mark, heard)
        description, found = clean(described(record))
        noticed.append((record.number, found))
        statement.lines.append(Line(record.number, posted_on, description, amount, record.source, None, record.says("N") or None))
    heard.statements += statements.values()
    for message in [*said, *sentences(noticed)]:
        heard.say(message)


def statement_of(record, statements, heard):
    """The statement of the account under which a record stands."""
    key = (record.account, record.section)
    if key not in statements:
        account, messages = account_of({"any": record.account[0] if record.account else ""})
        statements[key] = Statement(account, "GBP")
        for message in messages:
            heard.say(message)
    return statements[key]


def is_opening(record):
    """Whether a record is the balance with which the account begins. One of nothing stays a line: it moves no money."""
    return any(OPENING.fullmatch(record.says(letter)) for letter in "PM")


def check_parts(record, amount, mark, heard):
    """Say where the parts of a split do not come to its amount; the amount is kept as it stands."""
    try:
        parts = [read_amount(part, mark).value for part in record.all("$")]
    except NotAnAmount:
        return
    if parts and sum(parts) != amount:
        heard.say(f"Line {record.number}: the parts of this payment come to {sum(parts)}, and its amount is {amount}. The amount was kept.")


def described(record):
    """Payee and memo, without saying the same thing twice; the address or the category where both are empty."""
    payee, memo = record.says("P"), record.says("M")
    if memo.casefold().startswith(payee.casefold()):
        return memo or " ".join(record.all("A")) or record.says("L")
    return payee if payee.casefold().startswith(memo.casefold()) else f"{payee} {memo}"


def amount_in(record):
    """The amount of a record as it is written."""
    return record.says("T") or record.says("U")


def day_of(text):
    """A date without its blanks and its apostrophe: `1/ 5'26` is 1/5/26, and `'5` after a month is the year 05."""
    text = re.sub(r"(?<=[-/.'])\s+|\s+(?=[-/.'])", "", text.strip())
    text = re.sub(r"'([0-9])$", r"'0\1", text)
    mark = next((sign for sign in text if sign in "-/."), "/")
    return text.replace("'", mark)
