"""Does a statement add up? Its lines are put in the order in which its balances follow; nothing is repaired."""

import itertools
from dataclasses import dataclass, replace
from decimal import Decimal

ZERO = Decimal("0.00")
WINDOW = 100  # lines of one day that may change places
LONGEST = 5_000  # lines of a statement that is tried in another order


@dataclass(frozen=True)
class Proof:
    """The lines oldest first, the balances at both ends, and what the comparison said."""

    lines: list
    opening: Decimal | None
    closing: Decimal | None
    proof: str
    break_: dict | None = None
    messages: tuple = ()


def prove(statement):
    """The Proof of one statement."""
    lines = statement.lines
    orders = [(lines, statement.openings[:1], statement.closings[-1:]), (lines[::-1], statement.openings[-1:], statement.closings[:1])]
    if not starts_with_oldest(lines, statement.order_hint):
        orders.reverse()
    tried = [(order, *chain(order, *(opening or [None]), *(closing or [None]))) for order, opening, closing in orders]
    order, breaks, opening, closing = min(tried, key=lambda one: len(one[1]))
    messages = []
    if breaks:
        for (_, first, last), (base, *_) in zip(orders, tried, strict=False):
            moved = resequenced(base, *(first or [None]), *(last or [None]))
            if moved:
                order, opening, closing = moved
                breaks = []
                messages.append("The running balance follows only when some lines change places (back-dated interest, or the order within a day); they were taken in that order.")
                break
    if not breaks and not any(line.balance is not None for line in lines):
        order = sorted(order, key=lambda line: line.posted_on)
    breaks = breaks or against_printed(statement) or against_totals(statement)
    return concluded(statement, order, breaks, opening, closing, messages)


def concluded(statement, order, breaks, opening, closing, messages):
    """The verdict, with the reasons that make it less than proven."""
    if breaks:
        line, expected, found = breaks[0]
        messages += explanations(order)
        return Proof(order, opening, closing, "broken", {"line": line, "expected": str(expected), "found": str(found)}, tuple(messages))
    printed = sum(line.balance is not None for line in order)
    has_totals = all(any(total[side] is not None for total in statement.totals) for side in (1, 2))
    # One balance by itself tests nothing, unless it shows that the account begins with its line or totals are printed too.
    anchors = printed + bool(statement.openings or opening == ZERO) + bool(statement.closings) + has_totals
    has_ends = (statement.openings or order[0].balance is not None) and (statement.closings or order[-1].balance is not None)
    proof = "proven" if has_ends and anchors >= 2 else "unproven"
    if proof == "proven" and not statement.is_whole:
        proof = "unproven"
        messages.append("The balances follow, but some lines of the file could not be read: the statement is not proven.")
    return Proof(order, opening, closing, proof, None, tuple(messages))


def chain(lines, opening=None, closing=None):
    """Follow the running balance: the breaks as (line number, expected, found), then the balance at both ends."""
    running, before, breaks = opening, ZERO, []
    for line in lines:
        if running is not None:
            running += line.amount
            if line.balance is not None and line.balance != running:
                breaks.append((line.line_number, running, line.balance))
                running = line.balance
        elif line.balance is not None:
            running = line.balance
            opening = running - line.amount - before
        else:
            before += line.amount
    if closing is not None:
        if running is not None and running != closing:
            breaks.append((lines[-1].line_number, running, closing))
        running = closing
    return breaks, opening, running


def starts_with_oldest(lines, hint):
    """Whether the dates say that the file begins with the oldest line; the hint where they do not."""
    ups = sum(before.posted_on < after.posted_on for before, after in itertools.pairwise(lines))
    downs = sum(before.posted_on > after.posted_on for before, after in itertools.pairwise(lines))
    return hint != "newest" if ups == downs else ups > downs


def resequenced(lines, opening, closing):
    """(lines, opening, closing) where the balances follow when lines of one day, or interest lines, change places; else None."""
    if any(line.balance is None for line in lines) or not 1 < len(lines) <= LONGEST:
        return None
    starts = [opening] if opening is not None else dict.fromkeys(lines[place].balance - lines[place].amount for place in candidates(lines))
    for start in starts:
        found = follow(lines, start)
        if found and closing in (None, found[-1].balance):
            return found, start, found[-1].balance
    return None


def follow(lines, running):
    """The lines in the order in which their balances follow from `running`, or None."""
    waiting, found = list(lines), []
    while waiting:
        for place in candidates(waiting):
            if waiting[place].balance == running + waiting[place].amount:
                running = waiting[place].balance
                found.append(waiting.pop(place))
                break
        else:
            return None
    return found


def candidates(waiting):
    """Places of the lines that may come next: those of the next day in turn, and behind interest that waits."""
    day = None
    for place, line in enumerate(waiting[:WINDOW]):
        if day is not None and line.posted_on != day:
            return
        yield place
        if not is_interest(line):
            day = line.posted_on


def is_interest(line):
    """Whether a line is interest, which banks date back."""
    return "interest" in line.description.casefold() or "interest" in (line.kind or "").casefold()


def against_printed(statement):
    """A break where a balance that is printed beside the running one differs from it."""
    for number, what, printed in statement.printed_again:
        above = [line.balance for line in statement.lines if line.line_number < number]
        ours = {"opening": statement.openings[:1], "closing": statement.closings[-1:], "between": above[-1:]}[what]
        if ours and ours[0] is not None and ours[0] != printed:
            return [(number, ours[0], printed)]
    return []


def against_totals(statement):
    """A break where a totals row of the file differs from the lines above it."""
    for number, credits, debits in statement.totals:
        sums = sum((line.amount for line in statement.lines if line.amount > 0), ZERO), -sum((line.amount for line in statement.lines if line.amount < 0), ZERO)
        for printed, ours in zip((credits, debits), sums, strict=False):
            if printed is not None and abs(printed) != ours:
                return [(number, ours, printed)]
    return []


def explanations(order):
    """What would make a broken statement follow: a hint for a person, never a repair."""
    if all(line.balance is not None for line in order):
        if not chain([replace(line, balance=-line.balance) for line in order])[0]:
            return ["The balances follow if they are overdrawn and printed without a sign. They were kept as printed: check the account."]
        if not chain([replace(line, amount=-line.amount) for line in order])[0]:
            return ["The balances follow if every amount has the other sign, as on a card statement. The amounts were kept as printed."]
    return []
