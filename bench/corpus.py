"""The corpus: made-up statement files of every kind, each with what must be read from it."""

import csv
import json
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from bench import messages, papers, tables, workbooks
from bench.ledger import SEED, ledger
from tests.old_excel import compound
from tests.printed_statements import STYLES, Style

SAMPLES = Path(__file__).parent.parent / "tests" / "statements"
ENDINGS = {"csv": "csv", "txt": "csv", "pdf": "pdf", "qif": "qif", "xls": "xls"}
OWN = Style((("day", "Date", 50), ("words", "Details", 120), ("out", "Debit", 400), ("in", "Credit", 470), ("balance", "Balance", 545)), "%d %b %Y")
PAGE = "<!DOCTYPE html><html><head><title>Signed out</title></head><body><h1>Your session has ended</h1><p>Sign in again.</p></body></html>"


@dataclass(frozen=True)
class Sample:
    """One file and its truth. `must` be read, be refused, or be called contradictory (`broken`)."""

    name: str
    container: str
    content: bytes
    about: str
    lines: tuple = ()
    closings: tuple = ()
    must: str = "read"


def corpus():
    """Every sample, in the order of the document."""
    return [*samples_of_layouts(), *delimited_files(), *workbook_files(), *message_files(), *page_files(), *contradictions(), *no_statements()]


def samples_of_layouts():
    """The made-up samples of the layouts, with the readings that are written beside them."""
    for expected in sorted(SAMPLES.glob("*.expected.json")):
        name = expected.name.split(".")[0]
        path = next(SAMPLES / f"{name}.{ending}" for ending in ENDINGS if (SAMPLES / f"{name}.{ending}").exists())
        statements = json.loads(expected.read_text(encoding="utf-8"))["statements"]
        lines = tuple((date.fromisoformat(row["posted_on"]), Decimal(row["amount"])) for one in statements for row in one["rows"])
        closings = tuple(Decimal(one["closing_balance"]) for one in statements if one["closing_balance"] is not None)
        yield Sample(path.name, ENDINGS[path.suffix[1:]], path.read_bytes(), f"the layout {name}", lines, closings)


def of(name, container, content, about, *ledgers, must="read", has_closing=True):
    """The sample of these ledgers."""
    lines = tuple(line for each in ledgers for line in each.lines)
    closings = tuple(each.closing for each in ledgers) if has_closing and must == "read" else ()
    return Sample(name, container, content if isinstance(content, bytes) else content.encode(), about, lines, closings, must)


def delimited_files():
    """CSV and its kin: UK layouts, and what goes wrong with them in practice."""
    one, other, early = ledger(), ledger(SEED + 1, 10, number="87654321"), ledger(SEED + 2, 20, last_day_of_month=12)
    text = tables.delimited
    rows = tables.two_columns(one)
    yield of("two_columns.csv", "csv", text(rows), "money out and money in", one)
    yield of("tabs.tsv", "csv", text(rows, "\t"), "tabs between the cells", one)
    yield of("pipes.txt", "csv", text(rows, "|"), "bars between the cells", one)
    yield of("quoted.csv", "csv", text(rows, quoting=csv.QUOTE_ALL), "every cell in quotes", one)
    yield of("mac.csv", "csv", text(rows, end="\r"), "lines end as on an old Mac", one)
    yield of("lloyds_long.csv", "csv", text(tables.lloyds(one)), "newest first", one)
    yield of("lloyds_bom.csv", "csv", "\ufeff" + text(tables.lloyds(one)), "a byte order mark", one)
    yield of("lloyds_utf16.csv", "csv", text(tables.lloyds(one), "\t").encode("utf-16"), "UTF-16, as a spreadsheet saves Unicode text", one)
    yield of("lloyds_new_heading.csv", "csv", text(more_columns(tables.lloyds(one))), "the bank renamed one heading and added a column", one)
    yield of("barclays_long.csv", "csv", text(tables.barclays(one)), "no balance", one, has_closing=False)
    yield of("hsbc_long.csv", "csv", text(tables.hsbc(one)), "no header", one, has_closing=False)
    yield of("nationwide_long.csv", "csv", text(tables.nationwide(one), quoting=csv.QUOTE_ALL).encode("cp1252"), "lines above the header, pounds, Windows letters", one)
    yield of("midata_long.csv", "csv", text(tables.midata(one)), "a footer that looks like a row", one)
    yield of("natwest_two.csv", "csv", text(tables.natwest(one, other)), "two accounts in one file", one, other)
    yield of("starling_long.csv", "csv", text(tables.starling(one)), "the opening balance as a row", one)
    yield of("revolut_pending.csv", "csv", text(tables.revolut(one)), "pending and reverted rows", one)
    yield of("monzo_long.csv", "csv", text(tables.monzo(one)), "two signed columns beside the amount, a declined row", one, has_closing=False)
    yield of("card_reversed.csv", "csv", text(tables.card(one)), "a credit card: spending has no sign", one, has_closing=False)
    yield of("metro.csv", "csv", text(tables.metro(one)), "a bank without a layout: In and Out", one)
    yield of("tide_long.csv", "csv", text(tables.tide(one)), "a bank without a layout: noughts in the other column", one, has_closing=False)
    yield of("danske_long.csv", "csv", text(tables.danske(one), ";", quoting=csv.QUOTE_ALL), "a bank without a layout: Danish headings", one)
    yield of("commercial.csv", "csv", text(tables.commercial(one)), "a commercial channel without a layout: no header", one, has_closing=False)
    plain = tables.plain(one)
    yield of("all_days_early.csv", "csv", text(tables.plain(early)), "no day after the 12th: 3/4 is the 3rd of April", early)
    yield of("month_first.csv", "csv", text(tables.plain(one, "%m/%d/%Y")), "the month before the day, as some days show", one)
    yield of("short_years.csv", "csv", text(tables.plain(one, "%d/%m/%y")), "years of two digits", one)
    yield of("long_months.csv", "csv", text(tables.plain(one, "%d %B %Y")), "months as words", one)
    yield of("decimal_comma.csv", "csv", text(continental(plain), ";"), "1.234,56 and semicolons", one)
    yield of("brackets.csv", "csv", text(money_as(plain, lambda amount: f"({-amount:.2f})" if amount < 0 else f"{amount:.2f}")), "money out in brackets", one)
    yield of("minus_behind.csv", "csv", text(money_as(plain, lambda amount: f"{abs(amount):.2f}{'-' * (amount < 0)}")), "the minus behind the amount", one)
    yield of("dr_and_cr.csv", "csv", text(money_as(plain, lambda amount: f"{abs(amount):.2f} {'DR' if amount < 0 else 'CR'}")), "DR and CR behind the amount", one)
    yield of("direction.csv", "csv", text(directions(plain)), "unsigned amounts, the direction in a column", one)
    yield of("out_is_negative.csv", "csv", text(negative_out(rows)), "money out is printed with a minus", one)
    yield of("spreadsheet_again.csv", "csv", text(padded(tables.plain(one, "%d-%b-%y"))), "saved again by a spreadsheet: its dates, empty cells and rows", one)
    yield of("number_as_power.csv", "csv", text(powers(tables.lloyds(one))), "a spreadsheet made 1.23E+07 of the account number", one)
    yield of("totals.csv", "csv", text([*rows, ["", "Total", *totals(one), ""]]), "a row of totals at the end", one)
    yield of("brought_forward.csv", "csv", text(carried(rows, one)), "brought forward and carried forward as rows", one)
    yield of("preamble.csv", "csv", text([["Example Bank"], ["Statement of 01/05/2026", "£99.99"], [], *rows]), "a title with a day and an amount above the header", one)
    yield of("days_once.csv", "csv", text(days_once(rows)), "the day only where it changes", one)
    yield of("broken_lines.csv", "csv", text([[cell.replace(" EXAMPLE", ',\n"EXAMPLE"') for cell in row] for row in plain]), "commas, quotes and line breaks in a cell", one)
    yield of(
        "duplicates.csv", "csv", text(plain[:1] + plain[5:7]), "nothing but two like payments on one day", replace(one, opening=one.with_balances[3][1], payments=one.payments[4:6])
    )


def workbook_files():
    """XLSX, and everything that is called .xls."""
    one = ledger(SEED + 3)
    rows = workbooks.cells(one)
    printed = [[workbooks.shown(cell) for cell in row] for row in rows]
    yield of("typed.xlsx", "xlsx", workbooks.xlsx(rows), "days and numbers", one)
    yield of("as_text.xlsx", "xlsx", workbooks.xlsx([["Example Bank"], [], *printed]), "everything as text, under a title", one)
    yield of("second_sheet.xlsx", "xlsx", workbooks.xlsx([["Summary"], ["Money in", 1.0]], rows), "the transactions on the second sheet", one)
    yield of("totalled.xlsx", "xlsx", workbooks.xlsx([*rows, [None, "Total", *(float(cell) for cell in totals(one)), None]]), "a row of totals at the end", one)
    yield of("binary.xls", "xls", workbooks.xls(rows), "a binary workbook", one)
    yield of("web_page.xls", "html", workbooks.web_page(rows), "a web page, with columns that make space", one)
    yield of("excel_2003.xls", "xml", workbooks.xml_spreadsheet(rows), "Excel 2003 XML", one)
    yield of("tabs.xls", "csv", tables.delimited(printed, "\t").encode("cp1252"), "text with tabs, called .xls", one)


def message_files():
    """OFX, QFX, QIF, MT940 and CAMT.053."""
    one, other, early = ledger(SEED + 4), ledger(SEED + 5, 8, number="87654321"), ledger(SEED + 6, 20, last_day_of_month=12)
    ofx, qif, mt940, camt053 = messages.ofx, messages.qif, messages.mt940, messages.camt053
    yield of("version_1.ofx", "ofx", ofx(one), "OFX 1", one)
    yield of("version_2.ofx", "ofx", ofx(one, version=2), "OFX 2", one)
    yield of("quicken.qfx", "ofx", ofx(one, more="<INTU.BID>3000"), "QFX", one)
    yield of("two_accounts.ofx", "ofx", ofx(one, other), "two accounts", one, other)
    yield of("same_id.ofx", "ofx", ofx(one, ids=lambda number: f"T{number // 2}"), "two transactions under one id", one)
    yield of("no_id.ofx", "ofx", ofx(one, ids=lambda number: ""), "empty ids", one)
    yield of("no_header.ofx", "ofx", ofx(one, version=2, head=""), "no header", one)
    yield of("one_line.ofx", "ofx", ofx(one, version=2, end=""), "all on one line", one)
    yield of("decimal_comma.ofx", "ofx", ofx(one, money=messages.comma), "a comma before the pence", one)
    yield of("no_balance.ofx", "ofx", ofx(one, balance=""), "an empty closing balance", one, has_closing=False)
    yield of("uk.qif", "qif", qif(one), "the day before the month", one, has_closing=False)
    yield of("all_days_early.qif", "qif", qif(early), "no day after the 12th", early, has_closing=False)
    yield of("iso.qif", "qif", qif(one, "%Y-%m-%d"), "the year first", one, has_closing=False)
    yield of("quicken_days.qif", "qif", qif(one, "%d/%m'%y"), "years behind an apostrophe", one, has_closing=False)
    yield of("splits.qif", "qif", qif(one, splits=True), "payments that are split", one, has_closing=False)
    yield of("one_message.sta", "mt940", mt940(one), "one message", one)
    yield of("two_messages.sta", "mt940", mt940(one) + mt940(other, 2), "two accounts in two messages", one, other)
    yield of("reversals.sta", "mt940", mt940(one, reversals=True), "reversals (RC and RD)", one)
    yield of("enveloped.mt940", "mt940", "{1:F01EXAMGB2LXXXX0000000000}{2:I940EXAMGB2LXXXXN}{4:\r\n" + mt940(one)[:-3] + "-}\r\n", "in its SWIFT envelope", one)
    for version in ("02", "04", "08", "13"):
        yield of(f"version_{version}.xml", "camt053", camt053(one, version=version), f"version 001.{version}", one)
    yield of("no_namespace.xml", "camt053", camt053(one, version=None), "no namespace", one)
    yield of("two_statements.xml", "camt053", camt053(one, other), "two accounts", one, other)
    yield of("pending.xml", "camt053", camt053(one, pending=other.payments[:3]), "three entries that are not booked", one)
    yield of("batches.xml", "camt053", camt053(one, batch=True), "two details in each entry", one)


def page_files():
    """Printed statements of several pages, a scan and a photo."""
    one, short = ledger(SEED + 7, 40), ledger(SEED + 8, 6)
    for name in ("hsbc", "barclays", "santander", "monzo"):
        yield of(f"{name}_long.pdf", "pdf", papers.pdf(one, STYLES[f"{name}_pdf"]), "four pages", one)
    yield of("own_columns.pdf", "pdf", papers.pdf(one, OWN), "no bank's layout: Date, Details, Debit, Credit, Balance", one)
    yield of("crooked_scan.pdf", "picture", papers.scan(short, STYLES["hsbc_pdf"], turn=2), "a scan that is two degrees off", short)
    yield of("scan.pdf", "picture", papers.scan(short, STYLES["barclays_pdf"]), "a scan, not quite straight", short)
    yield of("photo.jpg", "picture", papers.photo(short, STYLES["natwest_pdf"]), "a photo of the page", short)


def contradictions():
    """Files that contradict themselves: each must be called so."""
    one = ledger(SEED + 9)
    changed = list(one.payments)
    changed[9] = replace(changed[9], amount=changed[9].amount - Decimal("0.01"))
    rows, penny = tables.two_columns(one), replace(one, payments=tuple(changed))
    rows[10] = [*rows[10][:2], *tables.unsigned(changed[9]), rows[10][4]]
    yield of("penny.csv", "csv", tables.delimited(rows), "one amount is a penny off its balance", penny, must="broken")
    missing = replace(one, payments=one.payments[:11] + one.payments[12:])
    yield of("missing_row.csv", "csv", tables.delimited([row for place, row in enumerate(tables.two_columns(one)) if place != 12]), "a row is missing", missing, must="broken")
    yield of("penny.sta", "mt940", messages.mt940(penny, closing=one.closing), "the closing balance is a penny off", penny, must="broken")
    yield of("missing_entry.sta", "mt940", messages.mt940(missing, closing=one.closing), "an entry is missing", missing, must="broken")
    yield of("missing_entry.xml", "camt053", messages.camt053(missing, closing=one.closing), "an entry is missing", missing, must="broken")
    yield of("penny.xml", "camt053", messages.camt053(penny, closing=one.closing), "the closing balance is a penny off", penny, must="broken")
    doubled = [row for place, row in enumerate(workbooks.cells(one)) for _ in range(1 + (place == 6))]
    twice = replace(one, payments=one.payments[:6] + one.payments[5:])
    yield of("row_twice.xlsx", "xlsx", workbooks.xlsx(doubled), "a row stands there twice", twice, must="broken")


def no_statements():
    """What people bring that is no statement, or cannot be opened: each must be refused."""
    one = ledger(SEED + 10, 12)
    book = workbooks.xlsx(workbooks.cells(one))
    page = papers.pdf(one, STYLES["hsbc_pdf"])
    for name, container, content, about in (
        ("empty.csv", "csv", b"", "nothing at all"),
        ("header_only.csv", "csv", tables.delimited(tables.two_columns(one)[:1]), "a header and no transactions"),
        ("signed_out.csv", "csv", PAGE, "a page of the bank's site called .csv"),
        ("letter.txt", "csv", "Dear customer,\n\nYour card will arrive on 12/03/2026, in 5 days.\nThe fee of £10.00 was waived.\n", "a letter"),
        ("contacts.csv", "csv", "Name,Telephone,Since\nA Sample,01222 61234,01/02/2026\nB Sample,01222 61235,02/02/2026\n", "a table of something else"),
        ("signed_out.xls", "html", PAGE, "a page of the bank's site called .xls"),
        ("locked.xlsx", "xlsx", compound({"EncryptionInfo": bytes(4096), "EncryptedPackage": bytes(4096)}), "locked with a password"),
        ("cut.xlsx", "xlsx", book[: len(book) // 2], "cut short"),
        ("signed_out.ofx", "ofx", PAGE, "a page of the bank's site called .ofx"),
        ("empty.qif", "qif", "!Type:Bank\n", "no records"),
        ("signed_out.sta", "mt940", PAGE, "a page of the bank's site called .sta"),
        ("payments.xml", "camt053", '<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"><CstmrCdtTrfInitn/></Document>', "an order to pay"),
        ("letter.pdf", "pdf", papers.letter(), "a letter"),
        ("locked.pdf", "pdf", papers.locked(page), "locked with a password"),
        ("cut.pdf", "pdf", page[: len(page) // 3], "cut short"),
        ("nothing.jpg", "picture", papers.blank(), "a picture of nothing"),
    ):
        yield of(name, container, content, about, must="refuse")


def more_columns(rows):
    """The rows with one heading renamed and a column more."""
    return [[*("Paid Out Amount" if cell == "Debit Amount" else cell for cell in row), "Category" if number == 0 else "General"] for number, row in enumerate(rows)]


def continental(rows):
    """Amounts and balances as on the Continent."""
    return [rows[0], *([*row[:2], *(tables.continental(Decimal(cell)) for cell in row[2:])] for row in rows[1:])]


def money_as(rows, shown):
    """The amounts and balances shown in another way."""
    return [rows[0], *([*row[:2], *(shown(Decimal(cell)) for cell in row[2:])] for row in rows[1:])]


def directions(rows):
    """Amounts without a sign, and a column that says which way."""
    return [
        ["Date", "Description", "Amount", "Direction", "Balance"],
        *([*row[:2], row[2].lstrip("-"), "Debit" if row[2].startswith("-") else "Credit", row[3]] for row in rows[1:]),
    ]


def negative_out(rows):
    """Money out with a minus in a column of its own."""
    return [rows[0], *([*row[:2], f"-{row[2]}" if row[2] else "", *row[3:]] for row in rows[1:])]


def padded(rows):
    """Rows as a spreadsheet leaves them: empty cells behind each, empty rows at the end."""
    return [[*row, "", ""] for row in rows] + [[""] * 6] * 3


def powers(rows):
    """The account number as a spreadsheet writes a number that it finds too long."""
    return [rows[0], *([*row[:3], f"{float(row[3]):.2E}", *row[4:]] for row in rows[1:])]


def totals(ledger):
    """(money out, money in) of a ledger."""
    return (
        f"{-sum(payment.amount for payment in ledger.payments if payment.amount < 0):.2f}",
        f"{sum(payment.amount for payment in ledger.payments if payment.amount > 0):.2f}",
    )


def carried(rows, ledger):
    """The balances at both ends as rows of their own."""
    first = [rows[1][0], "Balance brought forward", "", "", f"{ledger.opening:.2f}"]
    return [rows[0], first, *rows[1:], [rows[-1][0], "Balance carried forward", "", "", f"{ledger.closing:.2f}"]]


def days_once(rows):
    """The day left out where the row above has it."""
    return [["" if above[0] == row[0] else row[0], *row[1:]] for above, row in zip([[None], *rows], rows, strict=False)]
