"""The text of an extract becomes typed rows; a row that can't be used is kept out with a sentence."""

from lib.caseload.cells import BadCell, read_cell

RAGGED = "The row has {cells} cells, which don't stand under the header. Look for a comma or a quotation mark inside a text."


def read_rows(table, found, formats, as_at):
    """((row number, row), ...) and the rejected ones of one table in one sheet. A column that is not there is None in every row."""
    columns = {
        column.name: _readings(column, found.columns[column.name], found.layout.values.get(column.name, {}), formats, as_at)
        for column in table.columns
        if column.name in found.columns
    }
    nothing = [None] * len(found.numbers)
    rows = map(table.row, *(columns.get(name, nothing) for name in table.names))
    unusable = {place for values in columns.values() for place, value in enumerate(values) if isinstance(value, BadCell)}
    usable = [(number, row) for place, (number, row) in enumerate(zip(found.numbers, rows, strict=True)) if place not in unusable]
    return usable, [*_bad_cells(found, columns, unusable), *_ragged(found)]


def rejected(found, number, wrong):
    """A row kept out, as it is printed: the first fault's place, and what to put right in all of them."""
    column = wrong[0][0]
    value = found.columns[column][found.numbers.index(number)] if column in found.columns else ""
    return {"file": found.file, "row": number, "column": column, "value": value, "reason": " ".join(sentence for _, sentence in wrong)}


def _readings(column, texts, translations, formats, as_at):
    """Each text's value or BadCell. A text that comes again is read once."""
    values = {}
    for text in set(texts):
        try:
            values[text] = read_cell(column, translations.get(text.strip().casefold(), text), formats, as_at)
        except BadCell as fault:
            values[text] = fault
    return [values[text] for text in texts]


def _bad_cells(found, columns, unusable):
    for place in sorted(unusable):
        wrong = [(name, str(values[place])) for name, values in columns.items() if isinstance(values[place], BadCell)]
        yield rejected(found, found.numbers[place], wrong)


def _ragged(found):
    for number, cells in found.ragged:
        yield {"file": found.file, "row": number, "column": "", "value": ", ".join(cells)[:200], "reason": RAGGED.format(cells=len(cells))}
