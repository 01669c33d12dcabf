"""The chronology: everything once and in order, and what its reader must not read nowhere in the file."""

import hashlib
import io
import re
import shutil
import zipfile
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from unicodedata import normalize

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from lib import access, chronology, debt_steps, letters, misspend, return_steps, safeguarding, surplus_steps, suspension_gate
from lib.chronology_file import as_word
from lib.errors import NotAllowed, UserError
from lib.redaction import BLACK, Redactor
from lib.store import OPERATOR, now, open_store
from tests.small_council import AS_AT, JO, LEE
from tests.told_council import SAID, told

# Statements are received and verdicts given at this moment, whatever day the case is worked on.
TODAY = max(AS_AT, now().date())
ALL = chronology.PROPOSED["members_enquiry"]
UNA = replace(LEE, username="una", role="auditor", name="Una Example")


@pytest.fixture(scope="module")
def read(folder_of, tmp_path_factory):
    """A copy that tests only read from; their exports leave activity rows and nothing else."""
    store = open_store(shutil.copytree(folder_of(told), tmp_path_factory.mktemp("read") / "store") / "reckoner.duckdb")
    yield store
    store.close()


@pytest.fixture
def case(filled):
    return filled(told)


@pytest.fixture(scope="module")
def whole(read):
    """The Word file with everything in it."""
    return word(read)


def word(store, actor=JO, purpose="court", **chosen):
    return chronology.word(store, actor, "g1", TODAY, purpose, **chosen)


def preview(store, actor=JO, purpose="court", **chosen):
    return chronology.preview(store, actor, "g1", TODAY, purpose, **chosen)


def said_in(content):
    """Every text and every attribute of every part of a Word file, names of the file's own styles and fonts included."""
    texts = []
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        for name in file.namelist():
            if name.endswith((".xml", ".rels")):
                tree = etree.fromstring(file.read(name))
                texts += ["".join(paragraph.itertext()) for paragraph in tree.iter("{*}p", "{*}t")] + [tree.xpath("string()")]
                texts += [value for one in tree.iter("*") for value in one.attrib.values()]
    return "\n".join(texts)


def told_in(content):
    """What a reader reads: paragraphs, cells, and what the file says of itself."""
    document = docx.Document(io.BytesIO(content))
    about = document.core_properties
    return "\n".join([
        *(paragraph.text for paragraph in document.paragraphs), *(cell.text for table in document.tables for row in table.rows for cell in row.cells),
        about.title, about.author, about.comments, about.subject, about.keywords, about.last_modified_by,
    ])  # fmt: skip


def events(draft):
    return draft["sections"][0]["rows"]


# What is in it


def test_everything_that_happened_stands_once_and_in_order(read):
    rows = access.see(read, JO, "dashboards.timeline", agreement_id="g1")
    assert len({row["event_id"] for row in rows}) == len(rows)
    # No payment failed to come here; its sentence has a worked example.
    assert {row["kind"] for row in rows} == chronology.KINDS.keys() - {"payment_missing"}
    assert all(row["what"].endswith(".") for row in rows)
    days = [row["on_day"] for row in sorted(rows, key=lambda row: row["on_day"])]
    assert [row[0] for row in events(preview(read))] == [letters.written(day) for day in days]


def test_every_step_of_every_machine_has_a_sentence_of_its_own(case):
    machines = [
        surplus_steps.MACHINE,
        debt_steps.DEBT,
        debt_steps.PLAN,
        debt_steps.WRITE_OFF,
        debt_steps.ADJUSTMENT,
        misspend.MISSPEND,
        return_steps.MACHINE,
        suspension_gate.MACHINE,
    ]
    steps = [(machine.kind, name) for machine in machines for name in machine.steps]
    row = {"step_number": 1, "agreement_id": "g2", "council": "Westmarch", "state": "x", "on_day": AS_AT, "detail": "{}", "decided_by": "jo", "decided_at": now()}
    with case.change(OPERATOR, "try", "steps") as change:
        change.insert("decisions.step", [row | {"kind": kind, "case_id": f"{kind} {step}", "step": step} for kind, step in steps])
        said = [row["what"] for row in change.rows("from dashboards.step_said where agreement_id = 'g2'")]
    assert len(set(said)) == len(steps)
    assert not [sentence for sentence in said if "A step was taken" in sentence]


def test_the_word_file_says_whose_what_for_when_and_by_whom_and_where_it_comes_from(read):
    content = word(read, purpose="complaint")
    document = docx.Document(io.BytesIO(content))
    text = told_in(content)
    for expected in ("Ada Example1", "agreement g1, Westmarch", "For: A complaint", f"{letters.written(TODAY)} by Jo Example, officer", "Nothing was left out.", SAID):
        assert expected in text
    assert [table.rows[0].cells[0].text for table in document.tables] == ["Date", "What", "Matter", "Date"]
    slip = read.row("from decisions.document")
    assert f"File slip.pdf, SHA-256 {slip['file_sha256']}" in text and text.count(slip["file_sha256"]) == 2
    assert "Paid in by the council\n£2,520.00" in text and "Debt raised\n£160.00" in text
    assert "2 March 2026\n" in text and "after 120 days" in text


def test_a_period_holds_its_first_and_its_last_day_and_nothing_beyond(read):
    day = timedelta(days=1)
    at = read.value("select from_date from staging.absence")
    for from_day, to_day, is_there in ((at, at, True), (at + day, TODAY, False), (None, at - day, False)):
        assert any("(hospital)" in row[1] for row in events(preview(read, from_day=from_day, to_day=to_day))) == is_there
    assert events(preview(read, to_day=TODAY + 1000 * day)) == events(preview(read))


def test_only_the_kinds_that_are_asked_for_are_in_it_and_the_others_are_counted(read):
    draft = preview(read, kinds=("note", "debt"))
    assert {row[1].split(".")[0].split(":")[0] for row in events(draft)} == {"A note was made", "A debt was raised", "The first letter about the debt went out"}
    assert [row[0] for row in draft["sections"][2]["rows"]] == ["Debt"] and draft["sections"][3]["rows"] == []
    assert any("Telephone calls 1" in said and "Statements 1" in said for said in draft["left_out"]["said"])


@pytest.mark.parametrize("wrong", [{"purpose": "gossip"}, {"from_day": TODAY + timedelta(days=1)}, {"kinds": ("concern",)}, {"redactions": ("nothing",)}, {"words": ("x",)}])
def test_choices_that_do_not_fit_are_said(read, wrong):
    with pytest.raises(UserError):
        word(read, **({"purpose": "court"} | wrong))


def test_a_case_in_which_nothing_happened_says_so(read):
    with pytest.raises(NotAllowed):
        chronology.word(read, JO, "g3", TODAY, "court")
    draft = chronology.preview(read, JO, "g2", TODAY, "court", from_day=TODAY)
    assert not events(draft) and "Nothing is on record" in told_in(as_word(draft))


# What is not in it


@pytest.mark.parametrize(
    ("redaction", "there", "gone", "instead"),
    [
        ("third_parties", "Kim Helper", ["Kim Helper", "BET365", "Robin Example"], ["Other person 1", "Payee 1", "Practitioner 1"]),
        ("officers", "Jo Example", ["Jo Example", "Lee Example"], ["Officer 1", "Team leader 1", "Member of staff 1"]),
        ("bank", "20-00-00", ["20-00-00", "12345678"], [f"sort code {BLACK}"]),
        ("health", "mental health", ["mental health", "(hospital)"], ["Entries that tell about health are left out: Absences 1, Holds 1."]),
        ("notes", "all well", [SAID, "all well", "Kim Helper:", "Outside the plan", "Nothing was spent", "Nobody answered"], ["There was a visit.", "Notes 1"]),
    ],
)
def test_what_is_left_out_is_gone_and_the_file_says_what_stands_in_its_place(read, whole, redaction, there, gone, instead):
    assert there in told_in(whole)
    content = word(read, redactions=(redaction,))
    assert not [one for one in gone if one.casefold() in said_in(content).casefold()]
    assert not [one for one in instead if one not in told_in(content)]


def test_each_purpose_proposes_what_its_reader_should_not_read():
    assert chronology.PROPOSED.keys() == chronology.PURPOSES.keys()
    assert all(set(proposed) <= chronology.REDACTIONS.keys() for proposed in chronology.PROPOSED.values())
    assert chronology.PROPOSED["court"] == () and "third_parties" in chronology.PROPOSED["subject_access"]


def words_of(text):
    return sorted(set(re.findall(r"\w{2,}", text)))


@given(data=st.data())
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_word_that_is_blacked_out_stands_nowhere_in_the_file(read, draft_of_all, data):
    """Any word of the chronology, or part of one, in any case: gone from what is read, and from the XML unless a blank file has it."""
    known, blank = draft_of_all
    chosen = data.draw(st.lists(st.sampled_from(known), min_size=1, max_size=4))
    written = [data.draw(st.sampled_from([word, word.upper(), word.lower(), word[: max(2, len(word) // 2)]])) for word in chosen]
    content = word(read, words=written)
    read_in, in_the_file = fold(told_in(content)), fold(said_in(content))
    for one in map(fold, written):
        assert one not in read_in
        assert one in blank or one not in in_the_file


@pytest.fixture(scope="module")
def draft_of_all(whole):
    """(every word of the chronology, what the XML of a chronology without any word holds)."""
    empty = {"title": "", "about": [], "left_out": {"heading": "", "said": []}, "sections": []}
    table = {"heading": "", "columns": ["", ""], "rows": [["", ""]], "empty": ""}
    return words_of(told_in(whole)), fold(said_in(as_word(empty | {"sections": [table]})))


def fold(text):
    return normalize("NFC", text).casefold()


def test_the_file_says_nothing_of_itself_but_its_title(read, whole):
    about = docx.Document(io.BytesIO(whole)).core_properties
    assert about.title == "Chronology of a direct payment"
    assert not any((about.author, about.last_modified_by, about.comments, about.keywords, about.subject))
    with zipfile.ZipFile(io.BytesIO(whole)) as file:
        assert not [name for name in file.namelist() if "thumbnail" in name or "comments" in name]
    assert docx.Document(io.BytesIO(word(read, words=["chronology"]))).core_properties.title == f"{BLACK} of a direct payment"


@pytest.mark.parametrize(
    "hostile", ["</w:t><w:t>", "{{ 7 * 7 }}", "=HYPERLINK(1)", "\u202e\u0000\u000b", "&lt;script&gt;", "<!ENTITY x SYSTEM 'file:///etc/passwd'>", "\ufffe\uffff"]
)
def test_whatever_was_typed_is_text(case, hostile):
    with case.change(JO, "write_entry", "g1") as change:
        change.execute("update decisions.entry set said = ? where kind = 'note'", [f"before {hostile} after"])
    text = told_in(word(case))
    assert re.search(r"before .*after", text) and hostile.strip("\u202e\u0000\u000b\ufffe\uffff") in text


@given(text=st.text(max_size=60), large_print=st.booleans())
@settings(max_examples=15, deadline=None)
def test_any_text_makes_a_file_that_opens(text, large_print):
    said = Redactor().text(text)
    draft = {
        "title": said,
        "about": [(said, said)],
        "left_out": {"heading": said, "said": [said]},
        "sections": [{"heading": said, "columns": [said, said], "rows": [[said, said]], "empty": said}],
    }
    assert docx.Document(io.BytesIO(as_word(draft, large_print))).core_properties.title == said


def test_in_large_print_nothing_is_smaller_than_18_point(read):
    document = docx.Document(io.BytesIO(word(read, large_print=True)))
    assert not document.tables and SAID in "\n".join(paragraph.text for paragraph in document.paragraphs)
    used = {paragraph.style.name for paragraph in document.paragraphs}
    assert all((document.styles[name].font.size or document.styles["Normal"].font.size).pt >= 18 for name in used)
    assert not [run for paragraph in document.paragraphs for run in paragraph.runs if run.font.size]


# Who may, and what is kept of it


def concern(store):
    safeguarding.raise_concern(store, JO, "g1", "adult_unaware", "SECRETWORD", AS_AT)
    concern_id = safeguarding.concerns(store, LEE)[0]["concern_id"]
    letter_id = safeguarding.prepare_referral(store, LEE, "g1", concern_id, AS_AT, "P Example", "Hub")
    letters.mark_restricted_sent(store, LEE, "g1", letter_id, AS_AT, "by_hand")
    safeguarding.add_note(store, LEE, "g1", concern_id, "told_mash", "By telephone", AS_AT)


def test_a_concern_leaves_no_trace_for_whoever_may_not_know(case):
    actors = (JO, UNA, LEE)
    before = [said_in(word(case, actor)) for actor in actors], [preview(case, actor, redactions=ALL) for actor in actors]
    concern(case)
    assert ([said_in(word(case, actor)) for actor in actors], [preview(case, actor, redactions=ALL) for actor in actors]) == before
    for actor in (JO, UNA):
        with pytest.raises(NotAllowed):
            word(case, actor, with_restricted=True)
        with pytest.raises(NotAllowed):
            preview(case, actor, with_restricted=True)


def test_who_may_know_of_concerns_takes_them_along_when_chosen_and_the_open_log_does_not_tell(case):
    def acts():
        return [
            {name: row[name] for name in ("action", "subject", "reason")} | {"after": re.sub('"sha256":"[0-9a-f]+"', "", row["after"].replace(" ", ""))}
            for row in case.rows("from dashboards.act where action = 'export_chronology' order by seq")
        ]

    word(case, LEE)
    [without] = acts()
    concern(case)
    text = told_in(word(case, LEE, with_restricted=True))
    assert "A safeguarding concern was raised (adult unaware)." in text and "SECRETWORD" in text and "A restricted letter to P Example went out." in text
    assert acts() == [without, without]
    assert [row["action"] for row in access.see(case, LEE, "dashboards.restricted_activity", agreement_id="g1")].count("restricted_chronology_exported") == 1


def test_an_export_keeps_what_was_chosen_and_not_the_words(case):
    content = word(case, redactions=("bank",), words=("Kim", "Helper"), kinds=("note",))
    [act] = case.rows("from dashboards.act where action = 'export_chronology'")
    assert '"bank"' in act["after"] and '"words": 2' in act["after"].replace('":2', '": 2') and "Kim" not in str(act) and "Helper" not in str(act)
    assert hashlib.sha256(content).hexdigest() in act["after"]


def test_money_is_added_up_to_the_penny(read):
    lines = read.rows("from reconciliation.transaction where agreement_id = 'g1'")
    spent = -sum((line["amount"] for line in lines if line["amount"] < 0), Decimal(0))
    assert ["Money out", letters.written(spent)] in preview(read)["sections"][1]["rows"]
