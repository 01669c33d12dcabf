"""A table that no layout claims: its columns are told by their headings and their cells, and a card's tell whose they are."""

import json

import pytest

from tests.readings import only_statement, reading_of, signed

CARD = "Date,Description,Amount,Balance,{}\n13/01/2026,LOAD,100.00,100.00,{}\n14/01/2026,SHOP,-10.00,90.00,{}\n"


@pytest.mark.parametrize("heading", ["Card Reference", "Card Number", "card_reference", "Card", "Token", "Card Ref", "Card ID"])
def test_the_one_card_of_a_file_is_whose_it_is(heading):
    assert only_statement(CARD.format(heading, "CR-0001", "CR-0001"))["account"]["card_reference"] == "CR-0001"
    assert only_statement(CARD.format(heading, "CR-0001", ""))["account"]["card_reference"] == "CR-0001"


def test_a_full_card_number_is_kept_by_its_last_digits_wherever_it_stands():
    reading = reading_of(CARD.format("Card Number", "4111111111111111", "4111 1111 1111 1111").replace("SHOP", "SHOP 4111111111111111"))
    assert [one["account"]["card_reference"] for one in reading["statements"]] == ["****1111"]
    assert "411111" not in json.dumps(reading)


def test_two_cards_in_a_file_are_two_statements():
    text = "Date,Description,Amount,Balance,Card Ref\n13/01/2026,LOAD,100.00,100.00,CR-1\n14/01/2026,LOAD,70.00,70.00,CR-2\n15/01/2026,SHOP,-10.00,90.00,CR-1\n"
    statements = reading_of(text)["statements"]
    assert [(one["account"]["card_reference"], one["lines"], one["proof"]) for one in statements] == [("CR-1", 2, "proven"), ("CR-2", 1, "proven")]


def test_a_card_that_begins_where_another_ends_at_nothing_is_an_account_of_its_own():
    text = "Date,Description,Amount,Balance,Card Ref\n13/01/2026,A,-10.00,0.00,CR-1\n14/01/2026,LOAD,70.00,70.00,CR-2\n"
    assert len(reading_of(text)["statements"]) == 2


@pytest.mark.parametrize(
    ("header", "more", "account"),
    [("Balance", "", None), ("Sort code,Account number", ",30-00-00,12345678", "12345678")],
)
def test_two_cards_on_one_running_balance_or_one_account_number_are_one_statement(header, more, account):
    balances = ["100.00", "90.00", "75.00"] if not more else ["", "", ""]
    rows = [("13/01/2026,LOAD,100.00", "CR-1"), ("14/01/2026,SHOP,-10.00", "CR-2"), ("15/01/2026,SHOP,-15.00", "CR-1")]
    lines = [f"{row}{more or f',{balance}'},{card}" for (row, card), balance in zip(rows, balances, strict=True)]
    statement = only_statement("\n".join([f"Date,Description,Amount,{header},Card Ref", *lines]) + "\n")
    assert (statement["account"]["card_reference"], statement["account"]["account_number"]) == (None, account)
    assert [row["card_reference"] for row in statement["rows"]] == ["CR-1", "CR-2", "CR-1"]


def test_the_last_four_digits_of_a_debit_card_name_no_account():
    text = CARD.format("Card ending", "1111", "2222").replace(",Balance", "").replace(",100.00,100.00", ",100.00").replace(",90.00", "")
    assert only_statement(text)["account"]["card_reference"] is None


@pytest.mark.parametrize("header", [
    "Date,Merchant,Spent,Loaded,Card balance", "Txn Date,Txn Description,Spend,Load,Available Balance", "Date,Details,Spent amount,Load amount,Balance", "Date,Merchant,Amount spent,Top up,Card balance",
    "Completed,Particulars,Value Out,Value In,Balance", "Date,Merchant,Spend,Topped up,Remaining balance", "Date,Merchant,Purchases,Loads,Balance",
])  # fmt: skip
def test_a_card_export_in_the_fields_own_words_is_read_whole(header):
    statement = only_statement(f"{header}\n13/01/2026,A,10.00,,90.00\n14/01/2026,COUNCIL,,10.00,100.00\n")
    assert (signed(statement), statement["proof"]) == (["-10.00", "10.00"], "proven")


@pytest.mark.parametrize("cells", [("10.00,", ",10.00"), ("10,0", "0,10")])
def test_money_one_way_and_a_column_of_amounts_that_nobody_knows_waits_for_a_layout(cells):
    reading = reading_of(f"Date,Merchant,Spent,Zugang,Balance\n13/01/2026,A,{cells[0]},90.00\n14/01/2026,COUNCIL,{cells[1]},100.00\n")
    assert (reading["status"], reading["needs_layout"]) == ("refused", True)
    assert "'Zugang'" in reading["reason"]


def test_a_fee_in_a_column_of_its_own_is_part_of_what_the_line_moved():
    header = "Date,Merchant,Amount,Fee,Balance\n13/01/2026,LOAD,100.00,0.00,100.00\n"
    statement = only_statement(header + "14/01/2026,SHOP,-20.00,0.50,79.50\n")
    assert (signed(statement), statement["proof"]) == (["100.00", "-20.50"], "proven")
    minus = only_statement(header + "14/01/2026,SHOP,-20.00,-0.50,79.50\n")
    assert signed(minus) == ["100.00", "-20.50"]
    apart = only_statement(
        "Date,Merchant,Paid out,Paid in,Fee,Balance\n13/01/2026,LOAD,,100.00,1.00,99.00\n14/01/2026,SHOP,20.00,,0.50,78.50\n15/01/2026,MONTHLY FEE,,,2.00,76.50\n"
    )
    assert (signed(apart), apart["proof"]) == (["99.00", "-20.50", "-2.00"], "proven")


def test_a_fee_that_is_in_the_amount_already_is_not_counted_again():
    reading = reading_of("Date,Merchant,Amount,Fee,Balance\n13/01/2026,LOAD,100.00,0.00,100.00\n14/01/2026,SHOP,-20.50,0.50,79.50\n")
    assert (signed(reading["statements"][0]), reading["statements"][0]["proof"]) == (["100.00", "-20.50"], "proven")
    assert any("fee" in message.casefold() and "already" in message for message in reading["messages"])


def test_a_day_that_is_printed_once_holds_for_the_lines_whose_balance_follows():
    text = "Date,Description,Money out,Money in,Balance\n02/01/2026,PENSION CREDIT,,218.15,1452.71\n,EXAMPLE SHOP,23.49,,1429.22\n,EXAMPLE GAS,42.10,,1387.12\n05/01/2026,EXAMPLE CAFE,7.12,,1380.00\n"
    newest_first = "\n".join(
        [
            *text.splitlines()[:1],
            "05/01/2026,EXAMPLE CAFE,7.12,,1380.00",
            "02/01/2026,EXAMPLE GAS,42.10,,1387.12",
            ",EXAMPLE SHOP,23.49,,1429.22",
            ",PENSION CREDIT,,218.15,1452.71",
        ]
    )
    for told in (text, newest_first):
        reading = reading_of(told)
        assert [row["posted_on"] for row in reading["statements"][0]["rows"]] == ["2026-01-02"] * 3 + ["2026-01-05"]
        assert reading["statements"][0]["proof"] == "proven"
        assert "2 lines without a date are of the day printed above, because the balance follows from there." in reading["messages"]


def test_a_line_without_a_date_whose_balance_does_not_follow_is_rejected():
    text = "Date,Description,Money out,Money in,Balance\n02/01/2026,PENSION CREDIT,,218.15,1452.71\n,EXAMPLE SHOP,23.49,,1429.21\n,PAID,23.49,218.15,\n"
    twice = "Date,Description,Amount,Balance\n02/01/2026,A,1.00,1.00\n02/01/2026,B,1.00,2.00\n,C,1.00,3.00\n,D,1.00,4.00\n"
    for told, rejected in ((text, [3, 4]), (twice, [4, 5])):
        assert [one["line"] for one in reading_of(told)["rejected_lines"]] == rejected


def test_words_for_debit_and_credit_in_any_column_say_which_way_money_went():
    text = "Date,Description,Amount,Transaction Type,Category\n02/01/2026,SHOP,20.00,debit,Food\n03/01/2026,COUNCIL,100.00,credit,Income\n"
    assert [row["amount"] for row in reading_of(text)["statements"][0]["rows"]] == ["-20.00", "100.00"]
    signed = text.replace(",20.00,", ",-20.00,")
    assert [row["amount"] for row in reading_of(signed)["statements"][0]["rows"]] == ["-20.00", "100.00"]
    kinds = text.replace("debit", "card").replace("credit", "debit")
    assert [row["amount"] for row in reading_of(kinds)["statements"][0]["rows"]] == ["20.00", "100.00"]


def test_codes_of_a_currency_in_any_column_say_the_currency():
    text = "Date,Monn.,Description,Amount\n02/01/2026,{0},SHOP,-20.00\n03/01/2026,{0},COUNCIL,100.00\n"
    assert [reading_of(text.format(code))["statements"][0]["currency"] for code in ("CHF", "gbp", "POS")] == ["CHF", "GBP", "GBP"]


def test_a_column_without_a_word_describes_nothing():
    text = "date,notes,desc,amount\n02/01/2026,,EXAMPLE SHOP,-20.00\n03/01/2026,,EXAMPLE COUNCIL,100.00\n"
    assert [row["description"] for row in reading_of(text)["statements"][0]["rows"]] == ["EXAMPLE SHOP", "EXAMPLE COUNCIL"]


def test_a_table_in_which_all_money_comes_in_says_so():
    text = "Date,Description,Amount\n02/01/2026,A,20.00\n03/01/2026,B,30.00\n"
    said = "No amount is printed with a minus, so all of it was read as money in. Hold one line against the paper statement."
    assert said in reading_of(text)["messages"]
    assert said not in reading_of(text.replace("30.00", "-30.00"))["messages"]
    assert said not in reading_of("Date,Description,Amount,Balance\n02/01/2026,A,20.00,20.00\n03/01/2026,B,30.00,50.00\n")["messages"]


@pytest.mark.parametrize(("header", "codes"), [
    ("Date,Description,Amount (GBP),Foreign Currency", ("USD", "")), ("Date,Description,Amount (GBP),Other", ("USD", "USD")), ("Date,Description,Amount,Original Currency", ("USD", "EUR")),
    ("Date,Description,Amount,Monn.", ("USD", "")),
])  # fmt: skip
def test_what_was_paid_abroad_is_not_the_currency_of_the_statement(header, codes):
    text = f"{header}\n02/01/2026,CAFE,-9.00,{codes[0]}\n03/01/2026,KIOSK,-4.00,{codes[1]}\n"
    statement = only_statement(text)
    assert (statement["currency"], statement["debits"]) == ("GBP", "13.00")


def test_crdt_is_money_in_where_dbit_is_money_out():
    text = "Date,Description,Amount,Debit or Credit\n14/09/2025,SHOP,45.20,DBIT\n15/09/2025,PAYMENT,120.00,CRDT\n"
    assert signed(only_statement(text)) == ["-45.20", "120.00"]
