"""OFX 1 and 2, and QFX: tolerant of odd headers and unclosed tags, strict about dates and amounts."""

import html
import re

from lib.errors import UserError
from lib.statements.accounts import account_of, card
from lib.statements.amounts import NotAnAmount, decimal_mark, read_amount, without_padding
from lib.statements.dates import read_dates
from lib.statements.limits import CELL_CHARACTERS, ROWS
from lib.statements.model import Heard, Line, Statement
from lib.statements.words import clean, sentences

TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9._]{0,60})[^<>]{0,200}?(/?)>|<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
OF_A_CARD = "This file says that it is a card's and not a bank account's: check that it is the card of the plan."
ACCOUNTS = {"STMTRS": "bank", "CCSTMTRS": "card"}


def read(file, layout, today):
    """All that an OFX file says."""
    if layout.name:
        raise UserError("An OFX file needs no layout: leave the layout out.")
    text = file.text
    if re.search(r"<!(?:DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise UserError("This OFX file declares entities (DOCTYPE), which no bank does, so it was not opened. Download it again from the bank.")
    start = re.search(r"<OFX\b", text, re.IGNORECASE)
    if not start:
        raise UserError("This file has the header of OFX and no content. Download it again from the bank.")
    heard = Heard()
    found = statements_of(text, start.start())
    if number_in_order(found):
        heard.say("Several transactions stand on one line of this file; they are numbered in their order.")
    if any(fields["of"] == "card" for fields, _ in found):
        heard.say(OF_A_CARD)
    for fields, lines in found:
        heard.statements.append(statement_of(fields, lines, heard, today))
    if not any(statement.lines for statement in heard.statements) and not heard.rejected:
        raise UserError(nothing_in(text, found))
    if "</OFX>" not in text.upper():
        heard.say("The file has no end: check that the download was not cut short.")
    return heard


def number_in_order(found):
    """Number the transactions in their order where a line of the file holds several; whether that was so."""
    lines = [line for _, lines in found for line in lines]
    if len({number for number, _, _ in lines}) == len(lines):
        return False
    for number, line in enumerate(lines, start=1):
        line[0] = number
    return True


def nothing_in(text, found):
    """Why an OFX file has no transactions."""
    if status := re.search(r"<SEVERITY>\s*ERROR.*?<MESSAGE>([^<]{1,120})", text, re.IGNORECASE | re.DOTALL):
        return f"This OFX file holds an error message of the bank and no transactions: {clean(status[1])[0]}. Download it again."
    if re.search("<INVSTMTRS>", text, re.IGNORECASE):
        return "This OFX file is a broker's, of securities bought and sold, and holds no bank transactions. Bring the file of the bank account or card."
    if found:
        return f"This OFX file holds {len(found)} account{'s' * (len(found) > 1)} and no transactions."
    return "This OFX file holds no statement (only a sign-on answer or a list of accounts). Download the transactions."


def statements_of(text, start):
    """For each account its fields, and its transactions as (line number, fields, source)."""
    found: list = []
    path: list = []
    lines: list = []
    fields: dict | None = None
    line_fields: dict | None = None
    line_start = 0
    number, counted = text.count("\n", 0, start) + 1, start
    pending, end_of_tag = None, start
    for tag in TAG.finditer(text, start):
        value = text[end_of_tag : tag.start()]
        if tag[4] is not None:
            if pending:
                keep(line_fields if line_fields is not None else fields, path, pending, tag[4], is_plain=True)
                pending = None
            end_of_tag = tag.end()
            continue
        if pending and value.strip():
            keep(line_fields if line_fields is not None else fields, path, pending, value)
            if path and path[-1] == pending:
                path.pop()
        pending = None
        end_of_tag, name = tag.end(), tag[2].upper()
        if not tag[1]:
            if name in ACCOUNTS:
                fields, lines, line_fields = {"of": ACCOUNTS[name]}, [], None
                found.append((fields, lines))
            elif name == "STMTTRN" and fields is not None:
                line_fields, line_start = {}, tag.start()
                number += text.count("\n", counted, line_start)
                counted = line_start
                lines.append([number, line_fields, ""])
                if sum(len(one) for _, one in found) > ROWS:
                    raise UserError(f"This file has more than {ROWS:,} lines. Ask for a shorter period.")
            if not tag[3]:
                path.append(name)
                pending = name
        else:
            if name == "STMTTRN" and line_fields is not None:
                lines[-1][2] = text[line_start : tag.end()][:CELL_CHARACTERS]
                line_fields = None
            elif name in ACCOUNTS:
                fields = line_fields = None
            if name in path:
                del path[len(path) - 1 - path[::-1].index(name) :]
        if len(path) > 200:
            del path[:100]
    return found


def keep(fields, path, name, value, is_plain=False):
    """Put a value under its name; those of a balance or of a foreign currency under the name of their group too."""
    if fields is None:
        return
    group = next((group for group in ("LEDGERBAL", "AVAILBAL", "CURRENCY", "ORIGCURRENCY", "BANKACCTTO", "CCACCTTO", "BALLIST") if group in path), "")
    fields.setdefault(f"{group}.{name}" if group else name, value if is_plain else html.unescape(value.strip()))


def statement_of(fields, lines, heard, today):
    """One account's statement; a transaction without a date or an amount is rejected."""
    account, messages = account_of(account_cells(fields))
    if fields["of"] == "card":
        account["card_reference"] = card(fields.get("ACCTID", "").strip()) if len(fields.get("ACCTID", "")) < 12 else f"****{fields['ACCTID'].strip()[-4:]}"
        account["account_number"] = None
    currency = fields.get("CURDEF", "").strip().upper()
    if not currency:
        messages.append("The file does not name its currency; pounds were assumed.")
    for message in messages:
        heard.say(message)
    statement = Statement(account, currency or "GBP")
    days, _ = read_dates([day_of(fields.get(name, "")) for name in ("DTSTART", "DTEND")], today)
    statement.from_date, statement.to_date = days[0][0], days[1][0]
    mark = decimal_mark([one.get("TRNAMT", "") for _, one, _ in lines])
    if balance := fields.get("LEDGERBAL.BALAMT", "").strip():
        try:
            own_mark = decimal_mark([balance], mark)
            statement.closings.append(read_amount(without_padding(balance, own_mark), own_mark).value)
        except NotAnAmount as fault:
            heard.say(f"The closing balance cannot be read: {fault}")
    dates, _ = read_dates([day_of(one.get("DTPOSTED", "")) for _, one, _ in lines], today)
    noticed, ids = [], set()
    for (number, one, source), (posted_on, why) in zip(lines, dates, strict=False):
        try:
            if posted_on is None:
                raise NotAnAmount(why or "there is no date.")
            amount = read_amount(without_padding(one.get("TRNAMT", ""), mark), mark).value
        except NotAnAmount as fault:
            heard.rejected.append((number, f"Line {number}: {fault}", source))
            continue
        description, found = clean(described(one))
        noticed.append((number, found))
        if one.get("FITID") and one["FITID"] in ids:
            heard.say("Several transactions have the same id (FITID). They were all kept: banks do repeat ids.")
        ids.add(one.get("FITID"))
        statement.lines.append(Line(number, posted_on, description, amount, source, None, one.get("TRNTYPE") or None, one.get("FITID") or None, None, one.get("SIC") or None, None))
    for message in sentences(noticed):
        heard.say(message)
    return statement


def account_cells(fields):
    """The account's cells: a bank id of six digits is a sort code."""
    bank = re.sub("[ -]", "", fields.get("BANKID", ""))
    branch = re.sub("[ -]", "", fields.get("BRANCHID", ""))
    sort_code = next((code for code in (bank, branch) if re.fullmatch("[0-9]{6}", code)), "")
    return {"sort_code": sort_code, "any": fields.get("ACCTID", "")}


def described(one):
    """Name and memo, without saying the same thing twice."""
    name, memo = (one.get(key, "").strip() for key in ("NAME", "MEMO"))
    if memo.casefold().startswith(name.casefold()):
        return memo
    return name if name.casefold().startswith(memo.casefold()) else f"{name} {memo}"


def day_of(stamp):
    """The calendar day as printed: the first eight digits, without a shift of the time zone."""
    text = stamp.strip()
    return text[:8] if re.match(r"[0-9]{8}(?:[0-9]{0,6}|\.)", text) else text
