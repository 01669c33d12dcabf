"""A case's evidence: everything that belongs to it and nothing of others, the same bytes for the same moment, checked without the tool."""

import csv
import hashlib
import io
import json
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from lib import access, documents, evidence_pack, letters, safeguarding, surplus, taken
from lib.errors import NotAllowed, UserError
from lib.store import OPERATOR, open_store
from tests.small_council import AS_AT, JO, LEE, receive
from tests.told_council import PDF

SAM, UNA = replace(JO, username="sam", officer="sam"), replace(LEE, username="una", role="auditor")
WHY = "The Ombudsman's enquiry"


@pytest.fixture(scope="module")
def case_path(tmp_path_factory, held_path):
    """A folder: a surplus told about by letter, a document, one that was withdrawn, a concern with a referral, and a statement of somebody else."""
    folder = tmp_path_factory.mktemp("packed") / "here"
    shutil.copytree(Path(held_path).parent, folder)
    store = open_store(folder / "reckoner.duckdb")
    surplus_id = surplus.calculate(store, JO, "g1", "unknown", "", AS_AT)
    surplus.prepare_notice(store, JO, "g1", surplus_id, "100.00", AS_AT.replace(month=8), "invoice", AS_AT)
    documents.add(store, JO, "g1", "slip.pdf", PDF, "payslip", "Payslip", AS_AT, AS_AT)
    wrong = documents.add(store, JO, "g1", "other.pdf", PDF + b"2", "other", "Of another case", AS_AT, AS_AT)
    documents.withdraw(store, JO, "g1", wrong, "It is of another case")
    receive(store, "a2", [("2026-05-01", "SECRET OF A2", "-40.00")])
    safeguarding.raise_concern(store, JO, "g1", next(iter(safeguarding.SIGNS)), "Seen to be afraid", AS_AT)
    store.close()
    return folder


@pytest.fixture
def case(case_path, tmp_path):
    shutil.copytree(case_path, tmp_path / "case")
    store = open_store(tmp_path / "case" / "reckoner.duckdb")
    yield store
    store.close()


def files_of(content):
    archive = zipfile.ZipFile(io.BytesIO(content))
    return {name: archive.read(name) for name in archive.namelist()}


def table(files, name):
    return list(csv.DictReader(io.StringIO(files[f"tables/{name}.csv"].decode("utf-8-sig"), newline="")))


def checked(folder, *words):
    done = subprocess.run([sys.executable, "-I", folder / "check_pack.py", *words], capture_output=True, text=True, cwd=folder)
    return done.returncode, done.stdout


def test_it_holds_the_papers_as_they_came_and_what_was_worked_out_decided_and_done(case):
    name, content = evidence_pack.take(case, JO, "g1", WHY, AS_AT)
    files = files_of(content)
    manifest = json.loads(files["manifest.json"])
    assert name == "evidence_g1_2026-06-30.zip" and manifest["reason"] == WHY and manifest["taken_by"] == "jo"
    for folder, many in (("statements/", 1), ("letters/", 1), ("documents/", 1)):
        assert sum(path.startswith(folder) for path in files) == many
    assert PDF in files.values()
    assert {row["transaction_id"] for row in table(files, "transaction")} == {row["transaction_id"] for row in access.see(case, JO, "audit.transaction", agreement_id="g1")}
    assert {"reconciliation", "form", "finding", "exception", "surplus", "case_step", "letter", "timeline"} <= {path[7:-4] for path in files if path.startswith("tables/")}
    acts = table(files, "case_activity")
    assert [act["chain_hash"] for act in acts] == [
        row["chain_hash"] for row in case.rows("from dashboards.act where agreement_id = 'g1' order by seq") if row["action"] != "take_evidence"
    ]
    assert files["chronology.docx"].startswith(b"PK")


def test_nothing_of_others_of_what_was_withdrawn_or_of_concerns_is_in_it(case):
    files = files_of(evidence_pack.take(case, JO, "g1", WHY, AS_AT)[1])
    everything = b"".join(files.values())
    assert b"SECRET OF A2" not in everything and PDF + b"2" not in files.values()
    [left_out] = json.loads(files["manifest.json"])["left_out"]
    assert "other.pdf" in left_out["what"] and left_out["why"] == "It was withdrawn or set aside: It is of another case"
    assert b"afraid" not in everything and b"concern" not in everything.replace(files["check_pack.py"], b"")


def test_a_banks_file_that_shows_other_people_stays_out_and_its_lines_stay_in(case):
    sha256 = case.value("select file_sha256 from raw.statement where account_id = 'a1'")
    with case.change(OPERATOR, "load", "one file for two") as change:
        change.execute("update raw.statement set file_sha256 = ? where account_id = 'a2'", [sha256])
    files = files_of(evidence_pack.take(case, JO, "g1", WHY, AS_AT)[1])
    assert not any(path.startswith("statements/") for path in files)
    assert any("other people" in one["why"] for one in json.loads(files["manifest.json"])["left_out"])
    assert len(table(files, "transaction")) == 2


def test_who_may_know_of_concerns_may_add_them_and_the_log_tells_it_only_to_them(case):
    with pytest.raises(NotAllowed):
        evidence_pack.take(case, JO, "g1", WHY, AS_AT, with_restricted=True)
    files = files_of(evidence_pack.take(case, LEE, "g1", WHY, AS_AT, with_restricted=True)[1])
    assert table(files, "concern")[0]["note"] == "Seen to be afraid"
    plain = files_of(evidence_pack.take(case, LEE, "g1", WHY, AS_AT)[1])
    said = [json.loads(row["after"])["files"] for row in case.rows("from dashboards.act where action = 'take_evidence' order by seq")]
    assert said[0] == said[1] and len(files) > len(plain)
    assert [row["action"] for row in access.see(case, LEE, "dashboards.restricted_activity", agreement_id="g1")].count("restricted_evidence_taken") == 1
    assert [row["rows"] for row in taken.of_others(case, UNA)] == [said[0], said[1]]


def test_the_same_case_at_the_same_moment_gives_the_same_bytes(case, monkeypatch):
    monkeypatch.setattr(evidence_pack, "now", lambda: datetime(2026, 6, 30, 12))
    kept = []
    monkeypatch.setattr(evidence_pack, "_keep", lambda *values: kept.append(values[4]))
    for _ in range(2):
        evidence_pack.take(case, JO, "g1", WHY, AS_AT)
    assert kept[0] == kept[1]


def test_it_is_checked_without_the_tool_and_every_change_shows(case, tmp_path):
    _, content = evidence_pack.take(case, JO, "g1", WHY, AS_AT)
    folder = tmp_path / "unpacked"
    zipfile.ZipFile(io.BytesIO(content)).extractall(folder)
    code, said = checked(folder)
    known = json.loads(case.value("select after from dashboards.act where action = 'take_evidence'"))["manifest_sha256"]
    assert code == 0 and f"SHA-256 of the manifest: {known}" in said, said
    (tmp_path / "pack.zip").write_bytes(content)
    assert checked(folder, tmp_path / "pack.zip")[0] == 0
    form = folder / "tables" / "reconciliation.csv"
    statement = next((folder / "statements").iterdir())
    for path, change, says in (
        (statement, lambda: statement.write_bytes(b"{}"), "was changed"), (folder / "more.txt", lambda: (folder / "more.txt").write_text("x"), "does not know it"),
        (form, form.unlink, "is missing"),
    ):  # fmt: skip
        before = path.read_bytes() if path.exists() else None
        change()
        code, said = checked(folder)
        assert code == 1 and says in said and path.name in said
        path.write_bytes(before) if before else path.unlink()
    assert checked(folder)[0] == 0
    (folder / "manifest.json").unlink()
    assert checked(folder)[0] == 2


def test_a_pack_written_anew_with_its_manifest_is_told_by_the_forms_own_figures_and_by_the_log(case, tmp_path):
    files = files_of(evidence_pack.take(case, JO, "g1", WHY, AS_AT)[1])
    files["tables/reconciliation.csv"] = files["tables/reconciliation.csv"].replace(b"1500.00", b"1400.00")
    manifest = json.loads(files["manifest.json"])
    for one in manifest["files"]:
        one["sha256"] = hashlib.sha256(files[one["path"]]).hexdigest()
    files["manifest.json"] = json.dumps(manifest).encode()
    folder = tmp_path / "forged"
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    code, said = checked(folder)
    assert code == 1 and "does not add up" in said


def test_a_reason_is_wanted_a_colleague_gets_nothing_and_a_damaged_file_stops_it(case):
    with pytest.raises(UserError, match="needed for"):
        evidence_pack.take(case, JO, "g1", "  ", AS_AT)
    with pytest.raises(NotAllowed):
        evidence_pack.take(case, SAM, "g1", WHY, AS_AT)
    sha256 = case.value("select file_sha256 from raw.statement where account_id = 'a1'")
    (case.places.evidence / sha256).write_bytes(b"other")
    acts = case.value("select count(*) from activity.entry")
    with pytest.raises(UserError, match="not what was received"):
        evidence_pack.take(case, JO, "g1", WHY, AS_AT)
    assert case.value("select count(*) from activity.entry") == acts


def test_an_auditor_takes_it_and_it_stands_among_the_exports(case):
    _, content = evidence_pack.take(case, UNA, "g1", WHY, AS_AT)
    [row] = taken.mine(case, UNA)
    assert (row["kind"], row["name"], row["agreement_id"]) == ("pack", "evidence of g1", "g1")
    assert taken.recognise(case, UNA, "pack.zip", content)["state"] == "as_taken"
    with pytest.raises(UserError, match="taken anew"):
        taken.again(case, UNA, row["export_id"])
    assert letters.names()
