"""Documents of a case: kept byte for byte, never opened here, given back as they came, withdrawn with a reason."""

import hashlib
import re
import uuid
from pathlib import PurePosixPath

from lib import access, evidence
from lib.errors import SeveralErrors, UserError
from lib.redaction import clean
from lib.store import now

KINDS = {
    "agreement": "Agreement", "support_plan": "Support plan", "payslip": "Payslip", "invoice": "Invoice or receipt", "insurance": "Insurance",
    "hmrc": "HMRC", "correspondence": "Correspondence", "other": "Something else",
}  # fmt: skip
# How a file of each ending begins. What it says of itself must be what it is; text begins as it likes.
BEGINS = {
    ".pdf": b"%PDF-", ".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff", ".docx": b"PK\x03\x04", ".xlsx": b"PK\x03\x04",
    ".doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".txt": b"", ".csv": b"",
}  # fmt: skip
MOST_BYTES = 25_000_000
LONGEST_NAME = 120
NOT_IN_A_NAME = re.compile(r'[<>:"|?*]')
DOCUMENT = """
select document.*, withdrawn.reason as withdrawn_because
from decisions.document
left join decisions.document_withdrawn as withdrawn using (document_id)
where document.document_id = ? and document.agreement_id = ?
"""


@access.allowed("write_entry", subject="agreement_id")
def add(store, actor, agreement_id, file_name, content, kind, title, on_day, as_at):
    """Keep a document (its bytes) with what it is and the day on it. Gives its id. Raises every sentence that stands against it."""
    name, title = safe_name(file_name), " ".join(clean(title or "").split())
    faults = [*_faults_of_file(name, content), *_faults_of_words(kind, title, on_day, as_at)]
    if faults:
        raise SeveralErrors(faults)
    council = store.value("select council from staging.agreement where agreement_id = ?", [agreement_id])
    document = {
        "document_id": str(uuid.uuid4()), "agreement_id": agreement_id, "council": council, "kind": kind, "title": title, "on_day": on_day, "file_name": name,
        "file_sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content), "decided_by": actor.username, "decided_at": now(),
    }  # fmt: skip
    after = {one: document[one] for one in ("kind", "title", "file_name", "file_sha256", "bytes")}
    with store.change(actor, "add_document", document["document_id"], council=council, agreement_id=agreement_id, after=after) as change:
        there = change.row(
            "select title from decisions.document anti join decisions.document_withdrawn using (document_id) where agreement_id = ? and file_sha256 = ?",
            [agreement_id, document["file_sha256"]],
        )
        if there:
            raise UserError(f"This very file is among the documents already, as {there['title']}.")
        evidence.write_once(store.places.evidence, {document["file_sha256"]: content})
        change.insert("decisions.document", [document])
    return document["document_id"]


@access.allowed("see_case", subject="agreement_id")
def content(store, actor, agreement_id, document_id):
    """(file name, bytes) as they came. The look is logged. Raises when they are no longer what was kept, or the document was withdrawn."""
    document = _document(store, agreement_id, document_id)
    given = document["file_name"], evidence.read(store.places.evidence, document["file_sha256"], document["file_name"])
    with store.change(actor, "look_at_document", document_id, council=document["council"], agreement_id=agreement_id):
        return given


@access.allowed("write_entry", subject="agreement_id")
def withdraw(store, actor, agreement_id, document_id, reason):
    """Say that a document does not belong in the case, and why. Its bytes stay in the evidence; nobody is given them."""
    if not (reason or "").strip():
        raise UserError("Say why the document is withdrawn: the reason stays with it.")
    council = _document(store, agreement_id, document_id)["council"]
    with store.change(actor, "withdraw_document", document_id, council=council, agreement_id=agreement_id, reason=reason.strip()) as change:
        _document(change, agreement_id, document_id)
        row = {"document_id": document_id, "agreement_id": agreement_id, "council": council, "reason": reason.strip()}
        change.insert("decisions.document_withdrawn", [row | {"decided_by": actor.username, "decided_at": now()}])


def safe_name(file_name):
    """A file's name as text that is a name and nothing else: no folder, no sign that turns or hides, none that a disk refuses."""
    name = NOT_IN_A_NAME.sub("_", " ".join(clean(re.split(r"[/\\]", file_name or "")[-1]).split())).strip(". ")
    ending = PurePosixPath(name).suffix
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - len(ending[:10])] + ending[:10]


def _faults_of_file(name, content):
    ending = PurePosixPath(name).suffix.lower()
    if not name:
        yield "Choose the file that is to be kept."
    elif ending not in BEGINS:
        yield f"{name} is no kind of file that is kept here. PDF, pictures (PNG, JPEG), Word, Excel and text are: save it as one of them."
    elif not content:
        yield f"{name} is empty. Choose the file again."
    elif len(content) > MOST_BYTES:
        yield f"{name} has {len(content) // 1_000_000} MB; {MOST_BYTES // 1_000_000} MB is the most. Make it smaller, or add it in parts."
    elif not _is_what_it_says(ending, content):
        yield f"{name} is not what its name says it is. Open it, save it as what it is, and add that."


def _is_what_it_says(ending, content):
    if ending in (".txt", ".csv"):
        return b"\0" not in content
    return content.startswith(BEGINS[ending])


def _faults_of_words(kind, title, on_day, as_at):
    if kind not in KINDS:
        yield "Choose what kind of document it is."
    if not title:
        yield "Say in a few words what the document is."
    if not on_day or on_day > as_at:
        yield "The day on the document is missing or still to come. Correct it."


def _document(store, agreement_id, document_id):
    document = store.row(DOCUMENT, [document_id, agreement_id])
    if not document:
        raise UserError("This document is not there.")
    if document["withdrawn_because"]:
        raise UserError(f"This document was withdrawn: {document['withdrawn_because']}")
    return document
