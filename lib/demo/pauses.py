"""Pauses of payments in the made-up council: one of summer that was lifted, one that goes on, and one that waits before its gate."""

from datetime import timedelta

from lib import letters, suspension

WITHOUT_EMPLOYEES = """
select agreement_id, officer
from staging.agreement
anti join (select agreement_id from staging.plan_line where spend_category = 'pa_wages') as employs using (agreement_id)
anti join (select agreement_id from trackers.case_state) as taken_up using (agreement_id)
where end_date is null and not employs_pa and start_date < $on_day - 365 and payment_cycle <> '2-weekly'
order by agreement_id
limit 1
"""
SAID = {
    "sw_agreed": ("agreed", "By telephone with the practitioner"),
    "alternative_care": ("in_place", "The agency comes at the same times, paid by the council"),
    "wages_and_notice_covered": ("nobody_employed", "The plan has an agency only"),
    "capacity_and_representative": ("can_decide", "Seen by the practitioner this autumn"),
}


def take_pauses_up(year, store, actors, agreements, as_at):
    """Propose three pauses. The first lies between two payments and was lifted before the second; the next began three days ago; the last has no notice yet."""
    year.begin(_proposed(store, actors, agreements, as_at - timedelta(days=190), _lifted))
    year.begin(_proposed(store, actors, agreements, as_at - timedelta(days=34), _goes_on, as_at - timedelta(days=3)))
    year.begin(_proposed(store, actors, agreements, as_at - timedelta(days=3), None, as_at + timedelta(days=29)))


def _proposed(store, actors, agreements, on_day, go_on, from_date=None):
    day = yield on_day
    row = store.row(WITHOUT_EMPLOYEES, {"on_day": day})
    if not row:
        return
    from_date = from_date or next(due for due in agreements[row["agreement_id"]].dues(day + timedelta(days=90)) if due > day + timedelta(days=29)) + timedelta(days=3)
    officer, agreement_id = actors[row["officer"]], row["agreement_id"]
    suspension_id = suspension.propose(store, officer, agreement_id, "no_returns", from_date, "No statement came after three letters", day)
    suspension.say(store, officer, agreement_id, suspension_id, "sw_agreed", *SAID["sw_agreed"], day)
    if go_on:
        _fill(store, officer, actors["leader"], agreement_id, suspension_id, from_date, day)
        yield from go_on(store, actors["leader"], agreement_id, suspension_id, from_date)


def _fill(store, officer, leader, agreement_id, suspension_id, from_date, day):
    for box, (said, note) in SAID.items():
        suspension.say(store, officer, agreement_id, suspension_id, box, said, note, day)
    suspension.say(store, officer, agreement_id, suspension_id, "review_date", from_date + timedelta(days=14), "", day)
    suspension.say(store, leader, agreement_id, suspension_id, "safeguarding_screened", "screened", "", day)
    letter_id = suspension.prepare_notice(store, officer, agreement_id, suspension_id, "The agency comes as now.", "You do not need to do anything.", day)
    letters.mark_sent(store, officer, agreement_id, letter_id, day, "post")


def _goes_on(store, leader, agreement_id, suspension_id, from_date):
    day = yield from_date - timedelta(days=3)
    suspension.go_on(store, leader, agreement_id, suspension_id, "approve", day)


def _lifted(store, leader, agreement_id, suspension_id, from_date):
    yield from _goes_on(store, leader, agreement_id, suspension_id, from_date)
    day = yield from_date + timedelta(days=9)
    suspension.go_on(store, leader, agreement_id, suspension_id, "lift", day, "The statements came, and nothing was wrong in them")
