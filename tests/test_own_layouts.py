"""A layout that an officer makes: said once, used for the next file, and taken out again."""

import hashlib
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from lib import own_layouts, receiving
from lib.errors import NotAllowed, UserError
from lib.statements import read_files
from lib.store import OPERATOR
from tests.small_council import AS_AT, JO, LEE, move_in
from tests.test_layouts import sample_of

HEADER = ["when", "what", "how much", "left"]
TABLE = b"when,what,how much,left\n03/01/2026,BRIGHT CARE,80.00,420.00\n02/01/2026,TOP UP,-100.00,500.00\n"
ROWS = [HEADER, ["03/01/2026", "BRIGHT CARE", "80.00", "420.00"]]
COLUMNS = {"posted_on": 1, "description": 2, "amount": 3, "balance": 4}


def reading_of(content, own=()):
    return next(read_files([("card.csv", content)], today=AS_AT, own=own))


def first_rows(content):
    return [line.split(",") for line in content.decode().splitlines()]


def own_of(layout, name="own_1"):
    return [{"name": name, "layout": layout}]


def amounts(reading):
    return [row["amount"] for statement in reading["statements"] for row in statement["rows"]]


def test_a_table_in_no_layout_shows_its_first_rows_and_is_read_once_a_person_said_which_column_is_which(filled):
    store = filled(move_in)
    unread = reading_of(TABLE)
    assert (unread["status"], unread["needs_layout"], unread["first_rows"][0]) == ("refused", True, HEADER)

    layout = own_layouts.describe("Acme card", ROWS, 1, COLUMNS, is_reversed=True)
    tried = own_layouts.try_out("card.csv", TABLE, layout, AS_AT)
    assert [(row["posted_on"], row["amount"], row["balance"]) for row in tried["statements"][0]["rows"]] == [("2026-01-02", "100.00", "500.00"), ("2026-01-03", "-80.00", "420.00")]
    assert tried["statements"][0]["proof"] == "proven"
    assert own_layouts.in_force(store, JO) == []

    own_layouts.keep(store, JO, layout)
    again = reading_of(TABLE, own_layouts.in_force(store, JO))
    assert again["statements"] == tried["statements"]


def test_what_is_kept_with_a_layout_of_our_own_says_which(filled):
    store = filled(move_in)
    layout_id = own_layouts.keep(store, JO, own_layouts.describe("Acme card", ROWS, 1, COLUMNS, is_reversed=True))
    receipt = receiving.import_files(store, OPERATOR, [("card.csv", TABLE)], account_id="a1", as_at=AS_AT)[0]
    assert (receipt["status"], receipt["new_transactions"]) == ("imported", 2)
    assert store.value("select layout from raw.file where file_sha256 = ?", [hashlib.sha256(TABLE).hexdigest()]) == f"own_{layout_id}"


def test_a_removed_layout_reads_nothing_more_and_stays_on_record(filled):
    store = filled(move_in)
    layout_id = own_layouts.keep(store, JO, own_layouts.describe("Acme card", ROWS, 1, COLUMNS))
    with pytest.raises(NotAllowed):
        own_layouts.remove(store, JO, layout_id, "It was wrong")
    with pytest.raises(UserError, match="Say why"):
        own_layouts.remove(store, LEE, layout_id, " ")
    own_layouts.remove(store, LEE, layout_id, "It was wrong")
    assert own_layouts.in_force(store, JO) == []
    assert store.value("select count(*) from decisions.layout") == 1
    with pytest.raises(UserError, match="removed already"):
        own_layouts.remove(store, LEE, layout_id, "Again")


def test_two_layouts_do_not_have_one_name(store):
    own_layouts.keep(store, OPERATOR, own_layouts.describe("Acme card", ROWS, 1, COLUMNS))
    with pytest.raises(UserError, match="another name"):
        own_layouts.keep(store, OPERATOR, own_layouts.describe("Acme card", [["a", "b"]], 1, {"posted_on": 1, "amount": 2}))


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"amount": 3}, "date"),
        ({"posted_on": 1}, "amount"),
        ({"posted_on": 1, "amount": 3, "money_in": 4}, "either"),
        ({"posted_on": 1, "amount": 1}, "twice"),
        ({"posted_on": 1, "money_in": 3, "direction": 2}, "In or out goes with one column"),
    ],
)
def test_a_layout_that_can_read_nothing_is_a_sentence(columns, words):
    with pytest.raises(UserError, match=words):
        own_layouts.describe("x", ROWS, 1, columns)


def test_what_comes_first_in_a_date_is_believed_when_a_person_says_so():
    table = b"when,what,how much\n03/01/2026,A,1.00\n04/02/2026,B,2.00\n"
    for dates, days in (("day", ["2026-01-03", "2026-02-04"]), ("month", ["2026-03-01", "2026-04-02"])):
        layout = own_layouts.describe("x", first_rows(table), 1, {"posted_on": 1, "description": 2, "amount": 3}, dates=dates)
        assert [row["posted_on"] for row in own_layouts.try_out("x.csv", table, layout, AS_AT)["statements"][0]["rows"]] == days


@pytest.mark.parametrize("heading", [1, None])
def test_a_card_that_prints_spending_without_a_minus_does_not_turn_round_the_signs_of_a_bank_with_the_same_columns(heading):
    card = b"when,what,how much,card\n03/01/2026,CARE,80.00,CR-77001\n04/01/2026,CARE,70.00,CR-77001\n02/01/2026,TOP UP,-100.00,CR-77001\n"
    bank = b"when,what,how much,card\n03/01/2026,CARE,-80.00,CR-77001\n04/01/2026,CARE,-70.00,CR-77001\n02/01/2026,TOP UP,100.00,CR-77001\n"
    card, bank = ((table if heading else table.split(b"\n", 1)[1]) for table in (card, bank))
    places = {"posted_on": 1, "description": 2, "amount": 3, "card_reference": 4}
    reversing = own_layouts.describe("Card", first_rows(card), heading, places, is_reversed=True)
    assert sorted(amounts(reading_of(card, own_of(reversing)))) == ["-70.00", "-80.00", "100.00"]
    assert reading_of(bank, own_of(reversing))["layout"] is None
    plain = own_layouts.describe("Bank", first_rows(bank), heading, places)
    layouts = own_of(reversing) + own_of(plain, "own_2")
    assert not own_layouts.recognise_the_same(reversing, plain)
    assert sorted(amounts(reading_of(bank, layouts))) == ["-70.00", "-80.00", "100.00"]


# --- tables without headings

BARE = b"CR-77001,03/01/2026,BRIGHT CARE,80.00,420.00\nCR-77001,02/01/2026,TOP UP,-100.00,500.00\n"
PLACES = {"card_reference": 1, "posted_on": 2, "description": 3, "amount": 4}


def bare(content=BARE, places=PLACES, title="Acme bare", **more):
    return own_layouts.describe(title, first_rows(content), None, places, is_reversed=True, **more)


def test_a_table_without_headings_is_read_by_the_places_of_its_columns_and_known_again_by_its_shape(filled):
    unread = reading_of(BARE.replace(b"420.00", b"421.00"))
    assert (unread["status"], unread["needs_layout"]) == ("refused", True)
    store = filled(move_in)
    own_layouts.keep(store, JO, bare(places=PLACES | {"balance": 5}))
    march = b"CR-77001,05/03/2026,SHOP,1.50,300.00\nCR-77001,04/03/2026,FARE,2.25,301.50\nCR-77001,04/03/2026,TOP UP,-9.00,303.76\n"
    reading = reading_of(march, own_layouts.in_force(store, JO))
    assert (amounts(reading), reading["statements"][0]["account"]["card_reference"]) == (["9.00", "-2.25", "-1.50"], "CR-77001")
    assert reading["statements"][0]["proof"] == "broken"
    assert any("recognised by how many columns" in message for message in reading["messages"])


@pytest.mark.parametrize(
    "other",
    [
        b"CR-77001,03/01/2026,BRIGHT CARE,80.00\nCR-77001,02/01/2026,TOP UP,-100.00\n",
        b"CR-77001,03/01/2026,BRIGHT CARE,80.00,421.00,X\nCR-77001,02/01/2026,TOP UP,-100.00,500.00,X\n",
        b"CR-77001,03/01/2026,80.00,BRIGHT CARE,421.00\nCR-77001,02/01/2026,-100.00,TOP UP,500.00\n",
        b"03/01/2026,CR-77001,BRIGHT CARE,80.00,421.00\n02/01/2026,CR-77001,TOP UP,-100.00,500.00\n",
        b"CR-77001,03/01/2026,BRIGHT CARE,80,421.00\nCR-77001,02/01/2026,TOP UP,100,500.00\n",
        b"CR-77001,03/01/2026,5411,80.00,421.00\nCR-77001,02/01/2026,6011,-100.00,500.00\n",
        b"CR-77001,03/01/2026,BRIGHT CARE,80.00,03/01/2026\nCR-77001,02/01/2026,TOP UP,-100.00,02/01/2026\n",
        b"CR-77001,,BRIGHT CARE,80.00,421.00\nCR-77001,,TOP UP,-100.00,500.00\n",
    ],
)
def test_another_shape_is_another_table(other):
    reading = reading_of(other, own_of(bare(places=PLACES | {"balance": 5})))
    assert (reading["status"], reading["layout"]) == ("refused", None)


def test_a_column_that_is_empty_this_month_is_still_the_column_it_was():
    table = b"CR-77001,03/01/2026,BRIGHT CARE,80.00,,420.00\nCR-77001,02/01/2026,TOP UP,,100.00,499.00\n"
    places = {"card_reference": 1, "posted_on": 2, "description": 3, "money_out": 4, "money_in": 5}
    spent = b"CR-77001,03/01/2026,BRIGHT CARE,80.00,,420.00\nCR-77001,02/01/2026,SHOP,1.00,,499.00\n"
    assert amounts(reading_of(spent, own_of(bare(table, places)))) == ["-1.00", "-80.00"]


def test_a_column_that_was_empty_is_not_taken_for_one_that_is_filled():
    spent = b"CR-77001,03/01/2026,BRIGHT CARE,80.00,,420.00\nCR-77001,02/01/2026,SHOP,1.00,,499.00\n"
    table = b"CR-77001,03/01/2026,BRIGHT CARE,80.00,,420.00\nCR-77001,02/01/2026,TOP UP,,100.00,499.00\n"
    layout = bare(spent, {"card_reference": 1, "posted_on": 2, "description": 3, "money_out": 4})
    assert reading_of(table, own_of(layout))["status"] == "refused"


def test_a_table_that_two_shapes_fit_is_read_by_neither():
    table = b"CR-77001,03/01/2026,BRIGHT CARE,80.00,5411,421.00\nCR-77001,02/01/2026,TOP UP,100.00,6011,500.00\n"
    words = b"CR-77001,03/01/2026,BRIGHT CARE,80.00,shop,421.00\nCR-77001,02/01/2026,TOP UP,100.00,cash,500.00\n"
    neither = b"CR-77001,03/01/2026,BRIGHT CARE,80.00,,421.00\nCR-77001,02/01/2026,TOP UP,100.00,,500.00\n"
    layouts = own_of(bare(table), "own_1") + own_of(bare(words), "own_2")
    assert [reading_of(content, layouts)["layout"] for content in (table, words, neither)] == ["own_1", "own_2", None]


def test_layouts_that_would_claim_the_same_tables_are_not_both_kept(filled):
    store = filled(move_in)
    own_layouts.keep(store, JO, bare())
    own_layouts.keep(store, JO, own_layouts.describe("Acme card", ROWS, 1, COLUMNS))
    for layout, twin in ((bare(title="Again"), "Acme bare"), (own_layouts.describe("Another", ROWS, 1, COLUMNS), "Acme card")):
        with pytest.raises(UserError, match=f"read by the layout {twin} already"):
            own_layouts.keep(store, JO, layout)


@pytest.mark.parametrize(
    ("rows", "heading", "words"),
    [
        ([["03/01/2026", "A", "1.00"], HEADER], 1, "holds a date"),
        ([["Acme card"], HEADER], 1, "single cell"),
        ([["a", "b", "c"], ["03/01/2026", "A", "1.00"]], None, "can't be recognised without headings"),
        ([["03/01/2026", "A"], ["03/01/2026", "A", "1.00"], ["03/01/2026"]], None, "can't be recognised without headings"),
    ],
)
def test_what_would_never_be_recognised_again_is_a_sentence(rows, heading, words):
    with pytest.raises(UserError, match=words):
        own_layouts.describe("x", rows, heading, {"posted_on": 1, "amount": 3})


def test_a_layout_is_tried_as_the_next_file_will_be_recognised():
    with pytest.raises(UserError, match="not be recognised again"):
        own_layouts.try_out("card.csv", TABLE, own_layouts.describe("x", [["other", "headings"]], 1, COLUMNS), AS_AT)


def test_the_headings_need_not_be_the_first_row():
    table = b"Acme card programme\nPrinted for,Jo\n" + TABLE
    layout = own_layouts.describe("x", first_rows(table), 3, COLUMNS, is_reversed=True)
    assert amounts(own_layouts.try_out("card.csv", table, layout, AS_AT)) == ["100.00", "-80.00"]


# --- exports of card programmes

PROGRAMME = b"""Card No,Posted,Record,State,Where,Category,Value,DRCR,Ref
CR-77001,02/01/2026,Load,Settled,COUNCIL,,500.00,CR,R1
CR-77001,03/01/2026,Authorisation,Approved,EXAMPLE SHOP,5411,12.34,DR,R2
CR-77001,04/01/2026,Presentment,Settled,EXAMPLE SHOP,5411,12.34,DR,R2
CR-77001,05/01/2026,Authorisation,Approved,EXAMPLE HOTEL,7011,80.00,DR,R3
CR-77001,06/01/2026,Reversal,Settled,EXAMPLE HOTEL,7011,80.00,CR,R3
CR-77001,07/01/2026,Declined,Declined,EXAMPLE BETS,7995,900.00,DR,R4
CR-77001,08/01/2026,Presentment,Pending,EXAMPLE CAFE,5812,3.00,DR,R5
CR-77002,08/01/2026,Presentment,Settled,EXAMPLE CAFE,5812,4.30,DR,R6
CR-77002,09/01/2026,Reversal,Settled,EXAMPLE CAFE,5812,4.30,CR,R6
"""
ROLES = ("card_reference", "posted_on", "kind", "status", "merchant", "merchant_code", "amount", "direction", "external_id")
ROLE_PLACES = {role: place for place, role in enumerate(ROLES, start=1)}


@pytest.mark.parametrize("without", [(), ("external_id",), ("status",)])
def test_in_an_export_of_a_programme_each_purchase_counts_once_on_its_card_with_its_merchant(without):
    places = {role: place for role, place in ROLE_PLACES.items() if role not in without}
    reading = own_layouts.try_out("programme.csv", PROGRAMME, own_layouts.describe("Programme", first_rows(PROGRAMME), 1, places), AS_AT)
    first, second = reading["statements"]
    pending = ["-3.00"] if "status" in without else []
    assert [row["amount"] for row in first["rows"]] == ["500.00", "-12.34", *pending]
    assert [row["amount"] for row in second["rows"]] == ["-4.30", "4.30"]
    assert [one["account"]["card_reference"] for one in (first, second)] == ["CR-77001", "CR-77002"]
    shop = first["rows"][1]
    assert [shop[name] for name in ("description", "merchant", "merchant_code", "kind")] == ["EXAMPLE SHOP", "EXAMPLE SHOP", "5411", "Presentment"]
    assert not reading["rejected_lines"]
    assert any("approval" in message and "declined" in message for message in reading["messages"])


def test_the_last_four_figures_of_a_card_are_kept_and_name_no_account():
    table = PROGRAMME.replace(b"CR-77001", b"7001").replace(b"CR-77002", b"7002")
    reading = own_layouts.try_out("programme.csv", table, own_layouts.describe("Programme", first_rows(table), 1, ROLE_PLACES), AS_AT)
    assert [one["account"]["card_reference"] for one in reading["statements"]] == [None]
    assert {row["card_reference"] for row in reading["statements"][0]["rows"]} == {"7001", "7002"}


def test_a_table_without_headings_has_its_entries_counted_once_too():
    table = PROGRAMME.split(b"\n", 1)[1]
    layout = own_layouts.describe("Programme", first_rows(table), None, ROLE_PLACES)
    assert amounts(own_layouts.try_out("programme.csv", table, layout, AS_AT)) == ["500.00", "-12.34", "-4.30", "4.30"]


def test_money_out_that_is_printed_with_a_minus_is_still_money_out_and_a_fee_is_counted_once():
    table = b"when,what,spent,got,charge,left\n03/01/2026,CARE,-80.00,,0.50,419.50\n02/01/2026,TOP UP,,100.00,,500.00\n"
    places = {"posted_on": 1, "description": 2, "money_out": 3, "money_in": 4, "fee": 5, "balance": 6}
    reading = own_layouts.try_out("x.csv", table, own_layouts.describe("x", first_rows(table), 1, places), AS_AT)
    assert (amounts(reading), reading["statements"][0]["proof"]) == (["100.00", "-80.50"], "proven")


# --- the wizard on its page


def wizard_page(reading, kept):
    from datetime import date
    from functools import partial

    from lib import own_layouts
    from lib.ui import layout_parts

    content, reading = reading
    try_out = partial(lambda content, layout: own_layouts.try_out("a.csv", content, layout, date(2026, 11, 22)), content)
    layout_parts.wizard(reading, own_layouts.ROLES, own_layouts.DATES, own_layouts.describe, try_out, kept.append)


def wizard_of(content):
    kept = []
    return AppTest.from_function(wizard_page, args=((content, reading_of(content)), kept), default_timeout=60).run(), kept


def shown(page):
    return [text.value for text in page.text]


def test_the_wizard_opens_on_a_guess_with_its_columns_filled_in_and_is_kept_as_it_stands():
    content = sample_of("metro_bank").read_bytes().replace(b"3190.00", b"3190.01")
    page, kept = wizard_of(content)
    assert not page.exception
    assert shown(page)[0] == "The columns are filled in as a guess, because this looks like Metro Bank. Change what is wrong; files like it are read by what you keep."
    assert "It reads as 5 to 25 Sep 2026, 3 lines, contradicts itself; 0 lines can't be read." in shown(page)
    next(button for button in page.button if "Keep" in button.label).click().run()
    assert [(layout["title"], layout["columns"], layout["dates"]) for layout in kept] == [
        ("Metro Bank", {"posted_on": 1, "description": 2, "kind": 3, "money_in": 4, "money_out": 5, "balance": 6}, "day")
    ]
    assert own_layouts.try_out("a.csv", content, kept[0], date(2026, 11, 22))["statements"][0]["lines"] == 3


def test_the_wizard_takes_columns_by_their_place_where_there_are_no_headings():
    page, _ = wizard_of(BARE.replace(b"420.00", b"421.00"))
    assert not page.exception
    assert page.checkbox[0].value is True
    for role, place in PLACES.items():
        page.selectbox(next(box.key for box in page.selectbox if box.key.startswith(role))).set_value(place)
    page.checkbox[1].check().run()
    assert not page.exception
    assert "It reads as 2 to 3 Jan 2026, 2 lines, unproven; 0 lines can't be read." in shown(page)


def test_the_wizard_says_at_once_what_is_not_clear():
    page, _ = wizard_of(BARE.replace(b"420.00", b"421.00"))
    page.selectbox(next(box.key for box in page.selectbox if box.key.startswith("amount"))).set_value(4).run()
    assert not page.exception
    assert any("which column holds the date" in error.value for error in [*page.error, *page.warning, *page.text])
