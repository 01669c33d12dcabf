"""Samples of pounds for the annual audit: which payments are looked at, how much of each was right, and how much money is wrong at most."""

from lib import money_sample
from lib.performance import month_before, month_end
from lib.ui import money_sample_parts, place
from lib.ui.session import actor, as_at, may, part, say, show_said, store, view


@part
def one(sample):
    """One sample: what it proves, its payments, and looking at one of them."""
    show_said()
    here, person, council, sample_id = store(), actor(), sample["council"], sample["money_sample_id"]
    can_check = may("sample_pounds", council=council)
    (sample,) = view("trackers.money_sample", money_sample_id=sample_id, council=council)
    money_sample_parts.head(sample, money_sample.evaluate(here, person, council, sample_id))
    chosen = money_sample_parts.items(money_sample.items(here, person, council, sample_id), can_check)
    if chosen and can_check:
        money_sample_parts.check_form(chosen, lambda right, reason: check(council, sample_id, chosen["transaction_id"], right, reason))
    files = (
        ("The payments it was drawn from", "payments.csv", "text/csv", lambda: money_sample.population_file(here, person, council, sample_id)),
        ("The script", "draw_pounds_again.py", "text/x-python", money_sample.script),
    )
    money_sample_parts.by_hand(sample, files)


def check(council, sample_id, transaction_id, right, reason):
    money_sample.check(store(), actor(), council, sample_id, transaction_id, right, reason)
    say("Kept. What was said before stays on record.")


def draw(council, first, last, tolerable, expected):
    place.put(sample=money_sample.draw(store(), actor(), council, first, last, tolerable, expected, as_at()))
    say("Drawn. Look at each payment, and say how much of it was right.")


rows = view("trackers.money_sample")
money_sample_parts.samples(rows)
sample = next((row for row in rows if row["money_sample_id"] == place.of("sample")), None)
if sample:
    one(sample)
if may("sample_pounds"):
    money_sample_parts.draw_form(
        sorted(actor().councils), month_before(as_at(), 12), month_end(month_before(as_at(), 1)), lambda *days: money_sample.proposal(store(), actor(), *days, as_at()), draw
    )
