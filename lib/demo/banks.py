"""How each bank writes its export: one function per layout, the headings exactly as the bank's own."""

import csv
import io

from lib.demo.schedule import pounds

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WAYS = ("credit", "transfer", "standing_order", "direct_debit", "card", "cash", "fee")
# Each bank's own words for a way to pay.
WORDS = {
    "lloyds": ("FPI", "FPO", "SO", "DD", "DEB", "CPT", "PAY"),
    "natwest": ("BAC", "OTR", "S/O", "D/D", "POS", "C/L", "CHG"),
    "nationwide": ("Bank credit", "Payment to", "Standing order", "Direct debit", "Visa purchase", "ATM Withdrawal", "Charge"),
    "coop": ("CREDIT", "FP", "SO", "DD", "DEBIT", "LINK", "CHARGE"),
    "starling": ("FASTER PAYMENT", "FASTER PAYMENT", "STANDING ORDER", "DIRECT DEBIT", "CHIP & PIN", "ATM", "FEE"),
    "monzo": ("Faster payment", "Faster payment", "Faster payment", "Direct Debit", "Card payment", "Card payment", "Fee"),
    "barclays": ("DIRECTDEP", "FT", "REPEATPMT", "DIRECTDEBIT", "PAYMENT", "CASH", "DEBIT"),
    "barclays memo": ("BGC", "FT", "STO", "DDR", "BCC", "ATM", "CHG"),
    "ofx": ("CREDIT", "PAYMENT", "REPEATPMT", "DIRECTDEBIT", "POS", "ATM", "SRVCHG"),
}
LLOYDS = "Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance"
NATIONWIDE = "Date,Transaction type,Description,Paid out,Paid in,Balance"
NATWEST = "Date,Type,Description,Value,Balance,Account Name,Account Number"
FIRST_DIRECT = "Date,Description,Amount,Balance"
COOP = "Date,Description,Type,Money In,Money Out,Balance"
STARLING = "Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Spending Category,Notes"
MONZO = (
    "Transaction ID,Date,Time,Type,Name,Emoji,Category,Amount,Currency,Local amount,Local currency,Notes and #tags,Address,Receipt,Description,Category split,Money Out,Money In"
)
BARCLAYS = "Number,Date,Account,Amount,Subcategory,Memo"


def table(heading, rows, quoting=csv.QUOTE_MINIMAL):
    """Rows as CSV text, under the bank's heading if it has one."""
    out = io.StringIO()
    rows = [heading.split(","), *rows] if heading else rows
    csv.writer(out, quoting=quoting, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def uk(day):
    """05/03/2026."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def worded(day):
    """05 Mar 2026."""
    return f"{day.day:02d} {MONTHS[day.month - 1]} {day.year}"


def way(bank, line):
    """How this bank calls the way a line was paid."""
    return WORDS[bank][WAYS.index(line.way)]


def out_and_in(line, write=pounds):
    """The debit and the credit column: unsigned, and one of them empty."""
    return (write(-line.amount), "") if line.amount < 0 else ("", write(line.amount))


def reference(line):
    """What the text says beyond the name of the other side, where a bank keeps the two apart."""
    return line.text.removeprefix(line.party).strip()


def grouped(pence):
    """1,234.56."""
    return f"{'-' if pence < 0 else ''}{abs(pence) // 100:,}.{abs(pence) % 100:02d}"


def sterling(pence):
    """£1,234.56."""
    return f"{'-' if pence < 0 else ''}£{grouped(abs(pence))}"


def lloyds_rows(case, statement):
    """Newest first; an apostrophe keeps the sort code a text."""
    account = case.account
    for line in reversed(statement.lines):
        yield [line.on, way("lloyds", line), f"'{account.sort_code}", account.account_number, line.text, *out_and_in(line), pounds(line.balance)]


def lloyds(case, statement):
    """Lloyds, Halifax and Bank of Scotland."""
    rows = [[uk(row[0]), *row[1:]] for row in lloyds_rows(case, statement)]
    return f"{case.account.account_number}_{statement.from_date:%Y%m%d}_{statement.to_date:%m%d}.csv", table(LLOYDS, rows).encode()


def nationwide(case, statement):
    """Nationwide: a preamble, then oldest first, every cell in quotes."""
    closing = sterling(statement.closing)
    name = f"FlexAccount ****{case.account.account_number[-5:]}"
    preamble = [["Account Name:", name], ["Account Balance:", closing], ["Available Balance: ", closing]]
    rows = [[worded(line.on), way("nationwide", line), line.text, *out_and_in(line, sterling), sterling(line.balance)] for line in statement.lines]
    text = table("", preamble, csv.QUOTE_ALL) + "\r\n" + table(NATIONWIDE, rows, csv.QUOTE_ALL)
    return f"Statement Download {statement.to_date:%Y-%b-%d}.csv", text.encode()


def natwest(case, statement):
    """NatWest, since its dates have a month in words: newest first."""
    account = case.account
    whose = [account.account_name.upper(), f"{account.sort_code.replace('-', '')}-{account.account_number}"]
    rows = [[worded(line.on), way("natwest", line), line.text, pounds(line.amount), pounds(line.balance), *whose] for line in reversed(statement.lines)]
    return f"{case.person.surname}-{account.account_number}-{statement.to_date:%Y%m%d}.csv", table(NATWEST, rows).encode()


def first_direct(case, statement):
    """first direct: newest first, nothing that says whose it is."""
    rows = [[uk(line.on), line.text, pounds(line.amount), pounds(line.balance)] for line in reversed(statement.lines)]
    return f"{statement.to_date:%d%m%Y}_{case.account.account_number[-4:]}.csv", table(FIRST_DIRECT, rows).encode()


def coop(case, statement):
    """The Co-operative Bank: ISO dates, money in before money out, newest first."""
    rows = [[line.on.isoformat(), line.text, way("coop", line), *reversed(out_and_in(line)), pounds(line.balance)] for line in reversed(statement.lines)]
    return f"{case.account.sort_code.replace('-', '')}_{case.account.account_number}_{statement.to_date}.csv", table(COOP, rows).encode()


def starling(case, statement):
    """Starling: oldest first, after a row for the opening balance."""
    rows = [[uk(statement.from_date), "Opening Balance", "", "", "0.00", pounds(statement.opening), "", ""]]
    for line in statement.lines:
        category = "INCOME" if line.amount > 0 else "GENERAL"
        money = [pounds(line.amount), pounds(line.balance)]
        rows.append([uk(line.on), line.party, reference(line), way("starling", line), *money, category, ""])
    return f"StarlingStatement_{statement.from_date:%Y-%m}.csv", table(STARLING, rows).encode()


def monzo(case, statement):
    """Monzo: oldest first, an id for every line and no balance."""
    rows = []
    for place, line in enumerate(statement.lines):
        amount, category = pounds(line.amount), "Income" if line.amount > 0 else "General"
        when = [uk(line.on), f"{7 + place % 12:02d}:{place * 7 % 60:02d}:00"]
        money = [amount, "GBP", amount, "GBP"]
        columns = (amount, "") if line.amount < 0 else ("", amount)
        identity = f"tx_0000{case.account.account_number}{line.on:%Y%m%d}{place:03d}"
        rows.append([identity, *when, way("monzo", line), line.party, "", category, *money, "", "", "", reference(line), "", *columns])
    return f"MonzoDataExport_{MONTHS[statement.from_date.month - 1]}{statement.from_date.year}.csv", table(MONZO, rows).encode()


def barclays(case, statement):
    """Barclays: newest first, no balance, a memo padded to a fixed width."""
    account = f"{case.account.sort_code} {case.account.account_number}"
    rows = [["", uk(line.on), account, pounds(line.amount), way("barclays", line), f"{line.text:<36} {way('barclays memo', line)}"] for line in reversed(statement.lines)]
    return f"barclays {statement.to_date:%Y%m%d}.csv", table(BARCLAYS, rows).encode()


def hsbc(case, statement):
    """HSBC: no heading, a byte-order mark, newest first, no balance."""
    rows = [[uk(line.on), line.text, grouped(line.amount)] for line in reversed(statement.lines)]
    return f"TransactionHistory {statement.to_date:%Y%m%d}.csv", table("", rows).encode("utf-8-sig")


WRITERS = {
    "lloyds": lloyds,
    "nationwide": nationwide,
    "natwest": natwest,
    "first_direct": first_direct,
    "coop": coop,
    "starling": starling,
    "monzo": monzo,
    "barclays": barclays,
    "hsbc": hsbc,
}
