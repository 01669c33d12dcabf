"""How a prepaid card's report and a managed client account look."""

from lib.demo.banks import out_and_in, table, uk
from lib.demo.dice import dice
from lib.demo.schedule import pounds

CARD = "Trace Id,Entry Type,Token,Tx Date,Tx Amount,Tx Currency,Bill Amount,Bill Currency,Fixed Fee,Actual Balance,Available Balance,MCC,MCC Desc,Merchant Name,Merchant City,Note"
MANAGED = "Date,Details,Money In,Money Out,Balance"
ENTRY_TYPES = {"credit": "load", "fee": "fee"}
NOTES = {"transfer": "FASTER PAYMENT", "standing_order": "STANDING ORDER", "direct_debit": "DIRECT DEBIT"}
MERCHANT_CODES = {
    "agency": ("8099", "Health Services"),
    "day_service": ("8299", "Educational Services"),
    "respite": ("8050", "Nursing and Personal Care"),
    "insurance": ("6300", "Insurance"),
    "activity": ("7997", "Clubs"),
    "transport": ("4121", "Taxicabs"),
    "equipment": ("5047", "Medical Equipment"),
    "living_cost": ("5411", "Grocery Stores"),
    "gambling": ("7995", "Gambling"),
    "cash": ("6011", "Cash Withdrawal"),
}


def card(case, statement):
    """Loads, purchases and fees; approvals and declines move no money."""
    rng = dice(case.account.card_reference, statement.from_date)
    rows, balance = [], statement.opening
    for line in statement.lines:
        if line.way == "card" and rng.random() < 0.06:
            rows.append(entry(case, rng, "decline", line, balance, balance))
        if line.way == "card" and rng.random() < 0.4:
            rows.append(entry(case, rng, "approval", line, balance, balance + line.amount))
        balance = line.balance
        rows.append(entry(case, rng, ENTRY_TYPES.get(line.way, "presentment"), line, balance, balance))
    return f"card-{case.account.card_reference[-4:]}-{statement.from_date:%Y-%m}.csv", table(CARD, rows).encode()


def entry(case, rng, kind, line, actual, available):
    """One row of the card report; only purchases have a merchant code and a town."""
    code, words = MERCHANT_CODES.get(line.category, ("", "")) if line.way in ("card", "cash") else ("", "")
    amount = pounds(line.amount)
    return [
        rng.randint(10**11, 10**12 - 1),
        kind,
        case.account.card_reference,
        uk(line.on),
        amount,
        "GBP",
        amount,
        "GBP",
        "0.00",
        pounds(actual),
        pounds(available),
        code,
        words,
        line.text,
        case.agreement.council if code else "",
        NOTES.get(line.way, ""),
    ]


def managed(case, statement):
    """A client account: whose it is on the first row, then oldest first."""
    whose = ["Client account", case.account.sort_code, case.account.account_number]
    rows = [[uk(line.on), line.text, *reversed(out_and_in(line)), pounds(line.balance)] for line in statement.lines]
    return f"client account {statement.from_date:%Y-%m}.csv", (table("", [whose]) + table(MANAGED, rows)).encode()


WRITERS = {"card": card, "managed": managed}
