"""OFX 1 and 2, and QFX: tolerant of odd headers and unclosed tags, strict about dates and amounts."""

import html
import re
from collections import Counter
from datetime import date
from html.entities import html5

from lib.errors import UserError
from lib.statements.accounts import account_of, card
from lib.statements.amounts import NotAnAmount, decimal_mark, read_amount, without_padding
from lib.statements.dates import read_dates
from lib.statements.limits import CELL_CHARACTERS, ROWS
from lib.statements.model import Heard, Line, Statement
from lib.statements.ofx_corrections import standing
from lib.statements.table import count_left_out
from lib.statements.words import clean, sentences

TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9._]{0,60})[^<>]{0,200}?(/?)>|<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
OF_A_CARD = "This file says that it is a card's and not a bank account's: check that it is the card of the plan."
ACCOUNTS = {"STMTRS": "bank", "CCSTMTRS": "card"}
TRANSACTIONS = {"STMTTRN": "booked", "STMTTRNP": "pending"}
# The groups whose values are not those of the account or the transaction in which they stand; the outer one first.
GROUPS = ("BALLIST", "LEDGERBAL", "AVAILBAL", "CURRENCY", "ORIGCURRENCY", "BANKACCTTO", "CCACCTTO")
TRANSFERS = re.compile(r"<(?:REC)?(?:INTRA|INTER|WIRE|PMT)[A-Z]{0,20}RS>", re.IGNORECASE)
ENTITY = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# A comma is a decimal sign in OFX as a point is, so neither tells what three digits behind it are.
TWO_WAYS = re.compile(r"[^0-9]{0,20}[0-9]{1,3}[.,][0-9]{3}[^0-9]{0,20}")


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
    count_left_out(heard)
    if not any(statement.lines for statement in heard.statements) and not heard.rejected and not heard.skipped:
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
        return f"This OFX file holds {len(found)} statement{'s' * (len(found) > 1)} and no transactions. Nothing moved, or the period is wrong."
    if TRANSFERS.search(text):
        return "This OFX file holds orders to pay or to move money and the bank's answers, not what was booked. Download the transactions of the account."
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
            elif name in TRANSACTIONS and fields is not None:
                line_fields, line_start = {"is": TRANSACTIONS[name]}, tag.start()
                number += text.count("\n", counted, line_start)
                counted = line_start
                lines.append([number, line_fields, ""])
                if sum(len(one) for _, one in found) > ROWS:
                    raise UserError(f"This file has more than {ROWS:,} lines. Ask for a shorter period.")
            if not tag[3]:
                path.append(name)
                pending = name
        else:
            if name in TRANSACTIONS and line_fields is not None:
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
    group = next((group for group in GROUPS if group in path), "")
    fields.setdefault(f"{group}.{name}" if group else name, value if is_plain else ENTITY.sub(decoded, value.strip()))


def decoded(entity):
    """The sign that an entity stands for; one that nobody knows stays as it is."""
    return html.unescape(entity[0]) if entity[1][0] == "#" else html5.get(f"{entity[1]};", entity[0])


def statement_of(fields, lines, heard, today):
    """One account's statement; a transaction without a date or an amount is rejected."""
    account, messages = account_of(account_cells(fields))
    if fields["of"] == "card":
        account["card_reference"] = card(fields.get("ACCTID", "").strip()) if len(fields.get("ACCTID", "")) < 12 else f"****{fields['ACCTID'].strip()[-4:]}"
        account["account_number"] = None
    currency = currency_of(fields, lines)
    if not currency:
        messages.append("The file does not name its currency; pounds were assumed.")
    for message in messages:
        heard.say(message)
    statement = Statement(account, currency or "GBP")
    days, _ = read_dates([day_of(fields.get(name, "")) for name in ("DTSTART", "DTEND")], today)
    statement.from_date, statement.to_date = days[0][0], days[1][0]
    lines = standing(lines, heard)
    mark = decimal_mark([one.get("TRNAMT", "") for _, one, _ in lines])
    dates, _ = read_dates([day_of(one.get("DTPOSTED", "")) for _, one, _ in lines], today)
    noticed, ids = [], set()
    for (number, one, source), (posted_on, why) in zip(lines, dates, strict=False):
        try:
            if posted_on is None:
                raise NotAnAmount(why or "there is no date.")
            if (own := own_currency(one, fields)) not in ("", statement.currency):
                raise NotAnAmount(
                    f"its amount is in {own[:10]} (CURRENCY) and the account in {statement.currency}, so it is not what was booked. Take this line from the bank's CSV export or PDF."
                )
            amount = amount_of(one.get("TRNAMT", ""), mark)
        except NotAnAmount as fault:
            heard.rejected.append((number, f"Line {number}: {fault}", source))
            continue
        description, found = clean(described(one))
        noticed.append((number, found))
        if one.get("FITID") and one["FITID"] in ids:
            heard.say("Several transactions have the same id (FITID). They were all kept: banks do repeat ids.")
        ids.add(one.get("FITID"))
        statement.lines.append(Line(number, posted_on, description, amount, source, None, one.get("TRNTYPE") or None, one.get("FITID") or None, None, one.get("SIC") or None, None))
    add_closing(statement, fields, mark, heard)
    for message in sentences(noticed):
        heard.say(message)
    return statement


def currency_of(fields, lines):
    """The currency of the account: its own, else that of most transactions; empty where none is named."""
    told = Counter(filter(None, (own_currency(one, fields) for _, one, _ in lines)))
    return fields.get("CURDEF", "").strip().upper() or next((currency for currency, _ in told.most_common(1)), "")


def own_currency(one, fields):
    """The currency that overrides the account's (CURRENCY); one from which the bank has converted (ORIGCURRENCY) does not."""
    return (one.get("CURRENCY.CURSYM", "") or fields.get("CURRENCY.CURSYM", "")).strip().upper()


def amount_of(text, mark):
    """An amount, unless it can be read in two ways."""
    if TWO_WAYS.fullmatch(text.strip()):
        raise NotAnAmount(f"'{text.strip()}' may be thousands or have three decimals: OFX does not say which. Take it from the bank's CSV export or PDF.")
    return read_amount(without_padding(text, mark), mark).value


def add_closing(statement, fields, mark, heard):
    """Take the balance of the file as the closing one, if it is of the day on which the transactions end."""
    text, as_of, end = fields.get("LEDGERBAL.BALAMT", "").strip(), compact(fields.get("LEDGERBAL.DTASOF", "")), compact(fields.get("DTEND", ""))
    if not text or not statement.lines:
        return
    try:
        balance = amount_of(text, decimal_mark([text], mark))
    except NotAnAmount as fault:
        heard.say(f"The closing balance cannot be read: {fault}")
        return
    last = max(line.posted_on for line in statement.lines)
    end = max(filter(None, (end, last)))
    if as_of and as_of < last:
        heard.say(f"The balance in this file ({balance}) is of {as_of:%d/%m/%Y}, before its last transaction of {last:%d/%m/%Y}: it is not the closing balance and was left out.")
    elif as_of and (as_of - end).days > 1:
        heard.say(f"The balance in this file ({balance}) is of {as_of:%d/%m/%Y}, and its transactions end on {end:%d/%m/%Y}: it is not the closing balance and was left out.")
    else:
        # Banks that give whole days, up to yesterday, print the balance of today.
        if as_of and as_of > end:
            heard.say(f"The closing balance is of {as_of:%d/%m/%Y}, a day after the file's last: it is right if nothing moved on that day.")
        statement.closings.append(balance)


def compact(stamp):
    """The day of a stamp, be it to come; None where it is none."""
    try:
        return date.fromisoformat(day_of(stamp))
    except ValueError:
        return None


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
