"""Money as banks print it: a strict grammar, with the decimal mark decided for a whole column."""

import re
from dataclasses import dataclass
from decimal import Decimal

from lib.statements.currencies import code_of
from lib.statements.limits import AMOUNT

LONGEST = 80  # characters of a cell that can be an amount
PENNY = Decimal("0.01")
NOISE = Decimal("0.000001")  # what is left when a spreadsheet adds 0.1 and 0.2
ALIKE = str.maketrans({"\u2212": "-", "\u2013": "-", "\ufe63": "-", "\uff0d": "-", "\xa0": " ", "\u202f": " ", "\u2009": " ", "\t": " "})
NUMBER = {
    ".": r"[0-9]{1,3}(?:(?P<group>[, '])[0-9]{3}(?:(?P=group)[0-9]{3})*)?(?:\.[0-9]{1,2})?|[0-9]+(?:\.[0-9]{1,2})?|\.[0-9]{1,2}",
    ",": r"[0-9]{1,3}(?:(?P<group>[. '])[0-9]{3}(?:(?P=group)[0-9]{3})*)?(?:,[0-9]{1,2})?|[0-9]+(?:,[0-9]{1,2})?",
}
GRAMMAR = {
    mark: re.compile(
        rf"""(?:(?P<word1>CR|DR|OD|D|C)\s*)?
        (?P<open>\()?\s*(?P<sign1>[+-])?\s*(?P<currency1>[£€$]|[A-Z]{{3}})?\s*(?P<sign2>[+-])?\s*
        (?P<number>{number})
        \s*(?P<sign3>[+-])?\s*(?P<currency2>[£€$]|[A-Z]{{3}})?\s*(?P<close>\))?
        (?:\s*(?P<word2>CR|DR|OD|D|C))?""",
        re.VERBOSE | re.IGNORECASE,
    )
    for mark, number in NUMBER.items()
}
PLAIN = re.compile(r"-?[0-9]{1,8}\.[0-9]{2}")
COMMA_IS_DECIMAL = re.compile(r"(?:[0-9.]\.[0-9]{3},[0-9]{1,2}|(?<![0-9,])[0-9]+,[0-9]{1,2})(?![0-9.,])")
POINT_IS_DECIMAL = re.compile(r"\.[0-9]{1,2}(?![0-9.,])|,[0-9]{3}\.[0-9]")


class NotAnAmount(ValueError):
    """This is not an amount."""


@dataclass(frozen=True)
class Money:
    """One printed amount: its value, and how its sign and currency were written."""

    value: Decimal
    currency: str | None = None
    sign: str | None = None  # "+", "-", or the word: CR, DR, OD ...


def decimal_mark(cells, otherwise="."):
    """Which of `.` and `,` is the decimal mark of these cells; `otherwise` where they do not tell."""
    comma = point = 0
    for cell in cells:
        if isinstance(cell, str) and not PLAIN.fullmatch(cell):
            comma += bool(COMMA_IS_DECIMAL.search(cell))
            point += bool(POINT_IS_DECIMAL.search(cell))
        elif isinstance(cell, str):
            point += 1
    if comma == point:
        return otherwise
    return "," if comma > point else "."


def read_amount(cell, mark="."):
    """The Money in one cell, or NotAnAmount with a sentence that says why."""
    if isinstance(cell, Decimal):
        return Money(within_limit(to_pence(cell), cell))
    if not isinstance(cell, str):
        raise NotAnAmount(f"'{cell}' is a date where an amount should be.")
    if PLAIN.fullmatch(cell):
        return signed_zero(Money(Decimal(cell), sign="-" if cell[0] == "-" else None))
    text = re.sub(" {2,}", " ", cell[: LONGEST + 1].translate(ALIKE)).strip().removeprefix("'").strip()
    found = GRAMMAR[mark].fullmatch(text) if len(cell) <= LONGEST else None
    if not found or bool(found["open"]) != bool(found["close"]):
        raise NotAnAmount(why_not(cell.strip(), text, mark))
    number = found["number"]
    if found["group"]:
        number = number.replace(found["group"], "")
    value = within_limit(Decimal(number.replace(",", ".")), cell.strip())
    sign, is_negative = sign_of(found, cell.strip())
    money = Money(-value if is_negative else value, currency_of(found, cell.strip()), sign)
    return signed_zero(money)


def without_padding(text, mark="."):
    """An amount that is printed with more decimals than pence have, without the zeros at its end."""
    return re.sub(rf"(\{mark}[0-9]{{2}})0+(?![0-9.,])", r"\1", text.strip())


def sign_of(found, shown):
    """How the sign is written, and whether it is a minus. Two signs are no amount, but brackets or letters may repeat one."""
    signs = [found[name] for name in ("sign1", "sign2", "sign3") if found[name]]
    words = [found[name].upper() for name in ("word1", "word2") if found[name]]
    if found["open"]:
        signs.append("-")
    says = {sign == "-" for sign in signs} | {word in ("DR", "OD", "D") for word in words}
    if len(says) > 1 or sum(bool(found[name]) for name in ("sign1", "sign2", "sign3")) > 1:
        raise NotAnAmount(f"'{shown}' has two signs.")
    return (words or signs or [None])[0], True in says


def currency_of(found, shown):
    """The currency written beside the number."""
    names = {code_of(found[name]) for name in ("currency1", "currency2") if found[name]}
    if None in names:
        raise NotAnAmount(f"'{shown}' is not an amount.")
    if len(names) > 1:
        raise NotAnAmount(f"'{shown}' names two currencies.")
    return names.pop() if names else None


def signed_zero(money):
    """A zero is kept as zero, whatever sign it was printed with."""
    return Money(Decimal("0.00"), money.currency, money.sign) if not money.value else money


def to_pence(number):
    """A spreadsheet's number as pounds and pence; a third decimal is refused, calculation noise is not."""
    pence = number.quantize(PENNY) if abs(number) < 10**15 else number
    if abs(pence - number) >= NOISE:
        raise NotAnAmount(f"'{number}' has more than two decimals.")
    return pence + 0


def within_limit(value, shown):
    """The value, if a statement can hold it."""
    if abs(value) > AMOUNT:
        raise NotAnAmount(f"'{shown}' is more than £{AMOUNT:,}, the most a line may hold.")
    return value


def why_not(shown, text, mark):
    """A sentence about text that is not an amount."""
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    if text[:1] in "=@":
        return f"'{shown}' is a formula where an amount should be."
    if text[:1] == "#":
        return f"'{shown}' is a spreadsheet error where an amount should be."
    if text.endswith("%"):
        return f"'{shown}' is a percentage where an amount should be."
    if re.search(rf"\{mark}[0-9]{{3,}}\D*$", text):
        return f"'{shown}' has more than two decimals."
    return f"'{shown}' is not an amount."
