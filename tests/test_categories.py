"""The words and merchant codes that everybody shares."""

from datetime import date

import pytest

from lib.categories import CATEGORIES, keywords, load
from lib.errors import NotAllowed, UserError
from lib.store import OPERATOR, Actor

TODAY = date(2026, 11, 22)
HEAD = 'title = "Test"\nreviewed = 2026-11-01\n'


def write(folder, *entries, head=HEAD, name="test.toml"):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(head + "".join(f"[[entry]]\n{entry}\n" for entry in entries), encoding="utf-8")
    return folder


def test_the_shipped_words_load_and_the_second_time_changes_nothing(store):
    first = load(store, OPERATOR, as_at=TODAY)

    again = load(store, OPERATOR, as_at=TODAY)

    assert first["added"] == first["keywords"] == store.value("select count(*) from raw.keyword")
    assert (again["added"], again["removed"]) == (0, 0)
    assert store.value("select max(load_number) from raw.keyword") == 1


def test_no_shipped_word_has_two_categories_for_one_line():
    # keywords() refuses such a pair, so that reading is the test.
    assert len(keywords()) > 100


@pytest.mark.parametrize("path", sorted(CATEGORIES.glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_file_has_words(path):
    assert [row for row in keywords() if row["source_name"] == path.stem]


def test_peoples_names_alone_are_not_keywords():
    words = {row["keyword"] for row in keywords()}

    assert not words & {"CASH", "LINK", "CORAL", "WILLIAM HILL", "HILTON", "BEAUTY", "HERTZ", "NISA", "SKY", "NEST", "MORRISON", "MARK BATES", "PAYROLL"}


def test_a_changed_set_is_appended_whole_and_the_newest_holds(store, tmp_path):
    folder = write(tmp_path / "words", 'direction = "out"\nspend_category = "living_cost"\nkeywords = ["GROCER", "BAKER"]')
    load(store, OPERATOR, folder, TODAY)
    write(folder, 'direction = "out"\nspend_category = "living_cost"\nkeywords = ["GROCER"]\nmerchant_codes = ["5411"]')

    counts = load(store, OPERATOR, folder, TODAY)

    assert counts == {"keywords": 2, "added": 1, "removed": 1}
    assert store.value("select count(*) from raw.keyword") == 4
    assert {row["keyword"] or row["merchant_code"] for row in store.rows("from staging.keyword")} == {"GROCER", "5411"}


def test_only_the_operator_loads_words(empty_store):
    with pytest.raises(NotAllowed):
        load(empty_store, Actor("lena", "team_leader", councils=("Westmarch",)), as_at=TODAY)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ('direction = "out"\nspend_category = "living_cost"\nkeywords = ["Sainsbury\'s"]', "can't be found"),
        ('direction = "out"\nspend_category = "living_cost"\nkeywords = ["ONE TWO THREE FOUR FIVE"]', "can't be found"),
        ('direction = "out"\nspend_category = "living_cost"\nkeywords = ["TWO  BLANKS"]', "can't be found"),
        ('direction = "out"\nspend_category = "living_cost"\nmerchant_codes = ["541"]', "four digits"),
        ('direction = "sideways"\nspend_category = "living_cost"\nkeywords = ["A"]', "direction"),
        ('direction = "out"\nspend_category = "sweets"\nkeywords = ["A"]', "category"),
        ('direction = "out"\nspend_category = "cash"\nkeyword = ["A"]', "nothing reads"),
    ],
)
def test_a_file_with_a_fault_is_refused(tmp_path, entry, words):
    with pytest.raises(UserError, match=words):
        keywords(write(tmp_path / "words", entry))


@pytest.mark.parametrize(
    ("one", "other", "is_conflict"),
    [
        ('direction = "out"', 'direction = "out"', True),
        ('direction = "out"', 'direction = "both"', True),
        ('direction = "out"', 'direction = "in"', False),
        ('direction = "out"\ncouncil = "Westmarch"', 'direction = "out"', True),
        ('direction = "out"\ncouncil = "Westmarch"', 'direction = "out"\ncouncil = "Easthaven"', False),
    ],
)
def test_a_word_with_two_categories_for_one_line_is_a_conflict(tmp_path, one, other, is_conflict):
    folder = write(tmp_path / "words", f'{one}\nspend_category = "cash"\nkeywords = ["TILL"]', f'{other}\nspend_category = "refund"\nkeywords = ["TILL"]')

    if is_conflict:
        with pytest.raises(UserError, match="Take one of them out"):
            keywords(folder)
    else:
        assert len(keywords(folder)) == 2
