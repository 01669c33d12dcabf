"""Building the made-up council: its files are written, then loaded and imported through the same door as real ones."""

import csv
import shutil
from pathlib import Path

from lib import categories, policy, users
from lib.caseload import load
from lib.demo import write_council
from lib.demo.tracked import take_cases_up
from lib.errors import UserError
from lib.receiving import import_files
from lib.store import OPERATOR, open_store


def build(path, as_at, cases=300, seed=1, progress=None):
    """Build a made-up council's store at path, whole or not at all; gives counts."""
    path = Path(path).absolute()
    if path.exists():
        raise UserError(f"There is a store at {path.name} already. Remove its folder to build the made-up council anew.")
    home = path.parent
    if home.exists() and any(home.iterdir()):
        raise UserError(f"The folder {home.name} is not empty. The made-up council wants a folder of its own.")
    building = home.with_name(f"{home.name}.building")
    shutil.rmtree(building, ignore_errors=True)
    counts = _build(building / path.name, as_at, cases, seed, progress)
    if home.exists():
        home.rmdir()
    building.rename(home)
    return counts


def _build(path, as_at, cases, seed, progress):
    files = path.parent / "files"
    files.mkdir(parents=True)
    counts = write_council(files, as_at, cases, seed)
    store = open_store(path, create=True)
    try:
        policy.load(store, OPERATOR, as_at=as_at)
        categories.load(store, OPERATOR)
        load(store, OPERATOR, files / "extracts", as_at=as_at)
        with (files / "users.csv").open(encoding="utf-8", newline="") as kept:
            people = list(csv.DictReader(kept))
        users.add_demo(store, people)
        statements = files / "statements"
        sent = ((str(file.relative_to(statements)), file.read_bytes()) for file in sorted(statements.rglob("*")) if file.is_file())
        receipts = import_files(store, OPERATOR, sent, as_at=as_at, progress=progress)
        take_cases_up(store, people, as_at)
    finally:
        store.close()
    left = [receipt for receipt in receipts if receipt["status"] != "imported"]
    if left:
        raise UserError("\n".join(f"{receipt['file']}: {receipt['reason']}" for receipt in left[:5]))
    return counts | {"imported_files": len(receipts), "transactions": sum(receipt["new_transactions"] for receipt in receipts)}
