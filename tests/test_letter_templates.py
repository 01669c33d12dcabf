"""Templates of letters: in large print, broken by whoever changed them, and never more than text in what is said."""

import io
from datetime import datetime
from decimal import Decimal

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lib import letters
from lib.errors import UserError
from tests.letter_facts import EVERY, FACTS, filled_in, shown_in, sizes, template, text
from tests.small_council import AS_AT


def test_a_template_holds_no_name_of_a_person_or_a_program():
    for path in letters.TEMPLATES.glob("*.docx"):
        about = Document(path).core_properties
        assert not (about.author or about.last_modified_by or about.comments) and about.language == "en-GB" and about.title
        assert isinstance(about.created, datetime)


# Large print


@pytest.mark.parametrize("name", FACTS)
def test_large_print_has_a_body_of_18_point_larger_headings_and_says_the_same(name):
    plain, large = (filled_in(name, large_print) for large_print in (False, True))
    assert shown_in(name) == shown_in(name, large_print=True)
    assert min(sizes(plain)) < 36 <= min(sizes(large))
    styles = Document(io.BytesIO(large)).styles
    assert (styles["Normal"].font.size.pt, styles["Heading 1"].font.size.pt, styles["Heading 2"].font.size.pt, styles["Footer"].font.size.pt) == (18, 27, 21, 18)


def test_large_print_of_a_template_with_small_and_fixed_lines_grows_them_too(tmp_path):
    document = Document()
    document.styles["Normal"].font.size = None
    run = document.add_paragraph().add_run("{{ person }}")
    run.font.size = 76200  # 6 point
    run._r.getparent().get_or_add_pPr().get_or_add_spacing().set(qn("w:lineRule"), "exact")
    document.save(tmp_path / "small.docx")
    large = letters.fill(tmp_path / "small.docx", EVERY, large_print=True)
    assert min(sizes(large)) == 36 and b"exact" not in Document(io.BytesIO(large)).part.blob


# Templates that a council broke


def made(tmp_path, *paragraphs):
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(tmp_path / "ours.docx")
    return tmp_path / "ours.docx"


@pytest.mark.parametrize(
    ("paragraph", "said"),
    [
        ("You pay {{ amuont }}.", "asks for `amuont`, which this letter doesn't have"),
        ("{%p for one in lines %}{{ one.when }}{%p endfor %}", "can't be filled"),
        ("{% for one in lines %}{{ one.when }}{% endfor %}", "asks for `when`"),
        ("You pay {{ amount", "bracket that belongs to no placeholder, in \u201cYou pay {{ amount\u201d"),
        ("You pay {amount}.", "bracket that belongs to no placeholder"),
        ("{% if amount %}You pay.", "can't be filled"),
        ("{{ amount | pounds }}", "can't be filled"),
        ("{{ amount + 1 }}", "can't be filled"),
        ("{{ ''.__class__.__mro__ }}", "can't be filled|asks for"),
        ("{% include '/etc/passwd' %}", "can't be filled"),
    ],
)
def test_a_placeholder_that_is_wrong_is_a_sentence_that_names_template_and_word(tmp_path, paragraph, said):
    with pytest.raises(UserError, match=said) as refused:
        letters.fill(made(tmp_path, paragraph), EVERY | FACTS["surplus_notice"])
    assert str(refused.value).startswith("The letter template ours.docx") and str(refused.value).endswith("Put it right in Word, then write the letter again.")


# Whatever is said is text

HOSTILE = st.text(st.one_of(st.characters(), st.sampled_from("{}%<>&\"'\t\n\r\a\f\v\0\x1b\ufffe\u202e\u05d0\u0639_#|")), max_size=60)


@settings(max_examples=50, deadline=None)
@given(HOSTILE, HOSTILE)
@example("{{ reference }}", "{% for x in [1] %}{{ x }}{% endfor %}")
@example("{_{ x }_} {_% %_}", "&lt;b&gt; &#123; <w:p/></w:t></w:r></w:p>")
@example("a\x00\x0b\x0c\x07\ud800\ufffe\r\nb\r", "\u202e321\u202c \u05e9\u05dc\u05d5\u05dd")
@example("x" * 20000, " two  spaces ")
def test_what_is_said_comes_out_as_text(description, question):
    facts = {"lines": [{"on": AS_AT, "description": description, "amount": Decimal("-1.00"), "question": question}], "reply_by": AS_AT}
    content = letters.fill(template("line_query"), EVERY | facts)
    rows = next(said for kind, said in letters.text_of(content) if kind == "table")
    assert rows[1:] == [["30 June 2026", as_text(description), "-£1.00", as_text(question)]]


def as_text(said):
    """What is left of a text on paper: lines and tabs stay, what no file can hold is gone, and nothing turns the reading direction."""
    said = said.replace("\r\n", "\n").replace("\r", "\n")
    gone = {*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)} - {9, 10}
    return "".join(sign for sign in said if ord(sign) not in gone)


def test_a_template_cannot_let_what_is_said_be_more_than_text(tmp_path):
    content = letters.fill(made(tmp_path, "{{ person | safe }}"), EVERY | {"person": "<w:br/>{{ officer }}"})
    assert text(content) == "<w:br/>{{ officer }}"
