"""Where our tables are in a system's export: a sheet's header is found, and its rows are given our column names."""

from dataclasses import dataclass

from lib.caseload.profiles import Layout, profile, profile_names
from lib.caseload.sources import plain
from lib.errors import SeveralErrors, UserError

HEADER_WITHIN = 10  # rows in which a header is looked for
EXPLAINS = "read_me"  # the sheet of our own template that holds no data


class NotAnExtract(UserError):
    """These files are not a caseload extract that we know."""


@dataclass(frozen=True)
class Found:
    """One of our tables as a sheet has it, column by column."""

    layout: Layout
    file: str
    numbers: list[int]  # of the rows, as a spreadsheet counts them
    columns: dict[str, list[str]]  # our column -> its text in each of those rows
    ragged: list[tuple[int, list[str]]]  # rows whose cells don't stand under the header: number, cells


def arrange(system, sheets):
    """Our tables as they are found in the sheets, and a sentence about each sheet and column that no table takes."""
    by_name = {plain(sheet.name): sheet for sheet in sheets}
    wanted = [(layout, by_name[name]) for layout in system.layouts for name in layout.files if name in by_name]
    if not wanted:
        raise NotAnExtract(_nothing_known(system, sheets, by_name))
    faults = [fault for layout, sheet in wanted for fault in _header_faults(layout, sheet)]
    if faults:
        raise SeveralErrors(faults)
    found = [_find(layout, sheet) for layout, sheet in wanted]
    return found, [*_unused_sheets(wanted, sheets), *_unused_columns(wanted)]


def _find(layout, sheet):
    header_row = _header_row(layout, sheet)
    header = sheet.rows[header_row]
    rows = [(number, cells) for number, cells in enumerate(sheet.rows[header_row + 1 :], start=header_row + 2) if "".join(cells).strip()]
    whole = [(number, cells) for number, cells in rows if _stands_under(header, cells)]
    ragged = [(number, cells) for number, cells in rows if not _stands_under(header, cells)]
    columns = {ours: [value] * len(whole) for ours, value in layout.always.items()}
    for place, cell in enumerate(header):
        for ours in layout.columns.get(plain(cell), ()):
            columns[ours] = [cells[place] for _, cells in whole]
    return Found(layout, sheet.file, [number for number, _ in whole], columns, ragged)


def _stands_under(header, cells):
    return len(cells) == len(header) or (len(cells) > len(header) and not "".join(cells[len(header) :]).strip())


def _unused_sheets(wanted, sheets):
    used = {sheet.file for _, sheet in wanted}
    return [f"{sheet.file} is not used: the profile looks for nothing in it." for sheet in sheets if sheet.file not in used and plain(sheet.name) != EXPLAINS]


def _unused_columns(wanted):
    """A sentence for each sheet with columns that no table takes."""
    for file in dict.fromkeys(sheet.file for _, sheet in wanted):
        layouts = [layout for layout, sheet in wanted if sheet.file == file]
        sheet = next(sheet for _, sheet in wanted if sheet.file == file)
        header = sheet.rows[_header_row(layouts[0], sheet)]
        unused = [cell for cell in header if plain(cell) and not any(plain(cell) in layout.columns for layout in layouts)]
        if unused:
            yield f"{file}: the profile does not use {', '.join(unused)}."


def _header_row(layout, sheet):
    """The place of the first row that names every column we can't do without."""
    needed = set(layout.table.required) - set(layout.always)
    return next((place for place, row in enumerate(sheet.rows[:HEADER_WITHIN]) if needed <= set(_ours(layout, row))), None)


def _ours(layout, row):
    return [ours for cell in row for ours in layout.columns.get(plain(cell), ())]


def _header_faults(layout, sheet):
    header_row = _header_row(layout, sheet)
    if header_row is None:
        first = next((row for row in sheet.rows if any(cell.strip() for cell in row)), [])
        missing = sorted(set(layout.table.required) - set(layout.always) - set(_ours(layout, first)))
        expected = ", ".join(f"{ours} (in this system: {_theirs(layout, ours)})" for ours in missing)
        yield f"{sheet.file}: the first row names no {expected}. It says: {', '.join(first)[:200] or 'nothing'}. Name the columns so, or choose another profile."
        return
    ours = _ours(layout, sheet.rows[header_row])
    for name in sorted({name for name in ours if ours.count(name) > 1}):
        yield f"{sheet.file}: two columns hold the {name}. Take one of them out."


def _theirs(layout, ours):
    return " or ".join(theirs for theirs, targets in layout.columns.items() if ours in targets) or "not in the profile"


def _nothing_known(system, sheets, by_name):
    names = ", ".join(sheet.file for sheet in sheets) or "nothing"
    others = [name for name in profile_names() if any(file in by_name for layout in profile(name).layouts for file in layout.files)]
    if others:
        return f"The profile {system.name} knows nothing of what this extract holds ({names}). Choose the profile {' or '.join(others)}."
    expected = ", ".join(f"{layout.files[0]}.csv" for layout in system.layouts)
    return f"The profile {system.name} knows nothing of what this extract holds ({names}). It looks for {expected}."
