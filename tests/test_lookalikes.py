"""What looks like a bank statement and is none is named for what it is, in one sentence."""

from datetime import date
from pathlib import Path

import pytest

from lib.statements.reading import read

TODAY = date(2026, 11, 22)
SAMPLES = Path(__file__).parent / "statements"
CARD = (
    "Date,Description,Card Member,Amount\n13/01/2026,EXAMPLE SHOP,A SAMPLE,12.34\n14/01/2026,EXAMPLE CAFE,A SAMPLE,3.20\n15/01/2026,PAYMENT RECEIVED - THANK YOU,A SAMPLE,-100.00\n"
)
TRANSACTION = "<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260113<TRNAMT>-12.34<FITID>1<NAME>EXAMPLE SHOP</STMTTRN>"


def reading_of(text, name="a.csv"):
    return read(name, text.encode(), today=TODAY)


@pytest.mark.parametrize(("text", "named"), [
    ("Date,Action,Symbol,Description,Quantity,Price,Fees,Amount\n13/01/2026,Buy,ABC,EXAMPLE PLC,10,1.20,5.00,-17.00\n", "'Symbol', 'Quantity'"),
    ("Action,Time,ISIN,Ticker,Name,No. of shares,Price / share,Total\nMarket buy,2026-01-13 10:00:00,GB0000000001,ABC,EXAMPLE PLC,1.5,10.00,15.00\n", "'ISIN', 'No. of shares'"),
    ("Account,12345678\nTrade date,Settlement date,Stock,Sedol,Units,Price,Value\n13/01/2026,15/01/2026,EXAMPLE PLC,B000000,10,1.20,12.00\n", "'Stock', 'Trade date'"),
])  # fmt: skip
def test_a_brokers_export_is_refused(text, named):
    reading = reading_of(text)
    assert (reading["status"], reading["needs_layout"]) == ("refused", False)
    assert reading["reason"] == f"This is a broker's export of securities ({named}), not a bank statement. Bring the statement of the bank account or card."


def test_a_bank_statement_that_mentions_a_price_or_shares_is_none_of_a_broker():
    assert reading_of("Date,Description,Amount,Price\n13/01/2026,EXAMPLE SHARES LTD,-1.00,1.00\n")["status"] == "read"


def test_a_brokers_ofx_file_is_refused():
    reading = reading_of("<OFX><INVSTMTMSGSRSV1><INVSTMTRS><BUYSTOCK><UNITS>10</BUYSTOCK></INVSTMTRS></INVSTMTMSGSRSV1></OFX>", "a.ofx")
    assert (reading["status"], "broker" in reading["reason"]) == ("refused", True)


def test_a_cards_spending_without_a_minus_is_never_read_as_money_in():
    reading = reading_of(CARD)
    assert (reading["status"], reading["needs_layout"], reading["guess"]["is_reversed"]) == ("refused", True, True)
    assert "prints spending without a minus" in reading["reason"]
    assert reading["guess"]["columns"] == {"posted_on": 1, "description": 2, "amount": 4}


def test_a_table_of_a_card_without_any_minus_waits_for_a_person():
    unsigned = "Date,Merchant,Card Number,Amount\n13/01/2026,EXAMPLE SHOP,1234,12.34\n14/01/2026,EXAMPLE CAFE,1234,3.20\n"
    assert reading_of(unsigned)["guess"]["is_reversed"]
    assert reading_of(unsigned.replace("12.34", "-12.34"))["status"] == "read"


@pytest.mark.parametrize("heading", ["Card Number", "Cardholder Name", "Account #", "Card Member"])
def test_one_line_of_a_card_without_a_minus_waits_for_a_person(heading):
    assert reading_of(f"Date,Description,{heading},Amount\n13/01/2026,EXAMPLE SHOP,1234,12.34\n")["guess"]["is_reversed"]


@pytest.mark.parametrize("changed", [("Amount\n", "Amount,Balance\n"), ("Amount\n", "Amount,DR/CR\n"), ("-100.00", "100.00"), ("12.34", "-12.34")])
def test_where_the_signs_can_be_told_a_card_is_read(changed):
    """A balance or a direction tells them, and so do purchases that have a minus."""
    more = {"Amount,Balance\n": ",1.00\n", "Amount,DR/CR\n": ",DR\n"}.get(changed[1])
    lines = CARD.replace("3.20", "-3.20").replace(*changed) if not more else CARD.replace("\n", more).replace(f"Amount{more}", changed[1])
    assert reading_of(lines)["status"] == "read"


@pytest.mark.parametrize(("text", "name"), [
    (f"<OFX><CCSTMTRS><CURDEF>GBP<CCACCTFROM><ACCTID>1234</CCACCTFROM><BANKTRANLIST>{TRANSACTION}</BANKTRANLIST></CCSTMTRS></OFX>", "a.ofx"),
    ("!Type:CCard\nD13/01/2026\nT-12.34\nPEXAMPLE SHOP\n^\n", "a.qif"),
])  # fmt: skip
def test_a_file_that_says_it_is_a_cards_is_read_and_that_is_said(text, name):
    reading = reading_of(text, name)
    assert (reading["status"], [row["amount"] for row in reading["statements"][0]["rows"]]) == ("read", ["-12.34"])
    assert any("says that it is a card's" in message for message in reading["messages"])


def test_a_letter_is_refused_for_what_it_is_and_asks_nobody_for_columns():
    letter = "Dear Officer,\n\nI spent 12.34, as you asked, on 03/02/2026.\n\nYours sincerely,\nA Sample\n"
    reading = reading_of(letter, "letter.txt")
    assert (reading["status"], reading["needs_layout"]) == ("refused", False)
    assert reading["reason"] == "This is a letter, not a bank statement. Ask for the bank's statement or its CSV export."
    assert reading_of(letter.replace("Yours sincerely", "See you"), "note.txt")["needs_layout"]


@pytest.mark.parametrize("layout", ["barclaycard", "john_lewis", "john_lewis_newer", "virgin_card", "paypal_credit", "natwest_card", "amex", "lloyds_card", "yonder"])
def test_a_credit_cards_export_is_read_and_never_kept(layout):
    assert sample_reading(layout)["not_kept"].startswith("This is the statement of a credit card")
    assert sample_reading("crosscard_report")["not_kept"] is None


def sample_reading(layout):
    sample = SAMPLES / f"{layout}.csv"
    return read(sample.name, sample.read_bytes(), today=TODAY)


def test_a_file_that_only_thanks_for_a_payment_without_a_minus_is_no_cards():
    text = "Date,Description,Amount\n13/01/2026,PAYMENT RECEIVED A SAMPLE,{}100.00\n14/01/2026,EXAMPLE SHOP,{}12.34\n"
    bank, card = reading_of(text.format("", "-")), reading_of(text.format("-", ""))
    assert ([row["amount"] for row in bank["statements"][0]["rows"]], bank["not_kept"]) == (["100.00", "-12.34"], None)
    assert ([row["amount"] for row in card["statements"][0]["rows"]], card["layout"]) == (["100.00", "-12.34"], "john_lewis_newer")
