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


@pytest.mark.parametrize("text", [OFX.format(""), "OFXHEADER:100\n", '<?xml version="1.0"?><!DOCTYPE OFX [<!ENTITY e SYSTEM "file:///etc/passwd">]><OFX><x>&e;</x></OFX>'])
def test_an_ofx_file_without_transactions_or_with_entities_is_refused(text):
    assert len(reading_of(text, name="a.ofx")["reason"]) > 30
