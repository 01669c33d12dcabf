"""The parts of the surplus page: the sum with what each term is made of, the weeks to come, the letter, and what may be done now."""

import json
from decimal import Decimal

import plotly.graph_objects as go
import streamlit as st

from lib.ui import words
from lib.ui.session import act, as_at
from lib.ui.shades import readable
from lib.ui.tables import Column, show

TERMS = [
    Column("words", "What", width=285), Column("proposed", "Worked out", "money", width=90), Column("amount", "Counts", "money", width=85),
    Column("amended_by", "Amended by", width=95), Column("reason", "Why", width=260),
]  # fmt: skip
LINES = [Column("on", "Date", width=110), Column("description", "What", width=420), Column("amount", "Amount", "money", width=110)]
SHARES = [Column("words", "The sum", width=430), Column("amount", "Amount", "money", width=110)]
COMING = [
    Column("on_day", "Day", "day", width=110),
    Column("words", "What", width=360),
    Column("money_out", "Out", "money", width=110),
    Column("money_in", "In", "money", width=110),
    Column("balance", "Leaves", "money", width=120),
]
CAME = [
    Column("posted_on", "Date", "day", width=110),
    Column("description", "Line", width=380),
    Column("amount", "Out", "money", width=110),
    Column("spend_category", "What for", "category", width=160),
]


def sum_of(terms, position, key):
    """The calculation, term by term; a term opens its lines. Gives the term that was chosen, or None."""
    chosen = show(terms, TERMS, f"terms {key}", "No balance is known for this account yet. Upload a statement that shows one.", pick="Show what it is made of")
    if chosen:
        made_of = [line | {"amount": Decimal(line["amount"])} for line in json.loads(chosen["lines"])]
        show(made_of, LINES, f"lines of a term {key}", "This term has no lines: it is the balance, policy, or nothing.", download=False)
    kept_back = position["available_balance"] - position["surplus"]
    on_top = position["committed"] + position["retained"] == kept_back
    shares = [
        {"words": "Available: the balance less what is not cashed yet", "amount": position["available_balance"]},
        {"words": "Committed in all", "amount": position["committed"]},
        {
            "words": "Kept for the weeks to come" + ("" if on_top or not position["surplus"] else "; what is committed lies inside it, so the larger of the two counts"),
            "amount": position["retained"],
        },
        {"words": "Surplus: what is above all that", "amount": position["surplus"]},
        {"words": "The council's share", "amount": position["council_share"]},
        {"words": "Health's share", "amount": position["health_share"]},
        {"words": "The person's own share", "amount": position["person_share"]},
        {"words": "Of it, against their unpaid contribution", "amount": position["arrears_netted"]},
        {"words": "Safe to take: no coming day falls under the floor", "amount": position["safe_to_recoup"]},
    ]
    show(shares, SHARES, f"shares {key}", "", download=False)
    return chosen


def coming_weeks(coming, position):
    """The balance in the weeks to come, as a picture and as its table."""
    if not coming:
        st.text("Nothing is known to come: the agreement has no payment cycle and no plan.")
        return
    rows = [row | {"money_out": -row["amount"] if row["amount"] < 0 else None, "money_in": row["amount"] if row["amount"] > 0 else None} for row in coming]
    figure = go.Figure()
    days, left = [row["on_day"] for row in rows], [row["balance"] for row in rows]
    figure.add_scatter(x=days, y=left, mode="lines+markers", line={"shape": "hv", "color": "#0b5c74"}, name="If nothing is taken")
    figure.add_scatter(
        x=days,
        y=[balance - position["safe_to_recoup"] for balance in left],
        mode="lines",
        line={"shape": "hv", "color": "#8a5a00", "dash": "dash"},
        name="After what is safe to take",
    )
    figure.add_scatter(x=[days[0], days[-1]], y=[position["floor"]] * 2, mode="lines", line={"color": "#a4262c", "dash": "dot"}, name="Floor")
    figure.update_layout(
        height=280,
        margin={"l": 0, "r": 10, "t": 10, "b": 0},
        legend={"orientation": "h"},
        yaxis={"tickprefix": "£", "fixedrange": True},
        xaxis={"fixedrange": True},
        dragmode=False,
    )
    st.plotly_chart(readable(figure), config={"displayModeBar": False}, alt="The balance in the coming weeks; the same figures stand in the table below")
    show(rows, COMING, "coming weeks", "", height=250)


def amend_form(terms, do):
    """A better figure for a term, with how somebody knows."""
    with st.expander("Put a better figure for a term"), st.form("amend", border=False):
        names = {term["term"]: term for term in terms if term["term"] != "balance"}
        st.selectbox("Term", list(names), format_func=lambda name: names[name]["words"], key="amend_term")
        st.text_input("Figure in pounds and pence; empty for the one worked out", key="amend_amount", max_chars=20)
        st.text_input("How do you know?", key="amend_reason", max_chars=500)
        st.form_submit_button("Count it so", on_click=lambda: act(do, *(st.session_state[f"amend_{name}"] for name in ("term", "amount", "reason"))))


def take_up_form(reasons, do):
    """Why the money is there; that starts the case."""
    with st.form("take_up"):
        st.selectbox("Why is the money there?", list(reasons), index=None, format_func=reasons.get, key="take_up_reason", placeholder="Choose the reason")
        st.text_input("Note", key="take_up_note", max_chars=500)
        st.form_submit_button("Take it up", on_click=lambda: act(do, *(st.session_state[f"take_up_{name}"] for name in ("reason", "note"))))


def notice_form(case, ways, addressees, do):
    """The letter before anything is taken: how much, when, how, to whom."""
    with st.form("notice"):
        st.markdown("**Write the letter**")
        left, right = st.columns(2)
        left.text_input("How much is to be taken", value=f"{case['safe_now']:.2f}", key="notice_amount", max_chars=20)
        right.date_input("On which day", value=case["earliest_taking_on"], format="DD/MM/YYYY", key="notice_taking_on")
        left.selectbox(
            "How",
            list(ways),
            format_func=lambda way: ways[way].capitalize(),
            index=list(ways).index("card" if case["account_type"] == "prepaid_card" else "invoice"),
            key="notice_how",
        )
        right.number_input("Over how many payments, if netted", 0, case["cycles_most"], 0, key="notice_cycles")
        left.selectbox("To", list(addressees), format_func=addressees.get, key="notice_addressee")
        right.checkbox("The person needs longer to object (reasonable adjustment)", key="notice_is_adjusted")
        right.checkbox("Large print", key="notice_large_print")
        names = ("amount", "taking_on", "how", "cycles", "is_adjusted", "addressee", "large_print")
        st.form_submit_button("Write the letter", on_click=lambda: act(do, {name: st.session_state[f"notice_{name}"] for name in names}))


def match_form(case, lines, do):
    """Money that came back: the line that shows it, or a receipt. do(amount, on_day, transaction_id, receipt_number)."""
    st.markdown("**What came back**")
    st.text(f"{words.money(case['recovered'])} of {words.money(case['amount'])} came back; {words.money(case['still_to_come'])} is still to come.")
    line = show(
        words.ordered(lines, "-is_exact", "posted_on"),
        CAME,
        "lines that may show it",
        "No line of a statement can show it yet. Upload the next statement, or match a receipt.",
        pick="Match this line",
        download=False,
    )
    with st.form("match", border=False):
        st.text_input("Amount", value=f"{min(line['amount'], case['still_to_come']) if line else case['still_to_come']:.2f}", key="match_amount", max_chars=20)
        st.text_input("Number of the receipt, where no line shows it", key="match_receipt", max_chars=60, disabled=line is not None)
        st.date_input("Day", value=as_at(), format="DD/MM/YYYY", key="match_on", disabled=line is not None)
        st.form_submit_button(
            "Match it",
            on_click=lambda: act(
                do, st.session_state["match_amount"], st.session_state["match_on"], line and line["transaction_id"], None if line else st.session_state["match_receipt"]
            ),
        )
