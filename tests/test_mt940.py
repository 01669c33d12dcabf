"""MT940: each message is a statement that is proven by its own balances, and reversals have the right sign."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.statements.mt940_details import described
from lib.statements.reading import read
from tests.mutated import holds, mutated

TODAY = date(2026, 11, 22)
PLAIN = """:20:STATEMENT1
:25:200000/41234567
:28C:1/1
:60F:C260101GBP1000,00
:61:2601020102C218,15NTRFREF1//BANK1
:86:EXAMPLE COUNCIL
DIRECT PAYMENT
:61:2601050105D18,15NDDTNONREF
:86:EXAMPLE GAS
:62F:C260131GBP1200,
-
"""


def reading_of(text, name="a.sta"):
    return read(name, text.encode(), today=TODAY)


def only_statement(text):
    reading = reading_of(text)
    assert (reading["status"], reading["rejected_lines"], len(reading["statements"])) == ("read", [], 1), reading
    return reading["statements"][0]


def amounts(statement):
    return [row["amount"] for row in statement["rows"]]


def test_a_message_is_a_statement_with_its_balances_and_its_account():
    statement = only_statement(PLAIN)
    assert (statement["opening_balance"], statement["closing_balance"], statement["proof"]) == ("1000.00", "1200.00", "proven")
    assert (statement["account"]["sort_code"], statement["account"]["account_number"], statement["currency"]) == ("200000", "41234567", "GBP")
    assert [(row["line_number"], row["posted_on"], row["amount"], row["kind"], row["external_id"], row["description"]) for row in statement["rows"]] == [
        (5, "2026-01-02", "218.15", "TRF", "BANK1", "EXAMPLE COUNCIL DIRECT PAYMENT"),
        (8, "2026-01-05", "-18.15", "DDT", None, "EXAMPLE GAS"),
    ]
    assert statement["to_date"] == "2026-01-31"


def test_every_penny_of_the_closing_balance_counts():
    statement = only_statement(PLAIN.replace("GBP1200,", "GBP1200,01"))
    assert (statement["proof"], statement["break"]) == ("broken", {"line": 8, "expected": "1200.00", "found": "1200.01"})


@pytest.mark.parametrize(
    ("mark", "amount"),
    [("C", "18.15"), ("D", "-18.15"), ("RC", "-18.15"), ("RD", "18.15"), ("CR", "18.15"), ("DR", "-18.15"), ("RCR", "-18.15"), ("RDP", "18.15"), ("CN", "18.15")],
)
def test_a_reversed_credit_takes_money_out_and_a_reversed_debit_gives_it_back(mark, amount):
    assert amounts(only_statement(PLAIN.replace("0105D18,15", f"0105{mark}18,15")))[1] == amount


@pytest.mark.parametrize(
    ("text", "amount"), [("18,15", "-18.15"), ("18,1", "-18.10"), ("18,", "-18.00"), ("18", "-18.00"), ("000018,15", "-18.15"), ("18.15", "-18.15"), ("1.218,15", "-1218.15")]
)
def test_an_amount_has_a_decimal_comma(text, amount):
    assert amounts(only_statement(PLAIN.replace("0105D18,15", f"0105D{text}")))[1] == amount


@pytest.mark.parametrize("text", ["1.218", "18,155", "18,1,5"])
def test_an_amount_that_can_be_read_in_two_ways_is_rejected(text):
    assert [row["line"] for row in reading_of(PLAIN.replace("0105D18,15", f"0105D{text}"))["rejected_lines"]] == [8]


def test_an_overdrawn_balance_is_below_nothing():
    statement = only_statement(PLAIN.replace(":60F:C260101GBP1000,00", ":60F:D260101GBP1000,00").replace(":62F:C260131GBP1200,", ":62F:D260131GBP800,00"))
    assert (statement["opening_balance"], statement["closing_balance"], statement["proof"]) == ("-1000.00", "-800.00", "proven")


def test_each_message_of_a_file_is_proven_by_itself():
    second = PLAIN.replace("STATEMENT1", "STATEMENT2").replace("41234567", "49876543").replace("GBP1200,", "GBP1200,01")
    reading = reading_of(PLAIN + second)
    assert [(one["account"]["account_number"], one["proof"]) for one in reading["statements"]] == [("41234567", "proven"), ("49876543", "broken")]


PAGE = ":20:A\n:25:200000/41234567\n:28C:1/{page}\n:60{a}:C260101GBP{opening}\n:61:2601020102C{amount}NTRFNONREF\n:62{b}:C260102GBP{closing}\n-\n"


def test_pages_of_one_statement_are_joined():
    first = PAGE.format(page=1, a="F", opening="0,", amount="5,00", b="M", closing="5,00")
    statement = only_statement(first + PAGE.format(page=2, a="M", opening="5,00", amount="7,50", b="F", closing="12,50"))
    assert (statement["lines"], statement["opening_balance"], statement["closing_balance"], statement["proof"]) == (2, "0.00", "12.50", "proven")
    broken = only_statement(first + PAGE.format(page=2, a="M", opening="6,00", amount="7,50", b="F", closing="13,50"))
    assert broken["proof"] == "broken"


def test_a_page_of_another_account_is_not_joined_and_a_missing_page_is_said():
    first = PAGE.format(page=1, a="F", opening="0,", amount="5,00", b="M", closing="5,00")
    other = PAGE.format(page=2, a="M", opening="5,00", amount="7,50", b="F", closing="12,50").replace("41234567", "49876543")
    reading = reading_of(first + other)
    assert [one["lines"] for one in reading["statements"]] == [1, 1]
    assert any("further page" in message for message in reading["messages"])


def test_a_value_date_that_is_no_date_gives_way_to_the_entry_date_with_a_message():
    reading = reading_of(PLAIN.replace(":61:2601050105", ":61:2602300301"))
    assert [row["posted_on"] for row in reading["statements"][0]["rows"]] == ["2026-01-02", "2026-03-01"]
    assert any("30/02/2026" in message and "01/03/2026" in message for message in reading["messages"])


def test_an_entry_date_in_the_next_year_is_told_from_the_value_date():
    assert only_statement(PLAIN.replace(":61:2601050105", ":61:2512320102"))["rows"][1]["posted_on"] == "2026-01-02"


def test_an_impossible_date_without_any_other_is_rejected():
    reading = reading_of(PLAIN.replace(":61:2601050105", ":61:260230"))
    assert [row["line"] for row in reading["rejected_lines"]] == [8]
    assert reading["statements"][0]["proof"] != "proven"


def test_a_statement_without_its_closing_balance_was_cut_short():
    reading = reading_of(PLAIN.split(":62F:")[0])
    assert "cut short" in reading["rejected_lines"][0]["reason"]
    assert reading["statements"][0]["proof"] == "unproven"


def test_what_is_expected_and_not_booked_is_left_out():
    reading = reading_of(PLAIN.replace("0102C218,15", "0102EC218,15").replace("GBP1200,", "GBP981,85"))
    assert (reading["statements"][0]["lines"], reading["statements"][0]["proof"]) == (1, "proven")
    assert "Not transactions, and left out: 1 expected." in reading["messages"]


def test_an_mt942_report_is_read_and_says_that_it_cannot_be_kept():
    reading = reading_of(":20:A\n:25:200000/41234567\n:34F:GBP0,\n:13D:2601021815+0000\n:61:2601020102C1,00NTRFNONREF\n:90D:0GBP0,00\n:90C:1GBP1,00\n-\n")
    assert (reading["statements"][0]["credits"], reading["rejected_lines"]) == ("1.00", [])
    assert "MT942" in reading["not_kept"]
    assert reading_of(PLAIN)["not_kept"] is None


@pytest.mark.parametrize(("text", "word"), [
    (":20:A\n:25:200000/41234567\n:60F:C260101GBP1,\n:62F:C260131GBP1,\n-\n", "no transactions"),
    (":20:A\n:25:200000/41234567\n:86:X\n", "no statement"),
    (":20:A\n:60F:C260101GBP1,\n:61:NOT A LINE\n:62F:C260131GBP1,\n", "not a transaction"),
])  # fmt: skip
def test_a_file_without_transactions_is_refused_with_a_sentence(text, word):
    reading = reading_of(text)
    assert reading["status"] == "refused"
    assert word in reading["reason"]


def test_the_envelope_of_the_network_and_stray_bytes_are_no_part_of_a_message():
    wrapped = "{1:F01BANKGB2LAXXX0000000000}{2:O9401200260131BANKGB2LAXXX}{3:{108:X}}{4:\r\n" + PLAIN.replace("\n", "\r\n").removesuffix("-\r\n") + "-}{5:{CHK:1}}\r\n"
    assert only_statement(wrapped)["proof"] == "proven"
    assert only_statement("\x01\n" + PLAIN.removesuffix("\n") + "\x03\n")["proof"] == "proven"


def test_every_line_of_a_file_is_accounted_for():
    reading = reading_of("BANK HEADER\n" + PLAIN + "TRAILER\n")
    rows = reading["statements"][0]["rows"]
    assert [row["line_number"] for row in rows] == [6, 9]
    assert [row["line"] for row in reading["skipped_lines"]] == [1, 2, 3, 4, 5, 11, 13]
    assert rows[0]["source"].split("\n") == [":61:2601020102C218,15NTRFREF1//BANK1", ":86:EXAMPLE COUNCIL", "DIRECT PAYMENT"]


@pytest.mark.parametrize(("details", "shown"), [
    ([("86", ["166?00GUTSCHRIFT?20EREF+1?21SVWZ+RENT?32A COUNCIL?33 LTD"])], "A COUNCIL  LTD EREF+1 SVWZ+RENT"),
    ([("86", ["020?00BANK CHARGE?109301"])], "BANK CHARGE"),
    ([("86", ["A" * 65, "BC", "D"])], "A" * 65 + "BC D"),
    ([("86", ["ONE"]), ("86", ["TWO"])], "ONE TWO"),
    ([("NS", ["01FOR CARE", "15A COUNCIL", "1812345"])], "A COUNCIL FOR CARE"),
    ([], "OWN WORDS"),
])  # fmt: skip
def test_the_description_says_who_and_what_for(details, shown):
    assert described(details, ["OWN WORDS"]) == shown


@pytest.mark.parametrize(("lines", "shown"), [
    (["EXAMPLE COUNCIL", "?20DIRECT?21PAYMENT"], "EXAMPLE COUNCIL DIRECT PAYMENT"),
    (["EXAMPLE COUNCIL?20DIRECT?32A PERSON"], "EXAMPLE COUNCIL A PERSON DIRECT"),
    ([">20DIRECT PAYMENT>32A COUNCIL"], "A COUNCIL DIRECT PAYMENT"),
    (["?00TRANSFER"], "TRANSFER"),
    (["WHY?20 POUNDS"], "WHY?20 POUNDS"),
    ([">10 POUNDS"], ">10 POUNDS"),
])  # fmt: skip
def test_codes_that_begin_without_a_number_are_read_as_codes(lines, shown):
    assert described([("86", lines)], []) == shown


@pytest.mark.parametrize(("line", "details", "shown"), [
    ("NTRFREF1//BANK1\nEXAMPLE CARE LTD", "DIRECT PAYMENT", "DIRECT PAYMENT EXAMPLE CARE LTD"),
    ("NTRFREF1\nEXAMPLE CARE LTD", "Example Care Ltd, June", "Example Care Ltd, June"),
    ("NTRFREF1\n/OCMT/EUR12,00/", "DIRECT PAYMENT", "DIRECT PAYMENT"),
    ("NTRFREF1\n00012345", "DIRECT PAYMENT", "DIRECT PAYMENT"),
    ("N044REF1            EXAMPLE CARE LTD", "DIRECT PAYMENT", "DIRECT PAYMENT EXAMPLE CARE LTD"),
    ("NTRFREF1//BANK1           EXAMPLE CARE LTD", "DIRECT PAYMENT", "DIRECT PAYMENT EXAMPLE CARE LTD"),
    ("NTRFREFERENCE-OF-MORE-THAN-16", "DIRECT PAYMENT", "DIRECT PAYMENT"),
])  # fmt: skip
def test_the_payee_behind_the_reference_is_said_too(line, details, shown):
    rows = only_statement(PLAIN.replace("NDDTNONREF", line).replace("EXAMPLE GAS", details))["rows"]
    assert rows[1]["description"] == shown
    assert rows[1]["external_id"] == ("BANK1" if "BANK1" in line else None)


def test_lines_booked_on_another_day_than_their_value_date_are_said_once():
    reading = reading_of(PLAIN.replace("2601020102", "2601020101").replace("2601050105", "2512310102"))
    assert [row["posted_on"] for row in reading["statements"][0]["rows"]] == ["2025-12-31", "2026-01-02"]
    assert [message.split(".")[0] for message in reading["messages"]] == ["Line 5 (and 1 more) was booked on 01/01/2026, and its value date is 02/01/2026"]
    assert reading_of(PLAIN)["messages"] == []


def test_a_closing_balance_in_another_currency_proves_nothing():
    reading = reading_of(PLAIN.replace("GBP1200,", "EUR1200,"))
    assert reading["statements"][0]["proof"] == "unproven"
    assert any("in EUR and the statement in GBP" in message for message in reading["messages"])


@pytest.mark.parametrize("field", [":34F:EURD0,", ":90C:1EUR1,00"])
def test_an_mt942_report_is_in_the_currency_of_its_limit_or_its_totals(field):
    reading = reading_of(f":20:A\n:25:200000/41234567\n:13D:2601021815+0000\n{field}\n:61:2601020102C1,00NTRFNONREF\n-\n")
    assert reading["statements"][0]["currency"] == "EUR"
    assert not any("pounds were assumed" in message for message in reading["messages"])


LINES = st.lists(
    st.tuples(st.integers(0, 20), st.integers(-500_000, 500_000).filter(bool), st.sampled_from(["EXAMPLE SHOP", "COUNCIL, DP", "A:B", "CAFE - 2"])), min_size=1, max_size=12
)


@settings(max_examples=50, deadline=None)
@given(LINES, st.integers(-100_000, 100_000))
def test_a_statement_written_as_mt940_reads_back_and_is_proven(lines, opening):
    def balance(tag, pence, day):
        return f":{tag}:{'D' if pence < 0 else 'C'}{day:%y%m%d}GBP{abs(pence) // 100},{abs(pence) % 100:02d}\n"

    day, expected = date(2026, 1, 13), []
    written = ":20:X\n:25:20000041234567\n" + balance("60F", opening, day)
    for later, pence, text in lines:
        day += timedelta(days=later)
        written += f":61:{day:%y%m%d}{day:%m%d}{'D' if pence < 0 else 'C'}{abs(pence) // 100},{abs(pence) % 100:02d}NTRFNONREF\n:86:{text}\n"
        expected.append((day.isoformat(), f"{pence / 100:.2f}", text))
    statement = only_statement(written + balance("62F", opening + sum(pence for _, pence, _ in lines), day) + "-\n")
    assert statement["proof"] == "proven"
    assert [(row["posted_on"], row["amount"], row["description"]) for row in statement["rows"]] == expected


@settings(max_examples=150, deadline=None)
@given(mutated([PLAIN.encode(), PAGE.format(page=1, a="F", opening="0,", amount="5,00", b="M", closing="5,00").encode() * 2]))
def test_a_mutated_file_gives_a_reading_and_never_an_exception(content):
    assert holds(read("a.sta", content, today=TODAY))
