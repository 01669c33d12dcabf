"""A table no layout claims: its columns are told by their headings, and what was taken for what is said."""

from dataclasses import replace

from lib.errors import UserError
from lib.statements.columns import IN_WORDS, MONEY
from lib.statements.currencies import USUAL, named_in
from lib.statements.entries import skips_of
from lib.statements.layouts import Layout, NoLayout, condition, plain
from lib.statements.overlooked import refuse_overlooked_money
from lib.statements.recognise import header_places, is_amount, is_date

# Headings as they are compared (lower case, no signs), the surest first.
HEADINGS = {
    "posted_on": "posting date|posted date|posted transactions date|posted transaction date|date posted|posted on|posted|booking date|date booked|booked|buchungstag|buchungsdatum|date operation|date opération|date comptable|fecha operacion|fecha operación|fecha contable|fecha|data|date|dato|datum|transaction date|trans date|txn date|tran date|tx date|date of transaction|transaction date time|date time of transaction|date time|datetime|entry date|date processed|processed date|processing date|statement date|completed date|payment date|effective date|value date|valuta|wertstellung|fecha valor|date valeur|date de valeur|date dd mm yyyy|day|completed",
    "description": "description|desc|description1|description2|description3|transaction description|txn description|transaction details|transaction detail|details|detail|narrative|transaction narrative|narration|particulars|merchant description|payment details|payee|payee name|payee payer|memo|counter party|counterparty|counterparty name|other party|name|naam|merchant|merchant name|who|paid to from|reference|references|payment reference|transaction reference|transaction|statement description|item|concepto|descripcion|descripción|libelle|libellé|libelle operation|label|partner name|omschrijving|original description|originaldescription|verwendungszweck|buchungstext|tekst|notes|note|remarks|comment",
    "amount": "billing amount|bill amount|amount|transaction amount|transaction value|value|net amount|net|gbp|debit credit|credit debit|signed amount|importe|betrag|umsatz|montant|belob|beløb|bedrag",
    "money_in": "money in|paid in|paid in amount|money in amount|credit|credits|credit amount|credit value|amount credited|in|deposit|deposits|deposit amount|deposit amt|received|receipts|receipt|money received|income|amount in|payments in|incoming|cr|haber|abono|abonos|haben|gutschrift|crédit|amount paid in|total in|lodgement|lodgements|loaded|load|loads|load amount|amount loaded|top up|top ups|topped up|top up amount|value in|funds in",
    "money_out": "money out|paid out|paid out amount|money out amount|debit|debits|debit amount|debit value|amount debited|out|withdrawn|withdrawal|withdrawals|withdrawal amount|withdrawal amt|spent|payments|payment|money paid|expenditure|amount out|payments out|outgoing|dr|debe|cargo|cargos|soll|lastschrift|débit|amount paid out|total out|spend|spent amount|spend amount|amount spent|purchase|purchases|purchase amount|value out|funds out",
    "fee": "fee|fees|fee amount|transaction fee|txn fee|fixed fee|card fee",
    "direction": "direction|dr cr|cr dr|d c|c d|debit or credit|credit or debit|credit debit indicator|debit credit indicator|debit credit flag|dc indicator|in out|sign|debit credit|credit debit|af bij",
    "balance": "balance|running balance|account balance|closing balance|ledger balance|current balance|balance after|balance after transaction|book balance|actual balance|cumulative balance|saldo|saldo na trn|saldo na mutatie|solde|kontostand|end balance|bal|card balance|remaining balance|available balance",
    "currency": "currency|ccy|cur|currency code|account currency|posted currency|munt|devise|moneda|divisa|wahrung|währung|waehrung",
    "kind": "type|transaction type|txn type|trans type|tran type|type of transaction|entry type|payment type|code|transaction code|category|subcategory",
    "external_id": "transaction id|id|txn id|fitid|unique id|transaction identifier|trace id",
    "card_reference": "card reference|card used for transaction|card ref|card number|card no|card id|card token|token|pan|card|card ending|card last four digits|last four digits",
    "merchant_code": "mcc|mcc code|sicmcc code|merchant category code|merchant category|sic code",
}
OWN_ACCOUNT = "posted account|auftragskonto|own account|my account"  # another one beside it is the payee's
ACCOUNT_HEADINGS = {
    "own": OWN_ACCOUNT,
    "sort_code": "sort code|sortcode|sort|branch code|branch sort code",
    "account_number": "account number|account no|acc number|acc no|account num|a c number|a c no|accountnumber|cuenta|kontonummer|numero de compte|compte|account|account id|konto|rekening|rekeningnummer",
    "iban": "iban|account iban|iban bban",
    "name": "account name|account holder|account title|name of account",
}
LAST_DIGITS = ("card ending", "card last four digits", "last four digits")
CARD_NUMBERS = ("card", "card number", "card no", "pan")
STATUS_HEADINGS = "status|state|transaction status"
OUT_WORDS = ("d", "dr", "debit", "out", "outgoing", "withdrawal", "paid out", "money out", "-", "db", "dbit", "af")
ABROAD = {"foreign", "original", "local", "charged", "instructed"}
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
JOINED = "description|description1|description2|description3|transaction description|details|narrative|payee|memo|counter party|counterparty|merchant|merchant name|other party|name|naam|omschrijving|label|partner name"


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


def roles_named(heading):
    """Our names that a heading can have, each with how sure that is. Money may name its currency, and pounds are surest."""
    words = plain(heading)
    if words in RANKS:
        return RANKS[words]
    bare = " ".join(word for word in words.split() if word not in USUAL).removesuffix(" in")
    return [(role, rank + (-0.5 if named_in([heading]) == "GBP" else 0.5)) for role, rank in RANKS.get(bare, ()) if role in MONEY and bare != words]


def roles_of(header, rows):
    """Which of our names each heading can be: role -> places."""
    ranked = sorted((rank, place, role) for place, cell in enumerate(header) for role, rank in roles_named(cell))
    roles: dict = {}
    for _, place, role in ranked:
        if fits_content(role, place, rows):
            roles.setdefault(role, []).append(place)
    if "amount" in roles and "money_in" in roles and "money_out" in roles:
        del roles["amount"]
    if "amount" in roles and "fee" in roles and (net := [place for place in roles["amount"] if "net" in plain(header[place]).split()]):
        roles["amount"] = net  # the fee is taken off already
        del roles["fee"]
    if "amount" in roles:
        roles.pop("money_in", None), roles.pop("money_out", None)
    return roles


def is_currency(heading, cells, rows, place):
    """Whether a column says the currency of every amount, and not what was paid abroad."""
    is_filled = all(len(row.cells) > place and str(row.cells[place]).strip() for row in rows)
    return bool(cells) and cells <= USUAL and is_filled and not is_abroad(heading)


def is_abroad(heading):
    """Whether a heading is of what was paid abroad."""
    return bool({*plain(heading).split()} & ABROAD)


def is_of_another_amount(place, header, codes, used):
    """Whether a column of currencies is of another amount than those used: it is called like it, or that is of what was paid abroad and either stands before it or has no codes of its own."""
    name = plain(header[place]).removesuffix(" code").removesuffix(" currency")
    if called := [other for other, heading in enumerate(header) if plain(heading) in (f"{name} amount", f"amount {name}", f"{name} currency amount")]:
        return not {*called} & {*used}
    abroad = [(other, "amount" in plain(heading).split()) for other, heading in enumerate(header) if is_abroad(heading)]
    amounts = [other for other, is_amount_abroad in abroad if is_amount_abroad]
    return place - 1 in amounts or (bool(amounts) and len(codes) > 1 and len(amounts) == len(abroad))


def with_direction(layout, place, messages, table):
    """What a layout recognised, where a column that the layout does not know says which way money went."""
    header, rows = (table.rows[place].cells, table.rows[place + 1 :]) if place is not None else ((), ())
    named = [*layout.headers, *layout.contains, *layout.columns.values(), [one.column for one in (*layout.skips, *layout.when)]]
    known, columns = {plain(name) for names in named for name in names}, columns_of(header, rows)
    directions = [other for other, heading in enumerate(header) if columns[other] and "direction" in dict(roles_named(heading))]
    new = [other for other in {*ways_in(columns), *directions} if plain(header[other]) not in known and (columns[other] & {*IN_WORDS} or other in directions)]
    amount = next((other for other, heading in enumerate(header) if plain(heading) in map(plain, layout.columns.get("amount", ()))), None)
    if not new or amount is None or "direction" in layout.columns or has_minus(rows, amount):
        return layout, place, messages
    if not columns[new[0]] <= {*IN_WORDS, *OUT_WORDS}:
        raise NoLayout(
            f"This looks like {layout.title}, but nothing shows which words of its column '{str(header[new[0]]).strip()}' are money out. Ask for the bank's own CSV export."
        )
    said = f"The bank has added a column, '{str(header[new[0]]).strip()}', that says whether money came in or went out."
    return replace(layout, columns=layout.columns | {"direction": (new[0] + 1,)}, out_words=OUT_WORDS), place, [*messages, said]


def columns_of(header, rows):
    """What stands in each column, as it is compared: {place: cells}."""
    return {place: {plain(row.cells[place]) for row in rows if len(row.cells) > place and str(row.cells[place]).strip()} for place in range(len(header))}


def ways_in(columns):
    """The columns all of whose cells say which way money went."""
    return [place for place, cells in columns.items() if cells and cells <= {*IN_WORDS, *OUT_WORDS} and cells & {*OUT_WORDS}]


def told_by_cells(roles, header, rows):
    """The roles with what no heading tells, but every cell of a column: which way money went, and the currency."""
    columns = columns_of(header, rows)
    ways = ways_in(columns)
    if ways and "direction" not in roles and "amount" in roles and not has_minus(rows, roles["amount"][0]):
        roles = {role: places for role, places in roles.items() if places[0] != ways[0]} | {"direction": ways[:1]}
    codes = roles.get("currency") or [place for place, cells in columns.items() if is_currency(header[place], cells, rows, place)]
    used = [roles[role][0] for role in ("amount", "money_in", "money_out") if role in roles]
    codes = [place for place in codes if not named_in(header[one] for one in used) and not is_of_another_amount(place, header, columns[place], used)]
    return {role: places for role, places in roles.items() if role != "currency"} | ({"currency": codes[:1]} if codes else {})


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
    columns["description"] = tuple(place + 1 for place in sorted(described(roles, header, table)))
    account = {role.removeprefix("account "): (places[0] + 1,) for role, places in roles.items() if role.startswith("account ")}
    if "own" in account:
        account = {"any": account["own"]}
    if account.get("account_number") and "sort_code" not in account and "iban" not in account:
        account = {"any": account.pop("account_number"), **account}
    if "card_reference" in roles and names_an_account(header, roles["card_reference"][0], table):
        account["card_reference"] = columns["card_reference"]
    status = next((place for place, name in enumerate(map(plain, header)) if name in STATUS_HEADINGS.split("|")), None)
    if status is not None:
        columns["status"] = (status + 1,)
    skips = [condition(told) for told in skips_of({ours: places[0] for ours, places in columns.items() if places})]
    return Layout(name=None, title="No layout", confidence="", columns=columns, account=account, out_words=OUT_WORDS, skips=tuple(skips))


def names_an_account(header, place, table):
    """Whether a card column says whose account it is; the last digits of a card's number don't."""
    heading = plain(header[place])
    cells = [text for row in table.rows if len(row.cells) > place and (text := str(row.cells[place]).strip()) and plain(text) != heading]
    are_last_digits = heading in LAST_DIGITS or (heading in CARD_NUMBERS and all(len(text) <= 4 for text in cells))
    return not are_last_digits


def described(roles, header, table):
    """The columns whose texts make the description: the surest, and others that describe as well. Notes and the like count where the surest has gaps."""
    places = roles.get("description", [])
    days = [row for row in table.rows if len(row.cells) == len(header) and is_date(row.cells[roles["posted_on"][0]])]
    has_gaps = any(not str(row.cells[place]).strip() for place in places[:1] for row in days)
    return places[:1] + [place for place in places[1:4] if has_gaps or plain(header[place]) in JOINED.split("|")]


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
