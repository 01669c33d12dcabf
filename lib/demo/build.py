"""Building the made-up council: its files are written, then loaded and imported through the same door as real ones."""

import csv
import shutil
from datetime import datetime, time
from pathlib import Path

from lib import categories, policy, users
from lib.demo import write_world
from lib.demo.extracts import write_table
from lib.demo.history import History
from lib.demo.reviewed import DONE_WRONG
from lib.demo.world import draw_world
from lib.errors import UserError
from lib.monitoring import unfollowed
from lib.store import OPERATOR, open_store
from lib.wall_clock import at


def build(path, as_at, cases=300, seed=1, progress=None, months=13):
    """Build a made-up council's store at path that has been lived in for so many months, whole or not at all; gives counts."""
    path = Path(path).absolute()
    if path.exists():
        raise UserError(f"There is a store at {path.name} already. Remove its folder to build the made-up council anew.")
    home = path.parent
    if home.exists() and any(home.iterdir()):
        raise UserError(f"The folder {home.name} is not empty. The made-up council wants a folder of its own.")
    building = home.with_name(f"{home.name}.building")
    shutil.rmtree(building, ignore_errors=True)
    counts = _build(building / path.name, as_at, cases, seed, progress, months)
    if home.exists():
        home.rmdir()
    building.rename(home)
    return counts


def _build(path, as_at, cases, seed, progress, months):
    files = path.parent / "files"
    world = draw_world(as_at, cases, seed)
    sent, counts = write_world(files, world, as_at)
    with (files / "users.csv").open(encoding="utf-8", newline="") as kept:
        people = list(csv.DictReader(kept))
    history, store = History(world, sent, files, as_at, months), open_store(path, create=True)
    try:
        with at(datetime.combine(history.began, time(4))), unfollowed():
            policy.load(store, OPERATOR, as_at=history.began)
            categories.load(store, OPERATOR)
            users.add_demo(store, people)
        history.live(store, people, progress)
        reviews = store.value("select count(*) from decisions.review")
        transactions = store.value("select count(*) from reconciliation.transaction")
    finally:
        store.close()
    if history.left:
        raise UserError("\n".join(f"{receipt['file']}: {receipt['reason']}" for receipt in history.left[:5]))
    write_table(files / "reviews_done_wrong.csv", DONE_WRONG, [list(row.values()) for row in history.desk.done_wrong])
    return counts | {
        "imported_files": len(history.kept),
        "still_to_come": len(sent) - len(history.kept),
        "transactions": transactions,
        "reviews": reviews,
        "done_wrong": len(history.desk.done_wrong),
    }
