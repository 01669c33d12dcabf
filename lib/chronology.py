"""The chronology of a case for a complaint, a members' enquiry, a court or subject access: what happened, without what its reader must not read."""

import hashlib
from collections import Counter
from datetime import datetime

from lib import access, restricted
from lib.chronology_file import as_word
from lib.errors import NotAllowed, SeveralErrors
from lib.letter_file import written
from lib.redaction import Redactor

PURPOSES = {"complaint": "A complaint", "members_enquiry": "A members' enquiry", "court": "A court", "subject_access": "Subject access"}
KINDS = {
    "agreement": "Agreement", "rate": "Rates", "statutory_review": "Statutory reviews", "absence": "Absences", "statement": "Statements", "review": "Reviews of statements",
    "finding": "Findings", "payment_missing": "Payments that did not come", "verdict": "Verdicts", "question": "Questions about payments", "surplus": "Surplus", "debt": "Debt", "plan": "Repayment plans",
    "misspend": "Questions about spending", "return": "Requests for papers", "suspension": "Pauses of payments", "hold": "Holds", "letter": "Letters", "tier": "How closely it is watched",
    "recommendation": "Recommendations", "note": "Notes", "call": "Telephone calls", "visit": "Visits", "task": "Tasks", "document": "Documents", "officer_move": "Changes of officer",
}  # fmt: skip
REDACTIONS = {
    "third_parties": "Names of payees and of other people", "officers": "Names of staff, as roles", "bank": "Bank details", "health": "What tells about health",
    "notes": "Notes, calls, visits and reasons in people's own words",
}  # fmt: skip
# What is proposed for each purpose; the person who makes the chronology decides.
PROPOSED = {"complaint": ("bank",), "members_enquiry": tuple(REDACTIONS), "court": (), "subject_access": ("third_parties", "officers", "bank")}
ROLES = {"officer": "Officer", "senior_officer": "Senior officer", "team_leader": "Team leader", "auditor": "Auditor", "administrator": "Administrator"}
STANDS_AS = {"payee": "Payee", "third_party": "Other person", "practitioner": "Practitioner", "staff": "Member of staff"}
FIGURES = {
    "council_paid": "Paid in by the council", "contribution": "Paid in by the person", "health_paid": "Paid in by Health", "other_income": "Other money in", "spent": "Money out",
    "surplus_told": "Surplus that the person was told about", "surplus_back": "Surplus that came back", "debt_raised": "Debt raised", "debt_paid": "Debt paid",
    "debt_taken_off": "Debt taken off or written off",
}  # fmt: skip
MATTERS = {"surplus": "Surplus", "debt": "Debt", "misspend": "Question about spending"}
OWN_WORDS = ("note", "call", "visit", "task")


@access.allowed("export_chronology", subject="agreement_id")
def preview(store, actor, agreement_id, as_at, purpose, from_day=None, to_day=None, kinds=(), redactions=(), words=(), with_restricted=False):
    """The chronology as it would be: {"title", "about", "left_out", "sections"}, every text as it would stand in the file."""
    return _draft(store, actor, agreement_id, as_at, purpose, from_day, to_day, kinds, redactions, words, with_restricted)[0]


@access.allowed("export_chronology", subject="agreement_id")
def word(store, actor, agreement_id, as_at, purpose, from_day=None, to_day=None, kinds=(), redactions=(), words=(), with_restricted=False, large_print=False):
    """The chronology as the bytes of a Word file. What was chosen is kept in the activity log; the words blacked out are only counted.

    from_day to to_day is the period, by default all until as_at. kinds (of KINDS) says what it holds, by default all.
    redactions (of REDACTIONS) and words say what its reader won't read. with_restricted adds safeguarding concerns, for those
    who may see them. Raises UserError where the choices don't fit.
    """
    draft, chosen = _draft(store, actor, agreement_id, as_at, purpose, from_day, to_day, kinds, redactions, words, with_restricted)
    content = as_word(draft, large_print)
    council = store.value("select council from staging.agreement where agreement_id = ?", [agreement_id])
    after = chosen | {"large_print": large_print, "sha256": hashlib.sha256(content).hexdigest()}
    with store.change(actor, "export_chronology", agreement_id, council=council, agreement_id=agreement_id, after=after) as change:
        if with_restricted:
            # That it was asked for is known where concerns are known, and nowhere else.
            change.record(subject=agreement_id, **restricted.act("chronology_exported", council, agreement_id, sha256=after["sha256"]))
    return content


def _draft(store, actor, agreement_id, as_at, purpose, from_day, to_day, kinds, redactions, words, with_restricted):
    """(the chronology with every text redacted, what was chosen as the activity log keeps it)."""
    if with_restricted and not access.may(store, actor, "see_concern", agreement_id=agreement_id):
        raise NotAllowed
    whose = {"agreement_id": agreement_id}
    to_day = min(to_day or as_at, as_at)
    _fit(purpose, from_day, to_day, kinds, redactions)
    every = [row for row in access.see(store, actor, "dashboards.timeline", **whose) if row["on_day"] <= to_day and (not from_day or row["on_day"] >= from_day)]
    wanted = [row for row in every if row["kind"] in (kinds or KINDS)]
    shown = [row for row in wanted if not (row["is_health"] and "health" in redactions)]
    concerns = access.see(store, actor, "dashboards.restricted_timeline", **whose) if with_restricted else []
    concerns = [row for row in concerns if row["on_day"] <= to_day and (not from_day or row["on_day"] >= from_day)]
    from_day = from_day or min((row["on_day"] for row in every + concerns), default=to_day)
    people = _people(store)
    redactor = _redactor(store, actor, agreement_id, redactions, words, people, shown + concerns)
    papers = [
        paper
        for paper in access.see(store, actor, "dashboards.case_paper", **whose)
        if from_day <= paper["on_day"] <= to_day and paper["paper"] in (kinds or KINDS) and not paper["is_withdrawn"]
    ]
    totals = access.see(store, actor, "dashboards.money_between", {"since": from_day, "as_at": to_day}, **whose)
    clocks = [clock for clock in access.see(store, actor, "dashboards.ombudsman_clock", **whose) if clock["kind"] in (kinds or KINDS)]
    about = store.row("select agreement_id, council, forename, surname from staging.agreement where agreement_id = ?", [agreement_id])
    draft = {
        "title": "Chronology of a direct payment",
        "about": [
            ("Whose", ", ".join(part for part in (" ".join(name for name in (about["forename"], about["surname"]) if name), f"agreement {agreement_id}", about["council"]) if part)),
            ("For", PURPOSES[purpose]),
            ("Period", f"{written(from_day)} to {written(to_day)}"),
            ("Made", f"{written(as_at)} by {_who(actor.username, people, 'officers' in redactions)}"),
        ],
        "sections": [
            _events(shown + concerns, people, redactions),
            _totals(totals, from_day, to_day),
            _clock(clocks, to_day),
            _papers(papers),
        ],
    }  # fmt: skip
    # The events first, so that Payee 1 is the first to appear; what is blacked out is counted before it is told.
    draft["sections"] = redactor.everywhere(draft["sections"])
    draft |= redactor.everywhere({"title": draft["title"], "about": draft["about"]})
    draft["left_out"] = redactor.everywhere({"heading": "What was left out", "said": _left_out(every, wanted, shown, redactions, redactor, bool(words))})
    chosen = {"purpose": purpose, "from": from_day, "to": to_day, "kinds": sorted(kinds), "redactions": sorted(redactions), "words": len(redactor.words), "entries": len(shown)}
    return draft, chosen


def _fit(purpose, from_day, to_day, kinds, redactions):
    faults = []
    if purpose not in PURPOSES:
        faults.append("Choose what the chronology is for.")
    if from_day and from_day > to_day:
        faults.append("The period ends before it begins. Correct one of its days.")
    if not set(kinds or ()) <= KINDS.keys():
        faults.append("Choose the kinds of entries from the list.")
    if not set(redactions or ()) <= REDACTIONS.keys():
        faults.append("Choose what is left out from the list.")
    if faults:
        raise SeveralErrors(faults)


def _people(store):
    """{username: (name, role)} of everybody who may sign in, or might once."""
    return {row["username"]: row for row in store.rows('select username, name, role, officer from identity."user"')}


def _who(username, people, as_role):
    """Who did something, by name and role. As a role, the redactor turns the name into its number."""
    if not username:
        return ""
    person = people.get(username)
    if not person:
        return "Command line" if username == "operator" else username
    return username if as_role else f"{person['name']}, {ROLES.get(person['role'], person['role']).lower()}"


def _redactor(store, actor, agreement_id, redactions, words, people, rows):
    names = {}
    for row in access.see(store, actor, "dashboards.case_name", agreement_id=agreement_id):
        if ("officers" if row["kind"] == "staff" else "third_parties") in redactions:
            names[row["name"]] = (STANDS_AS[row["kind"]], row["stands_for"])
    if "officers" in redactions:
        # Somebody who acted and may not sign in any more has no role that we know.
        names |= {row["by_whom"]: (STANDS_AS["staff"], row["by_whom"]) for row in rows if row["by_whom"] and row["by_whom"] != "operator"}
        for person in people.values():
            role = ROLES.get(person["role"], STANDS_AS["staff"])
            names |= {name: (role, person["username"]) for name in (person["username"], person["name"], person["officer"]) if name}
    numbers = None
    if "bank" in redactions:
        accounts = store.rows("select sort_code, account_number, card_reference from staging.account where agreement_id = ?", [agreement_id])
        numbers = {number for account in accounts for number in account.values() if number}
    return Redactor(names, numbers, words)


def _events(rows, people, redactions):
    rows = sorted(rows, key=lambda row: (row["on_day"], row["happened_at"] or datetime.min, row["event_id"]))
    as_roles, no_words = "officers" in redactions, "notes" in redactions
    return {
        "heading": "What happened",
        "columns": ["Date", "What happened", "Amount", "Who", "Source"],
        "rows": [
            [
                written(row["on_day"]),
                row["what"] + ("" if no_words or not row["reason"] else f"\n{row['reason']}"),
                _pounds(row["amount"]),
                _who(row["by_whom"], people, as_roles),
                row["source"],
            ]
            for row in rows
        ],
        "empty": "Nothing is on record for this period and these kinds.",
    }


def _totals(totals, from_day, to_day):
    rows = [[FIGURES[row["figure"]], _pounds(row["amount"])] for row in sorted(totals, key=lambda row: row["place"])]
    return {"heading": f"Money from {written(from_day)} to {written(to_day)}", "columns": ["What", "Amount"], "rows": rows, "empty": "No money is on record for this period."}


def _clock(clocks, to_day):
    """Days from the payment to the day we saw it, raised it, wrote about it and the money came, as known on the last day of the period."""
    columns = {"happened_on": None, "first_seen_on": "days_to_see", "raised_on": "days_to_raise", "letter_on": "days_to_letter", "cash_on": "days_to_cash"}
    return {
        "heading": "How long it took",
        "columns": ["Matter", "It happened", "First seen", "Raised", "Letter", "Money came"],
        "rows": [[MATTERS[row["kind"]], *(_reached(row[day], days and row[days], to_day) for day, days in columns.items())] for row in clocks],
        "empty": "No surplus, debt or question about spending was taken up.",
    }


def _papers(papers):
    rows = sorted(papers, key=lambda row: (row["on_day"], row["kept_at"], row["paper_id"]))
    return {
        "heading": "Annex: statements, letters and documents",
        "columns": ["Date", "What", "File", "SHA-256"],
        "rows": [[written(row["on_day"]), row["title"], row["file_name"], row["file_sha256"]] for row in rows],
        "empty": "No paper is on record for this period.",
    }


def _reached(day, days, to_day):
    if not day or day > to_day:
        return "no day known"
    return written(day) + (f", after {_many(days, 'day')}" if days is not None else "")


def _left_out(every, wanted, shown, redactions, redactor, has_words):
    """What the reader does not read, as sentences. Restricted entries are never counted: that there are any is not for every reader."""
    said = []
    if len(wanted) < len(every):
        said.append(f"Kinds of entries that were not asked for: {_counted(row['kind'] for row in every if row not in wanted)}.")
    if "health" in redactions:
        left = [row["kind"] for row in wanted if row not in shown]
        own_words = "" if "notes" in redactions else " What people wrote in their own words may still tell of it."
        said.append(f"Entries that tell about health are left out{': ' + _counted(left) if left else ', and there were none'}.{own_words}")
    if "notes" in redactions:
        left = [row["kind"] for row in shown if row["reason"]]
        said.append(f"What people wrote in their own words is left out{' of: ' + _counted(left) if left else ', and there was nothing'}.")
    if "third_parties" in redactions:
        said.append("Names of payees and of other people, as far as the case knows them, stand as Payee 1, Other person 1 and so on; one number is one name throughout.")
    if "officers" in redactions:
        said.append("Names of staff stand as their roles; one number is one person throughout.")
    if "bank" in redactions:
        said.append("Sort codes, account numbers and card numbers are blacked out.")
    if has_words:
        said.append(f"Single words are blacked out, in {_many(redactor.blacked, 'place')}.")
    return said or ["Nothing was left out."]


def _counted(kinds):
    """2 Notes, 1 Letters: written as the list that people choose from writes them."""
    return ", ".join(f"{KINDS[kind]} {count}" for kind, count in sorted(Counter(kinds).items()))


def _many(count, one):
    return f"{count} {one}{'' if count == 1 else 's'}"


def _pounds(amount):
    return "" if amount is None else written(amount)
