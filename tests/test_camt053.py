"""CAMT.053: an entry is a line whatever is in it, only what is booked counts, and the bank's balances prove it."""

import time
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import receiving
from lib.statements.reading import read
from tests.mutated import holds, mutated
from tests.small_council import AS_AT, JO, move_in

TODAY = date(2026, 11, 22)
NAMESPACE = ' xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{}"'
DOCUMENT = '<?xml version="1.0" encoding="UTF-8"?>\n<Document{}><BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr>{}</BkToCstmrStmt></Document>'
STATEMENT = "<Stmt><Id>1</Id><Acct><Id><IBAN>GB29NWBK60161331926819</IBAN></Id><Ccy>GBP</Ccy><Ownr><Nm>A PERSON</Nm></Ownr></Acct>{}{}</Stmt>"
BALANCE = '<Bal><Tp><CdOrPrtry><Cd>{}</Cd></CdOrPrtry></Tp><Amt Ccy="{}">{}</Amt><CdtDbtInd>{}</CdtDbtInd><Dt><Dt>2026-01-31</Dt></Dt></Bal>'
ENTRY = '<Ntry><Amt Ccy="{}">{}</Amt><CdtDbtInd>{}</CdtDbtInd><Sts>{}</Sts><BookgDt><Dt>{}</Dt></BookgDt>{}</Ntry>'


def balance(code, amount, side="CRDT", currency="GBP"):
    return BALANCE.format(code, currency, amount, side)


def entry(amount, side="CRDT", status="BOOK", day="2026-01-13", more="<AddtlNtryInf>EXAMPLE</AddtlNtryInf>", currency="GBP"):
    return ENTRY.format(currency, amount, side, status, day, more)


def document(*entries, opening="100.00", closing="310.00", version="02", balances=None):
    balances = balance("OPBD", opening) + balance("CLBD", closing) if balances is None else balances
    return DOCUMENT.format(NAMESPACE.format(version) if version else "", STATEMENT.format(balances, "".join(entries)))


PLAIN = document(entry("218.15"), entry("8.15", "DBIT", day="2026-01-14"))


def reading_of(text, name="a.xml", encoding="utf-8"):
    return read(name, text.encode(encoding), today=TODAY)


def only_statement(text, **more):
    reading = reading_of(text, **more)
    assert (reading["status"], reading["rejected_lines"], len(reading["statements"])) == ("read", [], 1), reading
    return reading["statements"][0]


def amounts(statement):
    return [row["amount"] for row in statement["rows"]]


@pytest.mark.parametrize("version", ["02", "04", "08", "13", None])
def test_a_statement_is_read_in_every_version_and_without_a_namespace(version):
    statement = only_statement(PLAIN.replace(NAMESPACE.format("02"), NAMESPACE.format(version) if version else ""))
    assert (amounts(statement), statement["opening_balance"], statement["closing_balance"], statement["proof"]) == (["218.15", "-8.15"], "100.00", "310.00", "proven")
    assert (statement["account"]["sort_code"], statement["account"]["account_number"], statement["account"]["name"]) == ("601613", "31926819", "A PERSON")


def test_newer_versions_put_the_status_the_party_and_the_time_one_step_deeper():
    more = "<NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>A COUNCIL</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>DIRECT PAYMENT</Ustrd></RmtInf></TxDtls></NtryDtls>"
    text = document(entry("210", status="<Cd>BOOK</Cd>", more=more), version="08").replace("<BookgDt><Dt>2026-01-13</Dt>", "<BookgDt><DtTm>2026-01-13T23:30:00-02:00</DtTm>")
    row = only_statement(text)["rows"][0]
    assert (row["posted_on"], row["description"], row["amount"]) == ("2026-01-13", "A COUNCIL DIRECT PAYMENT", "210.00")


def test_a_prefix_an_envelope_and_other_encodings_change_nothing():
    prefixed = PLAIN.replace("<", "<c:").replace("<c:/", "</c:").replace("<c:?", "<?").replace(" xmlns=", " xmlns:c=")
    wrapped = PLAIN.replace("<Document", "<Envelope><Document", 1) + "</Envelope>"
    accented = PLAIN.replace("EXAMPLE", "CAFÉ")
    assert amounts(only_statement(prefixed)) == amounts(only_statement(wrapped)) == ["218.15", "-8.15"]
    for declared, encoding in (("UTF-8", "utf-8-sig"), ("ISO-8859-1", "latin-1"), ("UTF-16", "utf-16")):
        statement = only_statement(accented.replace("UTF-8", declared), encoding=encoding)
        assert statement["rows"][0]["description"] == "CAFÉ"


def test_an_encoding_that_the_file_only_claims_is_refused():
    assert "not UTF-8" in reading_of(PLAIN.replace("EXAMPLE", "CAFÉ"), encoding="cp1252")["reason"]


def test_every_penny_of_the_closing_balance_counts():
    assert only_statement(PLAIN.replace("310.00", "310.01"))["break"] == {"line": 2, "expected": "310.00", "found": "310.01"}


def test_an_entry_of_many_payments_is_one_line():
    more = "<NtryDtls>" + "<TxDtls><Amt Ccy='GBP'>105.00</Amt><RmtInf><Ustrd>ONE OF TWO</Ustrd></RmtInf></TxDtls>" * 2 + "</NtryDtls><AddtlNtryInf>BATCH</AddtlNtryInf>"
    statement = only_statement(document(entry("210.00", more=more)))
    assert (amounts(statement), statement["proof"], statement["rows"][0]["description"]) == (["210.00"], "proven", "BATCH (2 payments in one entry)")


@pytest.mark.parametrize("status", ["PDNG", "<Cd>PDNG</Cd>", "FUTR", "INFO"])
def test_what_is_not_booked_is_left_out_and_counted(status):
    reading = reading_of(document(entry("210.00"), entry("5.00", status=status)))
    assert (reading["statements"][0]["lines"], reading["statements"][0]["proof"]) == (1, "proven")
    assert [row["line"] for row in reading["skipped_lines"]] == [2]
    assert any("left out: 1" in message for message in reading["messages"])


def test_a_reversal_has_the_sign_that_its_indicator_says():
    text = document(entry("210.00", more="<RvslInd>true</RvslInd>"), entry("0.00", "DBIT", more="<RvslInd>true</RvslInd>"))
    assert amounts(only_statement(text)) == ["210.00", "0.00"]


@pytest.mark.parametrize(("changed", "said"), [
    (lambda text: text.replace("<CdtDbtInd>DBIT</CdtDbtInd>", ""), "in or went out"),
    (lambda text: text.replace("8.15</Amt><CdtDbtInd>DBIT", "8..15</Amt><CdtDbtInd>DBIT"), "not an amount"),
    (lambda text: text.replace("8.15</Amt><CdtDbtInd>DBIT", "-8.15</Amt><CdtDbtInd>DBIT"), "sign of its own"),
    (lambda text: text.replace("8.15</Amt><CdtDbtInd>DBIT", "8.155</Amt><CdtDbtInd>DBIT"), "more than two decimals"),
    (lambda text: text.replace("2026-01-14", "2026-02-31"), "not a date"),
    (lambda text: text.replace("2026-01-14", "2027-01-14"), "future"),
    (lambda text: text.replace("<Sts>BOOK</Sts><BookgDt><Dt>2026-01-14", "<Sts>XXXX</Sts><BookgDt><Dt>2026-01-14"), "status"),
])  # fmt: skip
def test_an_entry_that_cannot_be_read_is_rejected_and_the_others_are_not_proven(changed, said):
    reading = reading_of(changed(PLAIN))
    assert [row["line"] for row in reading["rejected_lines"]] == [2]
    assert said in reading["rejected_lines"][0]["reason"]
    assert (reading["statements"][0]["lines"], reading["statements"][0]["proof"] == "proven") == (1, False)


def test_padded_decimals_are_the_same_amount():
    assert amounts(only_statement(PLAIN.replace("218.15<", "218.15000<"))) == ["218.15", "-8.15"]


def test_the_opening_balance_is_opbd_and_else_the_closing_balance_of_the_day_before():
    closing = balance("CLBD", "310.00") + balance("CLAV", "5.00")
    both = document(entry("210.00"), balances=balance("PRCD", "7.00") + balance("OPBD", "100.00") + closing)
    assert only_statement(both)["opening_balance"] == "100.00"
    assert only_statement(both.replace("OPBD", "OPAV").replace("7.00", "100.00"))["opening_balance"] == "100.00"
    assert only_statement(both.replace("OPBD", "OPAV").replace("PRCD", "XPCD"))["proof"] == "unproven"


def test_an_overdrawn_balance_is_below_nothing():
    statement = only_statement(document(entry("210.00"), balances=balance("OPBD", "100.00", "DBIT") + balance("CLBD", "110.00")))
    assert (statement["opening_balance"], statement["proof"]) == ("-100.00", "proven")


def test_the_banks_own_totals_are_compared():
    summary = "<TxsSummry><TtlCdtNtries><NbOfNtries>1</NbOfNtries><Sum>{}</Sum></TtlCdtNtries></TxsSummry>"
    text = document(entry("210.00"), balances=balance("OPBD", "100.00"))
    assert only_statement(text.replace("<Ntry>", summary.format("210.00") + "<Ntry>"))["proof"] == "unproven"
    assert only_statement(text.replace("<Ntry>", summary.format("210.01") + "<Ntry>"))["break"] == {"line": 1, "expected": "210.00", "found": "210.01"}


def test_accounts_and_currencies_are_never_added_together():
    other = STATEMENT.replace("GB29NWBK60161331926819", "DE89370400440532013000").replace("<Ccy>GBP</Ccy>", "")
    euros = other.format(balance("OPBD", "1.00", currency="EUR") + balance("CLBD", "3.00", currency="EUR"), entry("2.00", currency="EUR"))
    reading = reading_of(PLAIN.replace("</Stmt>", "</Stmt>" + euros))
    assert [(one["currency"], one["credits"], one["proof"]) for one in reading["statements"]] == [("GBP", "218.15", "proven"), ("EUR", "2.00", "proven")]
    mixed = reading_of(document(entry("210.00"), entry("2.00", currency="EUR")))
    assert [(one["currency"], one["credits"], one["proof"]) for one in mixed["statements"]] == [("GBP", "210.00", "proven"), ("EUR", "2.00", "unproven")]


@pytest.mark.parametrize("own", ["<Ccy>GBP</Ccy>", ""])
def test_balances_in_another_currency_than_the_entries_prove_nothing_and_break_nothing(own):
    balances = balance("OPBD", "100.00") + balance("CLBD", "999.00")
    reading = reading_of(document(entry("210.00", currency="EUR"), balances=balances).replace("<Ccy>GBP</Ccy>", own))
    assert [(one["currency"], one["proof"], one["opening_balance"]) for one in reading["statements"]] == [("EUR", "unproven", None)]
    assert reading["messages"] == ["The entries are in EUR, and a balance is in GBP: the statement is not proven by it."]


@pytest.mark.parametrize(("closing", "proof"), [("310.00", "unproven"), ("311.00", "broken")])
def test_one_balance_in_another_currency_never_proves(closing, proof):
    reading = reading_of(document(entry("210.00"), balances=balance("OPBD", "100.00") + balance("CLBD", closing, currency="EUR")))
    assert reading["statements"][0]["proof"] == proof
    assert any("a balance is in EUR" in message for message in reading["messages"])


def test_a_balance_told_in_a_second_currency_too_is_passed_over():
    both = balance("OPBD", "100.00") + balance("CLBD", "310.00") + balance("CLBD", "350.00", currency="EUR")
    reading = reading_of(document(entry("210.00"), balances=both))
    assert (reading["statements"][0]["proof"], reading["messages"]) == ("proven", [])


@pytest.mark.parametrize(("text", "amount"), [("100.", "100.00"), ("+100.00", "100.00"), (".5", "0.50"), ("0100", "100.00")])
def test_an_amount_is_a_number_of_xml(text, amount):
    assert amounts(only_statement(document(entry(text)))) == [amount]


@pytest.mark.parametrize("text", ["1,250", "1,250.00", "12,50", "1 250.00", "1'250", "GBP 12.50", "(5.00)", "5.00-", "1e3", "."])
def test_an_amount_that_is_no_number_of_xml_is_rejected(text):
    reading = reading_of(document(entry(text), entry("1.00")))
    assert [row["line"] for row in reading["rejected_lines"]] == [1]
    assert f"'{text}' is not an amount" in reading["rejected_lines"][0]["reason"]


@pytest.mark.parametrize("pages", ["<StmtPgntn><PgNb>1</PgNb><LastPgInd>false</LastPgInd></StmtPgntn>", "<StmtPgntn><PgNb>2</PgNb><LastPgInd>0</LastPgInd></StmtPgntn>"])
def test_a_page_with_others_behind_it_is_not_proven(pages):
    for text in (document(entry("210.00")), document(entry("210.00"), closing="999.00")):
        for paged in (text.replace("<Id>1</Id>", f"<Id>1</Id>{pages}", 1), text.replace("<MsgId>1</MsgId>", "<MsgId>1</MsgId>" + pages.replace("StmtPgntn", "MsgPgntn"))):
            reading = reading_of(paged)
            assert reading["statements"][0]["proof"] == "unproven"
            assert any("goes on on a further page" in message for message in reading["messages"])


def test_a_last_page_says_that_pages_stand_before_it():
    page = "<StmtPgntn><PgNb>{}</PgNb><LastPgInd>true</LastPgInd></StmtPgntn>"
    said = [reading_of(document(entry("210.00")).replace("<Id>1</Id>", "<Id>1</Id>" + page.format(number), 1))["messages"] for number in ("1", "2")]
    assert said == [[], ["Pages of this statement stand before this one (PgNb): bring them too."]]


def test_why_a_payment_came_back_is_said():
    more = "<NtryDtls><TxDtls><RmtInf><Ustrd>WAGES</Ustrd></RmtInf><RtrInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>ACCOUNT CLOSED</AddtlInf></RtrInf></TxDtls></NtryDtls>"
    assert only_statement(document(entry("210.00", more=more)))["rows"][0]["description"] == "WAGES returned: AC04 ACCOUNT CLOSED"


def test_entries_without_any_date_are_rejected_with_a_sentence():
    text = (
        document(entry("210.00"))
        .replace("<BookgDt><Dt>2026-01-13</Dt></BookgDt>", "")
        .replace("<Id>1</Id>", "<Id>1</Id><FrToDt><FrDt>2026-01-01</FrDt><ToDt>2026-01-31</ToDt></FrToDt>")
    )
    assert "neither a booking date (BookgDt) nor a value date (ValDt)" in reading_of(text)["reason"]


def test_a_statement_is_not_counted_for_a_currency_without_entries():
    assert reading_of(document(entry("210.00", currency="EUR"), balances=""))["messages"] == []


def test_statements_without_entries_are_counted_as_statements():
    said = reading_of(PLAIN.replace("</Stmt>", "</Stmt>" + STATEMENT.format("", "")))["messages"]
    assert said == ["1 of the 2 statements in this file has no transactions."]


def test_entries_are_numbered_through_the_file():
    other = STATEMENT.format("", entry("2.00"))
    reading = reading_of(PLAIN.replace("</Stmt>", "</Stmt>" + other))
    assert [row["line_number"] for one in reading["statements"] for row in one["rows"]] == [1, 2, 3]


REPORT = PLAIN.replace("BkToCstmrStmt", "BkToCstmrAcctRpt").replace("Stmt>", "Rpt>")
NOTIFICATION = PLAIN.replace("BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn").replace("Stmt>", "Ntfctn>")


@pytest.mark.parametrize(("text", "word"), [(REPORT, "CAMT.052"), (NOTIFICATION, "CAMT.054"), (PLAIN.replace("camt.053", "camt.054"), "CAMT.054")])
def test_a_report_or_a_notification_is_read_and_never_kept(store, text, word):
    move_in(store)
    receipts = receiving.import_files(store, JO, [("a1.xml", text.encode())], "a1", AS_AT)
    assert (receipts[0]["reading_status"], receipts[0]["status"], receipts[0]["statements"][0]["lines"]) == ("read", "rejected", 2)
    assert word in receipts[0]["reason"]
    assert not store.rows("from raw.statement")


def test_a_statement_has_nothing_against_keeping_it():
    assert reading_of(PLAIN)["not_kept"] is None


@pytest.mark.parametrize(("text", "word"), [
    (DOCUMENT.format(NAMESPACE.format("02"), ""), "without any statement"),
    (document(), "no entries"),
    (PLAIN[:-60], "damaged"),
    (PLAIN.replace("?>", '?><!DOCTYPE x [<!ENTITY a "b">]>', 1), "DOCTYPE"),
    (PLAIN.replace("?>", '?><!DOCTYPE x SYSTEM "http://example.test/x.dtd">', 1), "DOCTYPE"),
    (PLAIN.replace("EXAMPLE", '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'), "XInclude"),
    (PLAIN.replace("EXAMPLE", "<a>" * 1000 + "</a>" * 1000), "deep"),
    ("<?xml version='1.0'?><Document><Other/></Document>", "not a bank statement"),
])  # fmt: skip
def test_a_message_without_entries_or_built_to_do_harm_is_refused(text, word):
    reading = reading_of(text)
    assert (reading["status"], reading["statements"]) == ("refused", [])
    assert word in reading["reason"]


def test_markup_in_a_text_stays_text():
    assert only_statement(PLAIN.replace("EXAMPLE", "<![CDATA[<script>x</script>]]>"))["rows"][0]["description"] == "<script>x</script>"


def test_a_long_message_is_read_within_seconds():
    began = time.process_time()
    text = document(*[entry("1.00", day="2026-01-13")] * 20_000, opening="0.00", closing="20000.00")
    assert only_statement(text)["proof"] == "proven"
    assert time.process_time() - began < 15


ENTRIES = st.lists(st.tuples(st.integers(0, 20), st.integers(-500_000, 500_000).filter(bool), st.sampled_from(["EXAMPLE SHOP", "A & B", "<C>", 'D "E"'])), min_size=1, max_size=12)


@settings(max_examples=50, deadline=None)
@given(ENTRIES, st.integers(-100_000, 100_000), st.sampled_from(["02", "08", None]))
def test_a_statement_written_as_camt_reads_back_and_is_proven(entries, opening, version):
    def escaped(text):
        return text.replace("&", "&amp;").replace("<", "&lt;")

    day, written, expected = date(2026, 1, 13), [], []
    for later, pence, text in entries:
        day += timedelta(days=later)
        written.append(entry(f"{abs(pence) / 100:.2f}", "DBIT" if pence < 0 else "CRDT", day=day.isoformat(), more=f"<AddtlNtryInf>{escaped(text)}</AddtlNtryInf>"))
        expected.append((day.isoformat(), f"{pence / 100:.2f}", text))
    closing = opening + sum(pence for _, pence, _ in entries)
    balances = "".join(balance(code, f"{abs(pence) / 100:.2f}", "DBIT" if pence < 0 else "CRDT") for code, pence in (("OPBD", opening), ("CLBD", closing)))
    statement = only_statement(document(*written, balances=balances, version=version))
    assert statement["proof"] == "proven"
    assert [(row["posted_on"], row["amount"], row["description"]) for row in statement["rows"]] == expected


@settings(max_examples=150, deadline=None)
@given(mutated([PLAIN.encode(), NOTIFICATION.encode()]))
def test_a_mutated_file_gives_a_reading_and_never_an_exception(content):
    assert holds(read("a.xml", content, today=TODAY))
