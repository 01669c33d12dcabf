"""Letters: written from a council's own Word templates, kept byte for byte, sent by people and never by the tool."""

import hashlib
import io
import json
import os
import uuid
from datetime import date
from decimal import Decimal

import jinja2.sandbox
from docxtpl import DocxTemplate

from lib import access, contacts, holds
from lib.config import ROOT
from lib.errors import UserError
from lib.store import now

TEMPLATES = ROOT / "data" / "letters"
ADDRESSEES = {"person": "The person", "recipient": "Who receives the money", "representative": "Representative", "advocate": "Advocate", "practitioner": "Practitioner"}
WHY_YOU = {
    "person": "",
    "recipient": "We write to you because the direct payment of {person} is paid to you.",
    "representative": "We write to you because you act for {person}.",
    "advocate": "We write to you because you speak for {person}.",
    "practitioner": "This is your copy of our letter about {person}.",
}
HOW = {"post": "Post", "by_hand": "By hand", "portal": "Customer portal", "email": "E-mail by the officer"}
ABOUT = """
select
    agreement.agreement_id, agreement.council, agreement.officer, agreement.recipient_name, agreement.recipient_address,
    person.forename, person.surname, person.address, person.postcode, person.practitioner, person.practitioner_team
from staging.agreement
join staging.person using (person_id)
where agreement_id = ?
"""


@access.allowed("write_letter", subject="agreement_id")
def prepare(
    store, actor, agreement_id, template, facts, as_at, kind=None, case_id=None, addressee="person", name=None, address=None, large_print=False, amount=None, takes_effect_on=None
):
    """Write a letter from its template and keep it. Gives the letter's id.

    facts are the template's words beside those every letter has; money is a Decimal, a day a date, a schedule a list of
    dicts. amount and takes_effect_on are what the letter tells the person will be taken or happen, and when.
    """
    about = store.row(ABOUT, [agreement_id])
    held = holds.in_the_way(store, agreement_id, as_at) if addressee != "practitioner" else None
    if held:
        raise UserError(held)
    path = _template(template)
    reference = _reference(store, as_at)
    said = _every_letter(about, reference, as_at, actor, addressee, name, address) | facts
    content = fill(path, said)
    letter = {
        "letter_id": str(uuid.uuid4()), "reference": reference, "template": template, "template_sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "agreement_id": agreement_id, "council": about["council"], "kind": kind, "case_id": case_id, "addressee": addressee,
        "addressee_name": said["addressee_name"], "address": said["address"], "is_large_print": large_print, "is_restricted": False,
        "amount": amount, "takes_effect_on": takes_effect_on, "facts": json.dumps(said, default=str, sort_keys=True),
        "file_sha256": hashlib.sha256(content).hexdigest(), "decided_by": actor.username, "decided_at": now(),
    }  # fmt: skip
    with store.change(
        actor,
        "prepare_letter",
        letter["letter_id"],
        council=about["council"],
        agreement_id=agreement_id,
        after={"template": template, "reference": reference, "sha256": letter["file_sha256"]},
    ) as change:
        _keep(store, content)
        change.insert("decisions.letter", [letter])
    return letter["letter_id"]


@access.allowed("write_letter", subject="agreement_id")
def mark_sent(store, actor, agreement_id, letter_id, sent_on, how):
    """Say that a letter went out, on which day and how."""
    letter = store.row("from decisions.letter where letter_id = ? and agreement_id = ?", [letter_id, agreement_id])
    if not letter:
        raise UserError("This letter is not there.")
    if store.row("from decisions.letter_sent where letter_id = ?", [letter_id]):
        raise UserError("This letter is marked as sent already.")
    if how not in HOW:
        raise UserError("Choose how it was sent: post, by hand, customer portal or e-mail by the officer.")
    if sent_on < letter["decided_at"].date():
        raise UserError("It can't have gone out before it was written. Correct the day.")
    with store.change(actor, "send_letter", letter_id, council=letter["council"], agreement_id=agreement_id, after={"sent_on": sent_on, "how": how}) as change:
        change.insert(
            "decisions.letter_sent", [{"letter_id": letter_id, "agreement_id": agreement_id, "sent_on": sent_on, "how": how, "decided_by": actor.username, "decided_at": now()}]
        )


@access.allowed("see_case", subject="agreement_id")
def content(store, actor, agreement_id, letter_id):
    """The letter's bytes as they were kept, and its file name. Raises when they are no longer what was kept."""
    letter = store.row("from decisions.letter where letter_id = ? and agreement_id = ? and not is_restricted", [letter_id, agreement_id])
    if not letter:
        raise UserError("This letter is not there.")
    kept = (store.places.evidence / letter["file_sha256"]).read_bytes()
    if hashlib.sha256(kept).hexdigest() != letter["file_sha256"]:
        raise UserError("The kept letter is not what was written. Tell your administrator.")
    return kept, f"{letter['reference']}.docx"


def fill(path, said):
    """A template filled in: what is said in a letter is text, whatever stands in it."""
    document = DocxTemplate(path)
    document.render(written(said), jinja2.sandbox.SandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=True), autoescape=True)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def written(value):
    """Money and days as a letter writes them: £1,234.56 and 5 March 2026."""
    match value:
        case dict():
            return {name: written(one) for name, one in value.items()}
        case list() | tuple():
            return [written(one) for one in value]
        case Decimal():
            return f"{'-' if value < 0 else ''}£{abs(value):,.2f}"
        case date():
            return f"{value.day} {value:%B %Y}"
    return "" if value is None else value


def _every_letter(about, reference, as_at, actor, addressee, name, address):
    person = " ".join(part for part in (about["forename"], about["surname"]) if part)
    home = "\n".join(part for part in (about["address"], about["postcode"]) if part)
    named = {
        "person": (person, home),
        "recipient": (about["recipient_name"] or person, about["recipient_address"] or home),
        "practitioner": (about["practitioner"] or "", about["practitioner_team"] or ""),
    }.get(addressee, ("", ""))
    addressee_name, address = name or named[0], address or named[1]
    if not addressee_name or not address:
        raise UserError("Nobody knows the name or the address this letter goes to. Put it into the caseload, or write it here.")
    return {
        "reference": reference, "written_on": as_at, "council": about["council"], "person": person, "addressee_name": addressee_name,
        "address": address, "officer": actor.name or actor.username, "agreement_id": about["agreement_id"], "why_you": WHY_YOU[addressee].format(person=person),
    } | contacts.of(about["council"])  # fmt: skip


def _reference(store, as_at):
    return f"DP-{as_at:%y%m}-{uuid.uuid4().hex[:6].upper()}"


def _template(name):
    path = TEMPLATES / f"{name}.docx"
    if name not in {one.stem for one in TEMPLATES.glob("*.docx")}:
        raise UserError(f"There is no letter template called {name}. Put {name}.docx into data/letters.")
    return path


def _keep(store, content):
    path = store.places.evidence / hashlib.sha256(content).hexdigest()
    if not path.exists():
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "wb") as kept:
            kept.write(content)
            kept.flush()
            os.fsync(kept.fileno())
