"""How fast files are read: Reckoner, which also proves what it read, beside tools that only parse."""

import json
import shutil
import subprocess
from datetime import date

from bench import messages, papers, tables, workbooks
from bench.clock import timed
from bench.ledger import SEED, ledger
from bench.reading import PEERS, ROOT, TODAY
from lib.statements import read_files
from tests.printed_statements import STYLES

LINES = 250  # of each file
TURNS = 3  # the best of which counts
SHARE = {"pdf": 10}  # so many times fewer files of this kind
WRITERS = {
    "csv": lambda one: tables.delimited(tables.plain(one)).encode(),
    "xlsx": lambda one: workbooks.xlsx(workbooks.cells(one)),
    "xls": lambda one: workbooks.xls(workbooks.cells(one)),
    "ofx": lambda one: messages.ofx(one).encode(),
    "qif": lambda one: messages.qif(one).encode(),
    "sta": lambda one: messages.mt940(one).encode(),
    "xml": lambda one: messages.camt053(one).encode(),
    "pdf": lambda one: papers.pdf(one, STYLES["lloyds_pdf"]),
}
TITLES = {"csv": "CSV", "xlsx": "XLSX", "xls": "XLS", "ofx": "OFX", "qif": "QIF", "sta": "MT940", "xml": "CAMT.053", "pdf": "PDF"}
RULES = "skip 1\nfields date, description, amount, balance\ndate-format %d/%m/%Y\ncurrency GBP\naccount1 assets:bank\n"


def reading(folder, files):
    """Print the lines a second of each kind of file, beside those of other tools that read the same files."""
    print(f"Reading files of {LINES} lines. Reckoner reads each in its box: recognises it, turns it into lines, proves the balances, accounts for every row.")
    print(
        f"The others only parse, in the open; with (cells) or (words) they give no transactions. All are started before the clock is, hledger within it; the best of {TURNS} turns counts."
    )
    for ending in WRITERS:
        folder_of_kind = folder / ending
        folder_of_kind.mkdir(parents=True)
        for number in range(max(files // SHARE.get(ending, 1), 1) + 1):
            (folder_of_kind / f"{number:03}.{ending}").write_bytes(WRITERS[ending](ledger(SEED + number, LINES, date(2024, 1, 2))))
    told = json.loads(subprocess.run([PEERS, "-m", "bench.peer_speed", folder, str(TURNS)], capture_output=True, check=True, cwd=ROOT).stdout)
    for ending, title in TITLES.items():
        paths = sorted((folder / ending).iterdir())
        lines = LINES * (len(paths) - 1)
        others = told[ending] | ({"hledger": by_hledger(paths[1:])} if ending == "csv" and shutil.which("hledger") else {})
        print(comparison(title, lines, min(by_reckoner(paths) for _ in range(TURNS)), others))
    if not shutil.which("hledger"):
        print("hledger is not here (apt-get install hledger), so CSV was read without it.")


def by_reckoner(paths):
    """The seconds that Reckoner takes for all but the first file, which starts its box."""
    found = read_files([(path.name, path.read_bytes()) for path in paths], today=TODAY)
    next(found)
    readings = []
    seconds = timed(lambda: readings.extend(found))
    if {(reading["status"], one["lines"]) for reading in readings for one in reading["statements"]} != {("read", LINES)}:
        raise AssertionError(f"not all was read: {readings[0]['reason'] or readings[0]['messages']}")
    return seconds


def by_hledger(paths):
    """The seconds that one hledger command takes for all files."""
    rules = paths[0].parent.parent / "bank.rules"
    rules.write_text(RULES)
    command = ["hledger", "print", "--output-format", "csv", "--rules-file", str(rules), *(part for path in paths for part in ("-f", str(path)))]
    return min(timed(lambda: subprocess.run(command, capture_output=True, check=True)) for _ in range(TURNS))


def comparison(title, lines, seconds, others):
    """One line: how fast, and how many times as long as the fastest tool that gives transactions and the fastest of all."""
    beside = ", ".join(f"{tool} {lines / taken:,.0f}" for tool, taken in sorted(others.items(), key=lambda one: one[1]))
    readers = [tool for tool in others if "(" not in tool]
    fastest = dict.fromkeys(min(tools, key=others.get) for tools in (readers, others) if tools)
    return f"  {title}: {lines / seconds:,.0f} lines a second; {beside}. Takes " + ", ".join(f"{seconds / others[tool]:.1f} times as long as {tool}" for tool in fastest) + "."
