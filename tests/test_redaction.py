"""Redaction: a word that is blacked out stands nowhere, a name has one stand-in throughout, numbers of accounts are gone."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lib.errors import UserError
from lib.redaction import BANK, BLACK, Redactor, clean

# Letters that have capitals, accents, ligatures, that are not seen, and that a comparison trips over.
LETTERS = st.text(alphabet="abAB éÉßſKkİiıﬁﬀ\u200b\u00ad\u0301 \u00a0\n-'12", max_size=40)
WORDS = st.text(alphabet="abAB éÉßſKkİiıﬁﬀ\u0301-'12", min_size=2, max_size=6)


@given(text=LETTERS, word=WORDS)
def test_a_word_that_is_blacked_out_stands_nowhere_however_it_is_written(text, word):
    said = " ".join(word.split())
    try:
        redacted = Redactor(words=[word]).text(text)
    except UserError:
        assume(False)
    assert said.casefold() not in redacted.casefold().replace("\u00a0", " ").replace("\n", " ")
    assert said.upper() not in redacted.upper()


@given(text=LETTERS, word=st.sampled_from(["Example", "SMITH", "élan", "Straße"]), around=LETTERS)
def test_a_word_is_found_inside_longer_words_and_in_any_case(text, word, around):
    for written in (word, word.upper(), word.lower(), "\u200b".join(word), "\u00ad".join(word)):
        assert word.casefold() not in Redactor(words=[word]).text(text + written + around).casefold()


@given(text=LETTERS)
def test_without_choices_a_text_stays_as_it_is(text):
    assert Redactor().text(text) == clean(text)
    # What is written like an account or a card is bank details, known or not.
    assert Redactor(numbers=set()).text(clean(text)) == BANK.sub(BLACK, clean(text))


@given(text=LETTERS)
def test_what_is_clean_is_clean(text):
    assert clean(clean(text)) == clean(text)


def test_a_sign_that_is_not_seen_hides_no_accent():
    assert Redactor(words=["Zo\u00e9"]).text("Zoe\u200b\u0301 called") == f"{BLACK} called"


def test_a_blacked_out_word_does_not_tell_how_long_it_is():
    assert Redactor(words=["Jo Example"]).text("By jo  example.") == f"By {BLACK}."
    assert Redactor(words=["ana"]).text("banana") == f"b{BLACK}"


@pytest.mark.parametrize("word", ["a", " é ", "\u0301", BLACK])
def test_what_would_black_out_everything_or_nothing_is_refused(word):
    with pytest.raises(UserError, match="at least 2 letters"):
        Redactor(words=["fine", word])


def test_an_empty_line_is_no_word():
    assert Redactor(words=["", "  "]).text("Nothing happens") == "Nothing happens"


def test_a_name_has_one_stand_in_whichever_way_it_is_written():
    names = {"Kim Helper": ("Payee", "KIM"), "KIM HELPER INV 7": ("Payee", "KIM"), "Bo Carer": ("Payee", "BO"), "Kim": ("Other person", "KIM2")}
    redactor = Redactor(names)
    assert redactor.text("BO CARER, kim  helper, Kim Helper Inv 7, Kim") == "Payee 1, Payee 2, Payee 2, Other person 1"
    assert redactor.text("Bo Carer") == "Payee 1"


def test_a_name_is_not_found_inside_another_word():
    assert Redactor({"Ann": ("Payee", "ANN")}).text("Annual; Ann, ann.") == "Annual; Payee 1, Payee 1."


@pytest.mark.parametrize(
    "number", ["20-00-00", "20 00 00", "12345678", "GB29NWBK60161331926819", "GB29 NWBK 6016 1331 9268 19", "4929 1234 5678 9012", "**** **** **** 9012", "CARD77"]
)
def test_bank_details_are_blacked_out_and_money_and_days_are_not(number):
    redactor = Redactor(numbers={"CARD77", "200000"})
    assert redactor.text(f"From {number}, file {number}.csv") == f"From {BLACK}, file {BLACK}.csv"
    untouched = "£1,234,567.00 on 2026-03-31, SHA-256 d78d12345678ae2e47c6acc5d20-0000"
    assert redactor.text(untouched) == untouched
    assert Redactor().text(number) == number


def test_a_known_number_is_found_however_it_is_parted():
    assert Redactor(numbers={"20-00-00", None}).text("200000 and 20 00 00, not 1200000") == f"{BLACK} and {BLACK}, not 1200000"


def test_words_are_blacked_out_of_stand_ins_too():
    assert Redactor({"Kim": ("Payee", "KIM")}, words=["payee"]).text("Kim") == f"{BLACK} 1"
