"""Debt: what is owed and how old it is, the ladder of letters and calls, and one debt with its ledger line by line."""

import streamlit as st

from lib import debt, debt_ledger, debt_pack, debt_plans, debt_steps, letters, trail
from lib.ui import cards, debt_parts, place, words
from lib.ui.session import act, actor, as_at, may, may_of, say, store, view, view_together
from lib.ui.step_parts import history
from lib.ui.tables import show


def tracker():
    """What is due first; how old what is left is, where the debts stand, and what can be raised."""
    every = [debt_parts.noted(row) for row in view_together("trackers.debt", {"as_at": as_at()})]
    due = words.ordered([row for row in every if not row["is_closed"]], "-days_late", "due_on")
    cards.figures([
        cards.Figure("Left to pay", words.money(words.total(due, "left_to_pay"))),
        cards.Figure("Debts", len(due)),
        cards.Figure("Late", len([row for row in due if row["days_late"] and row["days_late"] > 0 and not row["hold"]])),
        cards.Figure("Instalments missed", words.total(due, "missed")),
    ])  # fmt: skip
    parts = {
        "What is due": lambda: show(due, debt_parts.DUE, "debts due", "No debt is open. Raise one under Raise a debt.", to=opened),
        "How old it is": lambda: by_age(due),
        "Where they stand": lambda: by_stage(every),
        "Raise a debt": raising,
    }
    place.one_of(parts, "part")


def opened(row):
    """Where a debt is opened."""
    return place.here(agreement=row["agreement_id"], debt=row["debt_id"])


def by_age(due):
    """What is left by its age, and the debts of an age."""
    debt_parts.ages(view("dashboards.debt_age", {"as_at": as_at()}), lambda band: place.here(age=band))
    if place.of("age"):
        show(words.where(due, band=place.of("age")), debt_parts.DUE, "debts of an age", "No debt is of this age any more.", to=opened)


def by_stage(every):
    """How many debts stand where, and those of a stage."""
    board = words.tally(every, "stage", "amount", "paid", "left_to_pay")
    show(board, debt_parts.BOARD, "debt board", "No debt was raised yet.", to=lambda row: place.here(stage=row["stage"]))
    if place.of("stage"):
        show(words.where(every, stage=place.of("stage")), debt_parts.DUE, "debts of a stage", "No debt stands there any more.", to=opened)


def raising():
    """Accounts whose contributions are behind, and what the council paid too much."""
    st.subheader("Contributions behind that no debt claims yet")
    behind = [
        row | {"who": words.initials(row), "note": "" if row["may_charge"] else "Free of charge by law: have it corrected"}
        for row in view_together("dashboards.contribution_arrears")
    ]
    account = show(words.ordered(behind, "-owed"), debt_parts.ARREARS, "contributions behind", "No contribution is behind on the statements that are here.", pick="Choose")
    if account and account["may_charge"] and may("run_debt", agreement_id=account["agreement_id"]):
        st.text(f"{words.money(account['owed'])} since {words.day(account['due_from'])}. The sum comes from the statements.")
        st.text_input("Invoice number, if there is one", key="invoice_number", max_chars=60)
        st.button("Raise the debt", on_click=act, args=(lambda: raise_contribution(account),))
    st.subheader("The council paid too much")
    accounts = {row["account_id"]: row for row in words.ordered(may_of("run_debt", view("dashboards.account")), "surname", "account_id")}
    chosen = place.choose("Account", accounts, "account", "Choose an account", lambda one: f"{accounts[one]['who']} {one}") if accounts else None
    if chosen:
        lines = words.ordered(view("dashboards.council_paid", account_id=chosen), "-posted_on")
        debt_parts.overpayment_form(accounts[chosen], lines, view("trackers.surplus", account_id=chosen, state="invoiced"), propose_overpayment)


def raise_contribution(account):
    debt_id = debt.raise_contribution(store(), actor(), account["agreement_id"], account["account_id"], as_at(), st.session_state["invoice_number"])
    place.put(agreement=account["agreement_id"], debt=debt_id)
    say("The debt is raised. Write the first letter next.")


def propose_overpayment(account, amount, reason, due_from, lines, surplus_id, own_fault):
    debt_id = debt.propose_overpayment(store(), actor(), account["agreement_id"], account["account_id"], amount, reason, due_from, as_at(), surplus_id, lines, own_fault)
    place.put(agreement=account["agreement_id"], debt=debt_id)
    say("It is proposed. Somebody else approves it before the person is written to.")


def one(agreement_id, debt_id):
    """One debt: its ledger, its clock, what may be done now and what may not, and why."""
    case = debt.case_of(store(), actor(), agreement_id, debt_id, as_at())
    debt_parts.head(case)
    options, runs = debt.options(store(), actor(), agreement_id, debt_id, as_at()), may("run_debt", agreement_id=agreement_id)
    left, right = st.columns([3, 2])
    with left:
        st.markdown("**Ledger**")
        ledger = words.ordered(view("dashboards.debt_entry", debt_id=debt_id), "decided_at")
        entry = show(ledger, debt_parts.LEDGER, "ledger", "Nothing stands in the ledger until it is approved.", pick="Choose" if runs else None)
        if entry and entry["may_come_back"] and runs:
            debt_parts.note_form("back", "It came back", "How do you know that this payment came back?", lambda reason: came_back(agreement_id, entry, reason))
        st.markdown("**What it is made of**")
        show(words.ordered(view("trackers.debt_line", debt_id=debt_id), "on_day"), debt_parts.LINES, "lines of the debt", "It is what was left of a surplus.")
        plans(agreement_id, debt_id, runs)
    with right:
        st.markdown("**What can be done now**")
        for option in options:
            if not option["why_not"] or option["step"] in ("phone", "final", "refer"):
                step(agreement_id, case, option)
        debt_parts.not_now(options)
        if runs and case["stage"] in debt_steps.OWED:
            more(agreement_id, case)
        proposals(agreement_id, debt_id)
        if case["stage"] in ("final", "referred") and runs:
            here, person, today = store(), actor(), as_at()
            pack = f"debt_{case['person_id']}.xlsx"
            st.download_button(
                "Pack for the debt team", lambda: debt_pack.pack(here, person, agreement_id, debt_id, today), file_name=pack, on_click="ignore", icon=":material/download:"
            )
    history("debt", debt_id)


def step(agreement_id, case, option):
    """The form of one step."""
    name, debt_id, today = option["step"], case["debt_id"], as_at()
    letter = debt.ready_letter(case, name)
    if name == "phone":
        debt_parts.note_form("phone", option["words"], "Who was spoken to, and what was said?", lambda note: do(debt.telephoned, agreement_id, debt_id, note, today))
    elif name == "final" and letter:
        debt_parts.final_form(lambda said: do(debt.letter_went_out, agreement_id, debt_id, "final", letter, today, **said))
    elif name == "refer":
        debt_parts.refer_form(debt_steps.DEFERRED, lambda deferred, note: do(debt.refer, agreement_id, debt_id, deferred, note, today))
    elif name in ("letter_1", "remind") and letter:
        debt_parts.button(option, lambda *_: do(debt.letter_went_out, agreement_id, debt_id, name, letter, today), debt_id)
    elif name == "approve":
        debt_parts.button(option, lambda *_: do(debt.approve, agreement_id, debt_id, today), debt_id)
    elif name in ("decline", "withdraw"):
        debt_parts.button(option, lambda _, reason: do(getattr(debt, name), agreement_id, debt_id, reason, today), debt_id)


def more(agreement_id, case):
    """Payments, letters, a plan, and what takes something off."""
    debt_id, today = case["debt_id"], as_at()
    payment, letter, plan, less = st.tabs(["Payment", "Letter", "Plan", "Write off or correct"])
    with payment:
        lines = words.ordered(view("dashboards.debt_payment_line", debt_id=debt_id), "posted_on")
        debt_parts.pay_form(case, lines, lambda amount, day, receipt, line: do(debt_ledger.pay, agreement_id, debt_id, amount, day, today, receipt, line))
    with letter:
        which = st.segmented_control("Letter", list(debt_steps.TEMPLATES[case["kind"]]), format_func=lambda one: words.code(f"debt_{one}"), default="letter_1", key="which_letter")
        if which:
            debt_parts.letter_form(which, "Write the letter", letters.ADDRESSEES, lambda said: written(debt.write_letter, agreement_id, debt_id, which, today, **said))
    with plan:
        debt_parts.plan_form(debt_plans.EVERY, lambda *said: do(debt_plans.propose, agreement_id, debt_id, *said[:-1], today, said[-1]))
    with less:
        debt_parts.reduce_form(debt_steps.CODES, lambda kind, amount, reason, code: do(debt_ledger.propose, agreement_id, debt_id, kind, amount, reason, today, code))


def plans(agreement_id, debt_id, runs):
    """The newest repayment plan of a debt, where there is one."""
    newest = next(iter(words.ordered(view("trackers.plan", {"as_at": as_at()}, debt_id=debt_id), "-proposed_at")), None)
    if newest:
        plan_of(agreement_id, newest, runs)


def plan_of(agreement_id, plan, runs):
    """A repayment plan with its instalments, and what may be done with it."""
    plan_id = plan["plan_id"]
    st.markdown(f"**Repayment plan** · {words.literal(words.code(plan['state']))}")
    how = f"{plan['instalments']} of {words.money(plan['instalment'])}, {debt_plans.EVERY[plan['every']].lower()}"
    st.text(words.stripped([how, plan["affordability"], plan["reason"], f"proposed by {plan['proposed_by']}", plan["approved_by"] and f"approved by {plan['approved_by']}"]))
    show(words.ordered(view("trackers.instalment", {"as_at": as_at()}, plan_id=plan_id), "number"), debt_parts.INSTALMENTS, "instalments", "")
    options = debt_plans.options(store(), actor(), agreement_id, plan_id, as_at())
    for option in [option for option in options if not option["why_not"]]:
        debt_parts.button(option, lambda name, reason: plan_step(agreement_id, plan_id, name, reason), plan_id)
    debt_parts.not_now(options)
    if runs and plan["state"] in ("proposed", "approved"):
        debt_parts.letter_form(
            "plan", "Write the plan's letter", letters.ADDRESSEES, lambda said: written(debt_plans.write_letter, agreement_id, plan_id, as_at(), **said), address_check=False
        )


def plan_step(agreement_id, plan_id, name, reason):
    if name in ("break", "end"):
        do(debt_plans.end, agreement_id, plan_id, reason, as_at(), name == "break")
    else:
        do({"approve": debt_plans.approve, "agree": debt_plans.agree}[name], agreement_id, plan_id, as_at())


def proposals(agreement_id, debt_id):
    """A write-off or correction that waits for somebody else: there is one at a time."""
    waiting = view("trackers.debt_proposal", debt_id=debt_id, state="proposed")
    if not waiting:
        return
    show(waiting, debt_parts.PROPOSALS, "proposals", "", download=False)
    proposal_id = waiting[0]["proposal_id"]
    if may("approve_debt", agreement_id=agreement_id):
        approve = {"step": "approve", "words": "Approve it", "needs_reason": False}
        debt_parts.button(approve, lambda *_: do(debt_ledger.approve, agreement_id, proposal_id, as_at()), proposal_id)
    if may("run_debt", agreement_id=agreement_id):
        decline = {"step": "decline", "words": "Decline it", "needs_reason": True}
        debt_parts.button(decline, lambda _, reason: do(debt_ledger.decline, agreement_id, proposal_id, reason, as_at()), proposal_id)


def came_back(agreement_id, entry, reason):
    do(debt_ledger.take_back, agreement_id, entry["entry_id"], reason, as_at())


def do(service, *values, **named):
    service(store(), actor(), *values, **named)
    say("Done. It is on record with your name.")


def written(service, *values, **named):
    letter_id = service(store(), actor(), *values, **named)
    place.put(letter=letter_id)
    say("The letter is written. Send it under Letters, mark it as sent, and then say here that it went out.")


agreement_id, debt_id = place.of("agreement"), place.of("debt")
accounts = view("dashboards.account", agreement_id=agreement_id) if agreement_id and debt_id else []
if accounts:
    st.button("All debts", on_click=place.put, kwargs={"agreement": None, "debt": None, "letter": None}, icon=":material/arrow_back:")
    trail.note_look(store(), actor(), accounts[0]["account_id"])
    if place.of("letter"):
        place.link("letters", "Read and send the letter", letter=place.of("letter"))
    one(agreement_id, debt_id)
else:
    tracker()
