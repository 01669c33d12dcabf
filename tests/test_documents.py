"""Documents: kept as they came, given back to the byte, under a name that is only a name; what is not what it says is refused."""

import unicodedata
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib import access, checks, documents
from lib.errors import NotAllowed, UserError
from tests.small_council import AS_AT, JO, LEE
from tests.told_council import PDF

SAM = replace(JO, username="sam", officer="sam")


def add(store, name="slip.pdf", content=PDF, kind="payslip", title="Payslip of June", on_day=AS_AT, actor=JO):
    return documents.add(store, actor, "g1", name, content, kind, title, on_day, AS_AT)


def test_a_document_comes_back_to_the_byte_and_the_look_is_kept(held):
    document_id = add(held)
    assert documents.content(held, LEE, "g1", document_id) == ("slip.pdf", PDF)
    [paper] = access.see(held, JO, "dashboards.case_paper", paper_id=document_id)
    assert (paper["title"], paper["kind"], paper["kept_by"], paper["is_withdrawn"]) == ("Payslip of June", "payslip", "jo", False)
    assert [row["action"] for row in held.rows("select action from activity.entry where subject = ? order by seq", [document_id])] == ["add_document", "look_at_document"]


def test_a_withdrawn_document_is_shown_with_its_reason_and_given_to_nobody(held):
    document_id = add(held)
    with pytest.raises(UserError, match="Say why"):
        documents.withdraw(held, JO, "g1", document_id, "  ")
    documents.withdraw(held, JO, "g1", document_id, "Of another case")
    for again in (lambda: documents.content(held, JO, "g1", document_id), lambda: documents.withdraw(held, JO, "g1", document_id, "Twice")):
        with pytest.raises(UserError, match="was withdrawn: Of another case"):
            again()
    assert access.see(held, JO, "dashboards.case_paper", paper_id=document_id)[0]["withdrawn_because"] == "Of another case"
    assert not access.see(held, JO, "dashboards.timeline", agreement_id="g1", link_id=document_id)
    add(held)  # the same file may come again


def test_the_same_file_is_kept_once_a_case(held):
    add(held, title="The first")
    with pytest.raises(UserError, match="already, as The first"):
        add(held, name="again.pdf")


def test_who_may_only_read_adds_nothing_and_a_colleague_reads_nothing(held):
    document_id = add(held)
    una = replace(LEE, username="una", role="auditor")
    assert documents.content(held, una, "g1", document_id)[1] == PDF
    for refused in (lambda: add(held, actor=una), lambda: documents.withdraw(held, una, "g1", document_id, "No"), lambda: documents.content(held, SAM, "g1", document_id)):
        with pytest.raises(NotAllowed):
            refused()
    with pytest.raises(UserError, match="not there"):
        documents.content(held, JO, "g2", document_id)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("slip.pdf", b"MZ\x90\x00 a program"), ("slip.exe", b"MZ\x90\x00"), ("slip.pdf.html", b"<script>alert(1)</script>"), ("slip.svg", b"<svg onload='alert(1)'/>"), ("slip", PDF),
        ("photo.png", b"\xff\xd8\xff\xe0"), ("plan.docx", PDF), ("plan.docm", b"PK\x03\x04"), ("notes.txt", b"a\x00b"), ("empty.pdf", b""), ("", PDF), (None, None), ("large.pdf", PDF + b"0" * documents.MOST_BYTES),
    ],
    ids=lambda value: str(value)[:20],
)  # fmt: skip
def test_a_file_that_is_not_what_it_says_is_refused_with_one_sentence_and_leaves_nothing(held, name, content):
    before = set(held.places.evidence.iterdir())
    with pytest.raises(UserError) as refused:
        add(held, name, content)
    assert len(refused.value.errors) == 1
    assert set(held.places.evidence.iterdir()) == before and not held.rows("from decisions.document")


def test_all_that_is_wrong_is_said_at_once(held):
    with pytest.raises(UserError) as refused:
        add(held, "slip.pdf", b"no", "poem", " \u202e ", AS_AT + timedelta(days=1))
    assert len(refused.value.errors) == 4


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"), ("C:\\Users\\kim\\slip.pdf", "slip.pdf"), ("slip\u202efdp.exe.pdf", "slipfdp.exe.pdf"), ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf"),
        ('"><img src=x>.pdf', "___img src=x_.pdf"), ("\x00slip\x07.pdf", "slip.pdf"), (". . slip.pdf", "slip.pdf"), ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)  # fmt: skip
def test_a_hostile_name_becomes_a_name_and_nothing_else(held, name, kept):
    document_id = add(held, name)
    assert documents.content(held, JO, "g1", document_id) == (kept, PDF)


@given(name=st.text(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_name_leads_anywhere_or_hides_anything(name):
    kept = documents.safe_name(name)
    assert len(kept) <= documents.LONGEST_NAME and not set(kept) & set('/\\<>:"|?*\r\n\t\0') and kept == kept.strip(". ")
    assert not {unicodedata.category(sign) for sign in kept} & {"Cc", "Cf", "Cs"}
    assert documents.safe_name(kept) == kept


def test_verify_names_a_document_whose_bytes_are_gone_or_changed(held):
    add(held)
    assert not [fault for fault in checks.evidence_faults(held) if "slip.pdf" in fault]
    kept = held.places.evidence / held.value("select file_sha256 from decisions.document")
    kept.chmod(0o600)
    kept.write_bytes(PDF + b" ")
    assert any("slip.pdf" in fault and "hash differs" in fault for fault in checks.evidence_faults(held))
    with pytest.raises(UserError, match="hash differs"):
        documents.content(held, JO, "g1", held.value("select document_id from decisions.document"))
    kept.unlink()
    assert any("slip.pdf" in fault and "missing" in fault for fault in checks.evidence_faults(held))
