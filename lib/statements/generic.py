"""A table no layout claims: its columns are told by their headings, and what was taken for what is said."""

from lib.errors import UserError
from lib.statements.columns import IN_WORDS
from lib.statements.entries import skips_of
from lib.statements.layouts import Layout, condition, plain
from lib.statements.overlooked import refuse_overlooked_money
from lib.statements.recognise import header_places, is_amount, is_date

# Headings as they are compared (lower case, no signs), the surest first.
HEADINGS = {
    "posted_on": "posting date|posted date|date posted|posted on|posted|booking date|date booked|booked|buchungstag|buchungsdatum|date operation|date opération|date comptable|fecha operacion|fecha operación|fecha contable|fecha|data|date|dato|datum|transaction date|trans date|txn date|tran date|tx date|date of transaction|transaction date time|date time|datetime|entry date|date processed|processed date|processing date|statement date|completed date|payment date|effective date|value date|valuta|wertstellung|fecha valor|date valeur|date de valeur|date dd mm yyyy|day|completed",
    "description": "description|desc|transaction description|txn description|transaction details|transaction detail|details|detail|narrative|transaction narrative|narration|particulars|merchant description|payment details|payee|payee name|payee payer|memo|counter party|counterparty|counterparty name|name|merchant|merchant name|who|paid to from|reference|references|payment reference|transaction reference|transaction|statement description|item|concepto|descripcion|descripción|libelle|libellé|libelle operation|verwendungszweck|buchungstext|tekst|notes|note|remarks|comment",
    "amount": "amount|amount gbp|amount in gbp|transaction amount|transaction value|value|value gbp|net amount|net|billing amount|bill amount|amount eur|amount usd|gbp|debit credit|credit debit|signed amount|importe|betrag|umsatz|montant|belob|beløb",
    "money_in": "money in|paid in|paid in amount|money in amount|credit|credits|credit amount|credit gbp|credit value|amount credited|in|in gbp|deposit|deposits|received|receipts|receipt|money received|income|amount in|payments in|incoming|cr|haber|abono|abonos|credit eur|haben|gutschrift|crédit|paid in gbp|money in gbp|amount paid in|total in|lodgement|lodgements|loaded|load|loads|load amount|amount loaded|top up|top ups|topped up|top up amount|value in|funds in",
    "money_out": "money out|paid out|paid out amount|money out amount|debit|debits|debit amount|debit gbp|debit value|amount debited|out|out gbp|withdrawn|withdrawal|withdrawals|spent|payments|payment|money paid|expenditure|amount out|payments out|outgoing|dr|debe|cargo|cargos|debit eur|soll|lastschrift|débit|paid out gbp|money out gbp|withdrawn gbp|amount paid out|total out|spend|spent amount|spend amount|amount spent|purchase|purchases|purchase amount|value out|funds out",
    "fee": "fee|fees|fee amount|fee gbp|transaction fee|txn fee|fixed fee|card fee",
    "direction": "direction|dr cr|cr dr|d c|c d|debit or credit|credit or debit|credit debit indicator|debit credit indicator|debit credit flag|dc indicator|in out|sign|debit credit|credit debit",
    "balance": "balance|running balance|account balance|balance gbp|closing balance|ledger balance|current balance|balance after|balance after transaction|book balance|actual balance|balance eur|cumulative balance|saldo|saldo eur|solde|kontostand|end balance|bal|card balance|remaining balance|available balance",
    "currency": "currency|ccy|cur|currency code|account currency|devise|moneda|divisa|wahrung|währung|waehrung",
    "kind": "type|transaction type|txn type|trans type|tran type|type of transaction|entry type|payment type|code|transaction code|category|subcategory",
    "external_id": "transaction id|id|txn id|fitid|unique id|transaction identifier|trace id",
    "card_reference": "card reference|card used for transaction|card ref|card number|card no|card id|card token|token|pan|card|card ending|card last four digits|last four digits",
    "merchant_code": "mcc|mcc code|sicmcc code|merchant category code|merchant category|sic code",
}
ACCOUNT_HEADINGS = {
    "sort_code": "sort code|sortcode|sort|branch code|branch sort code",
    "account_number": "account number|account no|acc number|acc no|account num|a c number|a c no|accountnumber|cuenta|kontonummer|numero de compte|compte|account|account id|konto",
    "iban": "iban|account iban",
    "name": "account name|account holder|account title|name of account",
}
LAST_DIGITS = ("card ending", "card last four digits", "last four digits")
CARD_NUMBERS = ("card", "card number", "card no", "pan")
STATUS_HEADINGS = "status|state|transaction status"
OUT_WORDS = ("d", "dr", "debit", "out", "outgoing", "withdrawal", "paid out", "money out", "-", "db", "dbit")
ABROAD = {"foreign", "original", "local", "charged", "instructed"}
NAMED = {"EUR": {"eur", "€"}, "USD": {"usd", "$"}, "GBP": {"gbp", "£"}}
SIGNS = "€$£"
CURRENCIES = {"gbp", "eur", "usd", "chf", "sek", "nok", "dkk", "pln", "czk", "huf", "ron", "cad", "aud", "nzd", "jpy", "inr", "zar", "aed", "sgd", "hkd"}
KNOWN = {**HEADINGS, **{f"account {role}": names for role, names in ACCOUNT_HEADINGS.items()}}
RANKS: dict = {}  # heading -> [(role, how sure: 0 is the surest)]
for role, names in KNOWN.items():
    for rank, name in enumerate(names.split("|")):
        RANKS.setdefault(name, []).append((role, rank))
OURS = {
    "posted_on": "the date",
    "description": "the description",
    "amount": "the amount",
    "money_in": "money in",
    "money_out": "money out",
    "direction": "in or out",
    "fee": "the fee",
    "balance": "the balance",
    "currency": "the currency",
    "kind": "the kind of payment",
    "external_id": "the bank's id",
    "card_reference": "the card",
    "merchant_code": "the merchant code",
}
JOINED = ("description", "transaction description", "details", "narrative", "payee", "memo", "counter party", "counterparty", "merchant", "merchant name", "name")


def recognise_by_headings(table):
    """(layout, place of the header row, messages), or None where no row has a date and an amount heading."""
    best: dict = {}
    best_place = None
    for place in header_places(table):
        roles = roles_of(table.rows[place].cells, table.rows[place + 1 : place + 40])
        if is_enough(roles) and len(roles) > len(best):
            best, best_place = roles, place
    if best_place is None:
        return None
    header = table.rows[best_place].cells
    best = told_by_cells(best, header, table.rows[best_place + 1 :])
    refuse_overlooked_money(best, header, table.rows[best_place + 1 :])
    return layout_of(best, header, table), best_place, said(best, header, table)


def roles_of(header, rows):
    """Which of our names each heading can be: role -> places."""
    ranked = sorted((rank, place, role) for place, cell in enumerate(header) for role, rank in RANKS.get(plain(cell), ()))
    roles: dict = {}
    for _, place, role in ranked:
        if fits_content(role, place, rows):
            roles.setdefault(role, []).append(place)
    if "amount" in roles and "money_in" in roles and "money_out" in roles:
        del roles["amount"]
    if "amount" in roles:
        roles.pop("money_in", None), roles.pop("money_out", None)
    return roles


def is_currency(heading, cells, rows, place):
    """Whether a column says the currency of every amount, and not what was paid abroad."""
    is_filled = all(len(row.cells) > place and str(row.cells[place]).strip() for row in rows)
    return bool(cells) and cells <= CURRENCIES and is_filled and not {*plain(heading).split()} & ABROAD


def told_by_cells(roles, header, rows):
    """The roles with what no heading tells, but every cell of a column: which way money went, and the currency."""
    columns = {place: {plain(row.cells[place]) for row in rows if len(row.cells) > place and str(row.cells[place]).strip()} for place in range(len(header))}
    ways = [place for place, cells in columns.items() if cells and cells <= {*IN_WORDS, *OUT_WORDS} and cells & {*OUT_WORDS}]
    codes = [place for place, cells in columns.items() if is_currency(header[place], cells, rows, place)] if currency_named(header) is None else []
    if ways and "direction" not in roles and "amount" in roles and not has_minus(rows, roles["amount"][0]):
        roles = {role: places for role, places in roles.items() if places[0] != ways[0]} | {"direction": ways[:1]}
    return roles if "currency" in roles or not codes else roles | {"currency": codes[:1]}


def has_minus(rows, place):
    """Whether an amount of a column has a minus or is in brackets."""
    return any(mark in str(row.cells[place]) for row in rows if len(row.cells) > place for mark in "-(\u2212")


def fits_content(role, place, rows):
    """Whether the cells under a heading can be what the heading says."""
    cells = [row.cells[place] for row in rows if len(row.cells) > place and str(row.cells[place]).strip()]
    if role == "description":
        return bool(cells) or not rows
    if role == "direction":
        return bool(cells) and not any(is_amount(cell) for cell in cells)
    if role in ("amount", "money_in", "money_out", "fee", "card_reference"):
        return not cells or any(is_amount(cell) or any(mark in str(cell) for mark in "0123456789") for cell in cells)
    if role == "posted_on":
        return not cells or any(is_date(cell) or any(mark in str(cell) for mark in "0123456789") for cell in cells)
    return True


def is_enough(roles):
    """Whether a header names a date and an amount."""
    return "posted_on" in roles and any(role in roles for role in ("amount", "money_in", "money_out"))


def layout_of(roles, header, table):
    """A layout made for this table alone."""
    for role in ("posted_on", "amount", "money_in", "money_out", "balance"):
        places = roles.get(role, ())
        if len(places) > 1 and plain(header[places[0]]) == plain(header[places[1]]):
            raise UserError(f"Two columns are called '{header[places[0]].strip()}', so it is not sure which one counts. Ask for the bank's own export.")
    columns = {role: (places[0] + 1,) for role, places in roles.items() if not role.startswith("account ")}
    columns["description"] = tuple(place + 1 for place in sorted(described(roles, header)))
    account = {role.removeprefix("account "): (places[0] + 1,) for role, places in roles.items() if role.startswith("account ")}
    if account.get("account_number") and "sort_code" not in account and "iban" not in account:
        account = {"any": account.pop("account_number"), **account}
    if "card_reference" in roles and names_an_account(header, roles["card_reference"][0], table):
        account["card_reference"] = columns["card_reference"]
    status = next((place for place, name in enumerate(map(plain, header)) if name in STATUS_HEADINGS.split("|")), None)
    if status is not None:
        columns["status"] = (status + 1,)
    skips = [condition(told) for told in skips_of({ours: places[0] for ours, places in columns.items() if places})]
    return Layout(name=None, title="No layout", confidence="", columns=columns, account=account, out_words=OUT_WORDS, skips=tuple(skips), currency=currency_in(header))


def names_an_account(header, place, table):
    """Whether a card column says whose account it is; the last digits of a card's number don't."""
    heading = plain(header[place])
    cells = [text for row in table.rows if len(row.cells) > place and (text := str(row.cells[place]).strip()) and plain(text) != heading]
    are_last_digits = heading in LAST_DIGITS or (heading in CARD_NUMBERS and all(len(text) <= 4 for text in cells))
    return not are_last_digits


def described(roles, header):
    """The columns whose texts make the description: the surest, and others that describe as well."""
    places = roles.get("description", [])
    return places[:1] + [place for place in places[1:4] if plain(header[place]) in JOINED]


def currency_in(header):
    """The currency that a heading of money names, else pounds."""
    return currency_named(header) or "GBP"


def currency_named(header):
    """The currency that a heading of money names, or None."""
    text = {*" ".join(plain(cell) for cell in header).split(), *(sign for cell in header for sign in str(cell) if sign in SIGNS)}
    return next((code for code, signs in NAMED.items() if text & signs), None)


def said(roles, header, table):
    """What was taken for what."""
    taken = [f"'{str(header[roles[role][0]]).strip()}' for {ours}" for role, ours in OURS.items() if role in roles]
    messages = [f"No layout claims this file. Its columns were read by their headings: {', '.join(taken)}."]
    unnamed = [place for place, heading in enumerate(header) if not str(heading).strip() and any(len(row.cells) > place and str(row.cells[place]).strip() for row in table.rows)]
    if unnamed:
        messages.append(f"Column {unnamed[0] + 1} has values and no heading; it was not used.")
    if "description" not in roles:
        messages.append("No column describes the payments.")
    return messages
