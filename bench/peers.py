"""How other tools read the same files. Runs in their own environment, imports nothing of ours, prints one JSON document.

usage: .venv-peers/bin/python -m bench.peers FOLDER, in which corpus.json names each file and its container
"""

import contextlib
import io
import json
import logging
import sys
import warnings
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import bankstatementparser
import duckdb
import mt940
import ofxparse
import pandas
import quiffen
from bankstatementparser.hybrid.verification import verify_balance

# The containers that each tool says it reads; the others are not its format.
CLAIMS = {
    "ofxparse": ("ofx",),
    "mt-940": ("mt940",),
    "quiffen": ("qif",),
    "bankstatementparser": ("csv", "ofx", "mt940", "camt053"),
    "duckdb": ("csv",),
    "pandas": ("csv", "xlsx", "xls", "html"),
}
DATES = ("date", "posting date", "transaction date", "date processed", "completed date", "created", "created on", "tx date")
AMOUNTS = ("amount", "value", "debit/credit", "amount (gbp)", "gross", "bill amount", "billing amount")
MONEY_IN = ("money in", "paid in", "credit amount", "credit", "in")
MONEY_OUT = ("money out", "paid out", "debit amount", "debit", "out", "paid out amount")
DIRECTIONS = ("direction", "debit/credit flag")
DAYS = (
    "%d/%m/%Y",
    "%Y-%m-%d",
    "%d/%m/%y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%d %b %Y",
    "%d %B %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%d %b %y",
    "%Y-%m-%d %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%Y-%m-%d %H:%M:%S %z",
    "%Y%m%d",
    "%y%m%d",
)


class Amount(NamedTuple):
    """All that bankstatementparser's check of the balances asks of a transaction."""

    amount: Decimal


class Refused(Exception):
    """The tool, or the plain reading of its table, says that it cannot read this file."""


def by_ofxparse(path, container):
    """What ofxparse reads."""
    with path.open("rb") as file:
        read = ofxparse.OfxParser.parse(file)
    held = [account.statement for account in read.accounts if getattr(account, "statement", None)]
    lines = [(one.date, one.amount) for statement in held for one in statement.transactions]
    return told(lines, [statement.balance for statement in held if hasattr(statement, "balance")])


def by_mt940(path, container):
    """What mt-940 reads, message by message, with all its corrections switched on."""
    messages = mt940.parse_statements(str(path), options=mt940.Options.all())
    lines = [(one.data["date"], one.data["amount"].amount) for message in messages for one in message.transactions if "amount" in one.data]
    return told(lines, [message.data["final_closing_balance"].amount.amount for message in messages if "final_closing_balance" in message.data])


def by_quiffen(path, container):
    """What quiffen reads when it is told that the day comes first, as it does in the UK."""
    read = quiffen.Qif.parse(path, day_first=True)
    return told([(one.date, one.amount) for account in read.accounts.values() for each in account.transactions.values() for one in each])


def by_bankstatementparser(path, container):
    """What bankstatementparser reads, its closing balances, and whether its own check of the balances fails."""
    parser = bankstatementparser.create_parser(path, {"camt053": None}.get(container, container))
    table = parser.parse()
    if table is None or not len(table):
        return told([])
    posted = next((name for name in ("date", "BookgDt") if name in table), None)
    if posted is None:
        raise Refused("it finds no column of days")
    lines = [(day(one[posted]), Decimal(str(one["amount" if "amount" in table else "Amount"]))) for one in table.to_dict("records")]
    scopes = parser.get_summaries() if hasattr(parser, "get_summaries") else [parser.get_summary()]
    fails = len(scopes) == 1 and verify_balance(
        [Amount(amount) for _, amount in lines], opening_balance=scopes[0].get("opening_balance"), closing_balance=scopes[0].get("closing_balance")
    )
    closings = [one["closing_balance"] for one in scopes if one.get("closing_balance") is not None]
    return told(lines, closings, complains=bool(fails) and fails.status.name == "DISCREPANCY")


def by_duckdb(path, container):
    """DuckDB's sniffer, with the types that it finds, the encoding tried in turn; then its columns by their names."""
    for encoding in ("utf-16",) if path.read_bytes()[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8", "latin-1"):
        try:
            table = duckdb.connect().execute("select * from read_csv($path, encoding = $encoding)", {"path": str(path), "encoding": encoding})
        except duckdb.Error as error:
            fault = error
            continue
        return by_names([column[0] for column in table.description], table.fetchall())
    raise Refused(str(fault))


def by_pandas(path, container):
    """pandas, every cell a text, the delimiter sniffed and the encoding tried in turn; then its columns by their names."""
    if container == "csv":
        table = pandas_csv(path)
    elif container == "html":
        table = pandas.read_html(io.StringIO(path.read_text(encoding="utf-8")), header=0)[0].dropna(axis=1, how="all")
    else:
        table = pandas.read_excel(path, dtype=object, engine="calamine")
    table = table.astype(object).where(table.notna(), None)
    return by_names(list(table.columns), table.values.tolist())


def pandas_csv(path):
    """A table from delimited text."""
    for encoding in ("utf-16",) if path.read_bytes()[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        with contextlib.suppress(UnicodeDecodeError):
            return pandas.read_csv(path, sep=None, engine="python", dtype=str, encoding=encoding)
    raise Refused("neither UTF-8 nor Windows letters")


READERS = {
    "ofxparse": by_ofxparse,
    "mt-940": by_mt940,
    "quiffen": by_quiffen,
    "bankstatementparser": by_bankstatementparser,
    "duckdb": by_duckdb,
    "pandas": by_pandas,
}


def by_names(header, rows):
    """Lines of a table by the plain names of its columns. An empty row is none; a cell that is no day or amount is a refusal."""
    names = [str(name).strip().casefold() for name in header]

    def place(wanted):
        return next((names.index(name) for name in wanted if name in names), None)

    posted, amount, money_in, money_out, direction = map(place, (DATES, AMOUNTS, MONEY_IN, MONEY_OUT, DIRECTIONS))
    if posted is None or (amount is None and None in (money_in, money_out)):
        raise Refused(f"no columns for the day and the amount among {', '.join(names)[:120]}")
    lines = []
    for row in rows:
        if not any(cell is not None and str(cell).strip() for cell in row):
            continue
        if amount is None:
            value = (pence(row[money_in]) or Decimal(0)) - (pence(row[money_out]) or Decimal(0))
        else:
            value = pence(row[amount])
            if value is None:
                raise Refused("a row without an amount")
            if direction is not None and str(row[direction]).strip().casefold() in ("d", "debit", "out", "dr"):
                value = -value
        lines.append((day(row[posted]), value))
    return told(lines)


def pence(cell):
    """An amount without pounds and commas, or None where there is none."""
    text = str(cell if cell is not None else "").strip().replace("£", "").replace(",", "").replace("+", "").replace(" ", "")
    try:
        return Decimal(text).quantize(Decimal("0.01")) if text else None
    except InvalidOperation:
        raise Refused(f"{cell!r} is not an amount") from None


def day(cell):
    """A day, the day before the month."""
    if isinstance(cell, date):
        return cell
    for form in DAYS:
        with contextlib.suppress(ValueError):
            return datetime.strptime(str(cell).strip(), form)
    raise Refused(f"{cell!r} is not a day")


def told(lines, closings=(), complains=False):
    """What a tool read, as plain values."""
    return {
        "lines": [[f"{posted:%Y-%m-%d}", f"{Decimal(str(amount)):.2f}"] for posted, amount in lines],
        "closings": [f"{Decimal(str(closing)):.2f}" for closing in closings],
        "complains": complains,
    }


def claims(tool, name, container):
    """Whether a tool says that it reads such a file; bankstatementparser takes delimited text only under the name .csv."""
    return container in CLAIMS[tool] and (tool != "bankstatementparser" or container != "csv" or name.endswith(".csv"))


def outcome(tool, path, container):
    """What a tool does with a file: what it read, or how it failed."""
    try:
        return READERS[tool](path, container)
    except (AttributeError, IndexError, KeyError, TypeError, AssertionError, RecursionError) as error:
        return {"crashed": f"{type(error).__name__}: {str(error)[:160]}"}
    except Exception as error:
        return {"refused": f"{type(error).__name__}: {str(error)[:160]}"}


def main():
    folder = Path(sys.argv[1])
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    files = json.loads((folder / "corpus.json").read_text())
    with contextlib.redirect_stdout(io.StringIO()):
        found = {tool: {name: outcome(tool, folder / name, container) for name, container in files.items() if claims(tool, name, container)} for tool in READERS}
    print(json.dumps({"versions": {tool: version(tool) for tool in READERS}, "readings": found}))


if __name__ == "__main__":
    main()
