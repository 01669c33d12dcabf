"""What a bank prints is what is read: every layout, what is hidden or doctored, and what must not be opened."""

import json
import re
import zlib
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.demo.paper import Paper
from lib.statements.pages.page import lines_of
from lib.statements.pages.pdfpages import open_pages
from lib.statements.reading import read
from tests.printed_statements import LEDGER, STYLES, Payment, Printer, printed

TODAY = date(2026, 11, 22)
OPENING = Decimal("245.18")
WORDS = ["EXAMPLE", "SHOP", "LEEDS", "CARE LTD", "REF 00012345", "12.50 OFFER", "INV-20251224", "A & B", "(CARD)", "RATE 1.00/GBP", "@14:05", "1,234.56-A"]


def reading_of(content, **more):
    """The reading of a PDF."""
    return read("statement.pdf", content, today=TODAY, **more)


def only(content):
    """The one statement of a PDF that must be read whole."""
    reading = reading_of(content)
    assert (reading["status"], reading["rejected_lines"], len(reading["statements"])) == ("read", [], 1), reading["reason"] or reading["rejected_lines"]
    return reading["statements"][0]


def lines(statement):
    """(day, amount, description) of each line."""
    return sorted((row["posted_on"], Decimal(row["amount"]), row["description"]) for row in statement["rows"])


def ledger_lines(style, payments):
    """What must be read of these payments."""
    return sorted((payment.day.isoformat(), payment.amount, " ".join(payment.words[:1] if style.stands == "one" else payment.words)) for payment in payments)


def on_paper(style, payments=LEDGER, packed=True, **changes):
    """A printed statement; `changes` are figures of its summary that are printed as something else."""
    paper = Paper()
    Printer(paper, style, OPENING, payments, changes).print()
    return paper.pdf(packed=packed)


payments = st.lists(
    st.tuples(
        st.integers(0, 45), st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), st.integers(-200_000, 200_000).filter(bool), st.sampled_from(["DD", "SO", "VIS", "CR"])
    ),
    min_size=1,
    max_size=30,
).map(lambda told: [Payment(date(2025, 12, 3) + timedelta(days), tuple(words), Decimal(pence) / 100, kind) for days, words, pence, kind in sorted(told, key=lambda one: one[0])])


@pytest.mark.parametrize("name", STYLES)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(payments=payments, opening=st.integers(-100_000, 500_000))
def test_what_was_printed_is_read_back(name, payments, opening):
    style = STYLES[name]
    statement = only(printed(style, Decimal(opening) / 100, payments))
    assert lines(statement) == ledger_lines(style, payments)
    assert (Decimal(statement["opening_balance"]), statement["proof"]) == (Decimal(opening) / 100, "proven")


@pytest.mark.parametrize("name", STYLES)
def test_account_and_period_are_those_that_are_printed(name):
    statement = only(on_paper(STYLES[name]))
    assert (statement["account"]["sort_code"], statement["account"]["account_number"]) == ("200000", "12345678")
    assert (statement["from_date"], statement["to_date"]) == ("2025-12-16", "2026-01-15")


@pytest.mark.parametrize("name", STYLES)
def test_a_doctored_amount_breaks_the_proof(name):
    whole = on_paper(STYLES[name], packed=False)
    doctored = whole.replace(b"312.00)", b"212.00)", 1)
    assert doctored != whole
    assert only(doctored)["proof"] == "broken"


@pytest.mark.parametrize("name", STYLES)
def test_a_doctored_balance_breaks_the_proof_and_is_named(name):
    statement = only(on_paper(STYLES[name], packed=False).replace(b"1,482.84)", b"1,482.85)", 1))
    assert statement["proof"] == "broken"
    assert "1482.8" in statement["break"]["expected"] + statement["break"]["found"]


@pytest.mark.parametrize(
    ("name", "figure"), [(name, figure) for name, style in STYLES.items() for figure in ("in", "out") if any(figure in re.findall("[a-z]+", which) for _, which in style.summary)]
)
def test_a_printed_total_that_differs_breaks_the_proof(name, figure):
    assert only(on_paper(STYLES[name], **{figure: Decimal("9.99")}))["proof"] == "broken"


@pytest.mark.parametrize("name", [name for name, style in STYLES.items() if ("closing" in dict(map(reversed, style.summary)))])
def test_a_printed_closing_balance_that_differs_breaks_the_proof(name):
    assert only(on_paper(STYLES[name], closing=Decimal("818.07")))["proof"] == "broken"


def test_the_balance_of_a_first_day_is_said_and_breaks_nothing():
    reading = reading_of(on_paper(STYLES["lloyds_pdf"], opening=Decimal("221.71")))
    assert reading["statements"][0]["proof"] == "proven"
    assert any("221.71" in message for message in reading["messages"])


def test_without_totals_the_reading_says_that_they_could_not_be_checked():
    assert any("no totals" in message for message in reading_of(on_paper(STYLES["nationwide_pdf"]))["messages"])
    assert not any("no totals" in message for message in reading_of(on_paper(STYLES["hsbc_pdf"]))["messages"])


def test_a_statement_whose_last_lines_no_balance_covers_is_not_proven():
    paper = table([("05 Jan 2026", "SHOP", "10.00", "", "90.00"), ("06 Jan 2026", "GAS", "20.00", "", "70.00"), ("07 Jan 2026", "BUS", "5.00", "", "")])
    assert only(paper.pdf())["proof"] == "unproven"


def test_a_missing_page_is_said_and_leaves_nothing_proven():
    paper = Paper()
    Printer(paper, STYLES["natwest_pdf"], OPENING, LEDGER).print()
    del paper.pages[1:]
    reading = reading_of(paper.pdf())
    assert any("missing here: page 2" in message for message in reading["messages"])
    assert reading["statements"][0]["proof"] != "proven"


def table(rows, headings=("Date", "Description", "Paid out", "Paid in", "Balance"), x=(45, 110, 380, 450, 530), above=("1 January 2026 to 31 January 2026",)):
    """A page with a plain table; the first two columns are text."""
    paper = Paper()
    paper.page()
    for place, text in enumerate(above):
        paper.text(45, 40 + 14 * place, text)
    for place, row in enumerate((headings, *rows)):
        for column, cell in enumerate(row):
            paper.text(x[column], 120 + 14 * place, cell, align="left" if column < 2 else "right")
    return paper


PLAIN = [("05 Jan 2026", "SHOP", "10.00", "", "90.00"), ("06 Jan 2026", "GAS", "20.00", "", "70.00"), ("08 Jan 2026", "COUNCIL", "", "100.00", "170.00")]


def test_a_table_that_no_layout_claims_is_read_by_its_headings():
    reading = reading_of(table(PLAIN).pdf())
    assert reading["layout"] is None
    assert [row["amount"] for row in reading["statements"][0]["rows"]] == ["-10.00", "-20.00", "100.00"]
    assert reading["statements"][0]["proof"] == "proven"


@pytest.mark.parametrize("headings", [
    ("Transaction date", "Details", "Debit", "Credit", "Balance"),
    ("Date", "Narrative", "Withdrawals", "Deposits", "Balance (GBP)"),
    ("Posting date", "Transaction details", "£ Out", "£ In", "Running balance"),
])  # fmt: skip
def test_headings_in_other_words_are_known(headings):
    assert [row["amount"] for row in only(table(PLAIN, headings).pdf())["rows"]] == ["-10.00", "-20.00", "100.00"]


def test_a_heading_of_two_lines_is_one_heading():
    paper = table(PLAIN, ("", "", "", "", ""))
    for x, upper, lower, align in (
        (45, "Date", "", "left"),
        (110, "Description", "", "left"),
        (380, "Paid", "out", "right"),
        (450, "Paid", "in", "right"),
        (530, "Balance", "", "right"),
    ):
        paper.text(x, 100, upper, align=align)
        paper.text(x, 110, lower, align=align)
    assert [row["amount"] for row in only(paper.pdf())["rows"]] == ["-10.00", "-20.00", "100.00"]


def test_amounts_that_begin_under_their_headings_are_in_their_columns():
    paper = Paper()
    paper.page()
    for place, row in enumerate((("Date", "Description", "Paid out", "Paid in", "Balance"), *PLAIN, ("09 Jan 2026", "CAR", "", "11,000.00", "11,170.00"))):
        for x, cell in zip((45, 110, 330, 400, 470), row, strict=True):
            paper.text(x, 120 + 14 * place, cell)
    assert only(paper.pdf())["proof"] == "proven"


def test_an_amount_between_two_columns_is_not_guessed():
    paper = table(PLAIN)
    paper.text(415, 120 + 14 * 4, "7.77", align="right")
    paper.text(45, 120 + 14 * 4, "09 Jan 2026")
    reading = reading_of(paper.pdf())
    assert reading["rejected_lines"] or any("7.77" in message for message in reading["messages"])
    assert reading["statements"][0]["proof"] != "proven"


def test_balances_of_other_accounts_below_the_closing_balance_are_no_lines():
    paper = table([*PLAIN, ("", "Closing balance", "", "", "170.00"), ("", "Savings", "", "", "1,000.00")])
    statement = only(paper.pdf())
    assert (statement["lines"], statement["closing_balance"], statement["proof"]) == (3, "170.00", "proven")


def test_text_above_and_below_the_line_with_the_amount_belongs_to_the_nearest():
    paper = Paper()
    paper.page()
    for x, heading, align in ((45, "Date", "left"), (110, "Details", "left"), (400, "Amount (£)", "right"), (500, "Balance (£)", "right")):
        paper.text(x, 100, heading, align=align)
    for y, day, amount, balance, words in ((125, "13/01/2026", "100.00", "120.00", ("LOAD FROM", "COUNCIL")), (151, "14/01/2026", "-20.00", "100.00", ("EXAMPLE", "STORES"))):
        paper.text(45, y, day)
        paper.text(400, y, amount, align="right")
        paper.text(500, y, balance, align="right")
        paper.text(110, y - 6, words[0])
        paper.text(110, y + 6, words[1])
    assert lines(only(paper.pdf())) == [("2026-01-13", Decimal("100.00"), "LOAD FROM COUNCIL"), ("2026-01-14", Decimal("-20.00"), "EXAMPLE STORES")]


@pytest.mark.parametrize(("day", "expected"), [("29 Dec", "2025-12-29"), ("3 Jan", "2026-01-03"), ("2nd Jan", "2026-01-02")])
def test_a_day_without_a_year_takes_it_from_the_period(day, expected):
    paper = table([(day, "SHOP", "10.00", "", "90.00")], above=("Statement 16 December 2025 to 15 January 2026",))
    assert only(paper.pdf())["rows"][0]["posted_on"] == expected


def test_a_day_without_any_year_is_rejected_and_not_guessed():
    reading = reading_of(table([("29 Dec", "SHOP", "10.00", "", "90.00")], above=("Your account",)).pdf())
    assert reading["status"] == "refused"
    assert "29 Dec" in reading["reason"]


def test_a_year_broken_over_two_lines_is_put_together():
    paper = table([("05/01/20", "SHOP", "10.00", "", "90.00"), ("26", "LEEDS", "", "", ""), ("06/01/20", "GAS", "20.00", "", "70.00"), ("26", "", "", "", "")])
    statement = only(paper.pdf())
    assert [(row["posted_on"], row["description"]) for row in statement["rows"]] == [("2026-01-05", "SHOP LEEDS"), ("2026-01-06", "GAS")]


def white(paper):
    paper.text(45, 180, "07 Jan 2026", colour=1)
    paper.text(380, 180, "66.66", colour=1, align="right")


def tiny(paper):
    paper.text(45, 180, "07 Jan 2026 GHOST 66.66", size=1)


def inkless(paper):
    paper.text(45, 180, "07 Jan 2026", mode=3)
    paper.text(380, 180, "66.66", mode=3, align="right")


def covered(paper):
    paper.text(45, 180, "07 Jan 2026")
    paper.text(380, 180, "66.66", align="right")
    paper.box(40, 176, 560, 192, colour=1)


def off_the_page(paper):
    paper.text(700, 180, "07 Jan 2026 GHOST 66.66")


@pytest.mark.parametrize("hide", [white, tiny, inkless, covered, off_the_page])
def test_text_that_cannot_be_seen_is_not_read_and_is_said(hide):
    paper = table(PLAIN)
    hide(paper)
    reading = reading_of(paper.pdf())
    assert "66.66" not in json.dumps(reading)
    assert any("cannot be seen" in message for message in reading["messages"])
    assert reading["statements"][0]["lines"] == 3


def test_white_text_on_a_dark_bar_can_be_seen():
    paper = table(PLAIN, ("", "", "", "", ""))
    paper.box(40, 116, 560, 130, colour=0.2)
    for x, text, align in ((45, "Date", "left"), (110, "Description", "left"), (380, "Paid out", "right"), (450, "Paid in", "right"), (530, "Balance", "right")):
        paper.text(x, 120, text, colour=1, align=align)
    assert only(paper.pdf())["proof"] == "proven"


def test_several_statements_in_one_file_are_told_apart():
    paper, style = Paper(), STYLES["lloyds_pdf"]
    Printer(paper, style, OPENING, LEDGER[:9]).print()
    Printer(paper, style, OPENING + sum(one.amount for one in LEDGER[:9]), LEDGER[9:]).print()
    statements = reading_of(paper.pdf())["statements"]
    assert [(one["lines"], one["proof"], one["to_date"]) for one in statements] == [(9, "proven", "2025-12-31"), (5, "proven", "2026-01-15")]


def test_a_pot_is_a_statement_of_its_own_and_no_bank_account():
    paper = Paper()
    Printer(paper, STYLES["monzo_pdf"], OPENING, LEDGER).print()
    y = 500
    for text in ("Holiday Pot statement", "16 December 2025 - 15 January 2026"):
        paper.text(45, y, text)
        y += 14
    for row in (("Date", "Description", "(GBP) Amount", "(GBP) Balance"), ("03/01/2026", "Transfer", "50.00", "50.00")):
        for x, cell, align in zip((45, 130, 450, 545), row, ("left", "left", "right", "right"), strict=True):
            paper.text(x, y, cell, align=align)
        y += 16
    account, pot = reading_of(paper.pdf())["statements"]
    assert (account["lines"], account["account"]["account_number"], account["proof"]) == (len(LEDGER), "12345678", "proven")
    assert (pot["lines"], pot["account"]["account_number"], pot["account"]["name"]) == (1, None, "holiday pot statement")


@pytest.mark.parametrize("name", STYLES)
def test_every_word_that_can_be_seen_is_in_a_line_that_was_told(name):
    content = on_paper(STYLES[name])
    reading = reading_of(content)
    told = [row["source"] for row in reading["statements"][0]["rows"] + reading["skipped_lines"] + reading["rejected_lines"]]
    words = [word for source in told for line in source.split("): ", 1)[1].split(" / ") for word in line.split()]
    seen = [word.text for page in open_pages(content, False)[0] for word in page.words]
    assert sorted(words) == sorted(seen)


def test_a_line_says_where_it_stands():
    row = only(table(PLAIN).pdf())["rows"][1]
    found = re.match(r"page (\d+) \(([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)\): 06 Jan 2026 GAS 20.00 70.00$", row["source"])
    page, left, top, right, bottom = map(float, found.groups())
    assert (page, left, right) == (1, 45, 530)
    assert 140 < top < 150 < bottom < 165


@pytest.mark.parametrize(("content", "said"), [
    (lambda paper: paper.pdf(catalog=b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), "JavaScript"),
    (lambda paper: paper.pdf(catalog=b"/OpenAction<</S/Launch/F(a.exe)>>"), "start a program"),
    (lambda paper: paper.pdf(more=[b"<</Type/EmbeddedFile/Length 1>>\nstream\nx\nendstream"]), "file attached"),
    (lambda paper: paper.pdf().replace(b"/Count 1", b"/Count 9"), "says that it has 9 pages"),
    (lambda paper: paper.pdf(packed=False).replace(b"/Kids[5 0 R]", b"/Kids[2 0 R]"), "contain each other"),
    (lambda paper: paper.pdf().replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(" + b"o" * 32 + b")/U(" + b"u" * 32 + b")>>/ID[(a)(a)]"), "password"),
    (lambda paper: paper.pdf(more=[b"<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(BOMB), BOMB)]), "unpacks to more than"),
    (lambda paper: paper.pdf()[:300], "damaged"),
])  # fmt: skip
def test_what_no_bank_sends_is_refused_with_a_sentence(content, said):
    reading = reading_of(content(table(PLAIN)))
    assert reading["status"] == "refused"
    assert said in reading["reason"]


BOMB = zlib.compress(bytes(51_000_000))


def test_more_pages_than_a_statement_has_are_refused():
    paper = table(PLAIN)
    paper.pages += paper.pages * 100
    assert "more than 100 pages" in reading_of(paper.pdf())["reason"]


@pytest.mark.parametrize(("texts", "said"), [
    (["Dear Mrs Sample,", "we are writing about your care. Yours sincerely"], "letter"),
    (["Your credit limit is £500.00", "Minimum payment £5.00"], "credit card"),
    (["Nothing of the kind stands here"], "row of headings"),
])  # fmt: skip
def test_a_pdf_that_is_no_statement_is_refused_for_what_it_is(texts, said):
    paper = Paper()
    paper.page()
    for place, text in enumerate(texts):
        paper.text(45, 50 + 20 * place, text)
    assert said in reading_of(paper.pdf())["reason"]


@pytest.mark.parametrize(("headings", "status"), [(("Date", "Description", "Amount"), "refused"), (("Date", "Description", "Amount", "Balance"), "read")])
def test_a_credit_cards_statement_is_refused_though_it_has_a_table(headings, status):
    paper = Paper()
    paper.page()
    paper.text(45, 40, "Credit limit £2,000.00   Minimum payment £5.00   Payment due date 24 Jan 2026")
    for place, cells in enumerate((headings, ("02/01/2026", "EXAMPLE SHOP", "-10.00", "90.00"), ("03/01/2026", "EXAMPLE CAFE", "-5.00", "85.00"))):
        for text, x in zip(cells[: len(headings)], (45, 120, 400, 500), strict=False):
            paper.text(x, 80 + 16 * place, text)
    reading = reading_of(paper.pdf())
    assert (reading["status"], "credit card" in (reading["reason"] or "")) == (status, status == "refused")


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_mutated_bytes_give_a_reading_and_never_an_exception(data):
    content = bytearray(data.draw(st.sampled_from(MUTATED)))
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(content)))
        content[place : place + data.draw(st.integers(0, 30))] = data.draw(
            st.binary(max_size=8) | st.sampled_from([b"<<", b">>", b"/Kids", b"2 0 R", b"-1", b"99999999", b"endobj", b"[", b"("])
        )
    reading = reading_of(bytes(content))
    json.dumps(reading)
    assert reading["statements"] or len(reading["reason"]) > 15


MUTATED = [on_paper(STYLES["hsbc_pdf"], packed=packed) for packed in (True, False)] + [table(PLAIN).pdf(packed=False)]


def test_words_on_one_height_are_one_line():
    words = open_pages(table(PLAIN).pdf(), False)[0][0].words
    assert [line.text for line in lines_of("page 1", words)][2] == "05 Jan 2026 SHOP 10.00 90.00"
