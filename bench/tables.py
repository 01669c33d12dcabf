"""Tables as UK banks export them: each function gives the rows of one export of a ledger."""

import csv
import io


def delimited(rows, delimiter=",", end="\r\n", quoting=csv.QUOTE_MINIMAL):
    """The rows as delimited text."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    return text.getvalue()


def unsigned(payment):
    """(money out, money in) of a payment, as a bank prints two columns."""
    return (f"{-payment.amount:.2f}", "") if payment.amount < 0 else ("", f"{payment.amount:.2f}")


def plain(ledger, day="%d/%m/%Y", money="{:.2f}"):
    """Date, description, one signed amount and the balance, oldest first."""
    return [
        ["Date", "Description", "Amount", "Balance"],
        *([f"{one.day:{day}}", one.words[0], money.format(one.amount), money.format(balance)] for one, balance in ledger.with_balances),
    ]


def two_columns(ledger, day="%d/%m/%Y"):
    """Date, description, money out, money in and the balance, oldest first."""
    return [
        ["Date", "Description", "Money out", "Money in", "Balance"],
        *([f"{one.day:{day}}", one.words[0], *unsigned(one), f"{balance:.2f}"] for one, balance in ledger.with_balances),
    ]


def lloyds(ledger):
    """The Lloyds family: newest first, debit before credit, an apostrophe before the sort code."""
    head = ["Transaction Date", "Transaction Type", "Sort Code", "Account Number", "Transaction Description", "Debit Amount", "Credit Amount", "Balance"]
    body = [[f"{one.day:%d/%m/%Y}", one.kind, f"'{ledger.sort_code}", ledger.number, one.words[0], *unsigned(one), f"{balance:.2f}"] for one, balance in ledger.with_balances]
    return [head, *body[::-1]]


def barclays(ledger):
    """Barclays: newest first, no balance, the number mostly empty."""
    head = ["Number", "Date", "Account", "Amount", "Subcategory", "Memo"]
    body = [["", f"{one.day:%d/%m/%Y}", f"{ledger.sort_code} {ledger.number}", f"{one.amount:.2f}", "PAYMENT", f"{one.words[0]:<30} BBP"] for one in ledger.payments]
    return [head, *body[::-1]]


def hsbc(ledger):
    """HSBC: three columns and no header, newest first, thousands with a comma."""
    return [[f"{one.day:%d/%m/%Y}", f"{one.words[0]} )))", f"{one.amount:,.2f}"] for one in ledger.payments[::-1]]


def nationwide(ledger):
    """Nationwide: lines above the header, pounds in every cell, oldest first."""
    head = [["Account Name:", "FlexDirect ****45678"], ["Account Balance:", f"£{ledger.closing:,.2f}"], ["Available Balance: ", f"£{ledger.closing:,.2f}"], []]
    body = [
        [f"{one.day:%d %b %Y}", "Payment", one.words[0], *(f"£{float(cell):,.2f}" if cell else "" for cell in unsigned(one)), pounds(balance)]
        for one, balance in ledger.with_balances
    ]
    return [*head, ["Date", "Transaction type", "Description", "Paid out", "Paid in", "Balance"], *body]


def midata(ledger):
    """Midata: signs and pounds in each amount, and the overdraft limit below."""
    body = [[f"{one.day:%d/%m/%Y}", one.kind, one.words[0], signed(one.amount), signed(balance)] for one, balance in ledger.with_balances]
    return [["Date", "Type", "Merchant/Description", "Debit/Credit", "Balance"], *body[::-1], [], ["Arranged overdraft limit", "30/04/2026", "£0.00"]]


def natwest(*ledgers):
    """NatWest: each account newest first, one after the other in one file."""
    head = ["Date", "Type", "Description", "Value", "Balance", "Account Name", "Account Number"]
    return [
        head,
        *(
            [f"{one.day:%d %b %Y}", one.kind, f"{one.words[0]} , LEEDS", f"{one.amount:.2f}", f"{balance:.2f}", "SAMPLE A", f"{each.sort_code.replace('-', '')}-{each.number}"]
            for each in ledgers
            for one, balance in each.with_balances[::-1]
        ),
    ]


def starling(ledger):
    """Starling: a row for the opening balance, then oldest first."""
    head = ["Date", "Counter Party", "Reference", "Type", "Amount (GBP)", "Balance (GBP)", "Spending Category", "Notes"]
    first = [f"{ledger.payments[0].day:%d/%m/%Y}", "Opening Balance", "", "", "0.00", f"{ledger.opening:.2f}", "", ""]
    body = [[f"{one.day:%d/%m/%Y}", one.words[0], "REF", "FASTER PAYMENT", f"{one.amount:.2f}", f"{balance:.2f}", "PAYMENTS", ""] for one, balance in ledger.with_balances]
    return [head, first, *body]


def revolut(ledger):
    """Revolut: days with their time, and a pending and a reverted row that are no transactions."""
    head = ["Type", "Product", "Started Date", "Completed Date", "Description", "Amount", "Fee", "Currency", "State", "Balance"]
    body = [
        ["TRANSFER", "Current", f"{one.day} 08:00:00", f"{one.day} 08:00:05", one.words[0], f"{one.amount:.2f}", "0.00", "GBP", "COMPLETED", f"{balance:.2f}"]
        for one, balance in ledger.with_balances
    ]
    last = f"{ledger.payments[-1].day} 09:00:00"
    return [
        head,
        *body,
        ["CARD_PAYMENT", "Current", last, "", "EXAMPLE SHOP", "-5.00", "0.00", "GBP", "PENDING", ""],
        ["CARD_PAYMENT", "Current", last, "", "EXAMPLE SHOP", "-7.00", "0.00", "GBP", "REVERTED", ""],
    ]


def monzo(ledger):
    """Monzo: an id for each transaction, an emoji, a declined row of nothing, no balance."""
    head = "Transaction ID,Date,Time,Type,Name,Emoji,Category,Amount,Currency,Local amount,Local currency,Notes and #tags,Address,Receipt,Description,Category split,Money Out,Money In"

    def row(number, one, amount, notes=""):
        shown = f"{amount:.2f}"
        sides = [shown if amount < 0 else "", shown if amount > 0 else ""]
        return [
            f"tx_0000{number}",
            f"{one.day:%d/%m/%Y}",
            "09:15:00",
            "Faster payment",
            one.words[0],
            "☕",
            "General",
            shown,
            "GBP",
            shown,
            "GBP",
            notes,
            "",
            "",
            one.words[0],
            "",
            *sides,
        ]

    body = [row(number, one, one.amount) for number, one in enumerate(ledger.payments)]
    return [head.split(","), *body, row("last", ledger.payments[-1], 0, "active card check")]


def card(ledger):
    """A credit card: what is spent has no sign, what is paid in has a minus; no balance."""
    body = [[f"{one.day:%d/%m/%Y}", "PAYMENT RECEIVED - THANK YOU" if one.amount > 0 else one.words[0], f"{-one.amount:.2f}"] for one in ledger.payments]
    return [["Date", "Description", "Amount"], *body[::-1]]


def metro(ledger):
    """Metro Bank, as far as it is known: what comes in stands before what goes out."""
    body = [[f"{one.day:%d/%m/%Y}", one.words[0], one.kind, *unsigned(one)[::-1], f"{balance:.2f}"] for one, balance in ledger.with_balances]
    return [["Date", "Details", "Transaction Type", "In", "Out", "Balance"], *body]


def tide(ledger):
    """Tide: two columns filled with noughts, no balance."""
    head = ["Date", "Transaction ID", "Transaction description", "Reference", "From", "To", "Paid in", "Paid out", "Category name", "Transaction type", "Status", "Initiated by"]
    sides = [tuple(cell or "0.00" for cell in unsigned(one)[::-1]) for one in ledger.payments]
    return [
        head,
        *([f"{one.day:%d/%m/%Y}", f"t{at}", one.words[0], "REF", "", "", *sides[at], "General", "Transfer", "Completed", "A Sample"] for at, one in enumerate(ledger.payments)),
    ]


def danske(ledger):
    """Danske Bank in its own language: points and commas change places, days with points."""
    body = [[f"{one.day:%d.%m.%Y}", "Andet", "", one.words[0], continental(one.amount), continental(balance), "Udført", "Nej"] for one, balance in ledger.with_balances]
    return [["Dato", "Kategori", "Underkategori", "Tekst", "Beløb", "Saldo", "Status", "Afstemt"], *body]


def commercial(ledger):
    """Lloyds' commercial channel: no header, the account as 999999-99999999, no balance."""
    account = f"{ledger.sort_code.replace('-', '')}-{ledger.number}"
    return [[f"{one.day:%d/%m/%y}", account, "", one.kind, f"{one.amount:.2f}", "REF", one.words[0]] for one in ledger.payments]


def continental(amount):
    """An amount as on the Continent."""
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))


def pounds(amount):
    """An amount with the sign before the pound."""
    return f"{'-' if amount < 0 else ''}£{abs(amount):,.2f}"


def signed(amount):
    """An amount that always has a sign."""
    return f"{'-' if amount < 0 else '+'}£{abs(amount):.2f}"
