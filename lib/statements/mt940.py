"""MT940: one statement for each message, its pages joined, proven from :60F: over the lines to :62F:."""

import re

from lib.errors import UserError
from lib.statements.accounts import account_of
from lib.statements.amounts import NotAnAmount, decimal_mark, read_amount, to_pence
from lib.statements.dates import read_dates
from lib.statements.limits import CELL_CHARACTERS
from lib.statements.model import Heard, Line, Statement, no_account
from lib.statements.mt940_details import described
from lib.statements.mt940_messages import fields_of, messages_of
from lib.statements.table import count_left_out
from lib.statements.words import clean, sentences

PAYMENT = re.compile(r"([0-9]{6})([0-9]{4})?\s*(R?[CD]|E[CD])\s*[A-Z]?\s*([0-9][0-9.,]*)\s*(.*)", re.DOTALL)
BALANCE = re.compile(r"([CD])([0-9]{6})\s*([A-Z]{3})?\s*([0-9][0-9.,]*)\s*")
# A reversed credit takes money out, a reversed debit gives it back.
SIGNS = {"C": 1, "RD": 1, "D": -1, "RC": -1}
WITHOUT = ("header", "opening balance", "closing balance", "available balance", "note", "total")


def read(file, layout, today):
    """All that an MT940 file says."""
    if layout.name:
        raise UserError("An MT940 message needs no layout: leave the layout out.")
    heard = Heard()
    fields = fields_of(file.text, heard)
    if {"34F", "13", "13D"} & {tag for _, tag, _ in fields} and not any(tag.startswith("60") for _, tag, _ in fields):
        heard.not_kept = "This is an MT942 report of the day, not a statement: it has no balances, and its payments come again in the statement. Ask for the MT940 statement."
        heard.say(heard.not_kept)
    messages = messages_of(fields, heard)
    if not any(message.payments or message.opening for message in messages):
        raise UserError("This MT940 file holds no statement: neither a balance (:60F:) nor a transaction (:61:). Download it again from the bank.")
    open_pages: dict = {}
    booked_elsewhere: list = []
    for message in messages:
        statement = statement_of(message, open_pages, heard)
        booked_elsewhere += read_payments(message, statement, heard, today)
        close(message, statement, open_pages, heard, today)
    if booked_elsewhere:
        number, value, entry = booked_elsewhere[0]
        more = f" (and {len(booked_elsewhere) - 1} more)" if len(booked_elsewhere) > 1 else ""
        heard.say(
            f"Line {number}{more} was booked on {entry:%d/%m/%Y}, and its value date is {value:%d/%m/%Y}. Value dates were taken; a PDF or CSV of the account has booking days."
        )
    if open_pages:
        heard.say("A statement goes on on a further page (:62M:) that is not in this file: bring that page too.")
    if not any(statement.lines for statement in heard.statements) and not heard.rejected:
        raise UserError(f"This MT940 file holds {len(messages)} statement{'s' * (len(messages) > 1)} and no transactions. Nothing moved, or the period is wrong.")
    count_left_out(heard, WITHOUT)
    return heard


def statement_of(message, open_pages, heard):
    """The statement that a message begins, or the one that it continues as a further page."""
    tag, text, number = message.opening or ("", "", 0)
    if tag == "60M" and message.account in open_pages:
        return open_pages.pop(message.account)
    account, said = account_named(message.account)
    currency, opening = balance_of(text, number, heard)
    if not currency and message.closing:
        currency = balance_of(message.closing[1], message.closing[2], heard)[0]
    currency = currency or message.currency
    if not currency:
        said.append("The file does not name its currency; pounds were assumed.")
    statement = Statement(account, currency or "GBP")
    if opening is not None:
        statement.openings.append(opening)
    for one in said:
        heard.say(one)
    heard.statements.append(statement)
    return statement


def balance_of(text, number, heard):
    """(currency, signed balance) of a balance field; None for what it does not say."""
    if not text:
        return None, None
    found = BALANCE.fullmatch(text)
    try:
        if not found:
            raise NotAnAmount(f"'{text[:40]}' is not a balance.")
        return found[3], read_balance(found)
    except NotAnAmount as fault:
        heard.say(f"Line {number}: {fault} The statement is not proven by it.")
        return None, None


def read_balance(found):
    """The signed balance of a balance field."""
    amount = amount_of(found[4])
    return -amount if found[1] == "D" else amount


def amount_of(text):
    """An amount as SWIFT writes it: a decimal comma, and nothing behind it where there are no pence."""
    if re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{3})+", text):
        raise NotAnAmount(f"'{text}' may be thousands or a fraction: SWIFT knows only a decimal comma.")
    text = text.removesuffix(",").removesuffix(".")
    return to_pence(read_amount(text, decimal_mark([text], ",")).value)


def account_named(text):
    """(account, messages) of a :25: field: sort code and number, IBAN, or what the bank writes."""
    text = re.sub(r"(?<=[0-9])\s*[A-Z]{3}$", "", text)
    parts = [part for part in text.split("/") if re.search("[0-9]", part)]
    last = re.sub(r"[\s.-]", "", parts[-1] if parts else text)
    for shape in (text, last):
        account, said = account_of({"any": shape})
        if account["account_number"] or account["iban"]:
            return account, said
    # Long numbers of other countries are no cards, though their digits may look like one.
    return no_account() | {"account_number" if re.search("[0-9]", last) else "name": last[:34] or None}, []


def read_payments(message, statement, heard, today):
    """Put the :61: fields of a message into its statement; one that cannot be read is rejected. The (line number, value date, entry date) of those where they differ."""
    read = [PAYMENT.fullmatch(payment.text.split("\n", 1)[0].strip()) for payment in message.payments]
    days = days_of(read, today)
    noticed, elsewhere = [], []
    for payment, found, (posted_on, why, entry) in zip(message.payments, read, days, strict=True):
        source = "\n".join(payment.source)[:CELL_CHARACTERS]
        if found and found[3][0] == "E":
            heard.skipped.append((payment.number, "expected", source))
            continue
        try:
            if not found:
                raise NotAnAmount(f"'{payment.text[:40]}' is not a transaction: its date, its sign or its amount is missing.")
            if posted_on is None:
                raise NotAnAmount(why)
            amount = SIGNS[found[3]] * amount_of(found[4])
        except NotAnAmount as fault:
            heard.rejected.append((payment.number, f"Line {payment.number}: {fault}", source))
            continue
        if why:
            heard.say(f"Line {payment.number}: {why}")
        if entry and entry != posted_on:
            elsewhere.append((payment.number, posted_on, entry))
        kind, reference, more, behind = references(found[5], payment.text)
        description, tricks = clean(described(payment.details, more, behind))
        noticed.append((payment.number, tricks))
        statement.lines.append(Line(payment.number, posted_on, description, amount, source, None, kind, reference))
    for one in sentences(noticed):
        heard.say(one)
    return elsewhere


def days_of(read, today):
    """For each :61: (date, what to say, entry date): the value date, or the entry date where that is no date or yet to come."""
    values = read_dates([century(found[1]) if found else "" for found in read], today)[0]
    entries = read_dates([entry_day(found) if found else "" for found in read], today)[0]
    days = []
    for found, (value, why), (entry, _) in zip(read, values, entries, strict=True):
        if found and value is None and entry:
            day = century(found[1])
            days.append((entry, f"the value date {day[6:]}/{day[4:6]}/{day[:4]} cannot be the day of a payment; the entry date {entry:%d/%m/%Y} was taken.", entry))
        else:
            days.append((value, why, entry))
    return days


def century(day):
    """YYMMDD with its century: 80 and above are of the last one."""
    return ("19" if day[:2] >= "80" else "20") + day


def entry_day(found):
    """The entry date, MMDD, in the year of the value date or the one beside it that is nearer."""
    if not found[2]:
        return ""
    year, month, entry_month = int(century(found[1])[:4]), int(found[1][2:4]), int(found[2][:2])
    year += (month - entry_month > 6) - (entry_month - month > 6)
    return f"{year:04d}{found[2]}"


def references(rest, text):
    """(kind, the bank's reference, our own one, what stands behind them) after the amount: NTRFreference//bank's reference, and the lines below."""
    kind = rest[1:4].strip() or None if rest[:1].isalpha() else None
    (own, more), (banks, still_more) = (cut(reference) for reference in rest[4:].partition("//")[::2])
    below = [line.strip() for line in text.split("\n")[1:] if line.strip()]
    return kind, banks or None, [own], [line for line in (more, still_more, *below) if line]


def cut(text):
    """(reference, what stands behind it): a reference has at most 16 characters, and some banks fill it up and print the payee behind."""
    is_filled = any(letter.isspace() for letter in text.rstrip()[15:])
    reference, behind = (text[:16].strip(), text[16:].strip()) if is_filled else (text.strip(), "")
    return "" if reference.upper() == "NONREF" else reference, behind


def close(message, statement, open_pages, heard, today):
    """Set the closing balance of a statement; one without any is cut short."""
    if not message.closing and heard.not_kept:
        return
    if not message.closing:
        number, source = message.last
        heard.rejected.append((number, f"Line {number}: this statement ends without its closing balance (:62F:), so the file is cut short. Download it again.", source))
        return
    tag, text, number = message.closing
    currency, balance = balance_of(text, number, heard)
    statement.closings = [] if balance is None else [balance]
    if currency and currency != statement.currency:
        heard.say(
            f"Line {number}: the closing balance is in {currency} and the statement in {statement.currency}, so they cannot be compared and the statement is not proven by it."
        )
        statement.closings = []
    if tag == "62M":
        open_pages[message.account] = statement
    if found := BALANCE.fullmatch(text):
        statement.to_date = read_dates([century(found[2])], today)[0][0][0]
