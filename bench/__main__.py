"""`make bench`: how fast files are read, beside other readers; importing many statements, and one into a small and a large store, beside DuckDB alone; every surplus worked out anew.

usage: python -m bench [--files N] [--statements N] [--lines N] [--large N] [--surpluses N]
"""

import argparse
import shutil
import tempfile
from pathlib import Path

from bench.speed import reading
from bench.store import many_statements, many_surpluses, one_statement


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--files", type=int, default=40, help="files of each kind that are read")
    ask.add_argument("--statements", type=int, default=1000, help="statements imported by one command")
    ask.add_argument("--lines", type=int, default=60, help="lines in each")
    ask.add_argument("--large", type=int, default=1_000_000, help="lines the large store holds first")
    ask.add_argument("--surpluses", type=int, default=5000, help="agreements whose surplus is worked out anew")
    told = ask.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="reckoner-bench-"))
    try:
        reading(folder / "reading", told.files)
        many_statements(folder / "many", told.statements, told.lines)
        one_statement(folder, told.lines, told.large)
        many_surpluses(folder / "surpluses", told.surpluses)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
