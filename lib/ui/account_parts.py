"""The accounts that a person may see, narrowed as the link says: no more of them are read than are shown."""

from lib.ui import place, words
from lib.ui.tables import MOST, show_first

# What the link says: (its words, the column of dashboards.account).
WAITS = {
    "periods_to_review": ("With a period to review", "has_period_to_review"),
    "needs_you": ("With something that needs a person", "needs_somebody"),
    "without": ("Without any statement", "has_no_statement"),
}
COUNTED = ("council", "officer", "account_type", *(column for _, column in WAITS.values()))


def narrowed(reads, of_officers=True, of_types=True):
    """The filters of the link over what reads.tally gives, those that leave a choice. Gives (what the accounts are narrowed to, how many there are, whether there are any at all)."""
    cells = reads.tally("dashboards.account", COUNTED)

    def chosen(label, column, name, everything, rows, **how):
        values = words.distinct(rows, column)
        return place.choose(label, values, name, everything, **how) if len(values) > 1 or place.of(name) else None

    with place.filters():
        council = chosen("Council", "council", "council", "All councils", cells)
        officer = chosen("Officer", "officer", "officer", "All officers", words.where(cells, council=council)) if of_officers else None
        paid = chosen("Paid by", "account_type", "paid", "Any way", cells, words=words.code) if of_types else None
        waits = place.choose("Accounts", list(WAITS), "waits", everything="All accounts", words=lambda one: WAITS[one][0])
    equals = {"council": council, "officer": officer, "account_type": paid} | ({WAITS[waits][1]: True} if waits else {})
    equals = {column: value for column, value in equals.items() if value is not None}
    return equals, words.total(words.where(cells, **equals), "count"), bool(cells)


def listed(reads, equals, count, order, columns, name, empty, to):
    """The first of these accounts in this order; to(row) is the address that each leads to."""
    rows = reads.first("dashboards.account", MOST, order, **equals)
    show_first(rows, count, lambda: _ordered(reads, equals, order), columns, name, empty, to=to)


def _ordered(reads, equals, order):
    return words.ordered(reads.view("dashboards.account", **equals), *order)
