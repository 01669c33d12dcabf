"""What a statement prints around its table: whose it is, the period, the balances and the totals."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import zip_longest

from lib.statements.accounts import IBAN, account_in, account_of
from lib.statements.amounts import NotAnAmount, read_amount
from lib.statements.dates import MONTHS, read_dates
from lib.statements.pages.page import chunks_of
from lib.statements.words import clean

LABEL_GAP = 14  # points between words that are one label
DAY = r"[0-9]{1,2}(?:st|nd|rd|th)?"
DAY_TEXT = rf"(?:{DAY}[ -]*[A-Za-z]{{3,9}}\.?,?(?:[ -]*(?:20|19)[0-9]{{2}})?|[0-9]{{1,2}}[/.-][0-9]{{1,2}}[/.-](?:[0-9]{{4}}|[0-9]{{2}}))"
PERIOD = re.compile(rf"({DAY_TEXT})\s*(?:to|until|[-\u2013\u2014])\s*({DAY_TEXT})(?![0-9])", re.IGNORECASE)
ENDS = re.compile(rf"(?:statement date|date of statement)[: ]*({DAY_TEXT})", re.IGNORECASE)
SHOWN_DAY = re.compile(DAY_TEXT)
LONGEST_PERIOD = 800  # days
PAGE_OF = re.compile(r"\b(?:page|sheet)\s*([0-9]{1,3})\s*(?:of|/)\s*([0-9]{1,3})\b", re.IGNORECASE)
IBAN_TEXT = re.compile(r"\bGB[0-9]{2} ?[A-Z]{4}(?: ?[0-9]{2,4}){4,7}\b")
NAME_LABEL = re.compile(r"(?:account\s*(?:name|holder)s?|name of account(?: holder)?)\b[: ]*(.*)", re.IGNORECASE)
PERSON = re.compile(r"(?:mr|mrs|miss|ms|mx|dr|rev|sir|master)\.? [a-z][a-z .'&-]{1,60}", re.IGNORECASE)
POT = re.compile(r"(?:[\w' ]{1,30} )?(?:savings )?pots?\b(?: statement)?(?:[:\u2013-] ?.{1,40})?|.{1,40} pot(?: statement)?", re.IGNORECASE)
SIGNED = re.compile(r"[-+(\[]*£?[-+]?[0-9][0-9,]*\.[0-9]{2}[)\]]*-?(?:CR|DR|OD|D)?", re.IGNORECASE)

# Labels as they are compared: lower-case letters alone.
OF_DAY = r"(?:(?:as)?(?:on|at|from|of|to).*)?"
LABEL_TEXTS = {
    "opening": rf"(?:your|statement)?(?:opening|start(?:ing)?|previous|initial)(?:statement)?balance{OF_DAY}|balancebroughtforward.*|broughtforward|balance(?:from|on)(?:last|previous|your(?:last|previous))?statement.*|balanceatstart.*",
    "closing": rf"(?:your|statement)?(?:closing|end(?:ing)?|final|new)(?:statement)?balance{OF_DAY}|balancecarriedforward.*|carriedforward|(?:your)?balanceat(?:close|end).*",
    "credits": r"(?:total)?(?:amount)?(?:money|payments?|paid|deposits?|credits?|receipts?)(?:paid)?(?:in|received)(?:thisperiod)?|(?:total)?(?:deposits|credits|receipts)(?:total)?|total(?:paid|money|payments)?in",
    "debits": r"(?:total)?(?:amount)?(?:money|payments?|paid|debits?)(?:paid)?out(?:thisperiod)?|(?:total)?(?:withdrawals|withdrawn|debits|outgoings|spending)(?:total)?|totalpayments|total(?:paid|money|payments)?out",
    "day": r"balance(?:as)?(?:on|at).*",
    "stated": r"(?:personal|joint|business|current|your|pot)*(?:account)?balance",
}
LABELS = {kind: re.compile(pattern) for kind, pattern in LABEL_TEXTS.items()}


@dataclass(frozen=True)
class Figure:
    """One labelled figure: opening, closing, credits, debits, the balance of a day, or a balance without a day."""

    kind: str
    value: Decimal
    number: int
    label: str


@dataclass
class Printed:
    """All that stands around the tables of one statement."""

    account: dict
    messages: list
    period: tuple  # (from, to), each may be None
    figures: list
    pages: list  # (page, of how many)
    pot: str | None

    @property
    def signs(self):
        """What tells one statement from the next: figures that are printed again say the same of the same statement."""
        told = {figure.kind: figure.value for figure in self.figures if figure.kind != "stated"}
        told |= {name: self.account[name] for name in ("sort_code", "account_number") if self.account[name]}
        told |= {"from": self.period[0], "to": self.period[1]} if all(self.period) else {}
        return told | ({"pot": self.pot} if self.pot else {})


def printed_in(lines, today):
    """What these lines say of the statement."""
    text = "\n".join(line.text for line in lines)
    account, messages = account_in(text)
    if found := IBAN_TEXT.search(text):
        inside, _ = account_of({"iban": found[0]}) if IBAN.fullmatch(found[0].replace(" ", "")) else ({}, [])
        account = {name: account.get(name) or value for name, value in inside.items()} if inside else account
    account["name"] = name_in(lines)
    pot = next((clean(line.text)[0] for line in lines if POT.fullmatch(line.text.strip()) and not SIGNED.search(line.text)), None)
    pages = [(int(found[1]), int(found[2])) for found in PAGE_OF.finditer(text)]
    return Printed(account, messages, period_in(text, today), figures_in(lines), pages, pot)


def name_in(lines):
    """The account holder: beside or below the words `account name`, or a line that is a name with its title."""
    for line, below in zip_longest(lines, lines[1:]):
        if found := NAME_LABEL.match(line.text):
            chunks = chunks_of(line.words, LABEL_GAP)
            beside = " ".join(word.text for word in chunks[0])
            beside = NAME_LABEL.match(beside)[1] if NAME_LABEL.match(beside) else ""
            if not beside and len(chunks) > 1 and not re.search("sort|number|[0-9]", found[1], re.IGNORECASE):
                beside = " ".join(word.text for word in chunks[1])
            under = [word.text for word in chunks_of(below.words, LABEL_GAP)[0]] if below and not beside else []
            if (name := clean(beside or " ".join(under))[0]) and not re.search("[0-9]", name):
                return name
    for line in lines:
        for chunk in chunks_of(line.words, LABEL_GAP):
            if PERSON.fullmatch(text := " ".join(word.text for word in chunk)):
                return clean(text)[0]
    return None


def period_in(text, today):
    """(from, to) as printed; only the end where the statement has one date."""
    for found in PERIOD.finditer(text):
        first, last = (day_of(part, today) for part in found.groups())
        if last and not first and (without := day_of(f"{found[1]} {last.year}", today)):
            first = without if without <= last else day_of(f"{found[1]} {last.year - 1}", today)
        if first and last and 0 <= (last - first).days <= LONGEST_PERIOD:
            return first, last
    ends = [day for found in ENDS.finditer(text) if (day := day_of(found[1], today))]
    return None, ends[0] if ends else None


def day_of(text, today):
    """A printed day as a date; None where it is none, or has no year."""
    found = re.fullmatch(rf"({DAY})[ -]*([A-Za-z]{{3,9}})\.?,?[ -]*((?:20|19)[0-9]{{2}})?", text.strip())
    if found:
        month = MONTHS.get(found[2].casefold())
        return date_or_none(int(found[3]), month, int(re.sub("[^0-9]", "", found[1]))) if month and found[3] else None
    return read_dates([text.strip()], date(today.year + 1, today.month, 1))[0][0][0]


def date_or_none(year, month, day):
    """The date, or None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def figures_in(lines):
    """Every amount whose label is beside it or above it."""
    found = []
    for place, line in enumerate(lines):
        for at, word in enumerate(line.words):
            if not SIGNED.fullmatch(word.text):
                continue
            above = lines[place - 1] if place else None
            for label in (beside(line.words[:at][::-1])[::-1], beside(line.words[at + 1 :]), over(word, above)):
                text = " ".join(one.text for one in label)
                if kind := kind_of(text):
                    sign = line.words[at + 1].text if at + 1 < len(line.words) and re.fullmatch("OD|DR?|CR", line.words[at + 1].text) else ""
                    if (value := amount_of(word.text + sign)) is not None:
                        found.append(Figure(kind, value, line.number, text))
                    break
    return found


def beside(words):
    """The words of a label, going away from its amount: the first may be far, the others follow closely."""
    label: list = []
    for word in words:
        if SIGNED.fullmatch(word.text) or (label and abs(gap(word, label[-1])) > LABEL_GAP):
            break
        if not re.fullmatch("[^A-Za-z0-9]+|OD|DR?|CR", word.text):
            label.append(word)
    return label


def gap(one, other):
    """The distance between two words of a line."""
    return max(one.x0, other.x0) - min(one.x1, other.x1)


def over(word, above):
    """The words straight above an amount."""
    if above is None or above.bottom < word.top - 2.5 * word.height:
        return []
    return next((chunk for chunk in chunks_of(above.words, LABEL_GAP / 2) if chunk[0].x0 < word.x1 and word.x0 < chunk[-1].x1), [])


def kind_of(label):
    """What a label says its figure is; None where it says nothing we know."""
    letters = re.sub("[^a-z]", "", label.casefold())
    return next((kind for kind, pattern in LABELS.items() if pattern.fullmatch(letters)), None)


def amount_of(text):
    """The amount in a word, without square brackets; None where it is none."""
    try:
        return read_amount(text.strip("[]")).value
    except NotAnAmount:
        return None
