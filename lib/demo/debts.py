"""Debts and questions about spending in the made-up council: asked about, decided and raised in their own time, each as far as it has come by today."""

from datetime import timedelta
from itertools import cycle

from lib import debt, debt_ledger, debt_plans, holds, letters, misspend

BEHIND = """
select agreement_id, account_id, officer, sum(contribution_owed.owed) as owed
from trackers.contribution_owed
join dashboards.contribution_arrears using (account_id, agreement_id, officer)
where may_charge and due_on <= ? and debt_id is null
group by agreement_id, account_id, officer
having sum(contribution_owed.owed) > 20
order by agreement_id
"""
ASKABLE = """
select agreement_id, account_id, officer, list(finding_id order by occurred_on) as findings
from trackers.misspendable
where transaction_id is not null
group by all
order by account_id
"""
CONSIDERED = {"capacity": "Makes these decisions", "benefits": "Checked with the person: all are claimed", "advocacy": "Offered, and not wanted"}


def take_debts_up(year, store, actors, on_day, as_at):
    """Raise debts of unpaid contributions on a day, and take each as far as another stage."""

    def raised():
        day = yield on_day
        stages = cycle((_in_plan, _part_paid, _reminded, _held, _raised))
        for row, stage in zip(store.rows(BEHIND, [day])[:6], stages, strict=False):
            year.begin(stage(store, actors[row["officer"]], row["agreement_id"], row["account_id"], day))

    year.begin(raised())


def ask_back(year, store, actors, as_at):
    """Ask about what was upheld: the first in the year goes through to a debt, the next waits for an answer, another has only begun."""
    ways = iter((_decided, _asked, _begun))

    def asked(day):
        day = yield day
        for row in store.rows(ASKABLE)[:1]:
            if way := next(ways, None):
                year.begin(way(store, actors[row["officer"]], actors["leader"], row, day))

    for before in (180, 150, 120, 100, 80, 60, 40, 20, 6):
        year.begin(asked(as_at - timedelta(days=before)))


def _begun(store, officer, leader, row, day):
    day = yield day
    return misspend.open_question(store, officer, row["agreement_id"], row["account_id"], row["findings"][:1], "Outside the plan, and nobody could say what it was for", day)


def _asked(store, officer, leader, row, day):
    agreement_id, misspend_id = row["agreement_id"], (yield from _begun(store, officer, leader, row, day))
    day = yield day + timedelta(days=1)
    letter_id = misspend.write_letter(store, officer, agreement_id, misspend_id, day)
    letters.mark_sent(store, officer, agreement_id, letter_id, day, "post")
    misspend.asked(store, officer, agreement_id, misspend_id, letter_id, day)
    return misspend_id


def _decided(store, officer, leader, row, day):
    """Nobody could say what it was for: a manager decides that it is paid back, and the debt goes up its ladder."""
    agreement_id, misspend_id = row["agreement_id"], (yield from _asked(store, officer, leader, row, day))
    day = yield day + timedelta(days=7)
    misspend.meeting_offered(store, officer, agreement_id, misspend_id, "At home, on a day of their choice; nobody came", day)
    day = yield day + timedelta(days=5)
    misspend.practitioner_view(store, officer, agreement_id, misspend_id, "no", "The practitioner knows of no need that it met", day)
    day = yield day + timedelta(days=9)
    misspend.decide(store, leader, agreement_id, misspend_id, row["findings"][:1], "It was outside the plan and met no need", day)
    debt_id = misspend.raise_debt(store, officer, agreement_id, misspend_id, day)
    yield from _refer(store, officer, agreement_id, debt_id, day)


def _refer(store, officer, agreement_id, debt_id, began):
    yield from _remind(store, officer, agreement_id, debt_id, began)
    day = yield began + timedelta(days=44)
    _letter(store, officer, agreement_id, debt_id, "final", day, "practitioner")
    debt.letter_went_out(store, officer, agreement_id, debt_id, "final", _letter(store, officer, agreement_id, debt_id, "final", day), day, **CONSIDERED)
    day = yield began + timedelta(days=64)
    debt.refer(store, officer, agreement_id, debt_id, "offered", None, day)


def _remind(store, officer, agreement_id, debt_id, began):
    _told(store, officer, agreement_id, debt_id, began)
    day = yield began + timedelta(days=7)
    debt.telephoned(store, officer, agreement_id, debt_id, "Nobody answered; left a message", day)
    day = yield began + timedelta(days=23)
    debt.letter_went_out(store, officer, agreement_id, debt_id, "remind", _letter(store, officer, agreement_id, debt_id, "remind", day), day)


def _raised(store, officer, agreement_id, account_id, day):
    """Nobody has written yet."""
    day = yield day
    return debt.raise_contribution(store, officer, agreement_id, account_id, day), day


def _reminded(store, officer, agreement_id, account_id, day):
    debt_id, day = yield from _raised(store, officer, agreement_id, account_id, day)
    yield from _remind(store, officer, agreement_id, debt_id, day)


def _in_plan(store, officer, agreement_id, account_id, day):
    debt_id, day = yield from _raised(store, officer, agreement_id, account_id, day)
    _told(store, officer, agreement_id, debt_id, day)
    day = yield day + timedelta(days=14)
    left = debt_ledger.case_of(store, officer, agreement_id, debt_id, day)["left_to_pay"]
    instalment = f"{max(min(left, 40), left / 12):.2f}"
    plan_id = debt_plans.propose(
        store, officer, agreement_id, debt_id, instalment, "month", day, "Has £40.00 a month to spare after bills", day, "Pays all that is left at once, where it is less"
    )
    letters.mark_sent(store, officer, agreement_id, debt_plans.write_letter(store, officer, agreement_id, plan_id, day), day, "post")
    debt_plans.agree(store, officer, agreement_id, plan_id, day)


def _part_paid(store, officer, agreement_id, account_id, day):
    debt_id, day = yield from _raised(store, officer, agreement_id, account_id, day)
    _told(store, officer, agreement_id, debt_id, day)
    day = yield day + timedelta(days=9)
    debt_ledger.pay(store, officer, agreement_id, debt_id, "5.00", day, day, receipt_number=f"R-2{agreement_id[-3:]}")


def _held(store, officer, agreement_id, account_id, day):
    debt_id, day = yield from _raised(store, officer, agreement_id, account_id, day)
    _told(store, officer, agreement_id, debt_id, day)
    day = yield day + timedelta(days=12)
    holds.begin(store, officer, agreement_id, "breathing_space", day, day + timedelta(days=59), "Told by the debt adviser")


def _told(store, officer, agreement_id, debt_id, day):
    debt.letter_went_out(store, officer, agreement_id, debt_id, "letter_1", _letter(store, officer, agreement_id, debt_id, "letter_1", day), day)


def _letter(store, officer, agreement_id, debt_id, step, day, addressee="person"):
    letter_id = debt.write_letter(store, officer, agreement_id, debt_id, step, day, address_checked=True, addressee=addressee)
    letters.mark_sent(store, officer, agreement_id, letter_id, day, "post")
    return letter_id
