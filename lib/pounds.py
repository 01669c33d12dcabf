"""Pounds and pence as a person types them."""

from lib.errors import UserError
from lib.statements.amounts import NotAnAmount, read_amount


def typed(text, otherwise):
    """The Decimal of what somebody typed, above nothing; otherwise is the sentence for what is no amount of pounds."""
    try:
        money = read_amount(text or "")
    except NotAnAmount:
        money = None
    if not money or money.value <= 0 or money.currency not in (None, "GBP"):
        raise UserError(otherwise)
    return money.value
