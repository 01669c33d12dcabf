"""Letters: written from a council's own Word templates, kept byte for byte, sent by people and never by the tool."""

import hashlib
import json
import secrets
import uuid

from lib import access, contacts, evidence, holds, restricted
from lib.config import ROOT
from lib.errors import UserError
from lib.letter_file import fill as fill
from lib.letter_file import written as written
from lib.letter_shown import is_pdf_possible as is_pdf_possible
from lib.letter_shown import pdf as pdf
from lib.letter_shown import text_of as text_of
from lib.store import now

TEMPLATES = ROOT / "data" / "letters"
# Letters of these templates are written only where the concern is raised, and seen only by those who may see it.
RESTRICTED = ("referral_safeguarding",)
ADDRESSEES = {"person": "The person", "recipient": "Who receives the money", "representative": "Representative", "advocate": "Advocate", "practitioner": "Practitioner"}
WHY_YOU = {
    "person": "",
    "recipient": "We write to you because the direct payment of {person} is paid to you.",
    "representative": "We write to you because you act for {person}.",
    "advocate": "We write to you because you speak for {person}.",
    "practitioner": "This is your copy of our letter about {person}.",
}
HOW = {"post": "Post", "by_hand": "By hand", "portal": "Customer portal", "email": "E-mail by the officer"}
# No letter or digit that is read as another one on paper or on the phone, and no vowel, so no word.
SIGNS = "23456789BCDFGHJKMNPQRTVWXYZ"
ABOUT = """
select
    agreement.agreement_id, agreement.council, agreement.officer, agreement.recipient_name, agreement.recipient_address,
    person.forename, person.surname, person.address, person.postcode, person.practitioner, person.practitioner_team
from staging.agreement
join staging.person using (person_id)
where agreement_id = ?
"""
LETTER = """
select letter.*, sent.sent_on, aside.reason as set_aside_because
from decisions.letter
left join decisions.letter_sent as sent using (letter_id)
left join decisions.letter_set_aside as aside using (letter_id)
where letter.letter_id = ? and letter.agreement_id = ? and letter.is_restricted = ?
"""


def names():
    """The templates of every letter that is not restricted."""
    return sorted({one.stem for one in TEMPLATES.glob("*.docx")} - set(RESTRICTED))


@access.allowed("write_letter", subject="agreement_id")
def prepare(
    store, actor, agreement_id, template, facts, as_at, kind=None, case_id=None, addressee="person", name=None, address=None, large_print=False, amount=None, takes_effect_on=None
):
    """Write a letter from its template and keep it. Gives the letter's id.

    facts are the template's words beside those every letter has; money is a Decimal, a day a date, a schedule a list of
    dicts. amount and takes_effect_on are what the letter tells the person will be taken or happen, and when. name and
    address are those of a representative or an advocate, or take the place of what the caseload says. Raises UserError
    while a hold lasts (Breathing Space Regulations 2020 reg 7), and where the template or the address won't do.
    """
    if template in RESTRICTED:
        raise UserError("A letter of this kind is written where the concern is raised.")
    held = holds.in_the_way(store, agreement_id, as_at) if addressee != "practitioner" else None
    if held:
        raise UserError(held)
    letter, content = _draft(store, actor, agreement_id, template, facts, as_at, addressee, name, address, large_print)
    letter |= {"kind": kind, "case_id": case_id, "is_restricted": False, "amount": amount, "takes_effect_on": takes_effect_on}
    after = {"template": template, "reference": letter["reference"], "sha256": letter["file_sha256"]}
    _keep(store, actor, letter, content, "prepare_letter", letter["council"], agreement_id=agreement_id, after=after)
    return letter["letter_id"]


@access.allowed("write_letter")
def prepare_many(store, actor, wanted, as_at, progress=None):
    """Write several letters, each with its own outcome; one that can't be written does not stop the others.

    wanted are dicts of what prepare takes. Gives for each {"agreement_id", "letter_id", "said"}; letter_id is None where
    said tells why not. progress(done, of) is told after each. Nothing is decided and nothing goes out.
    """
    outcomes = []
    for one in wanted:
        try:
            letter_id = prepare(store, actor, as_at=as_at, **one)
            said = "The letter is written and waits to be sent."
        except UserError as error:
            letter_id, said = None, str(error)
        outcomes.append({"agreement_id": one["agreement_id"], "letter_id": letter_id, "said": said})
        if progress:
            progress(len(outcomes), len(wanted))
    return outcomes


@access.allowed("raise_concern", subject="agreement_id")
def prepare_restricted(store, actor, agreement_id, facts, as_at, case_id=None, template="referral_safeguarding", name=None, address=None):
    """Write a letter that only those who may see concerns will see. Gives the letter's id.

    It goes to the practitioner of the caseload, or to name and address. No hold stands in its way.
    """
    letter, content = _draft(store, actor, agreement_id, template, facts, as_at, "practitioner", name, address, False)
    letter |= {"kind": "concern", "case_id": case_id, "is_restricted": True, "amount": None, "takes_effect_on": None}
    _keep(store, actor, letter, content, **restricted.act("letter_written", letter["council"], agreement_id, sha256=letter["file_sha256"]))
    return letter["letter_id"]


@access.allowed("write_letter", subject="agreement_id")
def mark_sent(store, actor, agreement_id, letter_id, sent_on, how, as_at=None):
    """Say that a letter went out, on which day and how. as_at is today, where a day after it is to be refused."""
    letter = _letter(store, agreement_id, letter_id)
    _can_go(letter, sent_on, how, as_at)
    with store.change(actor, "send_letter", letter_id, council=letter["council"], agreement_id=agreement_id, after={"sent_on": sent_on, "how": how}) as change:
        _went_out(change, letter, sent_on, how)


@access.allowed("see_concern", subject="agreement_id")
def mark_restricted_sent(store, actor, agreement_id, letter_id, sent_on, how, as_at=None):
    """Say that a restricted letter went out, on which day and how."""
    letter = _letter(store, agreement_id, letter_id, is_restricted=True)
    _can_go(letter, sent_on, how, as_at)
    with store.change(actor, subject=letter_id, **restricted.act("letter_sent", letter["council"], agreement_id, sent_on=sent_on, how=how)) as change:
        _went_out(change, letter, sent_on, how)


@access.allowed("write_letter", subject="agreement_id")
def set_aside(store, actor, agreement_id, letter_id, reason):
    """Say that a letter won't go out after all, and why. It stays on record."""
    letter = _letter(store, agreement_id, letter_id)
    if not (reason or "").strip():
        raise UserError("Say why it won't go out: the reason stays with the letter.")
    with store.change(actor, "set_aside_letter", letter_id, council=letter["council"], agreement_id=agreement_id, reason=reason.strip()) as change:
        _waits(change.row(LETTER, [letter_id, agreement_id, False]))
        change.insert(
            "decisions.letter_set_aside",
            [{"letter_id": letter_id, "agreement_id": agreement_id, "reason": reason.strip(), "decided_by": actor.username, "decided_at": now()}],
        )


@access.allowed("see_case", subject="agreement_id")
def content(store, actor, agreement_id, letter_id):
    """The letter's bytes as they were kept, and its file name. Raises when they are no longer what was kept."""
    return _bytes(store, _letter(store, agreement_id, letter_id))


@access.allowed("see_concern", subject="agreement_id")
def restricted_content(store, actor, agreement_id, letter_id):
    """A restricted letter's bytes as they were kept, and its file name."""
    return _bytes(store, _letter(store, agreement_id, letter_id, is_restricted=True))


def name_of(store, username):
    """The name of somebody who did something, as a letter says it."""
    return store.value("select name from identity.user where username = ?", [username]) or username


def _draft(store, actor, agreement_id, template, facts, as_at, addressee, name, address, large_print):
    """(the row of a letter, its bytes). Nothing is kept yet."""
    about = store.row(ABOUT, [agreement_id])
    path = _template(template)
    reference = _reference(store, as_at)
    said = facts | _every_letter(about, reference, as_at, actor, addressee, name, address)
    filled = fill(path, said, large_print)
    return {
        "letter_id": str(uuid.uuid4()), "reference": reference, "template": template, "template_sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "agreement_id": agreement_id, "council": about["council"], "addressee": addressee, "addressee_name": said["addressee_name"],
        "address": said["address"], "is_large_print": large_print, "facts": json.dumps(said, default=str, sort_keys=True),
        "written_on": as_at, "file_sha256": hashlib.sha256(filled).hexdigest(), "decided_by": actor.username, "decided_at": now(),
    }, filled  # fmt: skip


def _keep(store, actor, letter, content, action, council, **about):
    with store.change(actor, action, letter["letter_id"], council=council, **about) as change:
        evidence.write_once(store.places.evidence, {letter["file_sha256"]: content})
        change.insert("decisions.letter", [letter])


def _letter(store, agreement_id, letter_id, is_restricted=False):
    letter = store.row(LETTER, [letter_id, agreement_id, is_restricted])
    if not letter:
        raise UserError("This letter is not there.")
    return letter


def _bytes(store, letter):
    return evidence.read(store.places.evidence, letter["file_sha256"], f"Letter {letter['reference']}"), f"{letter['reference']}.docx"


def _waits(letter):
    if letter["sent_on"]:
        raise UserError("This letter is marked as sent already.")
    if letter["set_aside_because"]:
        raise UserError(f"This letter was set aside: {letter['set_aside_because']} Write it anew where it should go out.")


def _can_go(letter, sent_on, how, as_at):
    _waits(letter)
    if how not in HOW:
        raise UserError("Choose how it was sent: post, by hand, customer portal or e-mail by the officer.")
    if sent_on < letter["written_on"]:
        raise UserError("It can't have gone out before it was written. Correct the day.")
    if as_at and sent_on > as_at:
        raise UserError("This day is still to come. Say it when the letter has gone out.")


def _went_out(change, letter, sent_on, how):
    _waits(change.row(LETTER, [letter["letter_id"], letter["agreement_id"], letter["is_restricted"]]))
    sent = {"letter_id": letter["letter_id"], "agreement_id": letter["agreement_id"], "sent_on": sent_on, "how": how}
    change.insert("decisions.letter_sent", [sent | {"decided_by": change.actor.username, "decided_at": now()}])


def _every_letter(about, reference, as_at, actor, addressee, name, address):
    if addressee not in ADDRESSEES:
        raise UserError("Choose who the letter goes to.")
    person = " ".join(part for part in (about["forename"], about["surname"]) if part)
    home = "\n".join(part for part in (about["address"], about["postcode"]) if part)
    named = {
        "person": (person, home),
        "recipient": (about["recipient_name"] or person, about["recipient_address"] or home),
        "practitioner": (about["practitioner"] or "", about["practitioner_team"] or ""),
    }.get(addressee, ("", ""))
    addressee_name, address = (name or "").strip() or named[0], (address or "").strip() or named[1]
    if not addressee_name or not address:
        raise UserError("Nobody knows the name or the address this letter goes to. Put it into the caseload, or write it here.")
    return {
        "reference": reference, "written_on": as_at, "council": about["council"], "person": person, "addressee_name": addressee_name,
        "address": address, "officer": actor.name or actor.username, "agreement_id": about["agreement_id"],
        "why_you": WHY_YOU[addressee].format(person=person),
    } | contacts.of(about["council"])  # fmt: skip


def _reference(store, as_at):
    while True:
        reference = f"DP-{as_at:%y%m}-{''.join(secrets.choice(SIGNS) for _ in range(5))}"
        if not store.row("from decisions.letter where reference = ?", [reference]):
            return reference


def _template(name):
    path = TEMPLATES / f"{name}.docx"
    if name not in {one.stem for one in TEMPLATES.glob("*.docx")}:
        raise UserError(f"There is no letter template called {name}. Put {name}.docx into data/letters.")
    return path
