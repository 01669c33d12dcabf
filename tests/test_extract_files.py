"""What is an extract: a folder, an archive or a workbook, in the encodings of council systems; and what is none."""

import csv
import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from lib.caseload import load, preview, template, unpack_source
from lib.caseload.load import current
from lib.caseload.sources import CantRead, read_sheets
from lib.errors import UserError
from lib.store import OPERATOR
from tests.small_extract import AGREEMENTS, PAYMENTS, PEOPLE, TABLE, TODAY, look, numbers


def test_a_folder_a_zip_and_a_workbook_give_the_same(tmp_path, store):
    tables = {"people": PEOPLE, "agreements": AGREEMENTS, "payments": PAYMENTS}
    folder = tmp_path / "extract"
    folder.mkdir()
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    archive = tmp_path / "extract.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for name, text in tables.items():
            packed.writestr(f"today/{name}.csv", text)
    workbook = Workbook()
    for name, text in tables.items():
        sheet = workbook.create_sheet(name)
        for number, row in enumerate(csv.reader(io.StringIO(text))):
            sheet.append([float(cell) if cell == "1430.60" else date.fromisoformat(cell) if number and cell.startswith("2024") else cell or None for cell in row])
    workbook.save(tmp_path / "caseload.xlsx")

    dry = load(store, OPERATOR, folder, dry_run=True, as_at=TODAY)
    assert current(store, TABLE["people"]) == {}
    assert load(store, OPERATOR, folder, as_at=TODAY) == dry

    for path in (archive, tmp_path / "caseload.xlsx"):
        counts = load(store, OPERATOR, path, as_at=TODAY)
        assert [numbers(counts, name)[4] for name in tables] == [2, 2, 1], path.name


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encodings_of_council_systems_are_read(extracted, encoding):
    plan = look(extracted, people="person_id,surname,council\nP5,Müller £,Westmarch\n".encode(encoding))

    assert plan.rows["people"][0]["surname"] == "Müller £"


def test_leading_noughts_are_kept(extracted):
    (row,) = look(extracted, accounts="account_id;agreement_id;sort_code;account_number\n007;A1;01-02-03;00012345\n").rows["accounts"]

    assert (row["account_id"], row["sort_code"], row["account_number"]) == ("007", "010203", "00012345")


def test_a_title_above_the_header_is_passed_over(extracted):
    plan = look(extracted, people="People of the caseload,,\n,,\n" + PEOPLE)

    assert numbers(plan.counts, "people") == (2, 0, 0, 0, 2, 0)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([("people.csv", b"person_id,surname\nP1,Example\n")], "council"),
        ([("people.csv", b"person_id,person id,council\nP1,P1,Westmarch\n")], "two columns"),
        ([("people.csv", b'person_id,council\nP1,"Westmarch\n')], "quotation mark"),
        ([("people.csv", b"")], "council"),
        ([("people.csv", b"\x00\x01\x02")], "not text"),
        ([("other.csv", b"a,b\n1,2\n")], "It looks for people.csv"),
        ([("dp_packages.csv", b"PERID\n1\n")], "Choose the profile mosaic"),
        ([("people.csv", PEOPLE.encode()), ("PEOPLE.tsv", PEOPLE.encode())], "same name"),
        ([("caseload.zip", b"PK\x03\x04broken")], "damaged"),
    ],
)
def test_a_file_that_cannot_be_an_extract_is_refused_with_a_sentence(extracted, files, words):
    with pytest.raises(UserError, match=words):
        preview(extracted, OPERATOR, "bad", files, as_at=TODAY)


def test_a_file_nobody_asked_for_is_mentioned(extracted):
    plan = preview(extracted, OPERATOR, "extra", [("people.csv", b"person_id,council,shoe size\nP1,Westmarch,8\n"), ("notes.csv", b"a\nb\n")], as_at=TODAY)

    assert any("notes.csv" in message for message in plan.messages)
    assert any("shoe size" in message for message in plan.messages)


def test_an_unknown_profile_names_those_there_are(extracted):
    with pytest.raises(UserError, match="canonical, controcc"):
        preview(extracted, OPERATOR, "x", [("people.csv", PEOPLE.encode())], "sap", TODAY)


def test_an_archive_that_unpacks_to_too_much_is_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("people.csv", b"0" * 201_000_000)

    with pytest.raises(CantRead, match="unpacks to more"):
        read_sheets([("bomb.zip", packed.getvalue())])


def test_a_cell_far_outside_the_table_is_refused():
    workbook = Workbook()
    workbook.active.title = "people"
    workbook.active.cell(1_000_000, 16_000, "far")
    saved = io.BytesIO()
    workbook.save(saved)

    with pytest.raises(CantRead, match="far outside"):
        read_sheets([("caseload.xlsx", saved.getvalue())])


def test_the_template_has_every_table_and_loads_as_an_empty_caseload(extracted):
    workbook = load_workbook(io.BytesIO(template()))

    assert workbook.sheetnames == ["Read me", *TABLE]
    for name, table in TABLE.items():
        assert tuple(cell.value for cell in workbook[name][1]) == table.names
        assert workbook[name]["A1"].font.bold
        assert workbook[name].freeze_panes == "A2"
    plan = preview(extracted, OPERATOR, "template", [("caseload.xlsx", template())], as_at=TODAY)
    assert all(numbers(plan.counts, name) == (0, 0, 0, 0, 0, 0) for name in TABLE)
    assert plan.messages == ()


def test_there_must_be_something_to_load(tmp_path):
    with pytest.raises(CantRead, match=r"people\.csv"):
        unpack_source(tmp_path)
    with pytest.raises(CantRead, match="There is no"):
        unpack_source(tmp_path / "nowhere")
