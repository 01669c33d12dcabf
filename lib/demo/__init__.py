"""A made-up pair of councils: files only, the same files for the same arguments, and the truth of what is wrong in them."""

from pathlib import Path

from lib.demo.extracts import COLUMNS, USERS, tables, write_table
from lib.demo.statements import write_statements
from lib.demo.world import draw_world
from lib.errors import UserError

TRUTH = "rule_id agreement_id account_id occurred_on amount note"


class FolderInUse(UserError):
    """That folder already holds extracts or statements. Choose an empty folder."""


def write_council(folder, as_at, cases=300, seed=1, progress=None):
    """Write extracts, statement files, users and the planted truth; say how many of each."""
    folder = Path(folder)
    if any((folder / name).exists() for name in ("extracts", "statements", "truth.csv")):
        raise FolderInUse
    (folder / "extracts").mkdir(parents=True)
    (folder / "statements").mkdir()

    world = draw_world(as_at, cases, seed)
    files = lines = 0
    for done, case in enumerate(world.cases, 1):
        statements = world.statements(case)
        write_statements(folder / "statements", case, statements)
        files, lines = files + len(statements), lines + sum(len(statement.lines) for statement in statements)
        if progress:
            progress(done, cases)

    rows = tables(world, as_at)
    for name, columns in COLUMNS.items():
        write_table(folder / "extracts" / f"{name}.csv", columns.split(), rows[name])
    write_table(folder / "users.csv", "username name role councils officer".split(), USERS)
    truth = world.truth()
    write_table(folder / "truth.csv", TRUTH.split(), truth)
    counts = {name: len(rows[name]) for name in COLUMNS}
    return counts | {"statement_files": files, "statement_lines": lines, "planted": len(world.problems), "truths": len(truth)}
