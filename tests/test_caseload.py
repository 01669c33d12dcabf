"""Loading caseload extracts: what comes in, what is kept out with which sentence, and that nothing is lost."""

import csv
import io
import itertools
import shutil
import zipfile
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from lib.caseload import keep, load, preview, template, unpack_source
from lib.caseload.load import PlanIsOld, current
from lib.caseload.sources import CantRead, read_sheets
from lib.caseload.tables import TABLES
from lib.errors import NotAllowed, UserError
from lib.store import OPERATOR, Actor, open_store

TODAY = date(2026, 11, 22)
TABLE = {table.name: table for table in TABLES}
SLOW = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LEADER = Actor("lena", "team_leader", councils=("Westmarch",))
OFFICER = Actor("omar", "officer", councils=("Westmarch",), officer="WM01")

PEOPLE = "person_id,surname,council\nP1,Example,Westmarch\nP3,Specimen,Easthaven\n"
AGREEMENTS = "agreement_id,person_id,council,start_date,end_date\nA1,P1,Westmarch,2024-04-01,\nA3,P3,Easthaven,2024-04-01,\n"
PAYMENTS = "payment_id,agreement_id,paid_on,amount,kind\nY1,A1,2024-04-02,1430.60,regular\n"


def look(store, actor=OPERATOR, **texts):
    """The plan for CSV texts named by table; nothing is kept."""
    files = [(f"{name}.csv", text.encode() if isinstance(text, str) else text) for name, text in texts.items()]
    return preview(store, actor, "test", files, as_at=TODAY)


def send(store, actor=OPERATOR, **texts):
    """Load CSV texts named by table, and give the counts."""
    return keep(store, actor, look(store, actor, **texts), TODAY)


def numbers(counts, table):
    return (*(counts[table][what] for what in ("read", "added", "updated", "closed", "unchanged")), len(counts[table]["rejected"]))


@pytest.fixture
def loaded(store):
    """A store with one person and one agreement in each council."""
    send(store, people=PEOPLE, agreements=AGREEMENTS, payments=PAYMENTS)
    return store


@pytest.fixture(scope="module")
def held(tmp_path_factory, empty_path):
    """The same, for tests that only look, and for extracts whose rows have keys of their own."""
    opened = open_store(shutil.copy(empty_path, tmp_path_factory.mktemp("held")))
    send(opened, people=PEOPLE, agreements=AGREEMENTS, payments=PAYMENTS)
    yield opened
    opened.close()


def test_the_same_extract_twice_changes_nothing(loaded):
    rows = loaded.rows("from raw.person")

    counts = send(loaded, people=PEOPLE, agreements=AGREEMENTS, payments=PAYMENTS)

    assert numbers(counts, "people") == (2, 0, 0, 0, 2, 0)
    assert numbers(counts, "payments") == (1, 0, 0, 0, 1, 0)
    assert loaded.rows("from raw.person") == rows


def test_a_changed_row_supersedes_and_the_old_one_stays(held):
    send(held, people="person_id,surname,council\nP11,Example,Westmarch\nP12,Same,Westmarch\n")

    counts = send(held, people="person_id,surname,council\nP11,Renamed,Westmarch\nP12,Same,Westmarch\n")

    assert numbers(counts, "people") == (2, 0, 1, 0, 1, 0)
    assert current(held, TABLE["people"])["P11"].surname == "Renamed"
    assert [row["surname"] for row in held.rows("select surname from raw.person where person_id = 'P11' order by load_number")] == ["Example", "Renamed"]


def test_an_end_date_that_turns_up_counts_as_closed(held):
    plan = look(held, agreements=AGREEMENTS.replace("A1,P1,Westmarch,2024-04-01,", "A1,P1,Westmarch,2024-04-01,2026-03-31"))

    assert numbers(plan.counts, "agreements") == (2, 0, 0, 1, 1, 0)


def test_what_is_not_in_a_newer_extract_is_not_deleted(held):
    send(held, people="person_id,council\nP13,Westmarch\n")

    assert {"P1", "P3", "P13"} <= set(current(held, TABLE["people"]))


def test_a_column_that_is_not_sent_keeps_its_value_and_an_empty_cell_empties_it(held):
    (without,) = look(held, people="person_id,postcode,council\nP1,WM1 1AA,Westmarch\n").rows["people"]
    (empty,) = look(held, people="person_id,surname,council\nP1,,Westmarch\n").rows["people"]

    assert without["surname"] == "Example"
    assert empty["surname"] is None


def test_a_preview_keeps_nothing_and_says_what_keep_then_does(held):
    files = [("people.csv", b"person_id,council\nP14,Westmarch\n")]

    plan = preview(held, OPERATOR, "new", files, as_at=TODAY)

    assert "P14" not in current(held, TABLE["people"])
    assert keep(held, OPERATOR, plan, TODAY) == plan.counts
    assert "P14" in current(held, TABLE["people"])


def test_a_preview_older_than_another_load_is_not_kept(held):
    plan = preview(held, OPERATOR, "old", [("people.csv", b"person_id,council\nP15,Westmarch\n")], as_at=TODAY)
    send(held, people="person_id,council\nP16,Westmarch\n")

    with pytest.raises(PlanIsOld):
        keep(held, OPERATOR, plan, TODAY)
    assert "P15" not in current(held, TABLE["people"])


def test_a_load_leaves_its_counts_and_an_activity_row(loaded):
    row = loaded.row("from raw.extract_load")

    assert (row["load_number"], row["loaded_by"], row["profile"]) == (1, "operator", "canonical")
    assert '"added": 2' in row["counts"]
    assert loaded.value("select count(*) from activity.entry where action = 'load_caseload'") == 1


def test_a_bad_row_is_kept_out_with_its_place_and_a_sentence_and_the_others_load(held):
    bad = "Y2,A1,31/02/2024,10.00,regular\nY3,A1,2024-05-01,10.005,weekly\nY4,A1,2024-05-01,10.00,regular\n"

    plan = look(held, payments=PAYMENTS + bad)

    assert numbers(plan.counts, "payments") == (4, 1, 0, 0, 1, 2)
    first, second = plan.counts["payments"]["rejected"]
    assert first == {
        "file": "payments.csv", "row": 3, "column": "paid_on", "value": "31/02/2024",
        "reason": "'31/02/2024' is not a date. Write it as DD/MM/YYYY or YYYY-MM-DD.",
    }  # fmt: skip
    assert (second["row"], second["column"], second["value"]) == (4, "amount", "10.005")
    assert "at most two decimals" in second["reason"]
    assert "'weekly' is not a kind" in second["reason"]


@pytest.mark.parametrize(
    ("texts", "table", "column", "words"),
    [
        ({"people": "person_id,council\n,Westmarch\n"}, "people", "person_id", "empty"),
        ({"people": "person_id,council,date_of_birth\nP7,Westmarch,2026-11-23\n"}, "people", "date_of_birth", "future"),
        ({"agreements": "agreement_id,person_id,council,start_date\nA7,P7,Westmarch,2024-04-01\n"}, "agreements", "person_id", "no person P7"),
        ({"agreements": "agreement_id,person_id,council,start_date\nA7,P1,Easthaven,2024-04-01\n"}, "agreements", "council", "Westmarch"),
        ({"agreements": "agreement_id,person_id,council,start_date,end_date\nA7,P1,Westmarch,2024-04-02,2024-04-01\n"}, "agreements", "end_date", "before start_date"),
        ({"payments": "payment_id,agreement_id,paid_on,amount,kind\nY7,A7,2024-04-01,1.00,regular\n"}, "payments", "agreement_id", "no agreement A7"),
        ({"absences": "person_id,from_date\nP7,2024-04-01\n"}, "absences", "person_id", "no person P7"),
        ({"rates": "agreement_id,from_date,gross_weekly\nA1,2024-04-01,-1.00\n"}, "rates", "gross_weekly", "below nought"),
        ({"accounts": "account_id,agreement_id,sort_code\nC1,A1,1-2-3\n"}, "accounts", "sort_code", "six digits|6 digits"),
        ({"accounts": "account_id,agreement_id,account_number\nC1,A1,1234567\n"}, "accounts", "account_number", "leading nought"),
        ({"payments": "payment_id,agreement_id,paid_on,amount,kind\nY7,A1,2024-04-01,1,430.60,regular\n"}, "payments", "", "comma"),
    ],
)
def test_each_fault_has_its_sentence(held, texts, table, column, words):
    plan = look(held, **texts)

    assert numbers(plan.counts, table) == (1, 0, 0, 0, 0, 1)
    (out,) = plan.counts[table]["rejected"]
    assert out["column"] == column
    assert any(word in out["reason"] for word in words.split("|"))


def test_the_later_of_two_rows_with_one_key_is_kept_out_unless_it_says_the_same(held):
    plan = look(held, people="person_id,surname,council\nP6,First,Westmarch\nP6,First,Westmarch\nP6,Other,Westmarch\n")

    assert numbers(plan.counts, "people") == (3, 1, 0, 0, 1, 1)
    assert plan.counts["people"]["rejected"][0]["row"] == 4
    assert [row["surname"] for row in plan.rows["people"]] == ["First"]


def test_two_agreements_with_one_bank_account_load_with_a_warning(held):
    plan = look(held, accounts="account_id,agreement_id,sort_code,account_number\nC1,A1,010203,12345678\nC3,A3,01-02-03,12345678\n")

    assert numbers(plan.counts, "accounts") == (2, 2, 0, 0, 0, 0)
    assert len(plan.counts["accounts"]["warnings"]) == 2


def test_rates_that_overlap_are_accepted(held):
    plan = look(held, rates="agreement_id,from_date,to_date,gross_weekly\nA1,2024-04-01,2026-03-31,100.00\nA1,2025-04-01,,110.00\n")

    assert numbers(plan.counts, "rates") == (2, 2, 0, 0, 0, 0)


def test_text_that_looks_like_a_formula_or_a_tag_is_text(held):
    send(held, payees='agreement_id,payee_name,address\nA1,=1+1,<script>alert(1)</script>\nA1,"@SUM(A1)","two\nlines"\n')

    assert {row.payee_name: row.address for row in current(held, TABLE["payees"]).values()} == {"=1+1": "<script>alert(1)</script>", "@SUM(A1)": "two\nlines"}


def test_a_team_leader_loads_only_rows_of_their_own_councils(held):
    plan = look(
        held,
        LEADER,
        people="person_id,council\nP7,Westmarch\nP8,Easthaven\n",
        agreements="agreement_id,person_id,council,start_date\nA7,P7,Westmarch,2024-04-01\nA8,P8,Easthaven,2024-04-01\n",
    )

    assert [row["person_id"] for row in plan.rows["people"]] == ["P7"]
    assert [row["agreement_id"] for row in plan.rows["agreements"]] == ["A7"]
    assert "not one of your councils" in plan.counts["people"]["rejected"][0]["reason"]


def test_a_team_leader_cannot_take_over_what_another_council_has(held):
    plan = look(
        held,
        LEADER,
        people="person_id,surname,council\nP3,Taken,Westmarch\n",
        payments="payment_id,agreement_id,paid_on,amount,kind\nY9,A3,2024-04-02,1.00,regular\n",
    )

    assert numbers(plan.counts, "people") == (1, 0, 0, 0, 0, 1)
    # What is there in another council sounds like what is not there.
    missing = look(held, LEADER, payments="payment_id,agreement_id,paid_on,amount,kind\nY9,A8,2024-04-02,1.00,regular\n")
    assert plan.counts["payments"]["rejected"][0]["reason"] == missing.counts["payments"]["rejected"][0]["reason"].replace("A8", "A3")


def test_an_officer_may_not_load(held):
    with pytest.raises(NotAllowed):
        preview(held, OFFICER, "no", [("people.csv", PEOPLE.encode())], as_at=TODAY)


def test_somebody_elses_preview_is_not_kept(held):
    plan = preview(held, OPERATOR, "all", [("people.csv", b"person_id,council\nP8,Easthaven\n")], as_at=TODAY)

    with pytest.raises(UserError, match="somebody else"):
        keep(held, LEADER, plan, TODAY)


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
def test_the_encodings_of_council_systems_are_read(held, encoding):
    plan = look(held, people="person_id,surname,council\nP5,Müller £,Westmarch\n".encode(encoding))

    assert plan.rows["people"][0]["surname"] == "Müller £"


def test_leading_noughts_are_kept(held):
    (row,) = look(held, accounts="account_id;agreement_id;sort_code;account_number\n007;A1;01-02-03;00012345\n").rows["accounts"]

    assert (row["account_id"], row["sort_code"], row["account_number"]) == ("007", "010203", "00012345")


def test_a_title_above_the_header_is_passed_over(held):
    plan = look(held, people="People of the caseload,,\n,,\n" + PEOPLE)

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
def test_a_file_that_cannot_be_an_extract_is_refused_with_a_sentence(held, files, words):
    with pytest.raises(UserError, match=words):
        preview(held, OPERATOR, "bad", files, as_at=TODAY)


def test_a_file_nobody_asked_for_is_mentioned(held):
    plan = preview(held, OPERATOR, "extra", [("people.csv", b"person_id,council,shoe size\nP1,Westmarch,8\n"), ("notes.csv", b"a\nb\n")], as_at=TODAY)

    assert any("notes.csv" in message for message in plan.messages)
    assert any("shoe size" in message for message in plan.messages)


def test_an_unknown_profile_names_those_there_are(held):
    with pytest.raises(UserError, match="canonical, controcc"):
        preview(held, OPERATOR, "x", [("people.csv", PEOPLE.encode())], "sap", TODAY)


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


def test_the_template_has_every_table_and_loads_as_an_empty_caseload(held):
    workbook = load_workbook(io.BytesIO(template()))

    assert workbook.sheetnames == ["Read me", *TABLE]
    for name, table in TABLE.items():
        assert tuple(cell.value for cell in workbook[name][1]) == table.names
        assert workbook[name]["A1"].font.bold
        assert workbook[name].freeze_panes == "A2"
    plan = preview(held, OPERATOR, "template", [("caseload.xlsx", template())], as_at=TODAY)
    assert all(numbers(plan.counts, name) == (0, 0, 0, 0, 0, 0) for name in TABLE)
    assert plan.messages == ()


def test_there_must_be_something_to_load(tmp_path):
    with pytest.raises(CantRead, match=r"people\.csv"):
        unpack_source(tmp_path)
    with pytest.raises(CantRead, match="There is no"):
        unpack_source(tmp_path / "nowhere")


# Any extract

cell_text = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=8)
payment = st.fixed_dictionaries({
    "payment_id": st.sampled_from(["Y1", "Y2", "Y3", "Y4", ""]),
    "agreement_id": st.sampled_from(["A1", "A3", "A9"]),
    "paid_on": st.sampled_from(["2024-04-02", "03/05/2024", "31/02/2024", ""]),
    "amount": st.sampled_from(["10.00", "-5", "1,000.50", "12.345", "ten"]),
    "kind": st.sampled_from(["regular", "One_Off", "weekly"]),
    "reference": cell_text,
})  # fmt: skip
EXAMPLE = itertools.count()


def as_csv(rows, example):
    """The rows as a file. Each example has payment numbers of its own, so that all of them can share a store."""
    written = io.StringIO()
    writer = csv.DictWriter(written, ("payment_id", "agreement_id", "paid_on", "amount", "kind", "reference"), lineterminator="\n")
    writer.writeheader()
    writer.writerows(row | {"payment_id": row["payment_id"] and f"{example}-{row['payment_id']}"} for row in rows)
    return written.getvalue()


def payments_of(store, example):
    """The current payments of one example, as if it stood alone."""
    rows = current(store, TABLE["payments"])
    return {row.payment_id.partition("-")[2]: row[1:] for row in rows.values() if row.payment_id.startswith(f"{example}-")}


@SLOW
@given(rows=st.lists(payment, max_size=8))
def test_any_extract_loaded_twice_changes_nothing(held, rows):
    extract = as_csv(rows, next(EXAMPLE))
    first = send(held, payments=extract)["payments"]
    before = held.rows("from raw.payment order by all")

    again = send(held, payments=extract)["payments"]

    assert held.rows("from raw.payment order by all") == before
    assert again["rejected"] == first["rejected"]
    assert (again["added"], again["updated"], again["closed"]) == (0, 0, 0)
    for counts in (first, again):
        assert counts["read"] == len(rows) == sum(counts[what] for what in ("added", "updated", "closed", "unchanged")) + len(counts["rejected"])


@SLOW
@given(rows=st.lists(payment, max_size=8, unique_by=lambda row: row["payment_id"]), cut=st.integers(0, 8))
def test_an_extract_in_two_loads_gives_the_same_rows_as_in_one(held, rows, cut):
    whole, halves = next(EXAMPLE), next(EXAMPLE)

    send(held, payments=as_csv(rows, whole))
    send(held, payments=as_csv(rows[:cut], halves))
    send(held, payments=as_csv(rows[cut:], halves))

    assert payments_of(held, whole) == payments_of(held, halves)


def test_a_council_that_decided_no_policy_loads_and_is_mentioned(held):
    plan = look(held, people="person_id,council\nP7,Northshire\n")

    assert numbers(plan.counts, "people") == (1, 1, 0, 0, 0, 0)
    assert any("Northshire has decided no policy" in message for message in plan.messages)
