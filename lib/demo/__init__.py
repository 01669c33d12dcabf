"""A made-up pair of councils: files only, the same files for the same arguments, and the truth of what is wrong in them."""

from pathlib import Path

from lib.demo.extracts import COLUMNS, TRUTH_COLUMNS, USER_COLUMNS, USERS, tables, write_extracts, write_table
from lib.demo.statements import write_statements
from lib.demo.world import draw_world
from lib.errors import UserError


class FolderInUse(UserError):
    """That folder already holds extracts or statements. Choose an empty folder."""


def write_council(folder, as_at, cases=300, seed=1, progress=None):
    """Write extracts, statement files, users and the planted truth; say how many of each. `progress` is told (done, all)."""
    folder = Path(folder)
    if any((folder / name).exists() for name in ("extracts", "statements", "truth.csv")):
        raise FolderInUse
    return write_world(folder, draw_world(as_at, cases, seed), as_at, progress)[1]


def write_world(folder, world, as_at, progress=None):
    """Write down a world that was drawn. Gives (case, statement, path) of each file, and how many there are of what."""
    sent = write_sent(folder, world, progress)
    rows, truth = tables(world, as_at), world.truth()
    write_extracts(folder / "extracts", rows)
    write_table(folder / "users.csv", USER_COLUMNS, USERS)
    write_table(folder / "truth.csv", TRUTH_COLUMNS, truth)
    counts = {name: len(rows[name]) for name in COLUMNS}
    return sent, counts | {
        "statement_files": len(sent), "statement_lines": sum(len(statement.lines) for _, statement, _ in sent), "planted": len(world.problems), "truths": len(truth)
    }  # fmt: skip


def write_sent(folder, world, progress=None):
    """Write the statement files, and give (case, statement, path) of each."""
    (folder / "statements").mkdir(parents=True)
    sent = []
    for done, case in enumerate(world.cases, 1):
        statements = world.statements(case)
        sent += [(case, statement, path) for statement, path in zip(statements, write_statements(folder / "statements", case, statements), strict=True)]
        if progress:
            progress(done, len(world.cases))
    return sent
