"""Several cards in one table: an account each, or cards on one account."""

from itertools import pairwise

from lib.statements.model import Statement
from lib.statements.proof import prove


def joined(statements, heard):
    """The statements by their keys, where cards that are on one account have become one statement."""
    found = {}
    for keys in grouped(statements, lambda one: (*(value for name, value in one.account.items() if name != "card_reference"), one.currency)):
        alike = {key: statements[key] for key in keys}
        cards = grouped(alike, lambda one: one.account["card_reference"])
        parts = [keys] if len(cards_of(alike.values())) < 2 or is_one_account(alike.values(), heard) else cards
        for part in parts:
            found |= dict.fromkeys(part, together([statements[key] for key in part]))
    return found


def is_one_account(statements, heard):
    """Whether several cards have one account: its number stands beside them, or one balance runs on from card to card."""
    statements = list(statements)
    if statements[0].account["account_number"] or statements[0].account["iban"]:
        return True
    if not runs_on(statements, lambda line: line.card_reference):
        return False
    heard.say(f"The balance runs on over {len(cards_of(statements))} cards, so they were read as cards of one account.")
    return True


def runs_on(statements, whose):
    """Whether one balance follows through the lines of all cards or accounts; whose(line) tells which."""
    proof = prove(together(statements))
    if proof.break_ or any(line.balance is None for line in proof.lines):
        return False
    changes = [after for before, after in pairwise(proof.lines) if whose(before) != whose(after)]
    # A card that begins at nothing where another ended at nothing is an account of its own.
    return any(prove(one).break_ for one in statements) or all(line.balance != line.amount for line in changes)


def together(statements):
    """One statement of the lines of several, in the order of the file. It names a card only where there is one."""
    first, cards = statements[0], cards_of(statements)
    lines = sorted((line for one in statements for line in one.lines), key=lambda line: line.line_number)
    return Statement(first.account | {"card_reference": cards[0] if len(cards) == 1 else None}, first.currency, lines, order_hint=first.order_hint)


def cards_of(statements):
    """The cards that statements name, each once."""
    return list(dict.fromkeys(one.account["card_reference"] for one in statements if one.account["card_reference"]))


def grouped(statements, what):
    """Lists of the keys of statements that have the same of something."""
    groups = {}
    for key, statement in statements.items():
        groups.setdefault(what(statement), []).append(key)
    return list(groups.values())
