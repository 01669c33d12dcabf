"""The parts of the debt page: figures, age, the ledger line by line, and the forms for what may be done."""

import plotly.graph_objects as go
import streamlit as st

from lib.ui import cards, words
from lib.ui.session import act, as_at
from lib.ui.shades import readable
from lib.ui.tables import Column, show

DUE = [
    Column("next_step", "What is due", "code", width=130), Column("due_on", "Due", "day", width=100), Column("days_words", "Days", width=105), Column("stands", "Note", width=230), Column("officer", "Owner", width=90), Column("who", "Person", width=130),
    Column("agreement_id", "Agreement", width=100), Column("kind", "What", "code", width=170), Column("stage", "Stands", "code", width=150), Column("left_to_pay", "Left", "money", width=105),
]  # fmt: skip
BOARD = [Column("stage", "Stands", "code", width=200), Column("count", "Debts", "count"), Column("amount", "Claimed", "money", width=120), Column("paid", "Paid", "money", width=120), Column("left_to_pay", "Left", "money", width=120)]  # fmt: skip
AGE = [Column("band", "Fell due", "code", width=250), Column("debts", "Debts", "count"), Column("left_to_pay", "Left", "money", width=130)]
ARREARS = [
    Column("account_id", "Account", width=100), Column("who", "Person", width=140), Column("council", "Council", width=105), Column("officer", "Owner", width=90), Column("due_from", "Since", "day", width=100), Column("cycles_short", "Short", "count", width=70),
    Column("expected", "Due", "money"), Column("received", "Received", "money"), Column("owed", "Behind", "money"), Column("note", "Note", width=230),
]  # fmt: skip
QUESTIONS = [
    Column("state", "Stands", "code", width=190), Column("since", "Since", "day", width=100), Column("who", "Person", width=140), Column("agreement_id", "Agreement", width=100), Column("officer", "Owner", width=90),
    Column("lines", "Lines", "count"), Column("amount", "Asked about", "money"), Column("decided_amount", "Decided", "money"),
]  # fmt: skip
UPHELD = [
    Column("occurred_on", "On", "day", width=100), Column("account_id", "Account", width=90), Column("description", "Line", width=240), Column("amount", "Amount", "money", width=100),
    Column("message", "What was found", width=380), Column("upheld_by", "Upheld by", width=100), Column("why", "Why", width=200),
]  # fmt: skip
LEDGER = [
    Column("on_day", "Day", "day", width=90), Column("kind", "What", "code", width=130), Column("added", "Owed more", "money", width=95), Column("taken", "Owed less", "money", width=95), Column("left_after", "Left", "money", width=95),
    Column("receipt_number", "Receipt", width=110), Column("reason", "Why", width=260), Column("decided_by", "Who", width=90),
]  # fmt: skip
LINES = [
    Column("on_day", "Day", "day", width=90), Column("description", "What", width=225), Column("expected", "Due", "money", width=85), Column("received", "Received", "money", width=85), Column("amount", "Owed", "money", width=85), Column("why", "Why", width=260),
]  # fmt: skip
INSTALMENTS = [
    Column("number", "No", "count", width=60), Column("due_on", "Planned", "day", width=105), Column("asked_on", "Asked for", "day", width=105), Column("outcome", "", "code", width=110), Column("amount", "Amount", "money", width=105), Column("paid", "Paid", "money", width=105), Column("unpaid", "Unpaid", "money", width=105),
]  # fmt: skip
PROPOSALS = [Column("kind", "What", "code", width=110), Column("code", "Why", "code", width=170), Column("amount", "Amount", "money", width=105), Column("reason", "Reason", width=260), Column("proposed_by", "Proposed by", width=105)]  # fmt: skip
PAID_IN = [
    Column("posted_on", "Day", "day", width=105),
    Column("description", "Line", width=300),
    Column("money_out", "Out", "money", width=105),
    Column("money_in", "In", "money", width=105),
]


def noted(row):
    """A debt of the list, with what its clock says and what is to be seen at once."""
    stands = [
        row["hold"] and f"{words.code(row['hold'])} since {words.day(row['held_since'])}",
        row["missed"] and f"{words.many(row['missed'], 'instalment')} missed",
        row["proposals"] and "Waits for a decision",
        row["is_own_fault"] and "The council's own mistake",
        row["band"] in ("near_limit", "past_limit") and words.code(row["band"]),
    ]
    return row | {"who": words.initials(row), "days_words": "" if row["hold"] else words.days_late(row["days_late"]), "stands": words.stripped(stands)}


def ages(rows, to):
    """How old what is left is: the table, each band leading to to(band), and the same as a picture."""
    order = ("days_0_30", "days_31_60", "days_61_90", "days_91_365", "over_a_year", "near_limit", "past_limit")
    found = words.grouped(rows, "band")
    table = [{"band": band, "debts": words.total(found[band], "debts"), "left_to_pay": words.total(found[band], "left_to_pay")} for band in order if band in found]
    show(table, AGE, "debts by age", "Nothing is owed.", to=lambda row: to(row["band"]))
    if table:
        figure = go.Figure()
        figure.add_bar(
            y=[words.code(row["band"]) for row in table], x=[row["left_to_pay"] for row in table], orientation="h", marker={"color": "#0b5c74"},
            text=[words.money(row["left_to_pay"]) for row in table], textposition="outside", cliponaxis=False, hovertemplate="%{y}: £%{x:,.2f}<extra></extra>",
        )  # fmt: skip
        figure.update_layout(
            height=max(180, 40 * len(table) + 40), margin={"l": 0, "r": 80, "t": 0, "b": 0}, dragmode=False,
            xaxis={"visible": False, "fixedrange": True}, yaxis={"autorange": "reversed", "fixedrange": True},
        )  # fmt: skip
        st.plotly_chart(readable(figure), key="ages", config={"displayModeBar": False}, alt="What is left by age; the same figures stand in the table above")


def head(debt):
    """Whose debt, how much is left, and its clock."""
    st.markdown(f"**{words.literal(words.person(debt))}** {words.literal(debt['agreement_id'])} · {words.literal(words.code(debt['stage']))}")
    st.text(
        words.stripped(
            [words.code(debt["kind"]), debt["reason"], debt["invoice_number"] and f"invoice {debt['invoice_number']}", debt["is_own_fault"] and "the council's own mistake"]
        )
    )
    cards.figures([
        cards.Figure("Claimed", words.money(debt["amount"])),
        cards.Figure("Paid", words.money(debt["paid"])),
        cards.Figure("Written off", words.money(debt["written_off"])),
        cards.Figure("Left", words.money(debt["left_to_pay"])),
    ])  # fmt: skip
    if debt["hold"]:
        until = f" until {words.day(debt['held_to'])}" if debt["held_to"].year < 9999 else ""
        st.warning(words.literal(f"{words.code(debt['hold'])} since {words.day(debt['held_since'])}{until}: no clock runs and no letter goes out."))
    since = debt["first_letter_on"] and f"first letter {words.day(debt['first_letter_on'])}, {words.many(debt['days'], 'day')} ago without held days"
    next_step = debt["next_step"] and f"next: {words.code(debt['next_step']).lower()}{' on ' + words.day(debt['due_on']) if debt['due_on'] else ''}"
    st.text(words.stripped([f"Fell due {words.day(debt['due_from'])}", since, next_step, f"can be claimed until {words.day(debt['last_claim_on'])}"]))


def not_now(options):
    """What can't be done now, and why."""
    blocked = [option for option in options if option["why_not"]]
    if blocked:
        st.markdown("**What can't be done yet, and why**")
        for option in blocked:
            st.text(f"{option['words']}: {' '.join(option['why_not'])}")


def button(option, do, key):
    """A step that only needs a press, or a reason."""
    with st.form(f"step_{key}_{option['step']}", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        reason = f"reason_{key}_{option['step']}"
        if option["needs_reason"]:
            st.text_input("Why", key=reason, max_chars=500, width=320)
        st.form_submit_button(option["words"], on_click=lambda: act(do, option["step"], st.session_state.get(reason)))


def note_form(key, label, question, do):
    """A step that needs a note."""
    with st.form(key, border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(question, key=f"{key}_note", max_chars=1000, width=420)
        st.form_submit_button(label, on_click=lambda: act(do, st.session_state[f"{key}_note"]))


def final_form(do):
    """The final letter needs what was found about three things."""
    with st.form("final_letter", border=False):
        asked = {"capacity": "Mental capacity: what do you know?", "benefits": "Benefits: what was checked?", "advocacy": "Advocacy: who can speak for the person?"}
        for name, question in asked.items():
            st.text_input(question, key=f"final_{name}", max_chars=500)
        st.form_submit_button("The final letter went out", on_click=lambda: act(do, {name: st.session_state[f"final_{name}"] for name in asked}))


def refer_form(choices, do):
    """Whether a deferred payment was offered comes before the debt team."""
    with st.form("refer", border=False):
        st.selectbox("Deferred payment (Care Act 2014 s69)", list(choices), index=None, format_func=choices.get, key="refer_deferred", placeholder="Choose")
        st.text_input("Note; why it can't be offered", key="refer_note", max_chars=500)
        st.form_submit_button("Refer it to the debt team", on_click=lambda: act(do, st.session_state["refer_deferred"], st.session_state["refer_note"]))


def letter_form(key, label, addressees, do, address_check=True):
    """Write a letter: to whom, and that the address was checked. do({...})."""
    with st.form(f"letter_{key}", border=False):
        left, right = st.columns(2)
        left.selectbox("To", list(addressees), format_func=addressees.get, key=f"letter_{key}_addressee")
        right.checkbox("Large print", key=f"letter_{key}_large_print")
        left.text_input("Name, where the caseload has none", key=f"letter_{key}_name", max_chars=200)
        right.text_area("Address, where the caseload has none", key=f"letter_{key}_address", max_chars=500, height=80)
        names = ["addressee", "large_print", "name", "address"]
        if address_check:
            st.checkbox("I checked the address", key=f"letter_{key}_address_checked")
            names.append("address_checked")
        st.form_submit_button(label, on_click=lambda: act(do, {name: st.session_state[f"letter_{key}_{name}"] for name in names}))


def pay_form(debt, lines, do):
    """A payment: the line that shows it, or the receipt's number. do(amount, on_day, receipt_number, transaction_id)."""
    line = show(lines, PAID_IN, "lines that may have paid it", "No line of a statement can have paid it. Note a receipt.", pick="It was paid by this line", download=False)
    most = min(debt["left_to_pay"], abs(line["amount"])) if line else debt["left_to_pay"]
    with st.form("pay", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Pounds", value=f"{most:.2f}", key="pay_amount", max_chars=20, width=110)
        st.date_input("Day", value=as_at(), format="DD/MM/YYYY", key="pay_on", width=140, disabled=line is not None)
        st.text_input("Receipt number", key="pay_receipt", max_chars=60, width=150, disabled=line is not None)
        st.form_submit_button(
            "Note the payment",
            on_click=lambda: act(
                do, st.session_state["pay_amount"], st.session_state["pay_on"], None if line else st.session_state["pay_receipt"], line and line["transaction_id"]
            ),
        )


def reduce_form(codes, do):
    """A write-off or a correction, for somebody else to decide. do(kind, amount, reason, code)."""
    with st.form("reduce", border=False):
        left, right = st.columns(2)
        left.selectbox("What", ["write_off", "adjustment"], format_func=words.code, key="reduce_kind")
        right.text_input("Pounds", key="reduce_amount", max_chars=20)
        left.selectbox("Why it is written off", list(codes), index=None, format_func=codes.get, key="reduce_code", placeholder="For a write-off")
        right.text_input("Reason", key="reduce_reason", max_chars=500)
        names = ("kind", "amount", "reason", "code")
        st.form_submit_button("Propose it", on_click=lambda: act(do, *(st.session_state[f"reduce_{name}"] for name in names)))


def plan_form(every, do):
    """A repayment plan. do(instalment, every, first_on, affordability, reason)."""
    with st.form("plan", border=False):
        left, right = st.columns(2)
        left.text_input("Each instalment, in pounds", key="plan_instalment", max_chars=20)
        right.selectbox("How often", list(every), format_func=every.get, key="plan_every")
        left.date_input("First on", value=as_at(), format="DD/MM/YYYY", key="plan_first_on")
        right.text_input("What can the person afford, and how do you know?", key="plan_affordability", max_chars=1000)
        left.text_input("Reason, where it is less than the least a week", key="plan_reason", max_chars=500)
        names = ("instalment", "every", "first_on", "affordability", "reason")
        st.form_submit_button("Propose the plan", on_click=lambda: act(do, *(st.session_state[f"plan_{name}"] for name in names)))


def overpayment_form(account_id, lines, surpluses, do):
    """What the council paid too much, with its proof. do(amount, reason, due_from, transaction_ids, surplus_id, own_fault)."""
    with st.form("overpayment", border=False):
        by_id = {line["transaction_id"]: line for line in lines}
        st.multiselect(
            "The payments that were too much", list(by_id), key="over_lines",
            format_func=lambda one: f"{words.day(by_id[one]['posted_on'])} {words.money(by_id[one]['amount'])} {by_id[one]['description']}",
        )  # fmt: skip
        names = {one["surplus_id"]: one for one in surpluses}
        st.selectbox(
            "Or a surplus that was not repaid", list(names), index=None, format_func=lambda one: words.money(names[one]["still_to_come"]), key="over_surplus", placeholder="None"
        )
        left, right = st.columns(2)
        left.text_input("Pounds too much", key="over_amount", max_chars=20)
        right.date_input("Due since", value=as_at(), format="DD/MM/YYYY", key="over_due_from")
        st.text_input("What happened? The person reads this.", key="over_reason", max_chars=1000)
        st.checkbox("The council made the mistake", key="over_own_fault")
        keys = ("amount", "reason", "due_from", "lines", "surplus", "own_fault")
        st.form_submit_button("Propose it", on_click=lambda: act(do, account_id, *(st.session_state[f"over_{name}"] for name in keys)))


def question_form(findings, do):
    """Upheld findings of one account that the person is asked about. do(account_id, finding_ids, reason)."""
    by_id = {finding["finding_id"]: finding for finding in findings}
    with st.form("question", border=False):
        st.multiselect(
            "Which of them", list(by_id), list(by_id), key="question_findings",
            format_func=lambda one: f"{words.day(by_id[one]['occurred_on'])} {words.money(by_id[one]['amount'])} {by_id[one]['description']}",
        )  # fmt: skip
        st.text_input("Why the person is asked", key="question_reason", max_chars=1000)
        st.form_submit_button("Begin to ask", on_click=lambda: act(do, findings[0]["account_id"], st.session_state["question_findings"], st.session_state["question_reason"]))


def view_form(met_need, do):
    """What the practitioner thinks. do(met_need, note)."""
    with st.form("practitioner", border=False):
        st.selectbox("Did it meet an assessed need?", list(met_need), index=None, format_func=met_need.get, key="view_met", placeholder="Choose")
        st.text_input("Who said so, and what about the need?", key="view_note", max_chars=1000)
        st.form_submit_button("Note the practitioner's view", on_click=lambda: act(do, st.session_state["view_met"], st.session_state["view_note"]))


def decide_form(lines, late, do):
    """Which lines are paid back, and why (Care Act 2014 s33(5)). do(finding_ids, reason, delay)."""
    by_id = {line["finding_id"]: line for line in lines if line["status"] == "upheld"}
    with st.form("decide", border=False):
        st.multiselect(
            "Lines that are to be paid back", list(by_id), list(by_id), key="decide_lines",
            format_func=lambda one: f"{words.day(by_id[one]['occurred_on'])} {words.money(by_id[one]['amount'])} {by_id[one]['description']}",
        )  # fmt: skip
        st.text_area("Why is it right to ask for it back? You may, you need not (Care Act 2014, section 33(5)). The person reads this.", key="decide_reason", max_chars=5000)
        st.text_input("We asked late: what did you make of that?" if late else "Was it asked late? What did you make of that?", key="decide_delay", max_chars=1000)
        st.form_submit_button("Decide", on_click=lambda: act(do, *(st.session_state[f"decide_{name}"] for name in ("lines", "reason", "delay"))))
