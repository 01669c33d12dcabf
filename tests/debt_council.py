"""The small council with somebody who owes: arrears on a1, a gambling line and cash that may be looked at, and letters sent on days of our choice."""

import shutil
import uuid
from datetime import date, datetime, timedelta

from lib import debt, debt_ledger, holds, misspend, reviews
from lib.monitoring import follow, unfollowed
from lib.store import OPERATOR, Actor, open_store
from tests.small_council import AS_AT, JO, LEE, move_in, receive

PAT = Actor("pat", "officer", ("Westmarch",), "jo", "Pat Example")  # looks after the same caseload
SAM = Actor("sam2", "senior_officer", ("Westmarch",), "sam2", "Sam Example")
KIT = Actor("kit", "team_leader", ("Westmarch",), "kit", "Kit Example")
HOME = "1 Example Road\nWM1 1AA"
DAY = timedelta(days=1)
# What the council paid of the seven cycles due until 22 June 2026; the contribution of £40.00 came with the first two.
PAID = [(date(2026, 1, 5) + timedelta(weeks=4 * cycle), "WESTMARCH COUNCIL", "360.00") for cycle in range(7)]
LINES = [
    *((day.isoformat(), words, amount) for day, words, amount in PAID),
    ("2026-01-06", "A EXAMPLE1 CONTRIBUTION", "40.00"),
    ("2026-02-03", "A EXAMPLE1 CONTRIBUTION", "40.00"),
    ("2026-02-10", "BET365", "-20.00"),
    ("2026-03-10", "BET365", "-30.53"),
    ("2026-03-12", "CARE AT HOME", "-80.00"),
    ("2026-06-30", "CARE AT HOME", "-80.00"),
]


def somebody_owes(store, lines=(), person=None, as_at=AS_AT):
    """Move in, with addresses and a statement of a1 that shows four contributions missing: £160.00 since 2 March 2026; the last cycle is not covered yet."""
    with unfollowed():
        move_in(store, as_at=as_at)
    known(store, as_at, **(person or {}))
    statement(store, lines, as_at)


def statement(store, lines=(), as_at=AS_AT):
    receive(store, "a1", sorted([*LINES, *lines]), opening="0.00", as_at=as_at)


def copy_of(built, tmp_path):
    """A copy of a built store, opened."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return open_store(next(tmp_path.glob("*.duckdb")))


def known(store, as_at=AS_AT, number=2, **person):
    """What a newer extract says of the person of g1."""
    row = {
        "load_number": number, "row_number": 2, "person_id": "p1", "forename": "Ada", "surname": "Example1", "council": "Westmarch", "client_type": "adult",
        "legal_basis": "care_act", "address": "1 Example Road", "postcode": "WM1 1AA", "practitioner": "Robin Example", "practitioner_team": "North team\nTown Hall",
    }  # fmt: skip
    with store.change(OPERATOR, "load_caseload", "a person") as change:
        change.insert("raw.person", [row | person])
        follow(change, as_at, caseload=True)


# What fills that store; others go on from there, or from its middle.
OWING = (move_in, known, statement)


def letter(store, kind, case_id, template, sent_on, amount=None, addressee="person", address=HOME):
    """A letter that was written and sent on a day. Gives its id."""
    letter_id = str(uuid.uuid4())
    moment = datetime(sent_on.year, sent_on.month, sent_on.day)
    with store.change(OPERATOR, "prepare_letter", letter_id) as change:
        change.insert("decisions.letter", [{
            "letter_id": letter_id, "reference": letter_id[:8], "template": template, "template_sha256": "0", "agreement_id": "g1", "council": "Westmarch", "kind": kind, "case_id": case_id,
            "addressee": addressee, "addressee_name": "Ada Example1", "address": address, "is_large_print": False, "is_restricted": False, "amount": amount, "facts": "{}",
            "file_sha256": "0", "written_on": sent_on, "decided_by": "jo", "decided_at": moment,
        }])  # fmt: skip
        change.insert("decisions.letter_sent", [{"letter_id": letter_id, "agreement_id": "g1", "sent_on": sent_on, "how": "post", "decided_by": "jo", "decided_at": moment}])
    return letter_id


def raised(store, as_at=AS_AT):
    return debt.raise_contribution(store, JO, "g1", "a1", as_at)


def of(store, debt_id, as_at=AS_AT):
    return debt.case_of(store, JO, "g1", debt_id, as_at)


TEMPLATES = {"letter_1": "contribution_arrears_1", "remind": "contribution_arrears_2", "final": "contribution_arrears_3"}
CONSIDERED = {"capacity": "Decides for herself", "benefits": "Gets Attendance Allowance", "advocacy": "Offered, not wanted"}


def went_out(store, debt_id, step, on, template=None, actor=JO, **said):
    """Send the letter of a step on a day and take the step on that day."""
    amount = store.value("select sum(amount) from decisions.debt_entry where debt_id = ?", [debt_id])
    template = template or TEMPLATES[step]
    sent = letter(store, "debt", debt_id, template, on, amount)
    if step == "final":
        letter(store, "debt", debt_id, template, on, amount, addressee="practitioner")
        said = CONSIDERED | said
    debt.letter_went_out(store, actor, "g1", debt_id, step, sent, on, **said)


def up_the_ladder(store, debt_id, begin=AS_AT, until="final"):
    """Take a contribution debt up the ladder by the days of policy: letter 1, call on day 7, reminder on day 21, final on day 42."""
    went_out(store, debt_id, "letter_1", begin)
    if until == "letter_1":
        return
    debt.telephoned(store, JO, "g1", debt_id, "Nobody answered", begin + 7 * DAY)
    if until == "phoned":
        return
    went_out(store, debt_id, "remind", begin + 21 * DAY)
    if until == "reminder":
        return
    went_out(store, debt_id, "final", begin + 42 * DAY)


# How a store goes on in which somebody owes: the debt is raised, and each step of the ladder taken on its day.


def letter_1(store):
    up_the_ladder(store, the_debt(store), until="letter_1")


def phoned(store):
    up_the_ladder(store, the_debt(store), until="phoned")


def reminder(store):
    up_the_ladder(store, the_debt(store), until="reminder")


def final(store):
    up_the_ladder(store, the_debt(store))


def the_debt(store):
    return store.value("select debt_id from decisions.debt")


def hold(store, from_date, to_date, kind="breathing_space"):
    return holds.begin(store, JO, "g1", kind, from_date, to_date, "Told by the adviser")


def findings(store, rule_id="gambling"):
    """The ids of what a rule found on a1, oldest first."""
    return [row["exception_id"] for row in store.rows("from trackers.exception where account_id = 'a1' and rule_id = ? order by occurred_on", [rule_id])]


def upheld(store, actor=LEE, rule_id="gambling"):
    """Uphold each finding of a rule on a1. Gives their ids, oldest first."""
    found = findings(store, rule_id)
    for finding_id in found:
        reviews.decide(store, actor, "a1", finding_id, "upheld", "Outside the plan")
    return found


def asked(store, finding_ids, on=AS_AT, actor=JO):
    """A question that was asked on a day, with a meeting offered and the practitioner's view. Gives its id."""
    case = misspend.open_question(store, actor, "g1", "a1", finding_ids, "Gambling is outside the plan", on)
    misspend.asked(store, JO, "g1", case, letter(store, "misspend", case, "line_query", on), on)
    misspend.meeting_offered(store, JO, "g1", case, "By letter, for 9 July at home", on)
    misspend.practitioner_view(store, JO, "g1", case, "no", "Robin Example: no need is met by it", on)
    return case


def pay(store, debt_id, amount, receipt="R1", on=AS_AT, actor=JO, line=None):
    return debt_ledger.pay(store, actor, "g1", debt_id, amount, on, on, None if line else receipt, line)


def audit(store, debt_id):
    """What an auditor reads of a debt."""
    return store.row("from audit.debt where debt_id = ?", [debt_id])


def overpaid(store, amount="90.00", own_fault=True, actor=JO):
    """Propose a debt for the oldest payment of the council to a1, and give its id."""
    lines = [row["transaction_id"] for row in store.rows("from dashboards.council_paid where account_id = 'a1' order by posted_on limit 1")]
    return debt.propose_overpayment(store, actor, "g1", "a1", amount, "One week was paid twice", AS_AT, AS_AT, transaction_ids=lines, own_fault=own_fault)
