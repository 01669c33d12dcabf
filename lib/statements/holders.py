"""Whose account numbers stand in a table: the statement's own, or those of the people paid."""

import re
from dataclasses import replace

from lib.statements.cards import grouped, runs_on
from lib.statements.generic import OWN_ACCOUNT
from lib.statements.layouts import plain
from lib.statements.proof import prove
from lib.statements.table import read_table

PARTIES = "payee|payee name|payee payer|payer|counter party|counterparty|counterparty name|other party|partner name|beneficiary|beneficiary name|recipient|paid to from|beguenstigter zahlungspflichtiger|naam|naam tegenpartij"
THEIR_ACCOUNT = re.compile(
    r"(?:payee|beneficiary|counter ?party|recipient|partner|other|tegen).*(?:account|iban|rekening|konto)|(?:account|iban|rekening|konto).*(?:payee|beneficiary|counter ?party|recipient|tegen)"
)
NUMBERS = ("account_number", "iban", "any")


def without_those_of_payees(heard, table, layout, place, today):
    """What a table that is read by its headings says, without account numbers that are the payees'."""
    header = table.rows[place].cells if place is not None else ()
    named = {name: header[places[0] - 1] for name, places in (layout.account or {}).items() if name in (*NUMBERS, "sort_code")}
    is_own = any(plain(heading) in OWN_ACCOUNT.split("|") for heading in named.values()) or (any(map(THEIR_ACCOUNT.search, map(plain, header))) and {*NUMBERS} & named.keys())
    if not named or is_own or not are_of_payees(heard, table, header):
        return heard
    account = {name: places for name, places in layout.account.items() if name == "card_reference"}
    without = read_table(table, replace(layout, account=account), place, today)
    headings = " and ".join(f"'{str(heading).strip()}'" for heading in dict.fromkeys(named.values()))
    without.say(f"{headings} {'are' if len(named) > 1 else 'is'} the payees' and not the account's own, as far as the lines show. Say whose statement this is.")
    return without


def are_of_payees(heard, table, header):
    """Whether numbers of accounts are the payees': one balance runs on over them, or most of them stand with one payee alone."""
    whose = {line.line_number: tuple(one.account[name] for name in ("sort_code", "account_number", "iban", "name")) for one in heard.statements for line in one.lines}
    several = [[heard.statements[place] for place in places] for places in grouped(dict(enumerate(heard.statements)), lambda one: one.currency) if len(places) > 1]
    if several and all(runs_on(statements, lambda line: whose[line.line_number]) for statements in several):
        return True
    if several and any(follows(one) for one in heard.statements) and not any(prove(one).break_ for one in heard.statements):
        return False
    place = next((place for place, heading in enumerate(header) if plain(heading) in PARTIES.split("|")), None)
    payees: dict = {}  # number -> those it stands with
    for row in table.rows:
        if place is not None and row.number in whose and len(row.cells) > place and (text := plain(row.cells[place])):
            payees.setdefault(whose[row.number], set()).add(text)
    # Lines without a number beside lines with one are of payees that have none.
    has_gaps = any(map(any, payees)) and not all(map(any, payees))
    return has_gaps or 2 * sum(len(those) == 1 for those in payees.values()) > len(payees)


def follows(statement):
    """Whether a balance follows from line to line of a statement."""
    return len(statement.lines) > 1 and all(line.balance is not None for line in statement.lines) and not prove(statement).break_
