"""How one system names things: data/extracts/<system>.toml lays its columns on ours."""

import tomllib
from dataclasses import dataclass
from functools import cache

from lib.caseload.cells import DATE_FORMATS
from lib.caseload.sources import plain
from lib.caseload.tables import TABLES
from lib.config import ROOT
from lib.errors import UserError

EXTRACTS = ROOT / "data" / "extracts"


@dataclass(frozen=True)
class Layout:
    """Where one of our tables is found in a system's export."""

    table: object
    files: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]  # the plain form of their column -> ours
    values: dict[str, dict[str, str]]  # our column -> their value -> ours
    always: dict[str, str]  # our column -> what it says in every row


@dataclass(frozen=True)
class Profile:
    """One system's export."""

    name: str
    title: str
    status: str
    date_formats: tuple[str, ...]
    layouts: tuple[Layout, ...]


def profile_names():
    return tuple(path.stem for path in sorted(EXTRACTS.glob("*.toml")))


@cache
def profile(name):
    """The profile in data/extracts/<name>.toml."""
    if name not in profile_names():
        raise UserError(f"There is no data/extracts/{name}.toml. Choose one of {', '.join(profile_names())}.")
    try:
        said = tomllib.loads((EXTRACTS / f"{name}.toml").read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UserError(f"data/extracts/{name}.toml: {error}. Put it right.") from error
    faults = list(_faults(said))
    if faults:
        raise UserError(f"data/extracts/{name}.toml: {' '.join(faults)}")
    layouts = tuple(_layout(table, said[table.name]) for table in TABLES if table.name in said)
    return Profile(name, said["title"], said["status"], tuple(said["date_formats"]), layouts)


def _layout(table, said):
    named = said.get("columns", {name: name for name in table.names})
    columns = {plain(theirs): (ours,) if isinstance(ours, str) else tuple(ours) for theirs, ours in named.items()}
    values = {ours: {theirs.casefold(): value for theirs, value in pairs.items()} for ours, pairs in said.get("values", {}).items()}
    return Layout(table, tuple(plain(file) for file in said["files"]), columns, values, said.get("always", {}))


def _faults(said):
    yield from (f"It has no {key}." for key in ("title", "status", "date_formats") if key not in said)
    yield from (f"'{name}' is not a date format; use {', '.join(DATE_FORMATS)}." for name in said.get("date_formats", []) if name not in DATE_FORMATS)
    tables = {table.name: table for table in TABLES}
    for name, layout in said.items():
        if not isinstance(layout, dict):
            continue
        if name not in tables:
            yield f"[{name}] is not one of our tables: {', '.join(tables)}."
            continue
        if "files" not in layout:
            yield f"[{name}] has no files."
        targets = [ours for target in layout.get("columns", {}).values() for ours in ([target] if isinstance(target, str) else target)]
        named = {*targets, *layout.get("values", {}), *layout.get("always", {})}
        yield from (f"[{name}] names {ours}, which is no column of {name}." for ours in sorted(named - set(tables[name].names)))
