"""`make bench`: how fast files are read, beside other readers; importing many statements, and one into a small and a large store, beside DuckDB alone; every surplus worked out anew; how long a save waits while all is computed for a new day; whether samples prove what they are said to; every case tested; every page as ten people at once.

usage: python -m bench [--files N] [--statements N] [--lines N] [--large N] [--surpluses N] [--populations N] [--accounts N] [--held N] [--only PART]
"""

import argparse
import shutil
import tempfile
from pathlib import Path

from bench.coverage import coverage
from bench.pages import pages
from bench.speed import reading
from bench.store import many_statements, many_surpluses, one_statement, saving_meanwhile
from bench.whole_audit import every_case

PARTS = {
    "reading": lambda home, told: reading(home, told.files),
    "importing": lambda home, told: many_statements(home, told.statements, told.lines),
    "one": lambda home, told: one_statement(home, told.lines, told.large),
    "surpluses": lambda home, told: many_surpluses(home, told.surpluses),
    "saving": lambda home, told: saving_meanwhile(home, told.accounts, told.held),
    "coverage": lambda home, told: coverage(told.populations),
    "cases": lambda home, told: every_case(home, told.accounts, told.held),
    "pages": lambda home, told: pages(home, told.accounts, told.held),
}


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--files", type=int, default=40, help="files of each kind that are read")
    ask.add_argument("--statements", type=int, default=1000, help="statements imported by one command")
    ask.add_argument("--lines", type=int, default=60, help="lines in each")
    ask.add_argument("--large", type=int, default=1_000_000, help="lines the large store holds first")
    ask.add_argument("--surpluses", type=int, default=5000, help="agreements whose surplus is worked out anew")
    ask.add_argument("--populations", type=int, default=10_000, help="populations drawn for each way of sampling")
    ask.add_argument("--accounts", type=int, default=5000, help="accounts of the store that is computed for a new day, whose cases are tested and whose pages are opened")
    ask.add_argument("--held", type=int, default=3_600_000, help="lines it holds")
    ask.add_argument("--only", choices=PARTS, help="one part alone")
    told = ask.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="reckoner-bench-"))
    try:
        for part in [told.only] if told.only else PARTS:
            PARTS[part](folder / part, told)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
