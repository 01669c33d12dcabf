"""What a statement prints of balances and totals, held against its lines. What differs is a fault, and nothing is repaired."""

from dataclasses import replace

from lib.statements.amounts import NotAnAmount, read_amount
from lib.statements.pages.printed import SHOWN_DAY, day_of

NO_TOTALS = "The statement prints no totals of money in and out: only its balances could be checked."


def balances_between(statement, entries, is_newest_first):
    """Put the balances of brought-forward and closing rows where they belong: before the first line, or behind the line above."""
    for entry in entries:
        value = balance_in(entry)
        if value is None or entry.what not in ("opening balance", "closing balance"):
            continue
        number = entry.number
        above = next((place for place in range(len(statement.lines) - 1, -1, -1) if statement.lines[place].line_number < number), None)
        if is_newest_first or above is None:
            (statement.openings if entry.what == "opening balance" else statement.closings).append(value)
            continue
        line = statement.lines[above]
        if line.balance is None:
            statement.lines[above] = replace(line, balance=value)
        else:
            statement.printed_again.append((number, "between", value))


def balance_in(entry):
    """The balance that a row prints, or None."""
    cell = entry.money.get("balance") or next(iter(entry.money.values()), "")
    try:
        return read_amount(cell).value if cell else None
    except NotAnAmount:
        return None


def totals_of(entries):
    """(line number, credits, debits) of the rows of totals."""
    for entry in entries:
        if entry.what == "total":
            values = [balance_in(replace_money(entry, role)) for role in ("money_in", "money_out")]
            yield entry.number, *values


def replace_money(entry, role):
    """The entry with one of its amounts alone."""
    return replace(entry, money={role: entry.money[role]} if role in entry.money else {})


def hold_against(statement, printed, layout, heard, today):
    """Hold the figures printed around the table against the lines."""
    figures = list(printed.figures)
    opening, closing = balances_of_days(figures, printed.period, today)
    for kind, mine, further in (("opening", statement.openings, []), ("closing", statement.closings, closing)):
        told = [figure for figure in figures if figure.kind == kind] + further
        told = told[:1] if kind == "opening" else told[-1:]
        for figure in told:
            if mine:
                statement.printed_again.append((figure.number, kind, figure.value))
            else:
                mine.append(figure.value)
    # A bank may count the first day's payments into the balance of that day, so this one is said and breaks nothing.
    for figure in opening:
        if statement.lines and (first := statement.openings[0] if statement.openings else before_first(statement)) is not None and first != figure.value:
            heard.say(f"'{figure.label}' is printed as {figure.value}, and the lines begin from {first}: some banks count the first day in.")
    statement.totals += [(figure.number, figure.value, None) for figure in figures if figure.kind == "credits"]
    statement.totals += [(figure.number, None, figure.value) for figure in figures if figure.kind == "debits"]
    statement.stated_balance = next((figure.value for figure in figures if figure.kind == "stated"), None)
    if not statement.totals:
        heard.say(NO_TOTALS)


def before_first(statement):
    """The balance before the first line, where that line prints one."""
    line = statement.lines[0]
    return line.balance - line.amount if line.balance is not None else None


def balances_of_days(figures, period, today):
    """Of the balances printed for a day: (that of the first day, that of the last day)."""
    days = []
    for figure in figures:
        found = SHOWN_DAY.search(figure.label) if figure.kind == "day" else None
        if found and (day := day_of(found[0], today)):
            days.append((day, figure))
    if not days:
        return [], []
    days.sort(key=lambda one: one[0])
    first = [figure for day, figure in days[:1] if len(days) > 1 or day == period[0]]
    last = [figure for day, figure in days[-1:] if len(days) > 1 or (period[1] and day >= period[1])]
    return first, last


def missing_pages(pages):
    """What to say where the statement counts more pages than there are; None where they are all here."""
    if not pages:
        return None
    of = max(count for _, count in pages)
    there = {number for number, _ in pages}
    missing = [str(number) for number in range(1, of + 1) if number not in there]
    return f"The statement has {of} pages by its own count; missing here: page {', '.join(missing[:20])}." if missing else None
