"""The monthly self-audit in five steps: the plan, the draw, the blind second look, the officer's answer, and what it shows."""

from functools import partial

import streamlit as st

from lib import payees, receiving, reviews, self_audit, self_audit_blind, self_audit_draw, self_audit_drawn, self_audit_plan
from lib.ui import place, second_look_parts, self_audit_parts, source, two_looks_parts, words
from lib.ui.session import act, actor, as_at, may, part, say, show_said, store, view, view_together

KEPT = source.Kept(receiving.page_picture, receiving.evidence)


def do(service, *values):
    """A service of this person's; what it did is said."""
    service(store(), actor(), *values)
    say("Done. It is on record with your name.")


def plan(cycles, cycle):
    """The plans, the one that is open, and a new one for who may make it."""
    self_audit_parts.cycles(cycles)
    if cycle:
        self_audit_parts.plan_card(cycle)
        is_open = cycle["state"] == "planned" and may("plan_self_audit")
        conflicts = view("dashboards.self_audit_conflict", cycle_id=cycle["cycle_id"], council=cycle["council"])
        self_audit_parts.kept_out(conflicts, cycle["auditors"], keep_out if is_open else None)
        if is_open:
            self_audit_parts.withdraw_form(lambda reason: do(self_audit_plan.withdraw, cycle["cycle_id"], reason))
    if may("plan_self_audit"):
        place.folded("Plan a month", "plan_a_month", plan_a_month, is_open=not cycles)


def plan_a_month():
    self_audit_parts.plan_form(
        sorted(actor().councils), as_at(), self_audit_plan.SIZES, self_audit_plan.STRATA, lambda councils: self_audit_plan.auditors(store(), actor(), councils),
        lambda councils, month: self_audit_plan.proposal(store(), actor(), councils, month), store_plan,
    )  # fmt: skip


def keep_out(auditor, agreement_id, officer, reason):
    do(self_audit_plan.keep_out, place.of("cycle"), reason, auditor, agreement_id, officer)


def store_plan(said):
    place.put(cycle=self_audit_plan.plan(store(), actor(), self_audit_plan.Wanted(**said), as_at()))
    say("The plan is stored and its seed is made. Draw it when the month is over.")


def draw(cycle):
    """The draw, and how anybody repeats it."""
    cycle_id, here, person = cycle["cycle_id"], store(), actor()
    if cycle["state"] == "planned":
        st.text("Nothing is drawn yet. When the month is over its completed reviews are frozen, the seed is published, and the seed alone decides.")
        if may("plan_self_audit"):
            # It reads every line of the month's reviews, so it is asked for.
            if st.toggle("Show what it would be drawn from now", key="so_far"):
                self_audit_parts.coming_draw(self_audit_draw.so_far(here, person, cycle_id))
            st.button("Draw", on_click=act, args=(do, self_audit_draw.draw, cycle_id, as_at()), icon=":material/casino:")
    if not cycle["draws"]:
        return
    self_audit_parts.items(self_audit_drawn.items(here, person, cycle_id))
    self_audit_parts.left_out(words.ordered(view("audit.self_audit_population", cycle_id=cycle_id), "officer", "review_id"))
    files = (
        ("The population", "population.csv", "text/csv", lambda: self_audit_drawn.population_file(here, person, cycle_id)),
        ("Seed and sizes", "draw.json", "application/json", lambda: self_audit_drawn.draw_file(here, person, cycle_id)),
        ("The script", "draw_again.py", "text/x-python", self_audit_drawn.script),
    )
    self_audit_parts.by_hand(cycle, self_audit_drawn.sizes_of(here, person, cycle_id), files)
    if may("plan_self_audit"):
        if cycle["stages"] == 2 and cycle["draws"] == 1:
            st.button("Draw the second stage", on_click=act, args=(do, self_audit_draw.second_stage, cycle_id), icon=":material/casino:")
        self_audit_parts.extend_form(lambda size, reason: do(self_audit_draw.extend, cycle_id, size, reason))


def check(cycle):
    """The items of the person who looks, those to do first."""
    seats = [seat for seat in self_audit_blind.mine(store(), actor()) if seat["cycle_id"] == cycle["cycle_id"]]
    second_look_parts.seats(words.ordered(seats, "state", "item_id"))
    st.subheader("Everybody's items")
    self_audit_parts.results(self_audit_drawn.items(store(), actor(), cycle["cycle_id"]))


def result(cycle):
    """What the sample shows, and what is done about it."""
    st.text(self_audit_drawn.evaluate(store(), actor(), cycle["cycle_id"])["says"] if cycle["draws"] else "Nothing is drawn yet.")
    if cycle["draws"]:
        place.link("self_audit_result", "What it proves and what not, twelve months and the report", cycle=cycle["cycle_id"])
    self_audit_parts.results(self_audit_drawn.items(store(), actor(), cycle["cycle_id"]))


def answers():
    """What was told to officers, and the actions that follow."""
    two_looks_parts.told(words.ordered(view_together("dashboards.told_item"), "-month", "state", "item_id"))
    self_audit_parts.actions(view_together("dashboards.told_action"), finish_action)


def finish_action(action_id, said):
    do(self_audit.finish_action, action_id, said)


@part
def second_look(item_id):
    """The second look at one review; shown anew by itself after each answer."""
    show_said()
    seat = self_audit_blind.seat(store(), actor(), item_id)
    second_look_parts.head(seat)
    match seat["state"]:
        case "to_check":
            second_look_parts.to_begin(lambda: do(self_audit_blind.begin, item_id), lambda reason: pass_on(item_id, reason))
        case "under_way":
            blind(seat)
        case "to_score" | "scored":
            scored(seat)


def pass_on(item_id, reason):
    do(self_audit_blind.pass_on, item_id, reason)
    # It is somebody else's now, and can't be opened any more.
    place.put(item=None, row=None)


def blind(seat):
    """The questions and lines without anybody else's answers."""
    here, person, item_id = store(), actor(), seat["item_id"]
    asked, lines = self_audit_blind.questions(here, person, item_id), self_audit_blind.lines(here, person, item_id)
    by_id = {line["transaction_id"]: line for line in lines}
    current = next((row for row in asked if row["exception_id"] == place.of("row")), None) or next((row for row in asked if not row["is_settled"]), None)

    def tell(kind, subject_id, said, reason):
        self_audit_blind.say(store(), actor(), item_id, kind, subject_id, said, reason)
        place.put(row=None)

    left, right = st.columns([5, 7], gap="medium")
    with left, st.container(border=True):
        if current:
            second_look_parts.question(current, by_id.get(current["transaction_id"]), reviews.VERDICTS, payees.CATEGORIES, tell)
        else:
            st.text("Every question is answered. Look at the lines: what else should have been asked?")
    with right:
        line = by_id.get(current["transaction_id"]) if current else None
        beside(seat, line or (words.nearest(lines, current["occurred_on"]) if current else None))
    second_look_parts.questions(asked, current, reviews.VERDICTS, lambda row: place.put(row=row["exception_id"]))
    st.subheader("All lines")
    second_look_parts.lines(lines, reviews.VERDICTS, payees.CATEGORIES, tell)
    second_look_parts.finish_form(self_audit_blind.still_to_say(here, person, item_id), self_audit_blind.OUTCOMES, lambda *said: do(self_audit_blind.finish, item_id, *said))
    second_look_parts.pass_on_form(lambda reason: pass_on(item_id, reason))


def beside(seat, line):
    """Statement, form, plan and payments, each read only when it is open."""
    statement, form, plan_of, payments = st.tabs(["Statement", "Reconciliation", "Plan", "Council payments"], key="beside", on_change="rerun")
    if statement.open:
        with statement:
            if line:
                source.line_in_file(KEPT, seat["account_id"], line["statement_id"], line["line_number"], "this line")
            else:
                st.text("Choose a question to see its line in the file.")
    if form.open:
        with form:
            second_look_parts.form(self_audit_blind.form(store(), actor(), seat["item_id"]))
    if plan_of.open or payments.open:
        against, paid = self_audit_blind.plan_and_payments(store(), actor(), seat["item_id"])
        with plan_of:
            second_look_parts.plan(against)
        with payments:
            second_look_parts.payments(paid)


def scored(seat):
    """Both looks, the points, the officer's answer and the close."""
    here, person, item_id = store(), actor(), seat["item_id"]
    two_looks_parts.both(self_audit_blind.side_by_side(here, person, item_id))
    found = self_audit.outcome(here, person, item_id)
    item = next(iter(view("trackers.self_audit_item", item_id=item_id)))
    is_open = item["state"] != "closed"
    if found["max_points"]:
        two_looks_parts.outcome(found, self_audit.RESULTS)
    if item["answered_at"]:
        two_looks_parts.answered(self_audit.told(here, person, item_id))
    two_looks_parts.differences(self_audit.differences(here, person, item_id), self_audit.RULINGS, (lambda *said: do(self_audit.rule, item_id, *said)) if is_open else None)
    every = self_audit.points(here, person, item_id)
    if not is_open:
        two_looks_parts.told_points(every)
        self_audit_parts.actions(view("dashboards.told_action", item_id=item_id), finish_action)
        return
    two_looks_parts.points_form(every, lambda *said: do(self_audit.score, item_id, *said))
    if seat["state"] == "to_score":
        two_looks_parts.tell_form(seat, lambda note: do(self_audit.tell, item_id, note, as_at()))
    elif seat["seat"] == 1:
        self_audit_parts.actions(view("dashboards.told_action", item_id=item_id), finish_action)
        two_looks_parts.action_form(item["completed_by"], lambda who, what, due_on: do(self_audit.set_action, item_id, who, what, due_on, as_at()))
        two_looks_parts.close_form(lambda note: do(self_audit.close, item_id, note, as_at()))


def one_answer(item_id):
    """A scored item as its officer sees it."""
    item = self_audit.told(store(), actor(), item_id)
    two_looks_parts.told_head(item, self_audit.RESULTS)
    differ = words.ordered(view("dashboards.told_difference", item_id=item_id), "kind", "difference_id")
    if item["state"] != "closed" and item["completed_by"] == actor().username:
        two_looks_parts.answer_form(item, differ, self_audit.ANSWERS, self_audit.RULINGS, lambda *said: do(self_audit.answer, item_id, *said))
    else:
        two_looks_parts.answered(item)
        two_looks_parts.differences(differ, self_audit.RULINGS, None)
    two_looks_parts.told_points(words.ordered(view("dashboards.told_point", item_id=item_id), "-kind", "place"))
    self_audit_parts.actions(view("dashboards.told_action", item_id=item_id), finish_action)


def step(cycle, shown):
    """A step of a planned month."""
    if cycle is None:
        st.text("No month was planned yet. Plan one first.")
        return
    st.subheader(words.literal(self_audit_parts.cycle_words(cycle)))
    shown(cycle)


if place.of("item") and may("check_self_audit"):
    st.button("All items", on_click=place.put, kwargs={"item": None, "row": None}, icon=":material/arrow_back:")
    second_look(place.of("item"))
elif place.of("answer"):
    st.button("All answers", on_click=place.put, kwargs={"answer": None}, icon=":material/arrow_back:")
    one_answer(place.of("answer"))
elif not may("see_self_audit"):
    answers()
else:
    cycles = words.ordered(view("trackers.self_audit_cycle"), "-month", "-planned_at", "council")
    cycle = next((one for one in cycles if one["cycle_id"] == place.of("cycle")), next((one for one in cycles if one["state"] != "withdrawn"), None))
    of_cycle = {name: partial(step, cycle, shown) for name, shown in (("Draw", draw), ("Check", check), ("Result", result))}
    parts = {"Plan": lambda: plan(cycles, cycle), "Answer": answers} | of_cycle
    place.one_of({name: parts[name] for name in self_audit_parts.STEPS}, "step")
