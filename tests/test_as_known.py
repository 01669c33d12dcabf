"""As known then, and as known now: what the store said on a day is what it says of that day."""

import shutil
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from lib import access, as_known, debt_ledger, reviews, trail
from lib.errors import NotAllowed
from lib.monitoring import refresh_store
from lib.sqlfiles import TABLE_LAYERS
from lib.store import OPERATOR, StoreIsReadOnly, now, open_store
from tests.debt_council import raised, somebody_owes
from tests.small_council import AS_AT, JO, LEE, move_in, receive
from tests.test_kept import History, everything

MARCH = date(2026, 3, 31)
THEN, LATER = date(2026, 7, 10), date(2026, 8, 20)
FIGURES = (
    "dashboards.caseload",
    "dashboards.officer",
    "dashboards.finding_by_rule",
    "dashboards.contribution_arrears",
    "audit.agreement",
    "audit.debt",
    "audit.return",
    "audit.finding",
    "audit.statement",
)


def test_every_table_says_when_its_rows_were_recorded(empty_store):
    """Who signs in is nobody's figure; everything else must be there, and nothing that is not."""
    tables = {
        row["name"]
        for row in empty_store.rows("select table_schema as layer, table_schema || '.' || table_name as name from information_schema.tables where table_type = 'BASE TABLE'")
        if row["layer"] in TABLE_LAYERS and row["layer"] != "identity"
    }
    assert tables == as_known.RECORDED.keys()
    assert as_known.DONE.keys() <= tables


@pytest.mark.parametrize("seed", [7])
def test_at_each_moment_of_any_history_it_says_what_the_store_said_at_that_moment(store, seed):
    move_in(store)
    history, said = History(store, seed), []
    for _ in range(3):
        for _ in range(5):
            history.a_day()
        said.append((now(), everything(store), acts(store)))
    assert len({str(answers) for _, answers, _ in said}) == len(said)
    for moment, answers, log in said:
        there = as_known.build(store, AS_AT, moment)
        assert everything(there) == answers
        assert acts(there) == log


def acts(reads):
    return [row["seq"] for row in reads.rows("from audit.activity order by seq")]


# Two days in the office: what the store said on the first is kept, then more becomes known.


@pytest.fixture(scope="module")
def clock():
    """Let the store's clock show noon of a day."""
    monkeypatch = pytest.MonkeyPatch()

    def show(day):
        class Clock(datetime):
            @classmethod
            def now(cls, tz=None):
                return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)

        monkeypatch.setattr("lib.wall_clock.datetime", Clock)

    yield show
    monkeypatch.undo()


@pytest.fixture(scope="module")
def office(tmp_path_factory, empty_path, clock):
    """A store on two days: (store, what it said on the first, what happened after)."""
    clock(THEN)
    store = open_store(shutil.copy(empty_path, tmp_path_factory.mktemp("office")))
    loads = [{"load_number": number, "loaded_at": now(), "loaded_by": "jo", "source_name": "x", "source_sha256": "0", "profile": "canonical", "counts": "{}"} for number in (1, 2)]
    with store.change(OPERATOR, "load_caseload", "two loads") as change:
        change.insert("raw.extract_load", loads)
    somebody_owes(store, as_at=THEN)
    debt_id = raised(store, THEN)
    refresh_store(store, OPERATOR, THEN)
    said = figures(store, THEN)
    clock(LATER)
    late = receive(store, "a2", [("2026-05-02", "CARE AT HOME", "-80.00"), ("2026-07-02", "BET365", "-20.00"), ("2026-08-05", "BET365", "-33.00")], opening="500.00", as_at=LATER)
    finding = store.row("from trackers.finding where account_id = 'a1' and rule_id = 'gambling' order by occurred_on")
    reviews.decide(store, LEE, "a1", finding["finding_id"], "explained", "A present")
    debt_ledger.pay(store, JO, "g1", debt_id, "30.00", THEN, LATER, receipt_number="R1")
    debt_ledger.pay(store, JO, "g1", debt_id, "5.00", THEN + timedelta(days=1), LATER, receipt_number="R2")
    refresh_store(store, OPERATOR, LATER)
    yield store, said, {"late": late, "finding": finding, "debt_id": debt_id}
    store.close()


def figures(reads, day):
    answers = {name: sorted(map(str, reads.rows(f"from {name}"))) for name in FIGURES}
    return answers | {
        name: sorted(map(str, access.see(reads, LEE, name, {"as_at": day}))) for name in ("trackers.return", "dashboards.debt_age", "dashboards.surplus", "trackers.debt")
    }


def test_as_known_then_is_what_the_store_said_on_that_day(office):
    store, said, _ = office
    assert figures(store, THEN) != said
    assert figures(as_known.with_known(store, THEN, "then"), THEN) == said


def test_as_known_now_differs_by_what_became_known_later_and_by_nothing_that_was_done_later(office):
    store, _, happened = office
    then, today = (as_known.with_known(store, THEN, known) for known in ("then", "now"))

    def differs(name, key):
        before, after = ({row[key]: row for row in reads.rows(f"from {name}")} for reads in (then, today))
        return {one for one in before.keys() | after.keys() if before.get(one) != after.get(one)}

    assert differs("audit.statement", "statement_id") == set(happened["late"]["statement_ids"])
    # The verdict is about a payment of before, and the statement shows a bet of before; the bet of August had not been made.
    found = differs("audit.finding", "finding_id")
    bets = {row["finding_id"] for row in today.rows("from audit.finding where rule_id = 'gambling' and account_id = 'a2'")}
    assert happened["finding"]["finding_id"] in found and len(bets) == 1 and bets <= found
    assert {row["account_id"] for row in today.rows("from audit.finding where finding_id = any($ids)", {"ids": list(found - {happened["finding"]["finding_id"]})})} <= {"a2"}
    # The payment of that very day counts, that of the next day does not.
    paid = [reads.value("select paid from audit.debt where debt_id = ?", [happened["debt_id"]]) for reads in (then, today, store)]
    assert paid == [Decimal("0.00"), Decimal("30.00"), Decimal("35.00")]
    assert differs("dashboards.caseload", "account_id") == {"a1", "a2"}


def test_before_anything_was_recorded_nothing_was_known(office):
    store, *_ = office
    assert as_known.with_known(store, MARCH, "then").value("select count(*) from dashboards.caseload") == 0
    assert as_known.begins_on(store) == THEN


def test_its_today_is_the_store_itself_and_another_day_is_built_once(office):
    store, *_ = office
    assert as_known.with_known(store, LATER, "then") is store
    told = []
    before = THEN - timedelta(days=1)
    first = as_known.with_known(store, before, "now", lambda done, total: told.append((done, total)))
    assert told[-1] == (len(told), len(told))
    assert as_known.with_known(store, before, "now") is first
    trail.note_look(store, JO, "a1")
    assert as_known.with_known(store, before, "now") is first
    with store.change(OPERATOR, "begin_hold", "g2") as change:
        change.execute("insert into decisions.hold values ('h1', 'g2', 'Westmarch', 'dispute', ?, null, 'x', 'jo', ?)", [LATER, now()])
    assert as_known.with_known(store, before, "now") is not first


def test_the_walls_stand_there_too_and_nothing_can_be_saved(office):
    store, *_ = office
    there = as_known.with_known(store, THEN, "then")
    assert {row["council"] for row in access.see(there, LEE, "dashboards.caseload")} == {"Westmarch"}
    assert {row["officer"] for row in access.see(there, JO, "dashboards.caseload")} == {"jo"}
    with pytest.raises(NotAllowed):
        access.see(there, JO, "dashboards.concern", {"moment": now()})
    with pytest.raises(StoreIsReadOnly, match="Go back to today"), there.change(OPERATOR, "note", "x"):
        pass


def test_the_end_of_a_day_is_midnight_here():
    assert as_known.end_of(date(2026, 7, 10)) == datetime(2026, 7, 10, 23)
    assert as_known.end_of(date(2026, 12, 10)) == datetime(2026, 12, 11)
