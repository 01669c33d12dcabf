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


def test_a_fee_that_no_balance_tests_is_counted_and_that_is_said():
    said = "No balance shows that they come on top of the amounts: hold one line against the paper statement."
    text = "Date,Merchant,Amount,Fee\n14/01/2026,SHOP,-20.00,0.50\n15/01/2026,SHOP,-9.00,0.00\n"
    assert (signed(only_statement(text)), any(said in message for message in reading_of(text)["messages"])) == (["-20.50", "-9.00"], True)


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


def test_a_dash_that_stands_for_nothing_says_no_direction():
    assert signed(only_statement("Date,Description,Amount,Remark\n02/01/2026,A,20.00,-\n03/01/2026,B,30.00,-\n")) == ["20.00", "30.00"]


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


def test_notes_describe_a_payment_that_nothing_else_describes():
    text = "date,amount,payee,notes\n2025-09-14,-4.00,KITE SHOP,lunch\n2025-09-15,-9.00,{},cash for Ann\n"
    assert [row["description"] for row in only_statement(text.format(""))["rows"]] == ["KITE SHOP lunch", "cash for Ann"]
    assert [row["description"] for row in only_statement(text.format("BANK"))["rows"]] == ["KITE SHOP", "BANK"]


def test_a_second_column_of_amounts_that_is_filled_where_the_first_is_not_waits_for_a_layout():
    text = "Date,Details,Amount,{}\n14/09/2025,SHOP,0.00,33.50\n15/09/2025,ANN,20.00,{}\n"
    for heading in ("Amount2", "Value", "Credit"):
        reading = reading_of(text.format(heading, "0.00"))
        assert (reading["status"], reading["needs_layout"], f"'{heading}'" in reading["reason"]) == ("refused", True, True)
    assert reading_of(text.format("Points", "1.50"))["status"] == "read"


def test_a_table_in_which_all_money_comes_in_says_so():
    text = "Date,Description,Amount\n02/01/2026,A,20.00\n03/01/2026,B,30.00\n"
    said = "No amount is printed with a minus, so all of it was read as money in. Hold one line against the paper statement."
    assert said in reading_of(text)["messages"]
    assert said in reading_of(text.rsplit("\n", 2)[0] + "\n")["messages"]
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


PAYEES = "Date,Payee,Account number,Sort code,Reference,Amount,Balance\n14/09/2025,Ann Reed,11112222,10-20-30,Rent,500.00,1500.00\n15/09/2025,Bob Cole,33334444,20-30-40,Bike,-120.00,1380.00\n"


def test_account_numbers_of_payees_are_not_the_accounts_own():
    reading = reading_of(PAYEES)
    assert [(one["account"]["account_number"], one["account"]["sort_code"], one["proof"]) for one in reading["statements"]] == [(None, None, "proven")]
    assert "'Account number' and 'Sort code' are the payees' and not the account's own, as far as the lines show. Say whose statement this is." in reading["messages"]
    without_balances = reading_of(PAYEES.replace(",Balance", "").replace(",1500.00", "").replace(",1380.00", ""))
    assert [(one["account"]["account_number"], one["lines"]) for one in without_balances["statements"]] == [(None, 2)]


def test_a_balance_that_runs_on_over_account_numbers_is_of_one_account():
    assert only_statement(PAYEES.replace("Payee", "Details"))["account"]["account_number"] is None


def test_a_number_that_is_the_same_for_all_payees_is_the_accounts_own():
    text = PAYEES.replace("33334444,20-30-40", "11112222,10-20-30")
    assert (only_statement(text)["account"]["account_number"], only_statement(text)["account"]["sort_code"]) == ("11112222", "102030")
    two = text + text.split("\n", 1)[1].replace("11112222", "33334444")
    assert [one["account"]["account_number"] for one in reading_of(two.replace("500.00,1500.00", "500.00,").replace("-120.00,1380.00", "-120.00,"))["statements"]] == [
        "11112222",
        "33334444",
    ]
    own = PAYEES + "16/09/2025,Ann Reed,11112222,10-20-30,Rent,-500.00,1000.00\n17/09/2025,Bob Cole,33334444,20-30-40,Bike,-100.00,1280.00\n"
    assert [(one["account"]["account_number"], one["proof"]) for one in reading_of(own)["statements"]] == [("11112222", "proven"), ("33334444", "proven")]


@pytest.mark.parametrize(("own", "theirs"), [("Auftragskonto", "Kontonummer/IBAN"), ("Posted Account", "Account number"), ("Account number", "Payee account number")])
def test_the_accounts_own_number_is_told_from_the_payees_by_its_heading(own, theirs):
    text = f"Date,{own},Payee,{theirs},Amount\n14/09/2025,12345678,Ann Reed,11112222,500.00\n15/09/2025,12345678,Bob Cole,33334444,-120.00\n"
    assert only_statement(text)["account"]["account_number"] == "12345678"
    assert only_statement(text.rsplit("\n", 2)[0] + "\n")["account"]["account_number"] == "12345678"


@pytest.mark.parametrize("header", [
    "Date,Description,Amount (GBP),Amount (in Charged Currency),Currency", "Date,Description,Amount,Amount (in Charged Currency),Currency", "Date,Description,Amount,Original Amount,Currency",
])  # fmt: skip
def test_a_currency_beside_an_amount_paid_abroad_is_that_amounts(header):
    statement = only_statement(f"{header}\n14/09/2025,CAFE,-9.00,-10.00,USD\n15/09/2025,KIOSK,-4.00,-4.00,GBP\n")
    assert (statement["currency"], statement["debits"]) == ("GBP", "13.00")


@pytest.mark.parametrize(("header", "amounts"), [
    ("Date,Description,Amount,Transaction Currency,Transaction Amount", "-9.00,USD,-10.00|-4.00,GBP,-4.00"), ("Date,Description,Billing Amount,Billing Currency,Transaction Amount,Transaction Currency", "-9.00,GBP,-10.00,USD|-4.00,GBP,-4.00,GBP"),
])  # fmt: skip
def test_a_currency_is_that_of_the_amount_that_is_called_like_it(header, amounts):
    first, second = amounts.split("|")
    statement = only_statement(f"{header}\n14/09/2025,CAFE,{first}\n15/09/2025,KIOSK,{second}\n")
    assert (statement["currency"], statement["debits"]) == ("GBP", "13.00")


def test_a_currency_beside_the_amount_is_the_statements_whatever_was_paid_abroad():
    assert only_statement("Date,Description,Amount,Currency,Original Amount\n14/09/2025,CAFE,-9.00,EUR,-10.00\n")["currency"] == "EUR"


@pytest.mark.parametrize(("text", "currency"), [
    ("Currency: EUR\n\nDate,Description,Amount,Balance\n14/09/2025,RENT,-500.00,1500.00\n", "EUR"), ("Devise : EUR\nDate,Description,Amount\n14/09/2025,RENT,-500.00\n", "EUR"),
    ("Currency,EUR\nDate,Details,Amount\n14/09/2025,RENT,-500.00\n", "EUR"), ("Date,Details,Amount,Balance\n14/09/2025,RENT,-500.00,€1500.00\n", "EUR"),
    ("Currency: EUR\nDate,Details,Amount (GBP)\n14/09/2025,RENT,-500.00\n", "GBP"), ("Date,Details,Amount (EUR),Amount (GBP)\n14/09/2025,RENT,-9.00,-8.00\n", "GBP"),
])  # fmt: skip
def test_the_currency_is_what_the_file_names(text, currency):
    assert only_statement(text)["currency"] == currency


def test_where_no_currency_is_named_that_is_said():
    text, said = "Date,Details,Amount\n14/09/2025,RENT,-500.00\n", "No currency of its amounts is named in this file: they were read as GBP."
    assert said in reading_of(text)["messages"]
    assert said not in reading_of(text.replace("-5", "-£5"))["messages"]


@pytest.mark.parametrize(("header", "currency"), [
    ("Date,Details,Withdrawals (GBP),Deposits (GBP)", "GBP"), ("Date,Details,Withdrawal Amt.,Deposit Amt.", "GBP"), ("Date,Details,Debit CZK,Credit CZK", "CZK"),
    ("Posted Transactions Date,Description1,Debit Amount,Credit Amount", "GBP"),
])  # fmt: skip
def test_money_in_and_out_is_known_by_more_headings(header, currency):
    statement = only_statement(f"{header}\n18/09/2025,SHOP,6.50,\n19/09/2025,ANN,,9.00\n")
    assert (signed(statement), statement["currency"], statement["rows"][0]["description"]) == (["-6.50", "9.00"], currency, "SHOP")


@pytest.mark.parametrize(("header", "currency"), [("Datum;Omschrijving;Bedrag", "GBP"), ("Posting date;Payee;Amount CZK", "CZK"), ("Buchungstag;Verwendungszweck;Betrag (EUR)", "EUR"), ("Date;Label;Amount", "GBP"), ("Date;Original Description;Amount", "GBP"), ("Date;Other Party;Amount", "GBP")])  # fmt: skip
def test_an_amount_is_known_by_more_headings(header, currency):
    statement = only_statement(f"{header}\n18/09/2025;SHOP;-6,50\n")
    assert (signed(statement), statement["currency"], statement["rows"][0]["description"]) == (["-6.50"], currency, "SHOP")


def test_af_is_money_out_where_bij_is_money_in():
    text = "Datum;Naam / Omschrijving;Rekening;Tegenrekening;Af Bij;Bedrag (EUR);Mededelingen\n20260914;SHOP;NL69INGB0123456789;;Af;6,50;X\n20260915;ANN;NL69INGB0123456789;NL20INGB0001234567;Bij;9,00;Y\n"
    statement = only_statement(text)
    assert (signed(statement), statement["currency"], statement["account"]["iban"]) == (["-6.50", "9.00"], "EUR", "NL69INGB0123456789")


def test_a_net_amount_has_its_fee_taken_off_already():
    text = "Date,Description,Gross,Fee,Net,Balance\n14/09/2025,SALE,100.00,-4.00,96.00,146.00\n15/09/2025,PAYOUT,-50.00,0.00,-50.00,96.00\n"
    assert signed(only_statement(text)) == ["96.00", "-50.00"]
    assert signed(only_statement(text.replace("Gross", "Amount"))) == ["96.00", "-50.00"]
