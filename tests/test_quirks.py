"""What banks do to their own exports, and what Excel does to them afterwards: each oddity of a bank once, as it stands in a file."""

from datetime import date

import pytest

from lib.statements.reading import read

TODAY = date(2026, 11, 22)
NATWEST = "Date,Type,Description,Value,Balance,Account Name,Account Number\n"
LLOYDS = "Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance\n"
MIDATA = "Date,Type,Merchant/Description,Debit/Credit,Balance\n"
NATIONWIDE = '"Account Name:","FlexDirect ****12345"\n"Account Balance:","£90.10"\n"Available Balance: ","£90.10"\n\n"Date","Transaction type","Description","Paid out","Paid in","Balance"\n'
MONZO = "Transaction ID,Date,Time,Type,Name,Emoji,Category,Amount,Currency,Local amount,Local currency,Notes and #tags,Address,Receipt,Description,Category split\n"
REVOLUT = "Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance\n"
PAYPAL = '"Date","Time","Time zone","Name","Type","Status","Currency","Gross","Fee","Net","From Email Address","To Email Address","Transaction ID","Balance","Balance Impact"\n'


def reading_of(text, encoding="utf-8"):
    return read("statement.csv", text.encode(encoding), today=TODAY)


def only(text, layout, **more):
    """The one statement of a text that this layout must read whole."""
    reading = reading_of(text, **more)
    assert (reading["status"], reading["layout"], reading["rejected_lines"], len(reading["statements"])) == ("read", layout, [], 1), reading["reason"]
    return reading["statements"][0]


def amounts(statement):
    return [row["amount"] for row in statement["rows"]]


def descriptions(statement):
    return [row["description"] for row in statement["rows"]]


def left_out(reading):
    return [row["why"] for row in reading["skipped_lines"] if row["why"] != "header"]


def test_an_apostrophe_before_a_sort_code_an_account_or_a_description_is_no_part_of_it():
    lloyds = only(LLOYDS + "05/09/2026,DD,'30-00-00,'12345678,EXAMPLE GAS,60.00,,2940.00\n", "lloyds")
    assert (lloyds["account"]["sort_code"], lloyds["account"]["account_number"]) == ("300000", "12345678")
    natwest = only(NATWEST + '05/09/2026,D/D,"\'EXAMPLE GAS",-60.00,2940.00,"\'SAMPLE A","\'600000-12345678"\n', "natwest_old")
    assert (natwest["account"]["sort_code"], natwest["account"]["account_number"], natwest["account"]["name"]) == ("600000", "12345678", "SAMPLE A")
    assert descriptions(natwest) == ["EXAMPLE GAS"]


def test_a_blank_first_line_blanks_in_the_header_and_a_comma_at_the_end_change_nothing():
    text = "\n" + NATWEST.replace(",", ", ") + '06/09/2026,POS,"A",-1.00,98.00,"S","600000-12345678",\n05/09/2026,POS,"B",-1.00,99.00,"S","600000-12345678",\n'
    statement = only(text, "natwest_old")
    assert (amounts(statement), statement["proof"]) == (["-1.00", "-1.00"], "proven")


def test_commas_in_a_description_stay_in_it_and_the_day_of_the_purchase_is_not_the_day_it_was_booked():
    statement = only(NATWEST + '28 Aug 2026,POS,"7712 26AUG26 C , EXAMPLE SHOP 742 , LONDON GB",-12.34,99.00,"S","600000-12345678"\n', "natwest")
    assert (descriptions(statement), statement["rows"][0]["posted_on"]) == (["7712 26AUG26 C , EXAMPLE SHOP 742 , LONDON GB"], "2026-08-28")
    midata = MIDATA.replace(",", ";").strip() + ";\n05/09/2026;CARD;EXAMPLE SHOP,12.34 GBP, RATE 1.00/GBP ON 31-08-2026;-£20.00;+£150.85;\n"
    assert descriptions(only(midata, "santander_midata")) == ["EXAMPLE SHOP,12.34 GBP, RATE 1.00/GBP ON 31-08-2026"]


def test_the_accounts_of_a_file_are_added_up_each_by_itself():
    rows = ['06 Sep 2026,POS,A,-1.00,98.00,S,600000-12345678', '05 Sep 2026,POS,B,-1.00,99.00,S,600000-12345678', '06 Sep 2026,POS,C,-2.00,5.00,S,600000-87654321', '05 Sep 2026,POS,D,-3.00,7.00,S,600000-87654321']  # fmt: skip
    for order in (rows, rows[::-1], rows[::2] + rows[1::2]):
        statements = reading_of(NATWEST + "\n".join(order) + "\n")["statements"]
        assert sorted((one["account"]["account_number"], one["debits"], one["proof"]) for one in statements) == [("12345678", "2.00", "proven"), ("87654321", "5.00", "proven")]


@pytest.mark.parametrize(
    "footer",
    [
        "Arranged overdraft limit,06/09/2026,£0.00",
        "ARRANGED OVERDRAFT LIMIT,06/09/2026,+£100.00",
        '"Arranged Overdraft Limit","20/08/2026","£100.00"',
        "Overdraft limit,06/09/2026,£0.00",
    ],
)
def test_the_footer_of_midata_is_no_payment_and_a_masked_export_says_what_to_ask_for(footer):
    reading = reading_of(f"{MIDATA}05/09/2026,DD,EXAMP*** ***,-£9.00,+£78.33\n04/09/2026,BGC,EXAMP*** ***,+£7.00,+£87.33\n\n{footer}\n")
    assert (reading["layout"], amounts(reading["statements"][0]), reading["statements"][0]["proof"], left_out(reading)) == ("midata", ["7.00", "-9.00"], "proven", ["footer"])
    assert any("masks payees" in message for message in reading["messages"])


@pytest.mark.parametrize("order", [1, -1])
def test_hsbc_begins_with_its_first_payment(order):
    rows = ["18/09/2026,EXAMPLE SHOP           VIS,-£10.99", '17/09/2026,)))  EXAMPLE CAFE,"-1,234.50"', "16/09/2026,CR  EXAMPLE COUNCIL,2000.00"][::order]
    statement = only("\n".join(rows) + "\n", "hsbc", encoding="utf-8-sig")
    assert (amounts(statement), descriptions(statement)) == (["2000.00", "-1234.50", "-10.99"], ["CR EXAMPLE COUNCIL", "))) EXAMPLE CAFE", "EXAMPLE SHOP VIS"])


def test_the_memo_of_barclays_is_one_line_whatever_parts_it_was_padded_or_tabbed_from():
    text = "Number,Date,Account,Amount,Subcategory,Memo\n ,05/09/2026,20-00-00 12345678,-60.00,PAYMENT,EXAMPLE STORES 3297    ON 01 SEP          BCC\n0,04/09/2026,20-00-00 12345678,-1.00,PAYMENT,EXAMPLE CAFE\tON 03 SEP\tBCC\n"
    statement = only(text, "barclays")
    assert descriptions(statement) == ["EXAMPLE CAFE ON 03 SEP BCC", "EXAMPLE STORES 3297 ON 01 SEP BCC"]
    assert (statement["proof"], statement["account"]["sort_code"]) == ("unproven", "200000")


def test_interest_that_nationwide_dates_back_is_no_gap():
    rows = '"01 Sep 2026","Interest added","Interest","","£0.10","£90.10"\n"02 Sep 2026","Visa purchase","EXAMPLE SHOP","£5.00","","£95.00"\n"03 Sep 2026","Visa purchase","EXAMPLE CAFE","£5.00","","£90.00"\n'
    reading = reading_of(NATIONWIDE + rows, "cp1252")
    statement = reading["statements"][0]
    assert (reading["layout"], statement["proof"], statement["opening_balance"], statement["closing_balance"]) == ("nationwide", "proven", "100.00", "90.10")
    assert any("back-dated interest" in message for message in reading["messages"])


def test_the_blocks_of_santander_keep_their_hard_blanks_out_of_the_figures():
    text = "From:\xa001/09/2026 to 30/09/2026 \n\nAccount:\xa0XXXX XXXX XXXX 9876 \n\nDate:\xa005/09/2026 \nDescription:\xa0EXAMPLE SHOP,2.70 GBP, RATE 1.00/GBP \nAmount:\xa0-2.70 \nBalance:\xa097.30 \n"
    statement = only(text, "santander_text", encoding="latin-1")
    assert (amounts(statement), descriptions(statement), statement["from_date"]) == (["-2.70"], ["EXAMPLE SHOP,2.70 GBP, RATE 1.00/GBP"], "2026-09-01")


def test_starlings_opening_balance_is_no_payment():
    text = "Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Spending Category,Notes\n01/09/2026,Opening Balance,,,0.00,100.00,,\n02/09/2026,Example Gas,DD,DIRECT DEBIT,-60.00,40.00,BILLS AND SERVICES,\n"
    reading = reading_of(text)
    assert (amounts(reading["statements"][0]), reading["statements"][0]["opening_balance"], left_out(reading)) == (["-60.00"], "100.00", ["opening balance"])


def test_monzo_counts_pots_and_pounds_and_neither_declines_nor_the_amount_abroad():
    rows = (
        "tx_1,05/09/2026,09:15:00,Card payment,Example Café,🍕,Eating out,-10.40,GBP,-12.00,EUR,,,,EXAMPLE CAFE PARIS FRA,\n"
        "tx_2,06/09/2026,09:15:00,Pot transfer,Savings Pot,,Transfers,-50.00,GBP,-50.00,GBP,,,,,\n"
        "mm_3,06/09/2026,09:16:00,Card payment,Active card check,,General,0.00,GBP,0.00,GBP,,,,,\n"
    )
    reading = reading_of(MONZO + rows)
    assert (reading["layout"], amounts(reading["statements"][0]), left_out(reading)) == ("monzo", ["-10.40", "-50.00"], ["declined or of nothing"])
    assert [row["external_id"] for row in reading["statements"][0]["rows"]] == ["tx_1", "tx_2"]


def test_revolut_counts_what_is_completed_with_its_fee_for_each_product_and_currency():
    rows = (
        "CARD_PAYMENT,Current,2026-09-05 09:15:00,2026-09-06 10:00:00,Shop,-12.34,0.50,GBP,COMPLETED,87.16\n"
        "CARD_PAYMENT,Current,2026-09-07 09:15:00,,Cafe,-1.00,0.00,GBP,PENDING,\n"
        "CARD_PAYMENT,Current,2026-09-07 09:15:00,,Inn,-2.00,0.00,GBP,REVERTED,\n"
        "TRANSFER,Savings,2026-09-07 09:15:00,2026-09-07 09:15:00,To pocket,5.00,0.00,GBP,COMPLETED,5.00\n"
        "EXCHANGE,Current,2026-09-07 09:15:00,2026-09-07 09:15:00,Exchanged,7.00,0.00,EUR,COMPLETED,7.00\n"
    )
    reading = reading_of(REVOLUT + rows)
    assert [(one["account"]["name"], one["currency"], amounts(one)) for one in reading["statements"]] == [
        ("Current", "GBP", ["-12.84"]),
        ("Savings", "GBP", ["5.00"]),
        ("Current", "EUR", ["7.00"]),
    ]
    assert left_out(reading) == ["pending", "declined or reverted"]


def test_of_the_rows_that_paypal_makes_of_one_purchase_only_what_moves_the_balance_counts():
    cells = ("General Authorization,Pending,GBP,-12.34,0.00,-12.34,T1,0.00,Memo", "Express Checkout Payment,Completed,GBP,-12.34,0.00,-12.34,T2,-12.34,Debit", "Bank Deposit,Completed,GBP,12.34,0.00,12.34,T3,0.00,Credit", "Hold,Completed,GBP,-3.00,0.00,-3.00,T4,0.00,Memo")  # fmt: skip
    rows = []
    for one in cells:
        kind, status, currency, gross, fee, net, number, balance, impact = one.split(",")
        rows.append(
            ",".join(
                f'"{cell}"'
                for cell in ("05/09/2026", "09:15:00", "BST", "Example Shop", kind, status, currency, gross, fee, net, "a@example.org", "b@example.org", number, balance, impact)
            )
        )
    reading = reading_of(PAYPAL + "\n".join(rows) + "\n")
    assert (reading["layout"], amounts(reading["statements"][0]), left_out(reading)) == ("paypal", ["-12.34", "12.34"], ["without effect on the balance"] * 2)


def test_a_card_that_prints_spending_as_positive_is_read_with_the_other_sign_and_pending_rows_are_left_out():
    text = 'Date Processed,Description,Amount,\nPending,EXAMPLE SHOP,£1.00,\n12-Dec-2025,EXAMPLE SHOP,£18.89,\n02-Dec-2025,PAYMENT RECEIVED - THANK YOU,"+ £1,100.00",CR\n'
    reading = reading_of(text, "utf-8-sig")
    assert (reading["layout"], amounts(reading["statements"][0]), left_out(reading)) == ("john_lewis", ["1100.00", "-18.89"], ["pending"])
    assert any("Confirm this with one line" in message for message in reading["messages"])


# --- after Excel


def test_after_excel_dates_may_be_short_pounds_in_another_encoding_and_rows_empty():
    text = (
        LLOYDS.strip()
        + ",,,\n05-Mar-26,DD,30-00-00,12345678,EXAMPLE GAS,£60.00,,£40.00,,,\n04-Mar-26,DD,30-00-00,12345678,EXAMPLE GAS,,£60.00,£100.00,,,\n,,,,,,,,,,\n,,,,,,,,,,\n"
    )
    statement = only(text, "lloyds", encoding="cp1252")
    assert (amounts(statement), statement["from_date"], statement["proof"]) == (["60.00", "-60.00"], "2026-03-04", "proven")


@pytest.mark.parametrize(("sort_code", "number", "known", "said"), [
    ("90128", "12345678", ("090128", "12345678"), "lost its leading zero"),
    ("09-01-28", "1234567", ("090128", "01234567"), "leading zeros were put back"),
    ("09-01-28", "1.23E+13", ("090128", None), "ruined by a spreadsheet"),
])  # fmt: skip
def test_after_excel_a_number_that_lost_figures_is_mended_only_where_nothing_is_guessed_and_that_is_said(sort_code, number, known, said):
    reading = reading_of(f"{LLOYDS}05/03/2026,DD,{sort_code},{number},EXAMPLE GAS,60.00,,40.00\n")
    account = reading["statements"][0]["account"]
    assert (account["sort_code"], account["account_number"]) == known
    assert any(said in message for message in reading["messages"])


def test_after_excel_a_cell_may_hold_a_line_break():
    statement = only(LLOYDS + '06/03/2026,DD,30-00-00,12345678,"EXAMPLE\nGAS",60.00,,40.00\n05/03/2026,DD,30-00-00,12345678,EXAMPLE GAS,60.00,,100.00\n', "lloyds")
    assert (descriptions(statement), statement["proof"]) == (["EXAMPLE GAS", "EXAMPLE GAS"], "proven")
