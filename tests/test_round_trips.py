"""What a bank writes is what is read: made-up statements through every layout and every kind of file, and back."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lib.statements.boxed import read_in_a_box
from lib.statements.layouts import load_layouts
from lib.statements.notrows import CLOSING, OPENING, whole
from lib.statements.reading import read
from tests.printed_statements import LEDGER, STYLES, Payment, printed
from tests.written_statements import DRESSES, OTHERS, TABLES, Ledger, as_csv, header_of, table_of, told_of, typed_table

TODAY = date(2026, 11, 22)
FEW = settings(max_examples=15, deadline=None, derandomize=True, report_multiple_bugs=False, suppress_health_check=[HealthCheck.too_slow])
FEWER = settings(FEW, max_examples=8)
# Layouts with the same columns, one of which is told from the other by signs that a short statement may not show.
SAME_COLUMNS = {"midata": "barclays_midata", "barclays_midata": "midata"}
NEEDS_ITS_NAME = {"john_lewis_newer", "danske", "metro_bank", "tide"}  # headings that could be anybody's, and guesses
WITHOUT_HEADER = {"bankline", "barclaycard", "clydesdale_business", "hsbc", "hsbcnet", "lloyds_commercial"}
ELSEWHERE = {"santander_text", "barclays_daily"}  # blocks of text, and one day for all lines

ODD_WORDS = [
    "EXAMPLE SHOP, LEEDS", 'THE "EXAMPLE" SHOP', '"', "A; B; C; D; E; 12", "A|B|C|1.00", "12.50", "-1,234.56", "£1,000.00", "+£5", "1.005", "05/09/2026", "12 Aug 2026 LEEDS",
    "2026-01-02", "=SUM(A1:A3)", "+44 1234", "-", "@HOME", "Date", "Amount", "Description", "Balance", "Date,Description,Amount,Balance", "Total", "Totals 12", "Opening balances Ltd",
    "End of statement", "Pending", "page 1 of 2", "EXAMPLE\nSHOP", "EXAMPLE\n\nSHOP, LEEDS", "CAFÉ “Ω” ☕ 日本", "O'BRIEN'S", "'QUOTED'", "\\N", "NULL", "nan", "TRUE", "1E5",
    "00012345", "#REF!", "100%", "<b>&amp;</b>", "&lt;", "D01/02/2026", "^", "!Type:Cat", ":86:X", "-}", "{4:", "123.45 SHOP", "123?20SHOP", "******1234", "Balance as at noon",
    "INTEREST", "sep=;", "GBP", "CR", "100.00 DR", "Payment received - thank you", "  EXAMPLE   SHOP  ", "", "x" * 300, "<OFX>", "]]>", "_", "1", "Account number 12345678",
]  # fmt: skip
LETTERS = st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"])
WORDS = st.one_of(st.sampled_from(ODD_WORDS), st.text(LETTERS, max_size=30), st.text(st.sampled_from("ab1 .,;|\"'\n-£/"), max_size=20))
PENCE = st.one_of(st.integers(-200_000, 200_000), st.integers(-900_000_000, 900_000_000), st.sampled_from([0, 1, -1, -500, 500]))
FIRST_DAYS = st.one_of(
    st.dates(date(2015, 1, 1), date(2025, 12, 1)), st.sampled_from([date(2024, 2, 28), date(2020, 2, 29), date(2024, 12, 30), date(2025, 12, 31), date(2026, 1, 1)])
)


def ledgers(words=WORDS, most=9):
    """A made-up account with its payments, some of them on one day and some at the turn of a year or in a leap one."""
    told = st.lists(st.tuples(st.sampled_from([0, 0, 0, 1, 1, 5, 31]), words.filter(is_a_payees), PENCE), min_size=1, max_size=most)
    return st.builds(ledger_of, told, FIRST_DAYS, PENCE)


def ledger_of(told, first_day, opening):
    days = accumulate((gap for gap, _, _ in told), lambda day, gap: day + timedelta(gap), initial=first_day)
    payments = tuple(Payment(day, (text,), Decimal(pence) / 100) for day, (_, text, pence) in zip(list(days)[1:], told, strict=True))
    return Ledger(Decimal(opening) / 100, payments)


def is_a_payees(text):
    """Whether a text names a payment. A label of a balance is none, and long numbers may be cards, which are masked."""
    return not any(whole(label, text.strip()) for label in (OPENING, CLOSING)) and len(re.findall(r"\d", text)) < 13


def changed(ledger, text=lambda words: words, amount=lambda value: value):
    """The ledger as a kind of file can hold it."""
    return replace(ledger, payments=tuple(replace(one, words=(text(one.words[0]),), amount=amount(one.amount)) for one in ledger.payments))


def one_line(text):
    """A text on one line."""
    return " ".join(text.split())


def as_compared(text):
    """A description as it is compared: on one line, without the apostrophes with which spreadsheets begin a text."""
    return one_line(text).lstrip("' ")


def check(reading, ledger, has_balances, has_ends=None):
    """Whether a reading is this ledger: every line, its proof, and both ends."""
    assert (reading["status"], reading["rejected_lines"], len(reading["statements"])) == ("read", [], 1), (reading["reason"], reading["rejected_lines"])
    statement, has_ends = reading["statements"][0], has_balances if has_ends is None else has_ends
    expected = [(one.day.isoformat(), as_compared(one.words[0]), one.amount) for one in ledger.payments]
    found = [(row["posted_on"], as_compared(row["description"]), Decimal(row["amount"])) for row in statement["rows"]]
    assert (found == expected) or (may_be_reversed(ledger, has_balances) and found == expected[::-1])
    balances = [row["balance"] and Decimal(row["balance"]) for row in statement["rows"]]
    if found == expected:
        assert all(balance == printed or not (printed or has_balances) for balance, printed in zip(ledger.balances, balances, strict=True))
    # One balance by itself tests nothing.
    assert statement["proof"] in {"proven" if has_ends else "unproven", *(["unproven"] if has_balances and len(ledger.payments) == 1 else [])}
    if has_ends and found == expected:
        assert (Decimal(statement["opening_balance"]), Decimal(statement["closing_balance"])) == (ledger.opening, ledger.balances[-1])
    assert sum(row["amount"][0] == "-" for row in statement["rows"]) == sum(one.amount < 0 for one in ledger.payments)


def may_be_reversed(ledger, has_balances):
    """Whether nothing in a statement of one day tells its first line from its last."""
    steps = list(zip(ledger.lines(), ledger.lines()[1:], strict=False))
    follows = all(before == after + earlier.amount for (earlier, before), (_, after) in steps)
    return ledger.payments[0].day == ledger.payments[-1].day and (not has_balances or follows)


def check_days(reading, ledger, day):
    """Whether it is said that day and month could change places where nothing tells them apart, and only there."""
    numeric = re.match("%d[/-]%m[/-]%[Yy]", day) and all(one.day.day <= 12 for one in ledger.payments) and any(one.day.day != one.day.month for one in ledger.payments)
    assert any("No day is above 12" in message for message in reading["messages"]) == bool(numeric)


# Tables


@pytest.mark.parametrize("name", DRESSES)
@FEW
@given(ledger=ledgers(), newest_first=st.booleans())
def test_what_a_bank_writes_in_its_table_is_read_back(name, ledger, newest_first):
    told, dress = told_of(name), DRESSES[name]
    if any(skip.get("matches", "").startswith("^-?0") for skip in told.get("skip", [])):
        ledger = changed(ledger, amount=lambda value: value or Decimal("0.01"))
    content = as_csv(table_of(name, ledger, newest_first), dress.delimiter)
    reading = read("a.csv", content, name if name in NEEDS_ITS_NAME else None, today=TODAY)
    if name in WITHOUT_HEADER and reading["needs_layout"]:
        reading = read("a.csv", content, name, today=TODAY)
    check(reading, ledger, has_balances=told["columns"].get("balance") in header_of(told, dress))
    check_days(reading, ledger, dress.day)
    assert reading["layout"] in (name, SAME_COLUMNS.get(name))


@pytest.mark.parametrize("kind", TABLES)
@FEW
@given(ledger=ledgers(), newest_first=st.booleans(), name=st.sampled_from(["lloyds", "cooperative", "nationwide", "natwest_old", "managed_account_ledger", "starling"]))
def test_a_table_is_read_alike_from_every_kind_of_file(kind, ledger, newest_first, name):
    reading = read(f"a.{kind}", TABLES[kind](table_of(name, ledger, newest_first)), today=TODAY)
    check(reading, ledger, has_balances=True)
    assert reading["layout"] == name


@pytest.mark.parametrize("kind", TABLES)
@FEW
@given(ledger=ledgers(), newest_first=st.booleans())
def test_days_and_numbers_of_a_spreadsheet_are_read_back(kind, ledger, newest_first):
    check(read(f"a.{kind}", TABLES[kind](typed_table(ledger, newest_first)), today=TODAY), ledger, has_balances=True)


@FEW
@given(ledger=ledgers())
def test_american_days_are_read_as_such_or_it_is_said_that_they_may_be(ledger):
    rows = [[f"{day:%m/%d/%Y}", *cells] for day, *cells in typed_table(ledger)[1:]]
    reading = read("a.csv", as_csv([["Date", "Description", "Amount", "Balance"], *rows]), today=TODAY)
    if any(one.day.day > 12 for one in ledger.payments):
        assert any("American order" in message for message in reading["messages"])
        check(reading, ledger, has_balances=True)
    elif any(one.day.day != one.day.month for one in ledger.payments):
        assert any("could be in American order" in message for message in reading["messages"])


# Other kinds of file


def swift(text):
    """A text in the letters that SWIFT has, on one line, not beginning like a field."""
    return re.sub(r"[^A-Za-z0-9/(.,')+ -]", ".", one_line(text))[:50].lstrip(" -") or "X"


def latin(text):
    """A text in the letters that Windows has, without signs that could be taken for the second half of a letter of UTF-8."""
    return one_line("".join(letter for letter in text.encode("cp1252", "ignore").decode("cp1252") if letter < "\x80" or "\xc0" <= letter < "\u0100"))


HOLDS = {"mt940": swift, "qif": one_line, "santander_text": latin}
ENDS = {"santander_text": (True, True), "mt940": (False, True), "camt053": (False, True)}


@pytest.mark.parametrize("kind", OTHERS)
@FEW
@given(ledger=ledgers(), newest_first=st.booleans())
def test_what_is_written_without_a_table_is_read_back(kind, ledger, newest_first):
    ledger = changed(ledger, HOLDS.get(kind, lambda text: text))
    reading = read("a", OTHERS[kind](ledger, newest_first), today=TODAY)
    check(reading, ledger, *ENDS.get(kind, (False, False)))
    if kind.startswith("ofx"):
        assert Decimal(reading["statements"][0]["closing_balance"]) == ledger.balances[-1]
    if kind in ("qif", "santander_text"):
        check_days(reading, ledger, "%d/%m/%Y")


# What may be a balance, a total, a heading or a day where a bank prints the date once a day.
LABELS = re.compile(r"Opening|Total|Date,|[0-9]+[/.-][0-9]+|100.00 DR")
PRINTED = st.one_of(st.sampled_from([one_line(text)[:24] for text in ODD_WORDS]), st.text(st.sampled_from("abcXYZ019 .,-/'&"), max_size=20)).map(latin).filter(bool)


@pytest.mark.parametrize("name", STYLES)
@FEWER
@given(ledger=ledgers(PRINTED.filter(lambda text: not LABELS.match(text))))
def test_what_a_bank_prints_is_read_back(name, ledger):
    assume(all(one.amount for one in ledger.payments))
    reading = read("a.pdf", printed(STYLES[name], ledger.opening, ledger.payments), today=TODAY)
    check(reading, ledger, has_balances=STYLES[name].every_balance, has_ends=True)


@pytest.mark.parametrize("name", STYLES)
@FEWER
@given(ledger=ledgers(st.sampled_from(["Opening balances Ltd", "Totals 12", "Date,Description,Amount", "0/0", "Total", "EXAMPLE SHOP"])))
def test_a_printed_payment_that_is_called_like_a_label_is_never_lost_in_silence(name, ledger):
    assume(all(one.amount for one in ledger.payments))
    for statement in read("a.pdf", printed(STYLES[name], ledger.opening, ledger.payments), today=TODAY)["statements"]:
        assert statement["lines"] == len(ledger.payments) or statement["proof"] != "proven"


def test_every_kind_of_file_is_read_in_the_box():
    ledger = Ledger(Decimal("245.18"), tuple(replace(one, words=one.words[:1]) for one in LEDGER))
    files = {kind: write(typed_table(ledger)) for kind, write in TABLES.items()} | {kind: write(ledger) for kind, write in OTHERS.items()}
    files |= {"pdf": printed(STYLES["natwest_pdf"], ledger.opening, ledger.payments)}
    for kind, reading in zip(files, read_in_a_box(files.items(), today=TODAY), strict=True):
        balances = kind in (*TABLES, "santander_text", "pdf")
        check(reading, ledger, balances, balances or ENDS.get(kind, (False, False))[1])


def test_every_layout_is_written_here():
    assert {layout.name for layout in load_layouts()} == {*DRESSES, *STYLES, *ELSEWHERE}
