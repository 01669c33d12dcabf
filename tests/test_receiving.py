"""Statements in: each real payment once, whatever the files, their overlaps and their order."""

import random
from datetime import date, timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib import receiving
from lib.errors import NotAllowed, UserError
from lib.store import OPERATOR, open_store
from tests.printed_statements import STYLES, Payment, printed
from tests.small_council import AS_AT, JO, LEE, move_in, move_in_with_printed_account, reading, receive

FIRST = date(2026, 3, 1)
DAYS = 20
NUMBERS = range(1, 31)


def thirty_move_in(store):
    move_in(store, [(str(number), "Westmarch", "jo") for number in NUMBERS])


@pytest.fixture(scope="module")
def many(folder_of):
    """A store with an account for every example."""
    store = open_store(folder_of(thirty_move_in) / "reckoner.duckdb")
    accounts = iter([f"a{number}" for number in NUMBERS])
    yield store, accounts
    store.close()


@pytest.fixture
def council(filled):
    return filled(move_in)


# A day has up to four payments, drawn from few amounts and payees so that like ones are common.
payment = st.tuples(st.sampled_from(["FARE", "CARE AT HOME"]), st.sampled_from(["-2.50", "-2.50", "-10.00", "10.00"]))
history = st.lists(st.lists(payment, max_size=4), min_size=DAYS, max_size=DAYS).filter(any)
cuts = st.lists(st.tuples(st.integers(0, DAYS - 1), st.integers(0, DAYS - 1)).map(sorted), max_size=2)


def lines_of(days, first, last):
    return [(str(FIRST + timedelta(days=number)), text, amount) for number in range(first, last + 1) for text, amount in days[number]]


def kept(store, account_id):
    return sorted(
        (str(row["posted_on"]), row["description"], str(row["amount"]), row["balance"])
        for row in store.rows("select posted_on, description, amount, balance from reconciliation.transaction where account_id = ?", [account_id])
    )


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=history, some=cuts, shuffled=st.randoms(use_true_random=False), printed=st.booleans())
def test_any_split_into_overlapping_files_in_any_order_gives_the_same_payments(many, days, some, shuffled, printed):
    store, accounts = many
    account_id = next(accounts)
    whole = lines_of(days, 0, DAYS - 1)
    pieces = [(0, DAYS // 2), (DAYS // 2, DAYS - 1), *some]
    shuffled.shuffle(pieces)
    for first, last in pieces:
        lines = lines_of(days, first, last)
        if lines:
            before = sum((Decimal(amount) for *_, amount in lines_of(days, 0, first - 1)), Decimal("100.00"))
            receive(store, account_id, lines, opening=str(before) if printed else None)
    assert [(day, text, amount) for day, text, amount, _ in kept(store, account_id)] == sorted(whole)
    period = store.row("select sum(total_receipts - total_spend) as moved from reconciliation.period where account_id = ?", [account_id])
    assert period["moved"] == sum(Decimal(amount) for *_, amount in whole)


def test_two_like_payments_in_one_file_are_two_payments(council):
    receive(council, "a1", [("2026-03-02", "FARE", "-2.50"), ("2026-03-02", "FARE", "-2.50")])
    assert len(kept(council, "a1")) == 2


def test_the_same_bytes_again_say_when_and_by_whom_they_were_received(council):
    lines = [("2026-03-02", "FARE", "-2.50")]
    receive(council, "a1", lines, actor=JO)
    again = receive(council, "a1", lines, actor=LEE)
    assert again["status"] == "already_held"
    assert "by jo" in again["reason"]
    assert len(kept(council, "a1")) == 1


def test_an_overlapping_file_says_what_it_lacks(council):
    receive(council, "a1", [("2026-03-01", "FARE", "-1.00"), ("2026-03-05", "CASH", "-50.00"), ("2026-03-09", "FARE", "-1.00")])
    receipt = receive(council, "a1", [("2026-03-01", "FARE", "-1.00"), ("2026-03-09", "FARE", "-1.00"), ("2026-03-12", "FARE", "-1.00")])
    assert (receipt["new_transactions"], receipt["already_known"], receipt["conflicts"]) == (1, 2, 1)


def test_a_preview_keeps_nothing(council):
    read, _ = reading("a1", [("2026-03-02", "FARE", "-2.50")])
    receipt = receiving.preview(council, JO, [read], as_at=AS_AT)[0]
    assert (receipt["status"], receipt["new_transactions"]) == ("imported", 1)
    assert council.value("select count(*) from raw.statement") == 0
    assert kept(council, "a1") == []


def test_a_file_of_somebody_elses_account_is_not_theirs_to_import(council):
    receipt = receive(council, "a3", [("2026-03-02", "FARE", "-2.50")], actor=JO)
    assert receipt["status"] == "needs_account"
    assert kept(council, "a3") == []


def test_every_line_can_be_traced_to_the_bytes_received(council):
    read, content = reading("a1", [("2026-03-02", "FARE", "-2.50")])
    receiving.keep(council, OPERATOR, [read], {read["sha256"]: content}, as_at=AS_AT)
    line = council.row("select statement_id, line_number from reconciliation.transaction")
    assert line["line_number"] == 1
    assert receiving.evidence(council, JO, line["statement_id"]) == (read["file"], content)
    with pytest.raises(NotAllowed):
        receiving.evidence(council, JO, "no such statement")


def test_bytes_that_were_altered_on_the_disk_are_not_shown_as_evidence(council):
    receipt = receive(council, "a1", [("2026-03-02", "FARE", "-2.50")])
    (council.places.evidence / receipt["sha256"]).write_bytes(b"other")
    with pytest.raises(UserError, match="not what was received"):
        receiving.evidence(council, LEE, receipt["statement_ids"][0])


def test_a_withdrawn_statement_takes_all_that_followed_from_it_along_and_can_be_sent_again(council):
    lines = [("2026-03-02", "BET365", "-20.00")]
    receipt = receive(council, "a1", lines)
    assert council.value("select count(*) from trackers.finding where status = 'open' and rule_id = 'gambling'") == 1
    receiving.withdraw(council, LEE, "a1", receipt["statement_ids"][0], "Sent for the wrong person", AS_AT)
    assert kept(council, "a1") == []
    assert council.value("select status from trackers.finding where rule_id = 'gambling'") == "withdrawn"
    assert receive(council, "a1", lines)["status"] == "imported"
    assert len(kept(council, "a1")) == 1


def test_two_officers_who_import_the_same_statement_at_once_import_it_once(council):
    read, content = reading("a1", [("2026-03-02", "FARE", "-2.50")])
    together, receipts = Barrier(2), []

    def send(actor):
        together.wait()
        receipts.extend(receiving.keep(council, actor, [read], {read["sha256"]: content}, as_at=AS_AT))

    threads = [Thread(target=send, args=(actor,)) for actor in (JO, LEE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(receipt["status"] for receipt in receipts) == ["already_held", "imported"]
    assert len(kept(council, "a1")) == 1


def test_twelve_monthly_pdfs_in_any_order_are_one_chain(filled):
    store = filled(move_in_with_printed_account)
    style, files, opening = STYLES["hsbc_pdf"], [], Decimal("100.00")
    for month in range(1, 13):
        payments = [Payment(date(2025, month, day), ("EXAMPLE SHOP", "LEEDS"), Decimal(-day)) for day in (1, 14, 28)]
        files.append((f"{month}.pdf", printed(style, opening, payments)))
        opening += sum(payment.amount for payment in payments)
    random.Random(7).shuffle(files)
    receipts = receiving.import_files(store, JO, files, as_at=AS_AT)
    assert {receipt["status"] for receipt in receipts} == {"imported"}
    chain = store.rows("select from_date, opening_break, previous_statement_id, has_missing_days from reconciliation.chain where account_id = 'a8' order by from_date")
    assert [row["from_date"].month for row in chain] == list(range(1, 13))
    assert [row["opening_break"] for row in chain[1:]] == [Decimal("0.00")] * 11
    assert not any(row["has_missing_days"] for row in chain)
