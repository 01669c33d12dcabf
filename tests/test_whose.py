"""Whose a file is: told by its numbers, its card or its name, and nobody else's lines are kept with it."""

import hashlib
import shutil
from pathlib import Path

import pytest

from lib import receiving
from lib.monitoring import follow, unfollowed
from lib.statements.reading import read
from lib.store import OPERATOR, Actor, open_store
from tests.small_council import AS_AT, JO, LEE, move_in

KIM = Actor("kim", "team_leader", ("Easthaven",), "kim", "Kim Example")
PLAIN = "Date,Description,Amount,Balance\n13/01/2026,COUNCIL,100.00,100.00\n14/01/2026,CARE AT HOME,-{}.00,{}.00\n"
NATWEST = """Date,Type,Description,Value,Balance,Account Name,Account Number
15 Jan 2026,BAC,CARE AT HOME,-10.00,90.00,DP,600000-12345678
13 Jan 2026,BAC,COUNCIL,100.00,100.00,DP,600000-12345678
16 Jan 2026,POS,OWN SHOPPING,-5.00,15.00,OWN,600000-87654321
31 Feb 2026,POS,OWN SECRET,-5.00,20.00,OWN,600000-87654321
14 Jan 2026,POS,OWN DINNER,-5.00,20.00,OWN,600000-87654321
"""
REVOLUT = """Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance
TOPUP,Current,2026-01-13 10:00:00,2026-01-13 10:00:01,COUNCIL,100.00,0.00,GBP,COMPLETED,100.00
CARD_PAYMENT,Current,2026-01-14 10:00:00,2026-01-14 10:00:01,CARE AT HOME,-10.00,0.00,GBP,COMPLETED,90.00
TOPUP,Current,2026-01-13 10:00:00,2026-01-13 10:00:01,HOLIDAY,5.00,0.00,USD,COMPLETED,5.00
"""
CARDS = "Date,Description,Amount,Balance,Card Reference\n13/01/2026,COUNCIL,100.00,100.00,CR-1\n13/01/2026,COUNCIL,70.00,70.00,CR-2\n14/01/2026,SHOP,-10.00,90.00,CR-1\n"
ONE_CARD = CARDS.replace("13/01/2026,COUNCIL,70.00,70.00,CR-2\n", "")

HELD_CARDS = {
    "letters": "CR-0001", "masked": "5399********1234", "full": "4111111111111111", "last": "************4444", "fewer": "****0005", "spaced": "5105 10** **** 5100", "digits": "1234567890",
    "one": "CR-1", "two": "CR-2",
}  # fmt: skip
NAMED = ("ACC-1", "ACC-10", "ACC-1-2", "ACC_2", "ACC3", "ACC.4", "acc 5", "1007", "ACC-É8", "C0", "C1", "C2", "C3")


@pytest.fixture(scope="module")
def settled(tmp_path_factory, empty_path):
    """A store with all these accounts, to be copied."""
    path = Path(shutil.copy(empty_path, tmp_path_factory.mktemp("settled")))
    store = open_store(path)
    with unfollowed():
        move_in(store)
    accounts = [account(one) for one in NAMED] + [account(one, card_reference=card) for one, card in HELD_CARDS.items()]
    load(store, *accounts, account("C4", "g4"), account("dp", sort_code="600000", account_number="12345678"))
    store.close()
    return path.parent


@pytest.fixture
def council(settled, tmp_path):
    store = open_store(shutil.copytree(settled, tmp_path / "own") / "reckoner.duckdb")
    yield store
    store.close()


@pytest.fixture(scope="module")
def looked_at(settled, tmp_path_factory):
    """The same store, for tests that keep nothing."""
    store = open_store(shutil.copytree(settled, tmp_path_factory.mktemp("looked_at") / "own") / "reckoner.duckdb")
    yield store
    store.close()


def account(account_id, agreement="g1", **about):
    return {"load_number": 2, "row_number": 2, "account_id": account_id, "agreement_id": agreement} | about


def load(store, *accounts):
    with store.change(OPERATOR, "load_caseload", "accounts") as change:
        change.insert("raw.account", list(accounts))
        follow(change, AS_AT)


def send(store, *files, account_id=None, actor=OPERATOR, keep=True):
    """Bring (name, text) files in, and give their receipts."""
    contents = {hashlib.sha256(text.encode()).hexdigest(): text.encode() for _, text in files}
    readings = [read(name, text.encode(), today=AS_AT) for name, text in files]
    if not keep:
        return receiving.preview(store, actor, readings, account_id, AS_AT)
    return receiving.keep(store, actor, readings, contents, account_id, AS_AT)


def brief(receipt):
    return receipt["status"], receipt["account_id"]


def raw(store):
    """All that the raw tables hold of statements, as one text."""
    return str([store.rows(f"from raw.{table}") for table in ("file", "statement", "statement_line", "other_line")])


def some(number=10):
    return PLAIN.format(number, 100 - number)


# By the card


PRINTED = {
    "CR-0001": "letters", " cr-0001 ": "letters", "5399********1234": "masked", "4111 1111 1111 1111": "full", "5555555555554444": "last", "3782-822463-10005": "fewer",
    "5105105105105100": "spaced", "1234567890": "digits", "6011********1234": None, "CR-0002": None,
}  # fmt: skip


def found(account_id):
    return ("imported", account_id) if account_id else ("needs_account", None)


def test_a_card_in_the_file_finds_its_account(looked_at):
    receipts = send(looked_at, *(("march.csv", ONE_CARD.replace("CR-1", printed)) for printed in PRINTED), keep=False)
    assert dict(zip(PRINTED, map(brief, receipts), strict=True)) == {printed: found(account_id) for printed, account_id in PRINTED.items()}


def test_a_full_card_number_finds_its_account_and_is_kept_nowhere(council):
    text = ONE_CARD.replace("CR-1", "4111 1111 1111 1111").replace("SHOP", "SHOP 4111111111111111")
    assert brief(send(council, ("march.csv", text))[0]) == ("imported", "full")
    assert "4111111111111111" not in raw(council).replace(" ", "")


def test_a_card_that_nobody_has_waits_and_a_choice_settles_it_unless_the_account_has_another(looked_at):
    file = ("a.csv", ONE_CARD.replace("CR-1", "CR-77"))
    waiting = send(looked_at, file, keep=False)[0]
    assert waiting["status"] == "needs_account"
    assert "Card CR-77" in waiting["reason"]
    assert send(looked_at, file, account_id="one", keep=False)[0]["status"] == "needs_account"
    assert brief(send(looked_at, file, account_id="a1", keep=False)[0]) == ("imported", "a1")


def test_the_cards_of_a_file_go_each_to_its_own_account(council):
    receipt = send(council, ("cards.csv", CARDS))[0]
    assert (receipt["status"], receipt["new_transactions"]) == ("imported", 3)
    assert {(row["account_id"], row["lines"]) for row in council.rows("from raw.statement")} == {("one", 2), ("two", 1)}


def test_cards_on_one_balance_are_found_by_the_one_that_the_caseload_has(looked_at):
    text = CARDS.replace("CR-1", "CR-77").replace("70.00,70.00", "-70.00,30.00").replace("90.00", "20.00")
    receipt = send(looked_at, ("cards.csv", text), keep=False)[0]
    assert (*brief(receipt), receipt["new_transactions"]) == ("imported", "two", 3)


# By the name


NAMES = {
    "ACC-1-2026-02.csv": "ACC-1", "ACC-1_feb.csv": "ACC-1", "ACC-1.csv": "ACC-1", "acc-1 feb.csv": "ACC-1", "1007-feb.csv": "1007", "ACC3-feb.csv": "ACC3",
    "ACC_2_feb.csv": "ACC_2", "ACC.4_feb.csv": "ACC.4", "ACC.4.csv": "ACC.4", "acc 5 feb.csv": "acc 5", "acc 5/feb.csv": "acc 5", "ACC-1-2_feb.csv": "ACC-1-2",
    "ACC-10-feb.csv": "ACC-10", "st/ACC-1/2026/feb.csv": "ACC-1", "st\\ACC-1\\feb.csv": "ACC-1", "ACC-1/ACC-1-feb.csv": "ACC-1", "ACC-É8 feb.csv": "ACC-É8", "ACC-11.csv": None,
    "ACC3feb.csv": None, "feb ACC3.csv": None, "ACC-1/ACC3-feb.csv": None, "ACC-1/ACC3/feb.csv": None, "ACC/feb.csv": None, "acc-1/feb.csv": None,
}  # fmt: skip


def test_the_folder_or_the_start_of_the_name_says_whose_a_file_is(looked_at):
    receipts = send(looked_at, *((name, some(number)) for number, name in enumerate(NAMES, start=1)), keep=False)
    assert dict(zip(NAMES, map(brief, receipts), strict=True)) == {name: found(account_id) for name, account_id in NAMES.items()}


def test_a_folder_and_a_name_that_differ_are_both_named(looked_at):
    reason = send(looked_at, ("ACC-1/ACC3-feb.csv", some()), keep=False)[0]["reason"]
    assert "ACC-1" in reason and "ACC3" in reason


# The same bytes again


def test_bytes_that_stand_in_one_account_are_not_kept_in_another(council):
    first = send(council, ("gen.csv", some()), account_id="C0", actor=JO)[0]
    again = send(council, ("gen.csv", some()), account_id="C1", actor=LEE)[0]
    assert brief(again) == ("already_held", "C0")
    assert "account C0" in again["reason"] and "by jo" in again["reason"]
    assert council.value("select count(*) from raw.statement") == 1
    receiving.withdraw(council, LEE, "C0", first["statement_ids"][0], "The wrong person's", AS_AT)
    assert brief(send(council, ("gen.csv", some()), account_id="C1")[0]) == ("imported", "C1")
    assert brief(send(council, ("gen.csv", some()), account_id="C0")[0]) == ("already_held", "C1")


def test_the_same_bytes_twice_in_one_upload_are_kept_once_and_it_says_where(council):
    first, second = send(council, ("C2/feb.csv", some()), ("C3/feb.csv", some()))
    assert (brief(first), brief(second)) == (("imported", "C2"), ("already_held", "C2"))
    assert "account C2" in second["reason"] and "twice" in second["reason"]


def test_bytes_held_where_a_person_may_not_look_are_held_elsewhere_and_no_more_is_said(council):
    send(council, ("gen.csv", some()), account_id="C4", actor=KIM)
    again = send(council, ("gen.csv", some()), account_id="C1", actor=JO)[0]
    assert brief(again) == ("already_held", None)
    assert "C4" not in str(again) and "kim" not in str(again)
    kept = council.row("select * from activity.entry where action = 'import_statement' order by seq desc")
    assert (kept["council"], kept["agreement_id"]) == ("Westmarch", None)


# Several accounts in a file


def test_of_several_accounts_those_of_the_caseload_are_kept_and_nothing_of_the_others(council):
    receipt = send(council, ("natwest.csv", NATWEST))[0]
    assert (*brief(receipt), receipt["new_transactions"]) == ("imported", "dp", 2)
    assert any("60-00-00 87654321" in message and "left out: 2 lines" in message for message in receipt["messages"])
    assert "OWN" not in raw(council) and "87654321" not in raw(council)


def test_lines_of_others_that_stand_between_are_not_kept_either(council):
    header, first, second, *others = NATWEST.splitlines()
    send(council, ("natwest.csv", "\n".join([header, first, *others, second]) + "\n"))
    assert "OWN" not in raw(council)
    assert council.value("select count(*) from raw.statement_line") == 2


def test_what_could_not_be_read_of_ones_own_account_stays_on_record(council):
    bad = "31 Feb 2026,BAC,DP BAD LINE,-10.00,90.00,DP,600000-12345678"
    header, first, second, *others = NATWEST.splitlines()
    send(council, ("natwest.csv", "\n".join([header, first, bad, second, *others]) + "\n"))
    assert council.row("select line_number, status from raw.other_line where source like '%DP BAD LINE%'") == {"line_number": 3, "status": "rejected"}
    assert "OWN" not in raw(council)


def test_an_account_that_is_loaded_later_is_kept_from_the_same_file(council):
    send(council, ("natwest.csv", NATWEST))
    load(council, account("own", "g2", sort_code="600000", account_number="87654321"))
    receipt = send(council, ("natwest.csv", NATWEST))[0]
    assert (*brief(receipt), receipt["new_transactions"]) == ("imported", "own", 2)
    assert brief(send(council, ("natwest.csv", NATWEST))[0])[0] == "already_held"
    assert "OWN SECRET" in raw(council)
    assert council.value("select count(*) from (from raw.other_line group by all having count(*) > 1)") == 0


def test_only_pounds_are_kept_and_the_other_currency_is_named(council):
    receipt = send(council, ("revolut.csv", REVOLUT), account_id="C1")[0]
    assert (*brief(receipt), receipt["new_transactions"]) == ("imported", "C1", 2)
    assert any("USD" in message and "left out: 1 line." in message for message in receipt["messages"])
    assert "HOLIDAY" not in raw(council)
    dollars = "\n".join(line for line in REVOLUT.splitlines() if "GBP" not in line) + "\n"
    assert send(council, ("dollars.csv", dollars), account_id="C1")[0]["status"] == "rejected"


def test_a_file_of_strangers_is_not_put_into_a_chosen_account(council):
    receipt = send(council, ("natwest.csv", NATWEST.replace("12345678", "11223344")), account_id="C1")[0]
    assert receipt["status"] == "needs_account"
    assert "11223344" in receipt["reason"] and "87654321" in receipt["reason"]
    assert raw(council) == str([[], [], [], []])


def test_another_councils_account_sounds_like_one_that_is_not_there(council):
    before = send(council, ("natwest.csv", NATWEST), actor=JO, keep=False)[0], send(council, ("theirs/feb.csv", some()), actor=JO, keep=False)[0]
    alone = NATWEST.replace("12345678", "87654321")
    missing = send(council, ("alone.csv", alone), actor=JO, keep=False)[0]
    load(council, account("theirs", "g4", sort_code="600000", account_number="87654321"))
    after = send(council, ("natwest.csv", NATWEST), actor=JO, keep=False)[0], send(council, ("theirs/feb.csv", some()), actor=JO, keep=False)[0]
    assert before == after
    assert send(council, ("alone.csv", alone), actor=JO, keep=False)[0] == missing
    chosen, absent = (send(council, ("a.csv", some()), account_id=one, actor=JO, keep=False)[0] for one in ("theirs", "nowhere"))
    assert chosen == absent
