"""What needs me today: one list out of every tracker, in the order it matters, each with one key to the spot where it is done."""

from lib import my_work, snooze
from lib.ui import place, words, work_parts
from lib.ui.keys import key
from lib.ui.session import actor, as_at, offer_undo, part, say, store, view

EMPTY = "Nothing waits for you. Upload statements, and what needs you appears here."
NO_ACCOUNTS = "You have no accounts yet. They come with the caseload that a team leader loads."
FILTERED = "Nothing of this kind waits. Choose other filters above."


@part
def work(waiting):
    """What is in hand and the list; a key or a filter shows this part anew, not the page."""
    with place.filters():
        kind = place.choose("Show", words.distinct(waiting, "kind"), "kind", everything="Everything", words=words.code)
        owners = words.distinct(waiting, "officer")
        owner = place.choose("Owner", owners, "owner", everything="Everybody") if len(owners) > 1 else None
    items = words.where(waiting, kind=kind, officer=owner)
    in_hand = work_parts.in_hand(items) if items else None
    if in_hand:
        work_parts.card(items, in_hand, snooze.NEVER.get(in_hand["kind"]), put_off, as_at())
    work_parts.the_list(items, in_hand, FILTERED if waiting else EMPTY if view("dashboards.account") else NO_ACCOUNTS)


def put_off(item, until_on, reason):
    snooze.put_off(store(), actor(), item["agreement_id"], item["item"], until_on, reason, as_at())
    said = words.stripped([words.code(item["step"]), item["who"], item["agreement_id"]])
    say(f"Put off until {words.day(until_on)}: {said}.", undo=(bring_back, item))


def bring_back(item):
    snooze.bring_back(store(), actor(), item["agreement_id"], item["item"], as_at())
    say("It is on the list again.", "info")


every = my_work.due(store(), actor(), as_at())
waiting = [item for item in every if not item["put_off"]]
done = my_work.done(store(), actor(), as_at())
work_parts.summary(waiting, done)
offer_undo(key("my_work", "undo"))
work(waiting)
work_parts.put_off([item for item in every if item["put_off"]], bring_back)
work_parts.done(done)
