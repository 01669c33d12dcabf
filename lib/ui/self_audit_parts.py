"""The monthly self-audit on a page: the plan, the draw and how to repeat it by hand, and lists of what was drawn."""

from datetime import timedelta
from decimal import Decimal

import streamlit as st

from lib.ui import place, words
from lib.ui.session import act
from lib.ui.tables import Column, show

STEPS = ("Plan", "Draw", "Check", "Answer", "Result")
CYCLES = [
    Column("month_words", "Month", width=140), Column("council", "Council", width=120), Column("state", "State", "code", width=100), Column("size_words", "Size", width=310),
    Column("population", "Reviews", "count", width=75), Column("random_items", "By chance", "count", width=85), Column("risk_items", "For risk", "count", width=75), Column("closed_items", "Closed", "count", width=70),
    Column("planned_by", "Planned by", width=100), Column("planned_at", "Planned", "moment", width=140),
]  # fmt: skip
OFFICERS = [
    Column("officer", "Officer", width=140),
    Column("reviews", "Completed", "count", width=100),
    Column("excluded", "Kept out", "count", width=90),
    Column("random", "By chance", "count", width=90),
    Column("risk", "For risk", "count", width=90),
]
SIZES = [
    Column("draw_number", "Draw", "count", width=70),
    Column("selected_as", "Part", "code", width=130),
    Column("part", "Of", width=240),
    Column("population", "There are", "count", width=90),
    Column("items", "Take the first", "count", width=110),
]
CONFLICTS = [
    Column("auditor_words", "Who may not look", width=150),
    Column("about", "At reviews of", width=200),
    Column("reason", "Why", width=380),
    Column("decided_by", "Said by", width=110),
]
ITEMS = [
    Column("review_id", "Review", width=290), Column("officer", "Officer", width=95), Column("auditor", "Auditor", width=95), Column("state", "State", "code", width=165), Column("selected_as", "Part", "code", width=100),
    Column("stratum", "Of", width=110), Column("place", "Place", "count", width=60), Column("draw_key", "SHA-256 of seed and review", width=230), Column("because", "Because", width=300),
]  # fmt: skip
POPULATION_OUT = [Column("review_id", "Review", width=290), Column("officer", "Officer", width=100), Column("excluded_because", "Kept out because", width=480)]
CLOSED = [
    Column("officer", "Officer", width=95), Column("agreement_id", "Agreement", width=100), Column("auditor", "Auditor", width=95), Column("selected_as", "Part", "code", width=100), Column("state", "State", "code", width=165),
    Column("points_words", "Points", width=90), Column("result", "Result", "code", width=95), Column("agreed_words", "The two looks", width=150), Column("pounds_wrong", "Pounds wrong", "money", width=105), Column("blind_words", "Blind", width=80),
]  # fmt: skip
ACTIONS = [
    Column("owner", "Who", width=110), Column("due_on", "By", "day", width=100), Column("words", "What", width=380), Column("state", "State", "code", width=80), Column("officer", "About", width=100), Column("done_words", "What came of it", width=240),
]  # fmt: skip


def cycle_words(cycle):
    """October 2026, Westmarch."""
    return f"{cycle['month']:%B %Y}, {' and '.join(cycle['councils'])}"


def size_words(cycle):
    """How a plan's size is found, in a sentence."""
    if cycle["size_by"] == "policy":
        return f"Of each officer {_percent(cycle['percent'])} of the reviews and at least {cycle['floor_per_officer']}; {_percent(cycle['risk_percent'])} of these for risk"
    said = f"{_percent(cycle['confidence'] * 100)} sure that no more than {_percent(cycle['tolerable_rate'] * 100)} are wrong"
    if cycle["stages"] == 2:
        return f"{said}, in two stages: the second is for {words.many(cycle['accept_first'], 'error')} in the first"
    return f"{said}, {words.many(cycle['expected_errors'], 'error')} expected"


def _percent(value):
    """10 %, or 12.5 %."""
    return f"{value.normalize():f} %"


def cycles(rows):
    """The plans there are."""
    listed = [row | {"month_words": f"{row['month']:%B %Y}", "size_words": size_words(row), "state": f"plan_{row['state']}"} for row in rows]
    show(listed, CYCLES, "self-audit plans", "No month was planned yet. Whoever leads the team or audits plans one below.", to=lambda row: place.here(cycle=row["cycle_id"]))


def months(as_at):
    """The month of this day and the twelve before it, each by its first day."""
    found = [as_at.replace(day=1)]
    while len(found) < 13:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found


def plan_form(councils, as_at, sizes, strata, auditors_of, proposal_of, store_plan):
    """What a plan wants: whose reviews of which month, by whom, and how many. store_plan(said) is called with all of it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.pills("Councils", councils, selection_mode="multi", default=councils[:1], key="plan_councils")
        month = st.selectbox("Month", months(as_at), format_func=lambda day: f"{day:%B %Y}", key="plan_month", width=180)
        size_by = st.selectbox("How many", list(sizes), format_func=sizes.get, key="plan_size", width=420)
    if not chosen:
        st.text("Choose a council to plan for.")
        return
    names, policy = auditors_of(chosen), proposal_of(chosen, month)
    if not names:
        st.text("Nobody may look at reviews of these councils a second time yet. An administrator adds an auditor or a senior officer under People.")
        return
    if not policy:
        st.text("The settings of these councils are not loaded yet, and a plan follows them. They come with the caseload; an administrator loads them.")
        return
    with st.form("plan"):
        auditors = st.multiselect("Who looks a second time", list(names), format_func=lambda name: f"{names[name]} ({name})")
        layers = st.pills("Strata: each is drawn from by itself", list(strata), selection_mode="multi", default=["officer"], format_func=strata.get)
        said = {}
        if size_by == "policy":
            st.text(
                f"Policy: {_percent(policy['percent'])} of each officer's completed reviews and at least {policy['floor_per_officer']}; {_percent(policy['risk_percent'])} of these are picked for risk and told apart."
            )
        else:
            with st.container(horizontal=True):
                said["confidence"] = _share("Confidence, %", policy["confidence"])
                said["tolerable_rate"] = _share("Tolerable rate, %", policy["tolerable_rate"])
                said["expected_errors"] = st.number_input("Expected errors", min_value=0, max_value=50, value=0, step=1, width=150)
                said["risk_per_officer"] = st.number_input("Picked for risk, each officer", min_value=0, max_value=20, value=1, step=1, width=200)
                said["stages"] = st.selectbox("Stages", [1, 2], width=100)
        if st.form_submit_button("Store the plan"):
            act(lambda: store_plan({"councils": tuple(chosen), "month": month, "auditors": tuple(auditors), "size_by": size_by, "strata": tuple(layers)} | said))
            st.rerun()


def _share(label, share):
    """A percentage as a person types it, as an exact share."""
    value = st.number_input(label, min_value=0.01, max_value=99.99, value=float(share * 100), step=0.5, width=170)
    return Decimal(str(value)) / 100


def plan_card(cycle):
    """A plan as it was stored."""
    st.subheader(words.literal(cycle_words(cycle)))
    said = [
        size_words(cycle) + ".",
        f"Looked at again by {', '.join(cycle['auditors'])}. {_percent(cycle['second_percent'])} of the items by two of them, where there are two.",
        f"From {_percent(cycle['pass_percent'])} of the points a review passes, from {_percent(cycle['coach_percent'])} it calls for coaching. More than {words.money(cycle['money_wrong_over'])} wrong fails it.",
        f"Planned by {cycle['planned_by']}, {words.moment(cycle['planned_at'])}, before anything was drawn. The seed was made by Reckoner at that moment.",
        f"SHA-256 of the seed: {cycle['seed_sha256']}",
    ]
    if cycle["withdrawn_because"]:
        said.append(f"Withdrawn: {cycle['withdrawn_because']}")
    st.text("\n".join(said))


def kept_out(conflicts, auditors, keep_out):
    """Who may not look at what, and what nobody looks at; keep_out(auditor, agreement, officer, reason), or None where that can't be said any more."""
    st.markdown("**Kept out**")
    rows = [row | {"auditor_words": row["auditor"] or "Nobody looks", "about": row["agreement_id"] or row["officer"]} for row in conflicts]
    show(rows, CONFLICTS, "kept out of the sample", "Nothing is kept out but everybody's own work, which nobody ever looks at a second time.", download=False)
    if keep_out:
        place.folded("Keep somebody or something out", "keep_out_form", lambda: _keep_out_form(auditors, keep_out))


def _keep_out_form(auditors, keep_out):
    with st.form("keep_out", clear_on_submit=True), st.container(horizontal=True, vertical_alignment="bottom"):
        auditor = st.selectbox("Who may not look", ["", *auditors], format_func=lambda name: name or "Nobody looks", width=170)
        agreement = st.text_input("Agreement", max_chars=60, width=130)
        officer = st.text_input("Or officer", max_chars=60, width=130)
        reason = st.text_input("Why", max_chars=300, width=320)
        if st.form_submit_button("Keep it out"):
            act(keep_out, auditor, agreement.strip(), officer.strip(), reason)
            st.rerun()


def withdraw_form(withdraw):
    """Taking back a plan that was not drawn."""
    place.folded("Withdraw this plan", "withdraw_form", lambda: _withdraw_form(withdraw))


def _withdraw_form(withdraw):
    with st.form("withdraw", border=False):
        reason = st.text_input("Why?", max_chars=300)
        if st.form_submit_button("Withdraw it"):
            act(withdraw, reason)
            st.rerun()


def coming_draw(so_far):
    """What the draw would take if the month ended now."""
    rows = [row | {"random": _of(so_far["sizes"]["random"], row["officer"]), "risk": so_far["sizes"]["risk"].get(row["officer"], 0)} for row in so_far["officers"]]
    show(rows, OFFICERS, "reviews of the month so far", "No review was completed in this month yet.", download=False)


def _of(sizes, officer):
    """How many of an officer chance takes, over the strata that are theirs; nothing where officers are no strata."""
    mine = [items for stratum, items in sizes.items() if stratum == officer or stratum.startswith(f"{officer} / ")]
    return sum(mine) if mine else None


def by_hand(cycle, sizes, files):
    """How anybody draws the same cases again, without this tool. files are (label, file name, mime, bytes of()) to take along."""
    st.markdown("**Draw it again by hand**")
    st.text("Seed, published with the draw:")
    st.code(cycle["seed"], language=None)
    st.text("SHA-256 of the population's file:")
    st.code(cycle["population_sha256"], language=None)
    st.text("1. Take the three files. The population's SHA-256 must be the one above, and the seed's the one that was stored with the plan.")
    st.text("2. Leave out the reviews that were kept out. Write down, of each other review, the SHA-256 of the seed, a bar and the review's id:")
    st.code("printf '%s' 'SEED|REVIEW' | sha256sum", language=None)
    st.text(
        "3. Order each stratum by these, and take the first so many of the table below. For risk, take of each officer the first so many by risk_order that chance did not take in the first draw."
    )
    st.text("Or let the script do it, with nothing but Python:")
    st.code("python3 draw_again.py population.csv draw.json", language=None)
    with st.container(horizontal=True):
        for label, name, mime, content in files:
            st.download_button(label, content, file_name=name, mime=mime, key=f"take_{name}", on_click="ignore", icon=":material/download:")
    show([row | {"selected_as": f"by_{row['selected_as']}"} for row in sizes], SIZES, "how many of each part", "")


def items(rows):
    """What was drawn."""
    show([row | {"selected_as": f"by_{row['selected_as']}", "state": f"look_{row['state']}"} for row in rows], ITEMS, "drawn reviews", "Nothing is drawn yet.")


def left_out(population):
    """The reviews that could not be drawn, and why."""
    rows = [row for row in population if row["excluded_because"]]
    if rows:
        st.markdown(f"**{words.many(len(rows), 'review')} of {len(population)} could not be drawn; the sample says nothing about them**")
    show(rows, POPULATION_OUT, "reviews kept out", f"Each of the month's {words.many(len(population), 'review')} could be drawn.", download=False)


def extend_form(extend):
    """Drawing further by the same order."""
    with st.expander("Draw more"), st.form("extend", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        size = st.number_input("How many more", min_value=1, max_value=500, value=1, step=1, width=150)
        reason = st.text_input("Why?", max_chars=300, width=380)
        if st.form_submit_button("Draw them"):
            act(extend, int(size), reason)
            st.rerun()


def results(rows):
    """What came of each item."""
    listed = [
        row
        | {
            "selected_as": f"by_{row['selected_as']}", "state": f"look_{row['state']}", "points_words": f"{row['points']} of {row['max_points']}" if row["points"] is not None else "",
            "agreed_words": "" if row["agreed"] is None else "Agree" if row["agreed"] else "The first was wrong", "blind_words": "" if row["was_blind"] is None else "yes" if row["was_blind"] else "no",
        }
        for row in rows
    ]  # fmt: skip
    show(listed, CLOSED, "results of the self-audit", "Nothing is drawn yet.")


def actions(rows, finish):
    """What is done about it; finish(action_id, words) where the person may say that it is done."""
    st.subheader("Actions")
    chosen = show(words.ordered(rows, "due_on", "action_id"), ACTIONS, "actions of the self-audit", "No action follows from a second look yet.", pick="Say that it is done")
    if chosen and chosen["state"] == "open":
        with st.form("finish_action", clear_on_submit=True):
            said = st.text_input("What came of it?", max_chars=500)
            if st.form_submit_button("It is done"):
                act(finish, chosen["action_id"], said)
                st.rerun()
