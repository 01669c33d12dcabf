"""Every layout has a made-up sample beside what must be read from it, and no two layouts claim one file."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from lib.statements.layouts import GUESSED, by_name, load_layouts, normal, plain
from lib.statements.reading import read
from lib.statements.recognise import by_contents, exactly, fits_under, fits_without_header
from lib.statements.text import read_rows

SAMPLES = Path(__file__).parent / "statements"
NAMES = [layout.name for layout in load_layouts() if layout.confidence != GUESSED]
GUESSES = [layout.name for layout in load_layouts() if layout.confidence == GUESSED]
CONTAINERS = ["santander_qif"]  # a bank's export in a format that needs no layout
PRINTED = [layout.name for layout in load_layouts() if layout.container == "pdf"]
TODAY = date(2026, 11, 22)


def sample_of(name):
    """The made-up sample of a layout."""
    return next(path for ending in ("csv", "txt", "pdf", "xls", "qif") if (path := SAMPLES / f"{name}.{ending}").exists())


def essence(reading):
    """What a sample must say: everything but the hash and the rows as they stood in the file."""
    statements = []
    for statement in reading["statements"]:
        kept = {key: value for key, value in statement.items() if key not in ("rows", "printed", "account")}
        kept["account"] = {key: value for key, value in statement["account"].items() if value}
        kept["rows"] = [{key: value for key, value in row.items() if value is not None and key != "source"} for row in statement["rows"]]
        statements.append(kept)
    skipped = [[row["line"], row["why"]] for row in reading["skipped_lines"]]
    return {**{key: reading[key] for key in ("status", "kind", "layout", "rejected_lines", "messages")}, "skipped_lines": skipped, "statements": statements}


@pytest.mark.parametrize("name", [*NAMES, *GUESSES, *CONTAINERS])
def test_a_layout_reads_its_sample_as_expected(name):
    """A guess reads it only when it is asked for by name."""
    sample = sample_of(name)
    expected = json.loads((SAMPLES / f"{name}.expected.json").read_text(encoding="utf-8"))
    assert essence(read(sample.name, sample.read_bytes(), layout=name if name in GUESSES else None, today=TODAY)) == expected


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_recognised_by_its_content_whatever_its_name(name):
    reading = read("statement (3).csv", sample_of(name).read_bytes(), today=TODAY)
    assert reading["layout"] == name


FORMS = [(layout.name, form) for layout in load_layouts() if layout.container == "table" and len(layout.headers) > 1 for form in range(len(layout.headers))]


@pytest.mark.parametrize(("name", "form"), FORMS)
def test_each_header_of_a_layout_is_read_like_that_of_its_sample(name, form):
    layout, wanted = by_name(name, load_layouts()), name if name in GUESSES else None
    header, *rows = (row.cells for row in read_rows(sample_of(name).read_text(encoding="utf-8-sig")).rows)
    written = io.StringIO()
    csv.writer(written).writerows([layout.headers[form], *([cell_of(layout, header, row, heading) for heading in layout.headers[form]] for row in rows)])
    known, reading = (read("a.csv", content, layout=wanted, today=TODAY) for content in (sample_of(name).read_bytes(), written.getvalue().encode()))
    assert (reading["layout"], reading["rejected_lines"]) == (name, [])
    assert [(one["lines"], one["credits"], one["debits"]) for one in reading["statements"]] == [(one["lines"], one["credits"], one["debits"]) for one in known["statements"]]


@pytest.mark.parametrize("name", [layout.name for layout in load_layouts() if layout.contains])
def test_where_banks_add_columns_often_a_new_one_changes_nothing(name):
    first, *rows = sample_of(name).read_text(encoding="utf-8-sig").splitlines()
    reading = read("a.csv", "\n".join([f"A new column,{first}", *(f"new,{row}" for row in rows)]).encode(), today=TODAY)
    known = read("a.csv", sample_of(name).read_bytes(), today=TODAY)
    assert (reading["layout"], [figures(one) for one in reading["statements"]]) == (name, [figures(one) for one in known["statements"]])


def test_a_new_column_that_says_which_way_money_went_is_followed():
    text = "TransferWise ID,Date,Amount,Currency,Description,Payment Reference,Running Balance,Direction\nT-1,14-09-2026,10.00,GBP,SHOP,,90.00,OUT\nT-2,15-09-2026,50.00,GBP,ANN,,140.00,IN\n"
    reading = read("a.csv", text.encode(), today=TODAY)
    assert (reading["layout"], [row["amount"] for row in reading["statements"][0]["rows"]], reading["statements"][0]["proof"]) == ("wise", ["-10.00", "50.00"], "proven")
    assert "The bank has added a column, 'Direction', that says whether money came in or went out." in reading["messages"]
    unclear = read("a.csv", text.replace(",OUT", ",NEUTRAL").encode(), today=TODAY)
    assert (unclear["status"], "'Direction'" in unclear["reason"], unclear["needs_layout"]) == ("refused", True, True)
    in_alone = text.replace("Direction", "Card").replace(",IN", ",Debit").replace(",OUT", ",Debit")
    assert [row["amount"] for row in read("a.csv", in_alone.encode(), today=TODAY)["statements"][0]["rows"]] == ["10.00", "50.00"]


def cell_of(layout, header, row, heading):
    """What a sample's row has under a heading, or under another heading for the same of our columns."""
    cells = dict(zip(map(plain, header), row, strict=False))
    others = next((names for names in layout.columns.values() if heading in map(plain, names)), ())
    return next((cells[name] for name in [heading, *map(plain, others)] if name in cells), "")


@pytest.mark.parametrize("name", GUESSES)
def test_a_guess_reads_nothing_by_itself_and_says_what_it_takes_the_columns_for(name):
    layout, sample = by_name(name, load_layouts()), sample_of(name)
    reading = read("statement (3).csv", unproven(sample.read_bytes()), today=TODAY)
    assert (reading["status"], reading["layout"], reading["needs_layout"], reading["statements"]) == ("refused", None, True, [])
    assert f"looks like an export of {layout.title}, but that is a guess." in reading["reason"]
    guess, header = reading["guess"], read_rows(sample.read_text(encoding="utf-8-sig")).rows[0].cells
    assert (guess["title"], guess["heading"], guess["dates"]) == (layout.title, 1, "day")
    assert {role: header[place - 1] for role, place in guess["columns"].items()} == {role: next(one for one in names if one in header) for role, names in layout.columns.items()}


@pytest.mark.parametrize("name", ["danske", "metro_bank"])
def test_a_guess_that_the_balances_prove_is_read_and_said(name):
    reading = read("statement (3).csv", sample_of(name).read_bytes(), today=TODAY)
    assert (reading["status"], reading["layout"], reading["statements"][0]["proof"]) == ("read", name, "proven")
    assert reading["messages"][0] == f"This was taken for an export of {by_name(name, load_layouts()).title}, which is a guess. The balances prove the figures."


def unproven(content):
    """A sample whose balances do not follow, where it has any."""
    return content.replace(b"3190.00", b"3190.01").replace(b"3.190,00", b"3.190,01")


def test_no_two_printed_layouts_have_the_same_headings():
    headers = [header for name in PRINTED for header in by_name(name, load_layouts()).headers]
    assert len(set(headers)) == len(headers) > len(PRINTED) - 1


@pytest.mark.parametrize("name", [name for name in [*NAMES, *GUESSES] if name not in ("santander_text", "santander_html", *PRINTED)])
def test_only_one_layout_claims_a_sample(name):
    table = read_rows(sample_of(name).read_text(encoding="utf-8-sig"))
    claims = {layout.name: strength for layout in load_layouts() if layout.container == "table" and (strength := claim(layout, table))}
    strongest = max(claims.values())
    assert [claimer for claimer, strength in claims.items() if strength == strongest] == [name]


def claim(layout, table):
    """How strongly a layout claims a table: 0 not at all; each condition that holds makes it stronger."""
    if layout.widths and fits_without_header(layout, table):
        return 1
    for place, row in enumerate(table.rows):
        if layout in exactly(normal(row.cells), [layout]) + by_contents(normal(row.cells), [layout]) and fits_under(layout, table, place):
            return 1 + len(layout.when) + 2 * bool(layout.delimiter) + 4 * bool(layout.preamble)
    return 0


@pytest.mark.parametrize("name", [*NAMES, *GUESSES])
def test_a_layout_says_what_it_is_and_how_sure_that_is(name):
    layout = by_name(name, load_layouts())
    assert layout.title
    assert layout.confidence in ("A", "A/B", "B", GUESSED)
    assert layout.sign in ("as printed", "reversed")
    assert layout.order in (None, "newest", "oldest")
    assert layout.container in ("table", "pdf")
    assert layout.text_stands in (None, "above", "below")


def test_every_sample_belongs_to_a_layout():
    assert {path.name.split(".")[0] for path in SAMPLES.iterdir()} == {*NAMES, *GUESSES, *CONTAINERS}


@pytest.mark.parametrize("name", [name for name in NAMES if sample_of(name).suffix == ".csv"])
def test_a_layout_is_still_read_after_a_spreadsheet_saved_it_again(name):
    rows = read_rows(sample_of(name).read_text(encoding="utf-8-sig"))
    if rows.delimiter != "," or by_name(name, load_layouts()).widths:
        pytest.skip("a spreadsheet would need the comma and the header")
    before = read("a.csv", sample_of(name).read_bytes(), today=TODAY)
    padded = "\r\n".join(",".join('"' + cell.replace('"', '""') + '"' if "," in cell else cell for cell in row.cells) + ",,," for row in rows.rows) + "\r\n,,,,\r\n"
    after = read("a.csv", padded.upper().encode("cp1252", errors="ignore"), today=TODAY)
    assert after["layout"] == name
    assert [figures(one) for one in after["statements"]] == [figures(one) for one in before["statements"]]


def figures(statement):
    """The figures of a statement."""
    return [statement[key] for key in ("lines", "credits", "debits", "opening_balance", "closing_balance", "proof")]
