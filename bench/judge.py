"""Was a file read right? What a tool made of it, beside the truth."""

from collections import Counter
from decimal import Decimal

# Every verdict, in the order of the table, with what it means.
VERDICTS = {
    "right": "what stands in the file was read, or a file that is no statement or contradicts itself was refused or called so",
    "in part": "what was read differs, and the tool says so: lines it could not read, or balances that do not follow",
    "refused": "a statement was refused, with a reason",
    "crashed": "a fault of the tool itself, or of a library under it",
    "not noticed": "the file contradicts itself, its lines were read as printed, and nothing was said",
    "wrong": "something else than what stands in the file, without a word",
}


def judge(sample, outcome):
    """(verdict, what was wrong or None) of what a tool made of a sample."""
    failed = next((kind for kind in ("refused", "crashed") if kind in outcome), None)
    found = Counter((posted, Decimal(amount)) for posted, amount in outcome.get("lines", ()) if Decimal(amount))
    if sample.must == "refuse":
        return ("wrong", f"read {found.total()} lines from it") if found else ("right", None)
    if failed:
        return ("right", None) if sample.must == "broken" and failed == "refused" else (failed, outcome[failed])
    fault = wrong_lines(sample, found) or wrong_closings(sample, outcome["closings"])
    if outcome["complains"]:
        return ("in part", fault or "called contradictory, which it is not") if fault or sample.must != "broken" else ("right", None)
    if fault:
        return "wrong", fault
    return ("not noticed", "read as printed") if sample.must == "broken" else ("right", None)


def wrong_lines(sample, found):
    """What differs between the lines of a sample and those found, or None."""
    wanted = Counter((f"{posted}", amount) for posted, amount in sample.lines)
    if found == wanted:
        return None
    if found.total() != wanted.total():
        return f"{found.total()} lines instead of {wanted.total()}"
    if Counter(-amount for _, amount in found.elements()) == Counter(amount for _, amount in wanted.elements()):
        return "every sign turned round"
    if Counter(amount for _, amount in found.elements()) == Counter(amount for _, amount in wanted.elements()):
        posted = next(posted for posted, _ in found - wanted)
        return f"{(found - wanted).total()} of {wanted.total()} dates, such as {posted}"
    amount = next(amount for _, amount in found - wanted)
    return f"{(found - wanted).total()} of {wanted.total()} lines, such as one of {amount}"


def wrong_closings(sample, closings):
    """What differs between the closing balances, where the file states them and the tool gives them; else None."""
    if not closings or not sample.closings or sorted(map(Decimal, closings)) == sorted(sample.closings):
        return None
    return f"the closing balance {', '.join(sorted(closings)[:3])} instead of {', '.join(map(str, sorted(sample.closings)[:3]))}"
