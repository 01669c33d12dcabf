"""OFX files: a statement for each account, and what is no statement is refused."""

import pytest

from tests.readings import reading_of, signed

OFX = """OFXHEADER:100
DATA:OFXSGML

<OFX><BANKMSGSRSV1>{}</BANKMSGSRSV1></OFX>
"""
ACCOUNT = """<STMTTRNRS><STMTRS><CURDEF>GBP<BANKACCTFROM><BANKID>300000<ACCTID>{}<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST><DTSTART>20260101<DTEND>20260131
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260102120000[0:GMT]<TRNAMT>218.15<FITID>A<NAME>EXAMPLE &amp; COUNCIL</STMTTRN>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260105<TRNAMT>-23,49<FITID>A<NAME>EXAMPLE SHOP<MEMO>EXAMPLE SHOP LONDON</STMTTRN>
</BANKTRANLIST><LEDGERBAL><BALAMT>1429.22<DTASOF>20260131</LEDGERBAL></STMTRS></STMTTRNRS>"""


def test_an_ofx_file_gives_a_statement_for_each_account():
    reading = reading_of(OFX.format(ACCOUNT.format("12345678") + ACCOUNT.format("87654321")).replace("23,49", "23.49"), name="a.ofx")
    assert [one["account"]["account_number"] for one in reading["statements"]] == ["12345678", "87654321"]
    first = reading["statements"][0]
    assert signed(first) == ["218.15", "-23.49"]
    assert (first["opening_balance"], first["closing_balance"], first["proof"]) == (None, "1429.22", "unproven")
    assert first["rows"][0]["description"] == "EXAMPLE & COUNCIL"
    assert first["rows"][1]["description"] == "EXAMPLE SHOP LONDON"
    assert (first["from_date"], first["to_date"], first["account"]["sort_code"]) == ("2026-01-01", "2026-01-31", "300000")
    assert any("FITID" in message for message in reading["messages"])


def test_transactions_on_one_line_of_an_ofx_file_are_numbered_in_their_order():
    text = OFX.format(ACCOUNT.format("12345678")).replace("23,49", "23.49")
    assert [row["line_number"] for row in reading_of(text, name="a.ofx")["statements"][0]["rows"]] == [5, 6]
    one_line = reading_of(text.replace("\n", " "), name="a.ofx")
    assert [row["line_number"] for row in one_line["statements"][0]["rows"]] == [1, 2]
    assert any("on one line" in message for message in one_line["messages"])


@pytest.mark.parametrize(("amount", "read_as"), [("2,000.00", "2000.00"), ("-1,218.150", "-1218.15"), ("218.1500", "218.15")])
def test_an_ofx_amount_keeps_its_thousands_and_loses_its_padding(amount, read_as):
    text = OFX.format(ACCOUNT.format("12345678")).replace("218.15", amount).replace("23,49", "23.49")
    assert signed(reading_of(text, name="a.ofx")["statements"][0])[0] == read_as


def test_an_ofx_line_without_a_date_is_rejected_and_the_others_kept():
    reading = reading_of(OFX.format(ACCOUNT.format("12345678")).replace("20260105", "20260231").replace("23,49", "23.49"), name="a.ofx")
    assert reading["statements"][0]["lines"] == 1
    assert "is not a date" in reading["rejected_lines"][0]["reason"]


def one_account(more="", currency="GBP", end="20260131", balance="<LEDGERBAL><BALAMT>1429.22<DTASOF>20260131</LEDGERBAL>", lines=None):
    """A file of one account: two transactions, and more behind them."""
    lines = transaction("A", "218.15", day="20260102") + transaction("B", "-23.49", day="20260105") if lines is None else lines
    account = f"<CURDEF>{currency}<BANKACCTFROM><BANKID>300000<ACCTID>12345678</BANKACCTFROM>"
    return OFX.format(f"<STMTTRNRS><STMTRS>{account}<BANKTRANLIST><DTSTART>20260101<DTEND>{end}\n{lines}{more}</BANKTRANLIST>{balance}</STMTRS></STMTTRNRS>")


def transaction(fitid, amount, more="", day="20260105", name="STMTTRN"):
    return f"<{name}><TRNTYPE>OTHER<DTPOSTED>{day}<TRNAMT>{amount}<FITID>{fitid}{more}</{name}>\n"


def read_one(text):
    reading = reading_of(text, name="a.ofx")
    return reading, [row["amount"] for one in reading["statements"] for row in one["rows"]], " ".join(reading["messages"])


@pytest.mark.parametrize("amount", ["-30,000", "-3,770", "1,290", "1.290", "+218.150"])
def test_an_ofx_amount_of_three_digits_behind_its_only_mark_is_rejected(amount):
    reading, amounts, _ = read_one(one_account(transaction("C", amount)))
    assert amounts == ["218.15", "-23.49"]
    assert f"'{amount}' may be thousands" in reading["rejected_lines"][0]["reason"]


def test_an_ofx_balance_of_three_digits_behind_its_only_mark_is_not_taken():
    reading, _, said = read_one(one_account().replace("1429.22", "1,290"))
    assert reading["statements"][0]["closing_balance"] is None
    assert "'1,290' may be thousands" in said


@pytest.mark.parametrize(("amount", "read_as"), [("1,234,567.00", "1234567.00"), ("1234.500", "1234.50"), ("0.5000", "0.50")])
def test_an_ofx_amount_that_can_be_read_in_one_way_is_read(amount, read_as):
    assert read_one(one_account(transaction("C", amount)))[1][-1] == read_as


def test_an_ofx_amount_in_another_currency_than_the_account_is_rejected():
    foreign = transaction("C", "-10.00", "<CURRENCY><CURRATE>0.8<CURSYM>USD</CURRENCY>")
    reading, amounts, _ = read_one(one_account(foreign))
    assert (amounts, reading["statements"][0]["currency"]) == (["218.15", "-23.49"], "GBP")
    assert "in USD" in reading["rejected_lines"][0]["reason"]


@pytest.mark.parametrize("group", ["<CURRENCY><CURRATE>1.0<CURSYM>GBP</CURRENCY>", "<ORIGCURRENCY><CURRATE>0.8<CURSYM>USD</ORIGCURRENCY>"])
def test_an_ofx_amount_that_the_bank_has_converted_is_kept(group):
    assert read_one(one_account(transaction("C", "-10.00", group)))[1] == ["218.15", "-23.49", "-10.00"]


def test_an_ofx_statement_without_its_currency_has_that_of_its_transactions():
    text = one_account(currency="", lines=transaction("A", "5.00", "<CURRENCY><CURRATE>1.0<CURSYM>EUR</CURRENCY>"))
    reading, amounts, said = read_one(text)
    assert (reading["statements"][0]["currency"], amounts) == ("EUR", ["5.00"])
    assert "pounds were assumed" not in said


def test_the_currency_of_a_balance_in_a_list_is_not_that_of_the_transactions():
    other = "<BALLIST><BAL><NAME>X<BALTYPE>DOLLAR<VALUE>1.00<CURRENCY><CURRATE>1.0<CURSYM>USD</CURRENCY></BAL></BALLIST>"
    assert read_one(one_account(balance=other))[1] == ["218.15", "-23.49"]


@pytest.mark.parametrize(("end", "as_of", "closing", "word"), [
    ("20260131", "20260131", "1429.22", ""),
    ("20260131", "20260105", "1429.22", ""),
    ("20261231", "20261122", "1429.22", ""),
    ("20260131", "20260201093000", "1429.22", "a day after"),
    ("20260131", "20260202", None, "its transactions end on 31/01/2026"),
    ("20260131", "20260104", None, "before its last transaction of 05/01/2026"),
])  # fmt: skip
def test_an_ofx_balance_of_another_day_is_not_the_closing_balance(end, as_of, closing, word):
    reading, _, said = read_one(one_account(end=end, balance=f"<LEDGERBAL><BALAMT>1429.22<DTASOF>{as_of}</LEDGERBAL>"))
    assert (reading["statements"][0]["closing_balance"], reading["statements"][0]["proof"]) == (closing, "unproven")
    assert word in said and ("balance" in said) == bool(word)


@pytest.mark.parametrize(("name", "read_as"), [
    ("H&LTD STORES", "H&LTD STORES"), ("A&GTB", "A&GTB"), ("M&amp;S &lt;UK&gt;&nbsp;&#163;", "M&S <UK> £"), ("R&D; CO", "R&D; CO"), ("&notit; X", "&notit; X"), ("&amp;lt; X", "&lt; X"),
])  # fmt: skip
def test_an_entity_of_a_name_ends_with_its_semicolon(name, read_as):
    reading = reading_of(one_account(lines=transaction("A", "1.00", f"<NAME>{name}")), name="a.ofx")
    assert reading["statements"][0]["rows"][0]["description"] == read_as


def test_pending_transactions_of_ofx_are_left_out_and_said():
    pending = "<BANKTRANLISTP><DTASOF>20260131" + transaction("P", "-99.00", name="STMTTRNP").replace("DTPOSTED", "DTTRAN") + "</BANKTRANLISTP>"
    reading, amounts, said = read_one(one_account().replace("</STMTRS>", f"{pending}</STMTRS>"))
    assert amounts == ["218.15", "-23.49"]
    assert ("left out: 1 pending" in said, [row["why"] for row in reading["skipped_lines"]]) == (True, ["pending"])
    assert "1 pending" in reading_of(one_account(lines="").replace("</STMTRS>", f"{pending}</STMTRS>"), name="a.ofx")["reason"]


CORRECTS = "<CORRECTFITID>{}<CORRECTACTION>{}"


@pytest.mark.parametrize(("lines", "amounts", "word"), [
    (transaction("C", "-23.94", CORRECTS.format("B", "REPLACE")), ["218.15", "-23.94"], "only the new one was kept"),
    (transaction("C", "-23.49", CORRECTS.format("B", "DELETE")), ["218.15"], "neither was kept"),
    (transaction("C", "-23.94", CORRECTS.format("B", "REPLACE")) + transaction("D", "-24.00", CORRECTS.format("C", "REPLACE")), ["218.15", "-24.00"], "Line 7 replaces line 6"),
    (transaction("C", "-23.94", CORRECTS.format("OLD", "REPLACE")), ["218.15", "-23.49", "-23.94"], "not in this file (FITID OLD)"),
    (transaction("C", "-23.94", CORRECTS.format("OLD", "DELETE")), ["218.15", "-23.49"], "not in this file (FITID OLD)"),
])  # fmt: skip
def test_a_transaction_that_the_bank_corrects_counts_once(lines, amounts, word):
    reading, read, said = read_one(one_account(lines))
    assert (read, reading["rejected_lines"]) == (amounts, [])
    assert word in said


@pytest.mark.parametrize("lines", [
    transaction("C", "1.00", CORRECTS.format("B", "AMEND")),
    transaction("B", "-1.00") + transaction("C", "1.00", CORRECTS.format("B", "REPLACE")),
    transaction("C", "1.00", CORRECTS.format("B", "REPLACE")) + transaction("D", "2.00", CORRECTS.format("B", "REPLACE")),
])  # fmt: skip
def test_a_correction_that_is_not_clear_is_rejected(lines):
    assert "it corrects another transaction" in read_one(one_account(lines))[0]["rejected_lines"][0]["reason"]


@pytest.mark.parametrize("group", ["INTRATRNRS><INTRARS", "INTERTRNRS><INTERRS", "PMTTRNRS><PMTRS"])
def test_an_ofx_file_of_transfers_says_that_it_is_no_statement(group):
    assert "orders to pay or to move money" in reading_of(OFX.format(f"<{group}><XFERINFO><TRNAMT>1.00</XFERINFO>"), name="a.ofx")["reason"]


@pytest.mark.parametrize("text", [OFX.format(""), "OFXHEADER:100\n", '<?xml version="1.0"?><!DOCTYPE OFX [<!ENTITY e SYSTEM "file:///etc/passwd">]><OFX><x>&e;</x></OFX>'])
def test_an_ofx_file_without_transactions_or_with_entities_is_refused(text):
    assert len(reading_of(text, name="a.ofx")["reason"]) > 30
