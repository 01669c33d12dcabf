"""The small council where a1 has a whole history: money, letters, questions, papers, talk, and people who may read it."""

import uuid
from datetime import date, datetime, timedelta

from lib import documents, holds, letters, recommendations, reviews, surplus, suspension, users
from lib.store import OPERATOR
from tests.debt_council import asked, raised, somebody_owes, upheld, went_out
from tests.small_council import AS_AT, JO, LEE

PDF = b"%PDF-1.7\n1 0 obj <</Type/Catalog>> endobj\n%%EOF\n"
PEOPLE = (("jo", "Jo Example", "officer", "jo"), ("lee", "Lee Example", "team_leader", ""), ("una", "Una Example", "auditor", ""))
SAID = "Kim Helper rang: sort code 20-00-00, account 12345678. She is worried."
DAY = timedelta(days=1)


def told(store):
    """Fill an empty store. What was done was done on AS_AT, but for what came with the caseload."""
    caseload(store)
    somebody_owes(store)
    add_people(store)
    surplus_id = surplus.calculate(store, JO, "g1", "unknown", "Nothing was spent in May", AS_AT)
    surplus.go_on(store, LEE, "g1", surplus_id, "check", AS_AT)
    letters.mark_sent(store, JO, "g1", surplus.prepare_notice(store, JO, "g1", surplus_id, "100.00", AS_AT + 15 * DAY, "invoice", AS_AT), AS_AT, "post")
    surplus.notify(store, JO, "g1", surplus_id, AS_AT)
    debt_id = raised(store)
    went_out(store, debt_id, "letter_1", AS_AT)
    asked(store, upheld(store))
    talk(store)
    review(store)
    documents.add(store, JO, "g1", "slip.pdf", PDF, "payslip", "Payslip of Kim Helper", AS_AT, AS_AT)
    recommendations.recommend(store, JO, "g1", "prepaid_card", "Papers do not come", AS_AT)
    suspension.propose(store, JO, "g1", "no_returns", AS_AT + 28 * DAY, "No papers since April", AS_AT)
    holds.begin(store, JO, "g1", "mental_health", AS_AT, None, "Told by the adviser")


def add_people(store):
    users.add_demo(store, [{"username": name, "name": words, "role": role, "councils": "Westmarch", "officer": officer} for name, words, role, officer in PEOPLE])


def caseload(store):
    """A review under the regulations, a stay in hospital, a helper who is paid, and a plan agreed elsewhere."""
    row = {"load_number": 3, "row_number": 2}
    with store.change(OPERATOR, "load_caseload", "more of g1") as change:
        change.insert("raw.statutory_review", [row | {"agreement_id": "g1", "reviewed_on": date(2026, 5, 4), "kind": "first", "outcome": "continue"}])
        change.insert("raw.absence", [row | {"person_id": "p1", "from_date": date(2026, 5, 10), "to_date": date(2026, 5, 12), "kind": "hospital"}])
        change.insert("raw.payee", [row | {"agreement_id": "g1", "payee_name": "Kim Helper", "spend_category": "pa_wages", "relation": "personal_assistant"}])
        change.insert("decisions.step", [_step("plan", "plan1", "agree"), _step("return", "g1:2026-03-31", "request")])
        change.insert("decisions.monitoring_tier", [_by("lee") | {"tier_id": "t1", "tier": "enhanced", "from_date": AS_AT, "reason": "Two months late"}])


def review(store):
    """The first quarter is reviewed; in the second one question is asked."""
    for row in store.rows("from trackers.exception where account_id = 'a1' and status = 'open' order by occurred_on"):
        reviews.decide(store, JO, "a1", row["exception_id"], "explained" if row["period_from"] == date(2026, 1, 1) else "query", "Looked into")
    rest = reviews.rest(store, JO, "a1", date(2026, 1, 1))
    reviews.accept_rest(store, JO, "a1", date(2026, 1, 1), rest["lines"], rest["money_in"], rest["money_out"])
    reviews.complete(store, JO, "a1", date(2026, 1, 1), "The contribution of March did not come")


def talk(store):
    """A note, a call, a visit and a task that was done; and the case came from another officer."""
    entries = [_said("note", SAID), _said("call", "Will send papers", with_whom="Kim Helper"), _said("visit", "At home, all well"), _said("task", "Ring again", due_on=AS_AT)]
    with store.change(JO, "write_entry", "g1") as change:
        change.insert("decisions.entry", entries)
        change.insert("decisions.task_done", [_by("jo") | {"entry_id": entries[3]["entry_id"], "on_day": AS_AT}])
        change.insert("decisions.case_move", [_by("lee") | {"move_id": "m1", "from_officer": "sam", "to_officer": "jo", "on_day": date(2026, 2, 2), "note": "Ask about the PA"}])


def _said(kind, said, **more):
    return _by("jo") | {"entry_id": str(uuid.uuid4()), "kind": kind, "on_day": AS_AT, "said": said} | more


def _step(kind, case_id, step):
    return _by("jo") | {"kind": kind, "case_id": case_id, "step_number": 1, "step": step, "state": "agreed" if kind == "plan" else "requested", "on_day": AS_AT, "detail": "{}"}


def _by(username):
    return {"agreement_id": "g1", "council": "Westmarch", "decided_by": username, "decided_at": datetime(2026, 6, 30, 10)}
