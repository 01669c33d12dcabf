"""Moving cases: the walls follow at once, a later extract that names somebody new takes over, and nothing that two people did meanwhile is lost."""

import csv
import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import access, caseload, monitoring, moving, my_work, trail, users
from lib.errors import NotAllowed, SeveralErrors
from lib.sqlfiles import sql_file
from lib.store import OPERATOR, now
from tests.small_council import AS_AT, JO, LEE, receive
from tests.small_council import caseload as rows_of

SAM = replace(JO, username="sam", officer="sam")
DAY = timedelta(days=1)


def move(store, *agreement_ids, to="sam", by="jo", note="Ring her on Mondays.", actor=LEE):
    return moving.move(store, actor, "Westmarch", agreement_ids, by, to, note, AS_AT)


def seen_by(store, actor, view="dashboards.account"):
    return {row["agreement_id"] for row in access.see(store, actor, view)}


def officer_of(store, agreement_id):
    return store.value("select officer from staging.agreement where agreement_id = ?", [agreement_id])


def send_extract(store, officer, **changed):
    """Load an extract of g1 with this officer, as a team leader does; the small council's own load is noted as the first."""
    if not store.value("select count(*) from raw.extract_load"):
        with store.change(OPERATOR, "load_caseload", "the first") as change:
            change.insert(
                "raw.extract_load", [{"load_number": 1, "loaded_at": _at(0), "loaded_by": "lee", "source_name": "x", "source_sha256": "x", "profile": "x", "counts": "{}"}]
            )
    row = next(row for row in rows_of([("1", "Westmarch", officer)])["raw.agreement"])
    row = {name: value for name, value in row.items() if name != "payment_cycle"} | {"payment_cycle": "4-weekly"} | changed
    said = io.StringIO()
    written = csv.DictWriter(said, row.keys())
    written.writeheader()
    written.writerow(row)
    return caseload.keep(store, LEE, caseload.preview(store, LEE, "extract", [("agreements.csv", said.getvalue().encode())], as_at=AS_AT), as_at=AS_AT)


# Moving


def test_the_new_officer_sees_the_case_and_the_old_one_no_longer(held):
    assert seen_by(held, JO) == {"g1", "g2"} and seen_by(held, SAM) == {"g3"}
    assert move(held, "g1", "g2") == 2
    for view in ("dashboards.account", "audit.agreement", "audit.statement", "audit.reconciliation", "audit.return", "dashboards.case_activity"):
        assert not seen_by(held, JO, view), view
    assert seen_by(held, SAM) == {"g1", "g2", "g3"} and "g1" in seen_by(held, SAM, "audit.reconciliation")
    assert access.may(held, SAM, "see_case", account_id="a1") and not access.may(held, JO, "see_case", account_id="a1")


def test_everything_that_is_kept_is_as_if_all_was_computed_anew(held):
    move(held, "g1")
    tables = [row["name"] for row in held.rows("select schema_name || '.' || table_name as name from duckdb_tables() where schema_name in ('staging', 'reconciliation')")]
    kept = {name: sorted(map(str, held.rows(f"from {name}"))) for name in tables}
    monitoring.refresh_store(held, OPERATOR, AS_AT)
    assert {name: sorted(map(str, held.rows(f"from {name}"))) for name in tables} == kept
    assert len(kept) > 20


def test_each_case_has_its_row_and_its_act_with_the_note(held):
    move(held, "g1", "g2")
    rows = held.rows("select agreement_id, from_officer, to_officer, on_day, note, decided_by from decisions.case_move order by agreement_id")
    assert rows[0] == {"agreement_id": "g1", "from_officer": "jo", "to_officer": "sam", "on_day": AS_AT, "note": "Ring her on Mondays.", "decided_by": "lee"}
    assert len(rows) == 2
    acts = held.rows("from dashboards.act where action like 'move_case%' order by seq")
    assert [(act["action"], act["agreement_id"], act["reason"]) for act in acts[:2]] == [("move_case", f"g{number}", "Ring her on Mondays.") for number in (1, 2)]
    assert acts[2]["action"] == "move_cases" and "g1" in acts[2]["after"] and len(acts) == 3


def test_moving_back_is_a_move_and_undoes_it(held):
    move(held, "g1")
    move(held, "g1", by="sam", to="jo", note="Back again.")
    assert officer_of(held, "g1") == "jo" and seen_by(held, JO) == {"g1", "g2"}
    assert held.value("select count(*) from decisions.case_move") == 2


def test_what_was_done_before_stays_with_who_did_it(held):
    before = held.rows("select seq, actor, action from activity.entry order by seq"), held.rows("select statement_id, received_by from raw.statement")
    move(held, "g1")
    after = held.rows("select seq, actor, action from activity.entry order by seq"), held.rows("select statement_id, received_by from raw.statement")
    assert after[0][: len(before[0])] == before[0] and after[1] == before[1]


def test_a_case_that_is_somebody_elses_by_now_is_refused_and_nothing_is_moved(held):
    move(held, "g1")
    with pytest.raises(SeveralErrors) as refused:
        move(held, "g1", "g2", to="lee")
    assert refused.value.errors == ["Choose who takes them: an officer of this council."]
    with pytest.raises(SeveralErrors) as refused:
        moving.move(held, LEE, "Westmarch", ["g1", "g2"], "jo", "sam", "Again", AS_AT)
    assert refused.value.errors == ["g1 is sam’s by now. Nothing was moved: look at the list again."]
    assert officer_of(held, "g2") == "jo" and held.value("select count(*) from decisions.case_move") == 1


def test_what_is_missing_is_said_at_once(held):
    with pytest.raises(SeveralErrors) as refused:
        moving.move(held, LEE, "Westmarch", [], "jo", "nobody at all", " ", AS_AT)
    assert len(refused.value.errors) == 3
    with pytest.raises(SeveralErrors, match="already"):
        move(held, "g1", to="jo")


def test_a_case_of_another_council_is_not_there_and_its_officers_take_none(held):
    with pytest.raises(NotAllowed):
        move(held, "g1", "g4")
    with pytest.raises(NotAllowed):
        moving.move(held, LEE, "Easthaven", ["g4"], "kim", "jo", "Note", AS_AT)
    with pytest.raises(SeveralErrors, match="of this council"):
        move(held, "g1", to="kim")
    assert held.value("select count(*) from decisions.case_move") == 0


@pytest.mark.parametrize("role", ["officer", "senior_officer", "auditor", "administrator"])
def test_nobody_but_a_team_leader_moves_cases(held, role):
    with pytest.raises(NotAllowed):
        move(held, "g1", actor=replace(JO, role=role))


def test_whoever_may_sign_in_as_an_officer_there_can_be_given_a_case(held):
    people = [("new", "officer", "Westmarch", "nia"), ("una", "auditor", "Westmarch", "una"), ("kit", "officer", "Easthaven", "kit")]
    users.add_demo(held, [{"username": name, "name": f"{name} example", "role": role, "councils": council, "officer": officer} for name, role, council, officer in people])
    assert moving.receivers(held, LEE, "Westmarch") == {"jo": "jo", "nia": "new example", "sam": "sam"}
    move(held, "g1", to="nia")
    assert seen_by(held, replace(JO, username="new", officer="nia")) == {"g1"}


# A later extract


def test_an_extract_that_sends_the_same_officer_again_keeps_the_move(held):
    move(held, "g1")
    counts = send_extract(held, "jo", return_frequency_months=6)
    assert counts["agreements"]["updated"] == 1
    assert officer_of(held, "g1") == "sam" and "g1" in seen_by(held, SAM)
    assert held.value("select return_frequency_months from staging.agreement where agreement_id = 'g1'") == 6


def test_an_extract_that_names_somebody_new_ends_the_move(held):
    move(held, "g1")
    send_extract(held, "kim")
    assert officer_of(held, "g1") == "kim" and "g1" not in seen_by(held, SAM)
    move(held, "g1", by="kim", to="jo", note="Kim is away.")
    send_extract(held, "kim", return_frequency_months=6)
    assert officer_of(held, "g1") == "jo"


EVENTS = st.lists(st.tuples(st.sampled_from(["move", "extract"]), st.sampled_from(["jo", "sam", "kim", None])), max_size=8)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["jo", None]), EVENTS)
def test_a_case_is_whoevers_was_named_last_and_an_extract_names_only_somebody_new(empty_store, first, events):
    """The model: whoever was named last has the case; an extract that says the officer it said before, or none, names nobody."""
    carries, last_named, held_by_move = first, first, False
    agreements, loads, moves = [(1, first)], [(1, 0)], []
    for moment, (what, officer) in enumerate(events, start=1):
        if what == "move" and officer:
            carries, held_by_move = officer, True
            moves.append((moment, officer))
        elif what == "extract":
            number = len(agreements) + 1
            agreements.append((number, officer))
            loads.append((number, moment))
            held_by_move = held_by_move and (officer is None or officer == last_named)
            carries = carries if held_by_move else officer
            last_named = officer or last_named
    with empty_store.trial(OPERATOR) as trial:
        begin = date(2026, 1, 1)
        trial.insert("raw.extract_load", [
            {"load_number": number, "loaded_at": _at(moment), "loaded_by": "lee", "source_name": "x", "source_sha256": "x", "profile": "x", "counts": "{}"} for number, moment in loads
        ])  # fmt: skip
        trial.insert("raw.agreement", [
            {"load_number": number, "row_number": 2, "agreement_id": "g1", "person_id": "p1", "council": "Westmarch", "officer": officer, "start_date": begin} for number, officer in agreements
        ])  # fmt: skip
        trial.insert("decisions.case_move", [
            {"move_id": f"m{moment}", "agreement_id": "g1", "council": "Westmarch", "to_officer": officer, "on_day": begin, "note": "x", "decided_by": "lee", "decided_at": _at(moment)}
            for moment, officer in moves
        ])  # fmt: skip
        assert trial.value(f"select officer from ({sql_file('staging.agreement').text})") == carries


def _at(moment):
    return datetime(2026, 1, 1, 9) + timedelta(hours=moment)


# What it would change


def test_a_look_before_a_move_says_what_the_move_then_does(held):
    receive(held, "a2", [("2026-06-02", "SOMEBODY", "-8.00")], "100.00")
    said = moving.what_if(held, LEE, "Westmarch", ["g2"], "jo", "sam", AS_AT)
    assert (said["cases"], said["net_weekly"]) == (1, Decimal("90.00"))
    before = {row["officer"]: row for row in moving.workload(held, LEE, AS_AT)}
    assert [one["before"] for one in said["officers"]] == [before["jo"], before["sam"]]
    move(held, "g2")
    after = {row["officer"]: row for row in moving.workload(held, LEE, AS_AT)}
    assert [one["after"] for one in said["officers"]] == [after["jo"], after["sam"]]
    assert after["jo"] != before["jo"] and after["sam"]["agreements"] == 2


def test_who_gives_everything_away_carries_nothing(held):
    [giving, taking] = moving.what_if(held, LEE, "Westmarch", ["g3"], "sam", "jo", AS_AT)["officers"]
    assert giving["after"]["agreements"] == 0 and giving["after"]["says"] == "Carries nothing."
    assert taking["after"]["agreements"] == 3


def test_an_officers_load_is_the_sum_of_its_terms_and_of_its_cases(held):
    for row in moving.workload(held, LEE, AS_AT):
        terms = [term for term in access.see(held, LEE, "dashboards.work_term", {"as_at": AS_AT}) if term["officer"] == row["officer"]]
        cases = [case for case in access.see(held, LEE, "dashboards.case_work", {"as_at": AS_AT}) if case["officer"] == row["officer"]]
        assert row["minutes"] == sum(term["pieces"] * term["minutes_each"] for term in terms)
        assert row["periods_to_review"] == sum(case["periods_to_review"] for case in cases) == sum(term["pieces"] for term in terms if term["kind"] == "review")
        assert row["net_weekly"] == sum(case["net_weekly"] for case in cases if case["is_running"])


# The hand-over


def test_the_hand_over_waits_in_my_work_until_the_new_officer_has_looked_at_the_case(held):
    move(held, "g1")
    [item] = [item for item in my_work.due(held, SAM, AS_AT) if item["kind"] == "handover"]
    assert (item["agreement_id"], item["due_on"], item["page"], item["link"]["account"]) == ("g1", AS_AT, "case", "a1")
    assert item["note"] == "From jo: Ring her on Mondays."
    trail.note_look(held, LEE, "a1")
    assert [item for item in my_work.due(held, SAM, AS_AT) if item["kind"] == "handover"]
    trail.note_look(held, SAM, "a1")
    assert not [item for actor in (SAM, JO, LEE) for item in my_work.due(held, actor, AS_AT) if item["kind"] == "handover"]
    assert access.see(held, SAM, "dashboards.handover")[0]["note"] == "Ring her on Mondays."


# Cold cases


def test_a_look_makes_a_cold_case_warm_and_a_move_does_not(held):
    def cold(days_on):
        return {row["agreement_id"] for row in access.see(held, LEE, "dashboards.cold_case", {"as_at": now().date() + days_on * DAY, "days": 30})}

    move(held, "g2")
    assert cold(30) == {"g1", "g2", "g3"}
    trail.note_look(held, SAM, "a2")
    assert cold(29) == {"g3"}
    assert "g2" in cold(30)
