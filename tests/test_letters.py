"""Letters: what they say and to whom, that they are kept as written, that nothing in them is more than text."""

import hashlib
import re
from datetime import date
from decimal import Decimal

import pytest

from lib import access, checks, contacts, holds, letters, trail
from lib.errors import NotAllowed, UserError
from lib.monitoring import follow, unfollowed
from lib.store import OPERATOR, Actor
from tests.letter_facts import EVERY, FACTS, as_lines, shown_in, sizes, template, text
from tests.reading_age import reading_age, syllables
from tests.small_council import AS_AT, JO, LEE, move_in

TO_PEOPLE = sorted(FACTS.keys() - {"referral_practitioner", "referral_safeguarding"})
TO_A_FRIEND = {"addressee": "representative", "name": "Bea Friend", "address": "2 Low Road\nWestmarch"}
SURPLUS = FACTS["surplus_notice"]
# A first request need not say a second time on which day it is written, nor a reminder what the first letter explained.
UNSAID = {("return_request", "requested_on"), ("pay_back_reminder", "reason"), ("pay_back_final", "reason"), ("surplus_notice", "is_inside")}
KIM = Actor("kim", "officer", ("Easthaven",), "kim", "Kim Example")
PAT = Actor("pat", "auditor", ("Westmarch",), "", "Pat Example")


@pytest.fixture
def council(filled):
    """A store to work on."""
    return filled(addressed)


def addressed(store):
    """The small council, whose people have addresses and a practitioner; Ada of g2 has no address."""
    with unfollowed():
        move_in(store)
    with store.change(OPERATOR, "load_caseload", "addresses") as change:
        change.insert("raw.person", [
            {"load_number": 2, "row_number": int(number), "person_id": f"p{number}", "forename": "Ada", "surname": f"Example{number}", "council": where, "client_type": "adult",
             "address": (number != "2" and f"{number} High Street\n{where}") or None, "postcode": (number != "2" and "WM1 2AB") or None, "practitioner": "Sol Worker", "practitioner_team": "Locality team"}
            for number, where in (("1", "Westmarch"), ("2", "Westmarch"), ("3", "Westmarch"), ("4", "Easthaven"))
        ])  # fmt: skip
        follow(change, AS_AT, caseload=True)


def prepare(store, kind_of="surplus_notice", actor=JO, agreement_id="g1", **more):
    return letters.prepare(store, actor, agreement_id, kind_of, FACTS[kind_of], AS_AT, **more)


def kept(store, letter_id):
    return store.row("from decisions.letter where letter_id = ?", [letter_id])


def leaves(value):
    match value:
        case dict():
            return [leaf for one in value.values() for leaf in leaves(one)]
        case list():
            return [leaf for one in value for leaf in leaves(one)]
    return [value]


def activity(store):
    return store.row("select action, subject, council, agreement_id, body from activity.entry join activity.payload using (seq) order by seq desc limit 1")


# What letters say


def test_there_are_full_facts_for_every_template():
    assert {path.stem for path in letters.TEMPLATES.glob("*.docx")} == FACTS.keys()


@pytest.mark.parametrize("name", FACTS)
@pytest.mark.parametrize("large_print", [False, True])
def test_every_fact_stands_in_the_letter_and_no_placeholder_is_left(name, large_print):
    said = as_lines(shown_in(name, large_print))
    assert not re.search(r"[{}]", said)
    facts = {fact: value for fact, value in FACTS[name].items() if (name, fact) not in UNSAID}
    missing = [value for value in leaves(letters.written(facts)) if str(value) not in said]
    assert not missing
    needed = EVERY if name in TO_PEOPLE else {fact: EVERY[fact] for fact in EVERY.keys() - {"help", "complain", "team_hours"}}
    assert not [value for value in leaves(needed) if not isinstance(value, date) and str(value) not in said]


@pytest.mark.parametrize("name", TO_PEOPLE)
def test_a_letter_to_a_person_is_plain_and_says_where_to_turn(name):
    shown = shown_in(name)
    assert reading_age([said for kind, said in shown if kind in ("text", "item")]) <= 11
    said = as_lines(shown)
    assert "Local Government and Social Care Ombudsman" in said and "large print" in said and "advocates" in said
    assert not re.search(r"clawback|recoup|breach|net off|moratorium|commissioned|pursuant|forthwith|hereby|liabilit", said, re.IGNORECASE)


def test_the_reading_age_tells_hard_words_from_plain_ones():
    assert [syllables(word) for word in ("pay", "money", "agreement", "made", "while", "table", "looked", "needed", "payments", "Ombudsman")] == [1, 2, 3, 1, 1, 2, 1, 2, 2, 3]
    assert reading_age(["We plan to take this money back. You can tell us no."]) < 8
    assert (
        reading_age(
            [
                "Notwithstanding the aforementioned contractual obligations, the authority reserves the right to initiate recovery proceedings in respect of unutilised contributions."
            ]
        )
        > 18
    )


def test_a_surplus_letter_names_the_amount_the_day_the_workings_what_stays_and_how_to_disagree():
    said = as_lines(shown_in("surplus_notice"))
    assert "We plan to take back £405.68 on 14 December 2026. We will take it off your next 3 payments." in said
    assert "We leave you £4,471.20. This is for about 8 weeks of care and for bills we know about." in said
    assert "If you do not agree, tell us by 10 December 2026. We will not take any money before that day." in said
    assert "Wages for June, not paid yet | £1,200.00" in said and "What is left over | £476.40" in said and "Paid by you | £70.72" in said


def test_a_decision_about_payments_explains_each_line_and_the_right_to_a_review():
    said = as_lines(shown_in("misspend_decision"))
    assert "4 May 2026 | WESTMARCH FURNITURE | £312.40 | Your care plan does not pay for furniture, and nobody agreed to it." in said
    assert "Ask us for a review by 24 December 2026." in said and "section 33(5)" in said and "Lee Example decided this on 26 November 2026." in said


def test_a_final_account_with_nothing_left_over_asks_for_nothing():
    said = text(letters.fill(template("end_and_final_account"), EVERY | FACTS["end_and_final_account"] | {"amount": Decimal("0.00")}))
    assert "There is nothing to pay back." in said and "Please pay" not in said


def test_what_is_owed_on_an_invoice_names_it_and_else_goes_into_the_account():
    facts = FACTS["contribution_arrears_1"]
    assert "Use the number INV-4471 when you pay" in as_lines(shown_in("contribution_arrears_1"))
    assert "Pay it into your direct payment account" in text(letters.fill(template("contribution_arrears_1"), EVERY | facts | {"invoice_number": None}))


def test_each_council_says_how_it_is_reached_and_one_without_a_file_says_it_plainly():
    assert contacts.of("Westmarch")["team_phone"] != contacts.of("Easthaven")["team_phone"]
    assert "website" in contacts.of("Northmoor")["team_phone"]
    assert all(contacts.of(council).keys() == contacts.WORDS.keys() for council in ("Westmarch", "Northmoor", "../../config"))


@pytest.mark.parametrize("wrong", ["team = [", "council = 'Westmarch'\nteam = 4", "council = 'Westmarch'\nhelp = 'one text'"])
def test_a_contact_file_that_says_nonsense_is_a_sentence_with_its_name(tmp_path, monkeypatch, wrong):
    (tmp_path / "any_council.toml").write_bytes((contacts.FOLDER / "any_council.toml").read_bytes())
    (tmp_path / "ours.toml").write_text(wrong)
    monkeypatch.setattr(contacts, "FOLDER", tmp_path)
    with pytest.raises(UserError, match=r"ours\.toml"):
        contacts.of("Westmarch")


# Writing and keeping


def test_a_letter_is_kept_byte_for_byte_under_its_hash_with_who_wrote_it(council):
    letter_id = prepare(council, kind="surplus", case_id="s1", amount=SURPLUS["amount"], takes_effect_on=SURPLUS["taking_on"])
    letter = kept(council, letter_id)
    content, file_name = letters.content(council, JO, "g1", letter_id)
    assert hashlib.sha256(content).hexdigest() == letter["file_sha256"] and file_name == f"{letter['reference']}.docx"
    assert letter["template_sha256"] == hashlib.sha256(template("surplus_notice").read_bytes()).hexdigest()
    assert (letter["amount"], letter["takes_effect_on"], letter["decided_by"], letter["council"]) == (Decimal("405.68"), date(2026, 12, 14), "jo", "Westmarch")
    said = text(content)
    assert "Dear Ada Example1," in said and "1 High Street\nWestmarch\nWM1 2AB" in said and letter["reference"] in said and "Jo Example" in said
    assert activity(council).items() >= {"action": "prepare_letter", "subject": letter_id, "agreement_id": "g1"}.items()


def test_a_letter_that_a_colleague_altered_on_the_disk_is_not_given_and_the_check_names_it(council):
    letter_id = prepare(council)
    letter = kept(council, letter_id)
    assert not checks.evidence_faults(council)
    (council.places.evidence / letter["file_sha256"]).write_bytes(b"other")
    assert [fault for fault in checks.evidence_faults(council) if letter["reference"] in fault]
    with pytest.raises(UserError, match="its hash differs"):
        letters.content(council, JO, "g1", letter_id)
    (council.places.evidence / letter["file_sha256"]).unlink()
    assert "missing from the evidence" in checks.evidence_faults(council)[0]


def test_references_are_short_and_differ(council):
    references = [kept(council, prepare(council, "line_query"))["reference"] for _ in range(30)]
    assert len(set(references)) == 30
    assert all(re.fullmatch(r"DP-2606-[2-9B-DF-HJ-NP-RTV-Z]{5}", reference) for reference in references)


def test_a_reference_that_is_taken_is_not_given_again(council, monkeypatch):
    first = kept(council, prepare(council, "line_query"))["reference"]
    signs = iter(first[-5:] + "ZZZZZ")
    monkeypatch.setattr(letters.secrets, "choice", lambda _: next(signs))
    assert kept(council, prepare(council, "line_query"))["reference"] == "DP-2606-ZZZZZ"


@pytest.mark.parametrize(
    ("to", "name", "why"),
    [
        ({"addressee": "person"}, "Ada Example1", None),
        ({"addressee": "recipient"}, "Ada Example1", "is paid to you. In this letter, \u201cyou\u201d means Ada Example1."),
        (TO_A_FRIEND, "Bea Friend", "We write to you because you act for Ada Example1."),
        (TO_A_FRIEND | {"addressee": "advocate"}, "Bea Friend", "you speak for Ada Example1."),
        ({"addressee": "practitioner"}, "Sol Worker", "This is your copy of our letter about Ada Example1."),
    ],
)
def test_a_copy_says_to_whom_it_goes_and_why(council, to, name, why):
    said = text(letters.content(council, JO, "g1", prepare(council, **to))[0])
    assert f"Dear {name}," in said
    assert why in said if why else "In this letter, " not in said


@pytest.mark.parametrize("to", [{"agreement_id": "g2"}, {"addressee": "advocate"}, {"addressee": "advocate", "name": "Bea", "address": " "}, {"addressee": "neighbour"}])
def test_a_letter_to_nobody_known_is_refused(council, to):
    with pytest.raises(UserError, match=r"name or the address|Choose who"):
        prepare(council, **to)
    assert not council.rows("from decisions.letter") and not list(council.places.evidence.iterdir())


def test_while_a_hold_lasts_nothing_is_written_but_to_the_practitioner(council):
    hold_id = holds.begin(council, JO, "g1", "breathing_space", AS_AT, None, "Debt adviser called")
    with pytest.raises(UserError, match="Breathing space since 30 Jun 2026: no letter goes out"):
        prepare(council)
    assert prepare(council, addressee="practitioner")
    holds.end(council, JO, "g1", hold_id, AS_AT, "It ended today")
    assert prepare(council)


def test_a_letter_of_another_caseload_or_council_is_not_written_sent_or_read(council):
    letter_id = prepare(council)
    for who in (KIM, Actor("sam", "officer", ("Westmarch",), "sam")):
        for refused in (
            lambda who=who: prepare(council, actor=who),
            lambda who=who: letters.mark_sent(council, who, "g1", letter_id, AS_AT, "post"),
            lambda who=who: letters.set_aside(council, who, "g1", letter_id, "Mine"),
            lambda who=who: letters.content(council, who, "g1", letter_id),
        ):
            with pytest.raises(NotAllowed):
                refused()
    with pytest.raises(UserError, match="not there"):
        letters.content(council, KIM, "g4", letter_id)
    assert letters.content(council, PAT, "g1", letter_id)
    with pytest.raises(NotAllowed):
        letters.mark_sent(council, PAT, "g1", letter_id, AS_AT, "post")


def test_facts_never_take_the_place_of_what_every_letter_says(council):
    letter_id = letters.prepare(council, JO, "g1", "line_query", FACTS["line_query"] | {"reference": "MINE", "addressee_name": "Somebody"}, AS_AT)
    said = text(letters.content(council, JO, "g1", letter_id)[0])
    assert "MINE" not in said and "Somebody" not in said


@pytest.mark.parametrize("name", ["no_such_letter", "../letters/line_query", "westmarch", ""])
def test_a_template_that_is_not_there_is_a_sentence(council, name):
    with pytest.raises(UserError, match="There is no letter template"):
        letters.prepare(council, JO, "g1", name, {}, AS_AT)


def test_a_large_letter_is_kept_as_large_print(council):
    letter_id = prepare(council, large_print=True)
    assert kept(council, letter_id)["is_large_print"]
    assert min(sizes(letters.content(council, JO, "g1", letter_id)[0])) == 36


@pytest.mark.parametrize("content", [b"", b"not a zip", b"%PDF-1.7", b"PK\x05\x06" + bytes(18)])
def test_a_template_that_is_no_word_file_is_a_sentence_and_nothing_is_kept(council, tmp_path, monkeypatch, content):
    (tmp_path / "line_query.docx").write_bytes(content)
    monkeypatch.setattr(letters, "TEMPLATES", tmp_path)
    with pytest.raises(UserError, match=r"line_query\.docx is no Word document"):
        prepare(council, "line_query")
    assert not council.rows("from decisions.letter") and not list(council.places.evidence.iterdir())


def test_a_word_that_a_service_forgot_keeps_nothing(council):
    with pytest.raises(UserError, match="asks for `reply_by`"):
        letters.prepare(council, JO, "g1", "line_query", {"lines": FACTS["line_query"]["lines"]}, AS_AT)
    assert not council.rows("from decisions.letter")


def test_a_letter_with_a_name_that_no_file_can_hold_is_kept_and_opens(council):
    letter_id = prepare(council, addressee="advocate", name="\u05d3\u05d5\u05d3 {{ x }} <b>\x00", address="1 <i> Road\x0b\n&amp;")
    assert "Dear \u05d3\u05d5\u05d3 {{ x }} <b>," in text(letters.content(council, JO, "g1", letter_id)[0])


# Sending


def test_a_letter_is_sent_once_by_a_person_and_not_before_it_was_written(council):
    letter_id = prepare(council)
    with pytest.raises(UserError, match="before it was written"):
        letters.mark_sent(council, JO, "g1", letter_id, date(2026, 6, 29), "post")
    with pytest.raises(UserError, match="still to come"):
        letters.mark_sent(council, JO, "g1", letter_id, date(2026, 7, 1), "post", AS_AT)
    with pytest.raises(UserError, match="Choose how it was sent"):
        letters.mark_sent(council, JO, "g1", letter_id, AS_AT, "pigeon")
    letters.mark_sent(council, JO, "g1", letter_id, AS_AT, "post", AS_AT)
    assert activity(council).items() >= {"action": "send_letter", "agreement_id": "g1"}.items()
    with pytest.raises(UserError, match="marked as sent already"):
        letters.mark_sent(council, JO, "g1", letter_id, AS_AT, "post")
    with pytest.raises(UserError, match="marked as sent already"):
        letters.set_aside(council, JO, "g1", letter_id, "Too late")
    assert len(council.rows("from decisions.letter_sent")) == 1


def test_a_letter_that_is_set_aside_says_why_and_never_goes_out(council):
    letter_id = prepare(council)
    with pytest.raises(UserError, match="Say why"):
        letters.set_aside(council, JO, "g1", letter_id, "  ")
    letters.set_aside(council, JO, "g1", letter_id, "Wrong address.")
    for again in (lambda: letters.mark_sent(council, JO, "g1", letter_id, AS_AT, "post"), lambda: letters.set_aside(council, JO, "g1", letter_id, "Twice")):
        with pytest.raises(UserError, match=r"set aside: Wrong address\."):
            again()
    assert letters.content(council, JO, "g1", letter_id)
    row = access.see(council, JO, "dashboards.letter", {"as_at": AS_AT}, letter_id=letter_id)[0]
    assert (row["state"], row["days_waiting"], row["set_aside_because"]) == ("set_aside", None, "Wrong address.")


# Many at once


def test_one_letter_that_cannot_be_written_does_not_stop_the_others(council):
    told = []
    holds.begin(council, LEE, "g3", "hospital", AS_AT, None, "In hospital")
    wanted = [{"agreement_id": one, "template": "return_request", "facts": FACTS["return_request"], "kind": "return"} for one in ("g2", "g1", "g3", "g4", "gone")]
    outcomes = letters.prepare_many(council, LEE, wanted, AS_AT, lambda done, of: told.append((done, of)))
    assert [one["agreement_id"] for one in outcomes] == ["g2", "g1", "g3", "g4", "gone"]
    assert [bool(one["letter_id"]) for one in outcomes] == [False, True, False, False, False]
    assert [one["said"].split(".")[0] for one in outcomes][:3] == [
        "Nobody knows the name or the address this letter goes to", "The letter is written and waits to be sent", "In hospital since 30 Jun 2026: no letter goes out and nothing is taken until it ends",
    ]  # fmt: skip
    assert outcomes[3]["said"] == outcomes[4]["said"] == str(NotAllowed())
    assert told == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]
    assert [letter["state"] for letter in council.rows("from trackers.letter")] == ["to_send"]


# Restricted letters


def test_a_restricted_letter_is_written_by_whoever_raises_a_concern_and_seen_by_those_who_may_see_one(council):
    letter_id = letters.prepare_restricted(council, JO, "g1", FACTS["referral_safeguarding"], AS_AT, case_id="c1")
    row = activity(council)
    assert (row["action"], row["council"], row["agreement_id"]) == ("restricted_letter_written", None, None)
    assert "safeguarding" not in row["body"] and kept(council, letter_id)["reference"] not in row["body"]
    assert not [row for row in access.see(council, PAT, "audit.activity") if "restricted" in row["action"]]
    assert not council.rows("from trackers.letter") and not access.see(council, LEE, "dashboards.letter", {"as_at": AS_AT})
    for hidden in (
        lambda: letters.content(council, LEE, "g1", letter_id),
        lambda: letters.mark_sent(council, LEE, "g1", letter_id, AS_AT, "by_hand"),
        lambda: letters.set_aside(council, LEE, "g1", letter_id, "Why"),
    ):
        with pytest.raises(UserError, match=r"^This letter is not there\.$"):
            hidden()
    with pytest.raises(NotAllowed):
        letters.restricted_content(council, JO, "g1", letter_id)
    said = text(letters.restricted_content(council, LEE, "g1", letter_id)[0])
    assert "Restricted: a safeguarding concern" in said and "Dear Sol Worker," in said
    letters.mark_restricted_sent(council, LEE, "g1", letter_id, AS_AT, "by_hand")
    assert activity(council).items() >= {"action": "restricted_letter_sent", "agreement_id": None}.items()
    with pytest.raises(UserError, match="already"):
        letters.mark_restricted_sent(council, LEE, "g1", letter_id, AS_AT, "by_hand")


def test_an_open_letter_is_no_restricted_one_and_the_other_way_round(council):
    with pytest.raises(UserError, match="written where the concern is raised"):
        letters.prepare(council, LEE, "g1", "referral_safeguarding", FACTS["referral_safeguarding"], AS_AT, addressee="practitioner")
    with pytest.raises(UserError, match="not there"):
        letters.restricted_content(council, LEE, "g1", prepare(council))


def test_nothing_about_a_restricted_letter_stands_in_a_case_s_own_history(council):
    letters.prepare_restricted(council, JO, "g1", FACTS["referral_safeguarding"], AS_AT)
    assert not [row for row in access.see(council, LEE, "dashboards.case_activity", account_id="a1") if "letter" in row["action"]]


# Looking at a letter


def test_a_letter_is_shown_as_headings_text_lists_and_tables():
    shown = shown_in("line_query")
    assert ("heading", "What we would like to know") in shown
    assert ("item", EVERY["help"][0]) in shown
    assert (
        "table",
        [["Date", "Payment", "Amount", "Our question"], ["4 May 2026", "WESTMARCH FURNITURE", "£312.40", "What did you buy, and how does it help with your care?"]],
    ) in shown


def test_reading_a_letter_leaves_one_row_a_session(council):
    letter_id = prepare(council)
    for _ in range(2):
        trail.note_letter(council, JO, "g1", letter_id)
    assert council.value("select count(*) from activity.entry where action = 'look_at_letter' and agreement_id = 'g1'") == 1
