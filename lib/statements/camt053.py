"""CAMT.053: one statement for each account and currency, one line for each booked entry, proven from OPBD to CLBD."""

import itertools
import re
from collections import Counter
from decimal import Decimal

from lib.errors import UserError
from lib.statements.accounts import account_of
from lib.statements.amounts import NotAnAmount, read_amount
from lib.statements.camt053_details import account_cells, described, kind_of, reference_of
from lib.statements.dates import read_dates
from lib.statements.encoding import as_declared
from lib.statements.limits import CELL_CHARACTERS, ROWS
from lib.statements.markup import tree_of
from lib.statements.model import Heard, Line, Statement
from lib.statements.table import count_left_out
from lib.statements.words import clean, sentences

DAMAGED = "This XML file is damaged or cut short, so nothing in it can be trusted. Download it again from the bank."
ENTITIES = "This XML file declares entities (DOCTYPE), which no bank does, so it was not opened. Tell your administrator where it came from."
MESSAGES = {"Rpt": "a CAMT.052 report of the day", "Ntfctn": "a CAMT.054 notification of single payments"}
NAMED = re.compile(r"xmlns(?::[^\s=]{1,40})?\s*=\s*[\"'][^\"']{0,100}camt\.0?(52|54)\.")
SIGNS = {"CRDT": 1, "DBIT": -1}
# What an entry is that has not been booked.
NOT_BOOKED = {"PDNG": "pending", "FUTR": "future", "INFO": "information only"}
OPENINGS, CLOSINGS = ("OPBD", "PRCD"), ("CLBD",)
# Numbers of XML know a decimal point only, and nothing between the thousands.
NUMBER = re.compile(r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,10})?|\.[0-9]{1,10})")
NO_DATE = "it has neither a booking date (BookgDt) nor a value date (ValDt), and the period of the statement does not tell its day. Ask the bank for entries with their dates."


def read(file, layout, today):
    """All that a CAMT message says. A report or a notification is read, with the reason why it cannot be kept."""
    if layout.name:
        raise UserError("A CAMT message needs no layout: leave the layout out.")
    root = tree_of(as_declared(file.content.lstrip()), DAMAGED, ENTITIES)
    headers, found = [], []
    for part in parts_of(root):
        (headers if part.name == "GrpHdr" else found).append(part)
    if not found:
        raise UserError("This is a CAMT message (XML) without any statement in it (Stmt). Ask the bank for the CAMT.053 statement.")
    heard, entries = Heard(), 0
    for part in found:
        entries = read_part(part, pages_of(part, headers), entries, heard, today)
    if what := not_a_statement(file.text, found):
        heard.not_kept = f"This is {what}, not a statement: its payments come again in the statement. Ask the bank for the CAMT.053 statement, or its CSV export."
        heard.say(heard.not_kept)
    count_left_out(heard)
    if not entries:
        raise UserError(f"This CAMT.053 message holds {len(found)} statement{'s' * (len(found) > 1)} and no entries. Nothing moved, or the period is wrong.")
    return heard


def not_a_statement(text, parts):
    """What a message is that reports or notifies, by its elements or by the name that it gives itself; None for a statement."""
    named = NAMED.search(text[:8000])
    names = {part.name for part in parts} | ({"52": {"Rpt"}, "54": {"Ntfctn"}}[named[1]] if named else set())
    return next((what for name, what in MESSAGES.items() if name in names), None)


def parts_of(element):
    """Every statement, report or notification, and the header before them, wherever they stand in the envelope."""
    waiting = [element]
    while waiting:
        element = waiting.pop(0)
        if element.name in ("GrpHdr", "Stmt", *MESSAGES):
            yield element
        else:
            waiting += element.children


def pages_of(part, headers):
    """(whether pages stand before this one, whether pages follow) of a part, by its own words or by those of a header."""
    told = [part.all(f"{name}Pgntn") for name in ("Stmt", "Rpt", "Ntfctn")] + [header.all("MsgPgntn") for header in headers]
    pages = [page for pages in told for page in pages]
    return any(page.says("PgNb").lstrip("0") not in ("", "1") for page in pages), any(page.says("LastPgInd").lower() in ("false", "0") for page in pages)


def read_part(part, pages, before, heard, today):
    """Put the statements of one Stmt into `heard`; entries are numbered through the file, for XML knows no lines."""
    entries = part.all("Ntry")
    if before + len(entries) > ROWS:
        raise UserError(f"This file has more than {ROWS:,} entries. Ask for a shorter period.")
    account, said = account_of(account_cells(part))
    days = read_dates([day_of(entry) for entry in entries], today)[0]
    statements: dict = {}
    main = currency_of(part, entries, heard)
    noticed = []
    for number, (entry, (posted_on, why)) in enumerate(zip(entries, days, strict=True), start=before + 1):
        source = source_of(entry)
        status = entry.says("Sts/Cd", "Sts/Prtry", "Sts").upper()
        if status in NOT_BOOKED:
            heard.skipped.append((number, NOT_BOOKED[status], source))
            continue
        try:
            if status not in ("BOOK", ""):
                raise NotAnAmount(f"its status '{status[:20]}' does not say whether it is booked.")
            if posted_on is None:
                raise NotAnAmount(why or NO_DATE)
            amount = signed_amount(entry)
        except NotAnAmount as fault:
            heard.rejected.append((number, f"Entry {number}: {fault}", source))
            continue
        if not entry.says("BookgDt/Dt", "BookgDt/DtTm"):
            heard.say(f"Entry {number} has no booking date; its value date was taken.")
        if not status:
            heard.say("Some entries do not say whether they are booked; they were read as booked.")
        description, tricks = clean(described(entry))
        noticed.append((number, tricks))
        currency = entry_currency(entry) or main
        statement = statements.setdefault(currency, Statement(dict(account), currency))
        statement.lines.append(Line(number, posted_on, description, amount, source, None, kind_of(entry), reference_of(entry)))
    for message in [*said, *(sentence.replace("Line ", "Entry ", 1) for sentence in sentences(noticed))]:
        heard.say(message)
    if not statements:
        statements[main] = Statement(dict(account), main)
    frame(part, statements, main, pages, len(entries), heard, today)
    heard.statements += statements.values()
    return before + len(entries)


def currency_of(part, entries, heard):
    """The currency of the account: its own, else that of most entries, else that of a balance."""
    if own := part.says("Acct/Ccy"):
        return own.upper()
    told = Counter(filter(None, map(entry_currency, entries))) or Counter(filter(None, map(entry_currency, part.all("Bal"))))
    if not told:
        heard.say("The file does not name its currency; pounds were assumed.")
    return told.most_common(1)[0][0] if told else "GBP"


def entry_currency(element):
    """The currency of an entry or a balance."""
    return next((amount.attributes.get("Ccy", "").strip().upper() for amount in element.all("Amt")), "")


def signed_amount(element):
    """The amount of an entry or a balance, with the sign that CdtDbtInd gives it. RvslInd only informs."""
    text, side = element.says("Amt"), element.says("CdtDbtInd").upper()
    if side not in SIGNS:
        raise NotAnAmount("it does not say whether the money came in or went out (CdtDbtInd).")
    if not text:
        raise NotAnAmount("there is no amount (Amt).")
    amount = number_of(text)
    if amount < 0:
        raise NotAnAmount(f"'{text}' has a sign of its own beside {side}, so it is not sure which way the money went.")
    return SIGNS[side] * amount


def number_of(text):
    """A number of XML as an amount."""
    if not NUMBER.fullmatch(text):
        raise NotAnAmount(f"'{text[:40]}' is not an amount: a CAMT message writes a decimal point, and nothing between the thousands.")
    return read_amount(Decimal(text)).value


def day_of(element):
    """The day as printed, of the booking or else of the value, without a shift of the time zone."""
    return element.says("BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm")[:10]


def frame(part, statements, main, pages, entries, heard, today):
    """Give each statement its period, and the balances and totals of its currency."""
    first, last = (read_dates([part.says(f"FrToDt/{name}Tm", f"FrToDt/{name}")[:10]], today)[0][0][0] for name in ("FrDt", "ToDt"))
    balances = sorted(part.all("Bal"), key=lambda balance: balance.says("Dt/Dt", "Dt/DtTm"))
    foreign = [balance for balance in balances if (entry_currency(balance) or main) not in statements]
    for currency, statement in statements.items():
        statement.from_date, statement.to_date = first, last
        own = [balance for balance in balances if (entry_currency(balance) or main) == currency]
        statement.openings, statement.closings = ends_of(own, heard)
        if len(statements) == 1 or currency == main:
            add_foreign(statement, foreign, heard)
    is_continued, goes_on = pages
    if is_continued:
        heard.say("Pages of this statement stand before this one (PgNb): bring them too.")
    if goes_on:
        # The closing balance, where one is printed, is that after the last page.
        for statement in statements.values():
            statement.closings = []
        heard.say("This statement goes on on a further page (LastPgInd): a page alone is not proven. Bring that page too.")
    if len(statements) == 1 and not (is_continued or goes_on):
        add_totals(part, *statements.values(), entries, heard)


def ends_of(balances, heard):
    """(openings, closings) among the balances of a currency."""
    openings = next(filter(None, (amounts_of(balances, (code,), heard)[:1] for code in OPENINGS)), [])
    return openings, amounts_of(balances, CLOSINGS, heard)[-1:]


def add_foreign(statement, balances, heard):
    """Say which balances are in a currency that no entry has. One beside an end in the currency of the entries can show a fault, and never proves."""
    named = sorted({entry_currency(balance)[:10] for balance in balances if code_of(balance) in OPENINGS + CLOSINGS})
    if not named or (statement.openings and statement.closings):
        return
    heard.say(f"The entries are in {statement.currency}, and a balance is in {' and another in '.join(named)}: the statement is not proven by it.")
    if not statement.openings and not statement.closings:
        return
    openings, closings = ends_of(balances, heard)
    openings, closings = statement.openings or openings, statement.closings or closings
    if openings and closings and openings[0] + sum(line.amount for line in statement.lines) != closings[-1]:
        statement.openings, statement.closings = openings, closings


def amounts_of(balances, codes, heard):
    """The signed amounts of the balances of these kinds."""
    found = []
    for balance in balances:
        if code_of(balance) in codes:
            try:
                found.append(signed_amount(balance))
            except NotAnAmount as fault:
                heard.say(f"A balance ({code_of(balance)}) cannot be read: {fault}")
    return found


def code_of(balance):
    """Which balance it is: OPBD, CLBD ... (in the first version the code stands one step higher)."""
    return balance.says("Tp/CdOrPrtry/Cd", "Tp/Cd", "Tp/CdOrPrtry/Prtry").upper()


def add_totals(part, statement, entries, heard):
    """The sums that the bank gives for all its entries, to check the lines against; where every entry is a line."""
    sums = []
    if len(statement.lines) != entries:
        return
    for side in ("TtlCdtNtries", "TtlDbtNtries"):
        text = part.says(f"TxsSummry/{side}/Sum")
        try:
            sums.append(number_of(text) if text else None)
        except NotAnAmount as fault:
            heard.say(f"The bank's own total cannot be read: {fault}")
            return
    if any(one is not None for one in sums) and statement.lines:
        statement.totals.append((statement.lines[-1].line_number, *map(positive, sums)))


def positive(amount):
    """A sum as it is compared."""
    return amount if amount is None else abs(Decimal(amount))


def source_of(entry):
    """An entry as names and values, one on a line."""
    told = entry.texts() | {"Amt": f"{entry.says('Amt')} {entry_currency(entry)}".strip()}
    return "\n".join(f"{path} = {text}" for path, text in itertools.islice(told.items(), 400))[:CELL_CHARACTERS]
