"""Every figure of the caseload page is what pandas makes of the audit views, on the made-up council and on two random ones."""

import random
import shutil
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest

from lib import access, as_known, sessions, team, users
from lib.errors import NotAllowed
from lib.monitoring import follow, unfollowed
from lib.serve import the_store
from lib.store import OPERATOR, Actor, now, open_store
from lib.team import SUBJECTS
from lib.ui.caseload_parts import HEADLINES
from tests.conftest import TODAY
from tests.on_page import choices, column, figures, lists
from tests.small_council import JO, LEE, move_in
from tests.test_pages import opened

BACKLOG = ((28, "days_0_28"), (56, "days_29_56"), (90, "days_57_90"), (10**6, "days_over_90"))
DEBTS = ((30, "days_0_30"), (60, "days_31_60"), (90, "days_61_90"), (365, "days_91_365"), (10**6, "over_a_year"))


@pytest.fixture(scope="module")
def made_up(council, tmp_path_factory):
    opened_store = open_store(shutil.copytree(council.parent, tmp_path_factory.mktemp("figures") / "demo") / council.name)
    yield opened_store, TODAY
    opened_store.close()


def random_council(folder, empty_path, seed):
    """A store with sixty agreements whose dates, rates, tiers and reviews are random."""
    chance, as_at = random.Random(seed), date(2026, 6, 30)
    store = open_store(shutil.copy(empty_path, folder / f"{seed}.duckdb"))
    numbers = [(str(n), chance.choice(("Westmarch", "Easthaven")), chance.choice(("jo", "sam", "kim"))) for n in range(60)]
    with unfollowed():
        move_in(store, numbers, as_at)
    with store.change(OPERATOR, "load_caseload", "random") as change:
        for table in ("raw.person", "raw.agreement", "raw.rate"):
            rows = store.rows(f"from {table}")
            for row in rows:
                row["load_number"] = 2
                if table == "raw.person":
                    row["legal_basis"] = chance.choice(("care_act", "phb", "s117", None))
                elif table == "raw.agreement":
                    row["start_date"] = as_at - timedelta(days=chance.randrange(-30, 900))
                    row["end_date"] = chance.choice((None, None, row["start_date"] + timedelta(days=chance.randrange(0, 900))))
                    row["account_type"] = chance.choice(("own_bank", "prepaid_card", "managed_account"))
                else:
                    row["gross_weekly"], row["from_date"] = Decimal(chance.randrange(10_000, 90_000)) / 100, date(2020, 1, 1)
            change.insert(table, rows)
        reviews = [
            {"load_number": 2, "row_number": 2, "agreement_id": f"g{n}", "reviewed_on": as_at - timedelta(days=chance.randrange(0, 800)), "kind": "annual"}
            for n, *_ in numbers
            if chance.random() < 0.6
        ]
        change.insert("raw.statutory_review", reviews)
        follow(change, as_at)
    return store, as_at


@pytest.fixture(scope="module", params=[1, 2])
def random_one(request, tmp_path_factory, empty_path):
    store, as_at = random_council(tmp_path_factory.mktemp("random"), empty_path, request.param)
    yield store, as_at
    store.close()


def band(days, bands):
    return next(name for most, name in bands if days <= most)


def derived(name, frame, as_at):
    """What the classes of a view must be, from its days alone."""
    if name == "audit.agreement_standing":

        def statutory(row):
            due = row["next_statutory_review_due_on"]
            return None if due is None else "in_time" if due >= as_at else row["statutory_review"] if row["statutory_review"] in ("first_overdue", "later_overdue") else "wrong"

        frame["statutory_review"] = frame.apply(statutory, axis=1)
        frame["state"] = frame.apply(
            lambda row: (
                "ended"
                if row["end_date"] and row["end_date"] < as_at
                else "not_started"
                if row["start_date"] > as_at
                else row["state"]
                if row["state"] in ("active", "suspended")
                else "wrong"
            ),
            axis=1,
        )
    if name == "audit.return":

        def waits(row):
            came = row["received_on"]
            return band((as_at - came).days, BACKLOG) if came and came <= as_at and not row["completed_on"] else None

        frame["age_band"] = frame.apply(waits, axis=1)
        frame["stands"] = frame.apply(
            lambda row: (
                "worked"
                if row["completed_on"]
                else "received"
                if row["received_on"]
                else row["stands"]
                if row["stands"] in ("decided", "held")
                else "to_request"
                if not row["requested_on"]
                else "late"
                if row["due_on"] and row["due_on"] < as_at
                else "requested"
            ),
            axis=1,
        )
    if name == "audit.debt":
        frame["age_band"] = frame.apply(
            lambda row: None if not row["outstanding"] else row["age_band"] if row["age_band"] in ("near_limit", "past_limit") else band((as_at - row["due_from"]).days, DEBTS),
            axis=1,
        )
    return frame


def counted(frame, by, sums):
    """{value: (count, *sums)} of a frame, in whole pennies so that nothing is rounded."""
    found = {}
    for value, rows in frame.groupby(frame[by].map(lambda one: "" if pd.isna(one) else one)):
        found[value] = (len(rows), *(sum(int(one * 100) for one in rows[column] if one is not None and not pd.isna(one)) for column in sums))
    return found


def agrees(store, as_at, cells=None):
    figures, cells = 0, cells or (lambda name, by: team.cells(store, OPERATOR, name, by))
    for name, subject in SUBJECTS.items():
        rows = store.rows(f"from {subject.view}")
        for by in [*subject.by, "council", "officer"]:
            sums = tuple(subject.sums)
            said = {value or "": (row["count"], *(int(row[column] * 100) for column in sums)) for value, row in team.added_up(cells(name, by), "value").items()}
            expected = counted(derived(subject.view, pd.DataFrame(rows, dtype=object), as_at), by, sums) if rows else {}
            assert said == expected, (subject.view, by)
            figures += len(said)
    return figures


def test_every_figure_of_the_made_up_council_is_what_pandas_makes_of_the_audit_views(made_up):
    assert agrees(*made_up) > 40


def test_every_figure_of_a_random_council_is_what_pandas_makes_of_the_audit_views(random_one):
    assert agrees(*random_one) > 20


def test_the_figures_of_a_months_end_are_what_pandas_makes_of_the_audit_views_of_that_day(made_up):
    store, today = made_up
    day = team.last_month_end(today)
    team.count_month(store, day, today)
    there = as_known.build(store, day, as_known.end_of(day), team.counted_before(store, today).known)
    assert agrees(there, day, lambda name, by: team.cells_at(store, OPERATOR, name, by, day)) > 40
    there.close()


def test_medians_are_those_of_pandas(made_up):
    store, _ = made_up
    for subject in SUBJECTS.values():
        for middle in subject.middles:
            rows = [row[middle] for row in store.rows(f"from {subject.view}") if row[middle] is not None]
            said = access.tally(store, OPERATOR, subject.view, (), (), (middle,))[0][f"middle_{middle}"]
            assert said == (pd.Series(rows).quantile(0.5, interpolation="lower") if rows else None)


def test_a_tally_counts_the_rows_that_one_sees(made_up):
    store, _ = made_up
    somebody = store.row("select council, officer from staging.agreement")
    officer = Actor("x", "officer", (somebody["council"],), somebody["officer"])
    for actor in (officer, Actor("y", "team_leader", (somebody["council"],)), OPERATOR):
        for subject in SUBJECTS.values():
            assert access.tally(store, actor, subject.view, ())[0]["count"] == len(access.see(store, actor, subject.view))


@pytest.fixture(scope="module")
def people(held_path, tmp_path_factory):
    """{username: who is signed in} to a copy of the small council's store. They look, and save nothing."""
    with pytest.MonkeyPatch.context() as patch:
        yield signed_in(held_path, tmp_path_factory.mktemp("caseload"), patch)


def signed_in(held_path, folder, patch):
    patch.setenv("RECKONER_STORE", str(shutil.copy(held_path, folder)))
    patch.setenv("RECKONER_TODAY", "2026-06-30")
    users.add_demo(the_store(), [{"username": actor.username, "name": actor.name, "role": actor.role, "councils": "Westmarch", "officer": actor.officer} for actor in (JO, LEE)])
    return {actor.username: {"username": actor.username, "sid": sessions.sid_of(sessions.start(the_store(), actor.username, "127.0.0.1"))} for actor in (JO, LEE)}


def test_the_figures_on_top_are_those_of_the_lists_they_open(people):
    app = opened(people["lee"], "caseload")
    assert not app.error and not app.exception
    for (label, said, lines, to), (title, subject, by, value, money, _) in zip(figures(app), HEADLINES, strict=True):
        rows = access.see(the_store(), LEE, SUBJECTS[subject].view, **{by: value})
        assert (label, said) == (title, f"{len(rows):,}")
        assert parse_qs(urlsplit(to).query) == {"subject": [subject], "by": [by], "is": [value]}
        if money:
            assert any(line.startswith(f"£{sum(row[money] for row in rows):,.2f} ") for line in lines)


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("who", ["jo", "lee"])
def test_each_subject_opens_and_lists_what_a_figure_is_made_of(people, who, subject):
    by = next(iter(SUBJECTS[subject].by))
    found = access.tally(the_store(), {"jo": JO, "lee": LEE}[who], SUBJECTS[subject].view, (by,))
    value = found[0][by] if found else "none"
    app = opened(people[who], "caseload", subject=subject, by=by, **{"is": value or "-"})
    assert not app.error and not app.exception
    if found:
        assert len(lists(app)[1]) == found[0]["count"]


def test_who_may_not_compare_officers_is_not_offered_to(people):
    of_jo, of_lee = (opened(people[who], "caseload", subject="agreements") for who in ("jo", "lee"))
    assert "Officer" not in choices(of_jo)["Count by"]["options"]
    assert "Officer" in choices(of_lee)["Count by"]["options"]
    assert "Officer" in choices(of_lee) and "Officer" not in choices(of_jo)


# Months beside each other


def pressed(app, label):
    return next(button for button in app.button if button.label == label).click().run()


def test_what_stood_at_the_end_of_last_month_stands_beside_each_figure_once_it_was_counted(held_path, tmp_path, monkeypatch):
    people = signed_in(held_path, tmp_path, monkeypatch)
    assert not [button for button in opened(people["jo"], "caseload").button if button.label == "Count it now"]
    app = pressed(opened(people["lee"], "caseload"), "Count it now")
    assert not app.error and not app.exception
    # Of May the caseload says as much as of June, and the statement of June had not come.
    assert [lines for _, _, lines, _ in figures(app)][:2] == [["the same as on 31 May 2026", "£270.00 a week; £270.00 on 31 May 2026"], ["the same as on 31 May 2026"]]
    assert any(text.value.startswith("Beside each figure stands 31 May 2026, as it was known on 30 Jun 2026") for text in app.text)

    of_lee = opened(people["lee"], "caseload", subject="agreements", by="officer", **{"is": "jo"}, compare="months")
    groups, listed, months = lists(of_lee)
    assert [(row["shown"], row["before_count"], row["change"]) for row in groups] == [("jo", "2", "the same"), ("sam", "1", "the same")]
    assert len(listed) == 2 and [(row["count"], row["known"], bool(row["to"])) for row in months] == [("2", "As known later", True), ("2", "", False)]
    by_council = opened(people["lee"], "caseload", subject="agreements", by="state", **{"is": "active"}, compare="council")
    assert [[row[name] for name in ("shown", "count", "before_count", "net_weekly")] for row in lists(by_council)[-1]] == [["Westmarch", "3", "3", "£270.00"]]
    by_officer = opened(people["lee"], "caseload", subject="agreements", by="state", **{"is": "active"}, compare="officer")
    assert column(lists(by_officer)[-1], "shown") == ["jo", "sam"]
    of_jo = opened(people["jo"], "caseload", subject="agreements", by="state", **{"is": "active"}, compare="officer")
    assert [(row["count"], row["before_count"]) for row in lists(of_jo)[0]] == [("2", "2")]
    assert "officer" not in [option for control in of_jo.segmented_control for option in control.options]


def test_as_at_another_day_the_figures_and_their_lists_are_those_of_that_day(people):
    link = {"subject": "agreements", "by": "state", "is": "not_started", "as_at": "2025-12-31", "known": "now"}
    app = opened(people["lee"], "caseload", **link)
    assert not app.error and not app.exception
    assert figures(app)[0][1] == "0" and len(lists(app)[1]) == 3
    assert any(text.value.startswith("This is 31 Dec 2025 as known now") for text in app.text)
    assert "A row opens the case as it is today." in [text.value for text in app.text]
    then = opened(people["lee"], "caseload", as_at="2025-12-31")
    assert not then.error and not then.exception and {value for _, value, *_ in figures(then)} == {"0"}


def test_who_may_not_compare_officers_gets_no_figure_of_one(held):
    for ask in (lambda: team.cells(held, JO, "agreements", "officer"), lambda: team.behind(held, JO, "agreements", "state", "active", officer="sam")):
        with pytest.raises(NotAllowed):
            ask()
    assert {cell["officer"] for cell in team.cells(held, JO, "agreements", "state")} == {None}


def test_a_month_is_counted_once_when_it_was_known_then_and_once_a_day_while_records_began_later(held):
    today, hold = date(2026, 6, 30), "insert into decisions.hold values (?, 'g2', 'Westmarch', 'dispute', ?, null, 'x', 'jo', ?)"
    assert team.next_to_count(held, today) == date(2026, 5, 31)
    team.count_month(held, date(2026, 5, 31), today)
    assert team.next_to_count(held, today) == date(2026, 4, 30)
    tomorrow = today + timedelta(days=1)
    assert team._still_holds(held.row("from store.month_counted"), "now", team._mark(held), tomorrow)
    with held.change(OPERATOR, "begin_hold", "g2") as change:
        change.execute(hold, ["h1", today, now()])
    assert team.next_to_count(held, today) == date(2026, 4, 30)
    assert not team._still_holds(held.row("from store.month_counted"), "now", team._mark(held), tomorrow)

    later = as_known.begins_on(held) + timedelta(days=70)
    known_then = team.last_month_end(later)
    team.count_month(held, known_then, later)
    with held.change(OPERATOR, "begin_hold", "g2") as change:
        change.execute(hold, ["h2", today, now()])
    assert team.counted(held)[0] == team.Counted(known_then, "then", known_then)
    assert team.next_to_count(held, later + timedelta(days=1)) < known_then
