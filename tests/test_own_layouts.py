"""A layout that an officer makes: said once, used for the next file, and taken out again."""

import hashlib

import pytest

from lib import own_layouts, receiving
from lib.errors import NotAllowed, UserError
from lib.statements import read_files
from lib.store import OPERATOR
from tests.small_council import AS_AT, JO, LEE, move_in

HEADER = ["when", "what", "how much", "left"]
TABLE = b"when,what,how much,left\n03/01/2026,BRIGHT CARE,80.00,420.00\n02/01/2026,TOP UP,-100.00,500.00\n"
COLUMNS = {"posted_on": 1, "description": 2, "amount": 3, "balance": 4}


def reading_of(content, own=()):
    return next(read_files([("card.csv", content)], today=AS_AT, own=own))


def test_a_table_in_no_layout_shows_its_first_rows_and_is_read_once_a_person_said_which_column_is_which(store):
    move_in(store)
    unread = reading_of(TABLE)
    assert (unread["status"], unread["needs_layout"], unread["first_rows"][0]) == ("refused", True, HEADER)

    layout = own_layouts.describe("Acme card", HEADER, COLUMNS, is_reversed=True)
    tried = own_layouts.try_out("card.csv", TABLE, layout, AS_AT)
    assert [(row["posted_on"], row["amount"], row["balance"]) for row in tried["statements"][0]["rows"]] == [("2026-01-02", "100.00", "500.00"), ("2026-01-03", "-80.00", "420.00")]
    assert tried["statements"][0]["proof"] == "proven"
    assert own_layouts.in_force(store, JO) == []

    own_layouts.keep(store, JO, layout)
    again = reading_of(TABLE, own_layouts.in_force(store, JO))
    assert again["statements"] == tried["statements"]


def test_what_is_kept_with_a_layout_of_our_own_says_which(store):
    move_in(store)
    layout_id = own_layouts.keep(store, JO, own_layouts.describe("Acme card", HEADER, COLUMNS, is_reversed=True))
    receipt = receiving.import_files(store, OPERATOR, [("card.csv", TABLE)], account_id="a1", as_at=AS_AT)[0]
    assert (receipt["status"], receipt["new_transactions"]) == ("imported", 2)
    assert store.value("select layout from raw.file where file_sha256 = ?", [hashlib.sha256(TABLE).hexdigest()]) == f"own_{layout_id}"


def test_a_removed_layout_reads_nothing_more_and_stays_on_record(store):
    move_in(store)
    layout_id = own_layouts.keep(store, JO, own_layouts.describe("Acme card", HEADER, COLUMNS))
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
    own_layouts.keep(store, OPERATOR, own_layouts.describe("Acme card", HEADER, COLUMNS))
    with pytest.raises(UserError, match="another name"):
        own_layouts.keep(store, OPERATOR, own_layouts.describe("Acme card", ["a", "b"], {"posted_on": 1, "amount": 2}))


@pytest.mark.parametrize(
    ("columns", "words"),
    [({"amount": 3}, "date"), ({"posted_on": 1}, "amount"), ({"posted_on": 1, "amount": 3, "money_in": 4}, "either"), ({"posted_on": 1, "amount": 1}, "twice")],
)
def test_a_layout_that_can_read_nothing_is_a_sentence(columns, words):
    with pytest.raises(UserError, match=words):
        own_layouts.describe("x", HEADER, columns)


def test_what_comes_first_in_a_date_is_believed_when_a_person_says_so():
    table = b"when,what,how much\n03/01/2026,A,1.00\n04/02/2026,B,2.00\n"
    for dates, days in (("day", ["2026-01-03", "2026-02-04"]), ("month", ["2026-03-01", "2026-04-02"])):
        layout = own_layouts.describe("x", ["when", "what", "how much"], {"posted_on": 1, "description": 2, "amount": 3}, dates=dates)
        assert [row["posted_on"] for row in own_layouts.try_out("x.csv", table, layout, AS_AT)["statements"][0]["rows"]] == days
