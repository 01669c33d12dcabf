"""Money that would be lost: a column of amounts beside the amount, money in or money out that no heading explains."""

from decimal import Decimal

from lib.statements.amounts import NotAnAmount, read_amount
from lib.statements.layouts import NoLayout
from lib.statements.recognise import MOST, is_amount, is_date

WAYS = {"amount": "the amount", "money_in": "money in", "money_out": "money out"}


def refuse_overlooked_money(roles, header, rows):
    """Refuse a table that would be read without one of its columns of money. roles is {our name: places of its columns}."""
    rows = [row for row in rows if is_date(at(row, roles["posted_on"][0]))]
    if "amount" in roles:
        return refuse_other_part(roles, header, rows)
    used = [roles[way][0] for way in WAYS if way in roles]
    second = [place for way in WAYS for place in roles.get(way, ())[1:]]
    known = {place for places in roles.values() for place in places}
    unknown = [place for place in range(len(header)) if place not in known] if len(used) == 1 else []
    for place in second + unknown:
        cells = [at(row, place) for row in rows if str(at(row, place)).strip()]
        is_money = bool(cells) and sum(map(is_amount, cells)) >= MOST * len(cells)
        # Whole numbers may be anything, unless they stand where the money is missing.
        if is_money and (stands_instead(rows, place, used) or (place in unknown and any(map(has_pence, cells)))):
            raise NoLayout(said(roles, header, place))


def refuse_other_part(roles, header, rows):
    """Refuse a table with a second column of amounts that is filled just where the first one is not."""
    amount = roles["amount"][0]
    known = {place for role, places in roles.items() for place in places[: 1 if role == "amount" else None]}
    for place in set(range(len(header))) - known:
        cells = [at(row, place) for row in rows if str(at(row, place)).strip()]
        is_money = bool(cells) and all(map(is_amount, cells)) and any(map(has_pence, cells))
        if is_money and stands_instead(rows, place, [amount]) and not any(pounds_of(at(row, place)) and pounds_of(at(row, amount)) for row in rows):
            raise NoLayout(said(roles, header, place))


def stands_instead(rows, place, used):
    """Whether a column has an amount in a row where the columns of money have none."""
    return any(pounds_of(at(row, place)) and not any(pounds_of(at(row, other)) for other in used) for row in rows)


def said(roles, header, place):
    """The sentence that names what is known and what is not."""
    names = " and ".join(f"'{str(header[roles[way][0]]).strip()}' for {words}" for way, words in WAYS.items() if way in roles)
    column = f"the column '{str(header[place]).strip()}'" if str(header[place]).strip() else f"column {place + 1}, which has no heading,"
    return f"This file has {names}, and {column} holds amounts too, which would be lost. It needs a layout that says what they are; or ask for the bank's own CSV export."


def at(row, place):
    """The cell at a place of a row, empty where the row is shorter."""
    return row.cells[place] if place < len(row.cells) else ""


def pounds_of(cell):
    """The amount in a cell, nothing where there is none."""
    try:
        return read_amount(cell).value
    except NotAnAmount:
        return 0


def has_pence(cell):
    """Whether an amount is printed with its pence."""
    return cell != cell.to_integral() if isinstance(cell, Decimal) else "." in str(cell) or "," in str(cell)
