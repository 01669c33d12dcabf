"""What a person must look at before a printed statement is kept, and why."""

from lib.statements.pages.agreement import NO_TOTALS
from lib.statements.pages.scan import CONFIRM

# How closely: each line by itself, all lines against the pages, or a look because nothing contradicts but not everything is printed.
LINES, COMPARE, LOOK = "lines", "compare", "look"


def to_check(heard, statements, told):
    """{"how", "why": sentences} for a reading of pages that is not taken without asking; None for one that is.

    Taken without asking is a statement whose totals in and out, ends, balances and pages are printed and all agree.
    told are the statements as plain values, proven or not.
    """
    if heard.pages is None:
        return None
    against = [why for statement, plain in zip(statements, told, strict=True) for why in _against(statement, plain)]
    if heard.rejected:
        against.append(f"{len(heard.rejected)} line{'s' * (len(heard.rejected) != 1)} can't be read.")
    if heard.pages == "picture":
        return {"how": LINES, "why": [CONFIRM, *against]}
    if against:
        return {"how": COMPARE, "why": list(dict.fromkeys(against))}
    return None if all(_has_totals(statement) for statement in statements) else {"how": LOOK, "why": [NO_TOTALS]}


def _against(statement, plain):
    if broken := plain["break"]:
        yield f"Line {broken['line']} does not follow: {broken['expected']} was expected, and the page shows {broken['found']}."
    elif plain["proof"] == "unproven":
        yield "The balances that are printed do not prove that these are all the lines."
    if not statement.is_whole:
        yield "Not all that the pages show could be taken: see the remarks."


def _has_totals(statement):
    return all(any(total[side] is not None for total in statement.totals) for side in (1, 2))
