"""Two pauses of payments in the made-up council: one that went through the gate, one that waits before it."""

from datetime import timedelta

from lib import letters, suspension

WITHOUT_EMPLOYEES = """
select agreement_id, officer
from staging.agreement
anti join (select agreement_id from staging.plan_line where spend_category = 'pa_wages') as employs using (agreement_id)
anti join (select agreement_id from trackers.case_state) as taken_up using (agreement_id)
where end_date is null and not employs_pa and start_date < ?
order by agreement_id
limit 2
"""
SAID = {
    "sw_agreed": ("agreed", "By telephone with the practitioner"),
    "alternative_care": ("in_place", "The agency comes at the same times, paid by the council"),
    "wages_and_notice_covered": ("nobody_employed", "The plan has an agency only"),
    "capacity_and_representative": ("can_decide", "Seen by the practitioner this autumn"),
}


def take_pauses_up(store, actors, as_at):
    """Propose two pauses; the first has its letter, all its boxes and its approval, and began three days ago."""
    leader, began, from_date = actors["leader"], as_at - timedelta(days=32), as_at - timedelta(days=3)
    for number, row in enumerate(store.rows(WITHOUT_EMPLOYEES, [began - timedelta(days=365)])):
        officer, agreement_id = actors[row["officer"]], row["agreement_id"]
        if number:
            began, from_date = as_at - timedelta(days=1), as_at + timedelta(days=29)
        suspension_id = suspension.propose(store, officer, agreement_id, "no_returns", from_date, "No statement came after three letters", began)
        suspension.say(store, officer, agreement_id, suspension_id, "sw_agreed", *SAID["sw_agreed"], began)
        if number:
            continue
        for box, (said, note) in SAID.items():
            suspension.say(store, officer, agreement_id, suspension_id, box, said, note, began)
        suspension.say(store, officer, agreement_id, suspension_id, "review_date", from_date + timedelta(days=14), "", began)
        suspension.say(store, leader, agreement_id, suspension_id, "safeguarding_screened", "screened", "", began)
        letter_id = suspension.prepare_notice(store, officer, agreement_id, suspension_id, "The agency comes as now.", "You do not need to do anything.", began)
        letters.mark_sent(store, officer, agreement_id, letter_id, began, "post")
        suspension.go_on(store, leader, agreement_id, suspension_id, "approve", from_date - timedelta(days=1))
