"""Debts and questions about spending in the made-up council, each as far as it has come by today."""

from datetime import timedelta

from lib import debt, debt_ledger, debt_plans, holds, letters, misspend

BEHIND = """
select agreement_id, account_id, officer, sum(contribution_owed.owed) as owed
from trackers.contribution_owed
join dashboards.contribution_arrears using (account_id, agreement_id, officer)
where may_charge and due_on <= ? and debt_id is null
group by agreement_id, account_id, officer
having sum(contribution_owed.owed) > 50
order by agreement_id
"""
CONSIDERED = {"capacity": "Makes these decisions", "benefits": "Checked with the person: all are claimed", "advocacy": "Offered, and not wanted"}


def take_debts_up(store, actors, as_at):
    """Raise debts 70 days ago and take each as far as another stage; ask about what was upheld."""
    began = as_at - timedelta(days=70)
    for number, row in enumerate(store.rows(BEHIND, [began])[:6]):
        officer, agreement_id = actors[row["officer"]], row["agreement_id"]
        debt_id = debt.raise_contribution(store, officer, agreement_id, row["account_id"], began)
        STAGES[number % len(STAGES)](store, officer, agreement_id, debt_id, began, as_at)
    asked = store.rows(
        "select agreement_id, account_id, officer, list(finding_id order by occurred_on) as findings from trackers.misspendable where transaction_id is not null group by all order by account_id"
    )
    for row in asked[:2]:
        misspend.open_question(
            store, actors[row["officer"]], row["agreement_id"], row["account_id"], row["findings"][:1], "Outside the plan, and nobody could say what it was for", as_at
        )


def _referred(store, officer, agreement_id, debt_id, began, as_at):
    _reminded(store, officer, agreement_id, debt_id, began, as_at)
    final = began + timedelta(days=42)
    _letter(store, officer, agreement_id, debt_id, "final", final, "practitioner")
    debt.letter_went_out(store, officer, agreement_id, debt_id, "final", _letter(store, officer, agreement_id, debt_id, "final", final), final, **CONSIDERED)
    debt.refer(store, officer, agreement_id, debt_id, "offered", None, began + timedelta(days=60))


def _reminded(store, officer, agreement_id, debt_id, began, as_at):
    _told(store, officer, agreement_id, debt_id, began)
    debt.telephoned(store, officer, agreement_id, debt_id, "Nobody answered; left a message", began + timedelta(days=7))
    day = began + timedelta(days=21)
    debt.letter_went_out(store, officer, agreement_id, debt_id, "remind", _letter(store, officer, agreement_id, debt_id, "remind", day), day)


def _in_plan(store, officer, agreement_id, debt_id, began, as_at):
    _told(store, officer, agreement_id, debt_id, began)
    day, left = began + timedelta(days=14), debt_ledger.case_of(store, officer, agreement_id, debt_id, began)["left_to_pay"]
    plan_id = debt_plans.propose(
        store,
        officer,
        agreement_id,
        debt_id,
        f"{max(min(left, 40), left / 12):.2f}",
        "month",
        day,
        "Has £40.00 a month to spare after bills",
        day,
        "Pays all that is left at once, where it is less",
    )
    letters.mark_sent(store, officer, agreement_id, debt_plans.write_letter(store, officer, agreement_id, plan_id, day), day, "post")
    debt_plans.agree(store, officer, agreement_id, plan_id, day)


def _part_paid(store, officer, agreement_id, debt_id, began, as_at):
    _told(store, officer, agreement_id, debt_id, began)
    debt_ledger.pay(store, officer, agreement_id, debt_id, "5.00", began + timedelta(days=9), as_at, receipt_number=f"R-2{agreement_id[-3:]}")


def _held(store, officer, agreement_id, debt_id, began, as_at):
    _told(store, officer, agreement_id, debt_id, began)
    holds.begin(store, officer, agreement_id, "breathing_space", as_at - timedelta(days=20), as_at + timedelta(days=39), "Told by the debt adviser")


def _raised(store, officer, agreement_id, debt_id, began, as_at):
    """Nobody has written yet."""


STAGES = (_referred, _in_plan, _part_paid, _reminded, _held, _raised)


def _told(store, officer, agreement_id, debt_id, began):
    debt.letter_went_out(store, officer, agreement_id, debt_id, "letter_1", _letter(store, officer, agreement_id, debt_id, "letter_1", began), began)


def _letter(store, officer, agreement_id, debt_id, step, day, addressee="person"):
    letter_id = debt.write_letter(store, officer, agreement_id, debt_id, step, day, address_checked=True, addressee=addressee)
    letters.mark_sent(store, officer, agreement_id, letter_id, day, "post")
    return letter_id
