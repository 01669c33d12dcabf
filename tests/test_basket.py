"""What was brought and not imported: nothing is lost when reading stops half-way, and nothing is read twice."""

from datetime import date

from lib.statements import read_files
from lib.ui.basket import Basket
from tests.test_checking import PAPER, misread, numbers, reading_of, texts

TODAY = date(2026, 11, 22)
FILES = [(f"{month}.csv", f"Date,Description,Amount,Balance\n0{month}/03/2026,SHOP,-1.00,{10 - month}.00\n".encode()) for month in (1, 2, 3)]


def read_on(basket, most):
    """Read so many files, as a page does that is left then."""
    for number, reading in enumerate(read_files(basket.rest(), today=TODAY), start=1):
        basket.add(reading)
        if number == most:
            return


def test_reading_goes_on_where_it_was_left():
    basket = Basket()
    basket.bring(FILES)
    read_on(basket, 1)
    assert [name for name, _ in basket.unread.values()] == ["2.csv", "3.csv"]
    read_on(basket, 9)
    assert (basket.unread, [reading["file"] for reading, _ in basket.files.values()]) == ({}, ["1.csv", "2.csv", "3.csv"])
    assert [content for _, content in basket.files.values()] == [content for _, content in FILES]


def test_two_showings_of_the_page_that_read_at_once_lose_nothing():
    basket = Basket()
    basket.bring(FILES)
    # The page that was left still reads a file when the one that is opened anew begins with the same.
    left, anew = read_files(basket.rest(), today=TODAY), read_files(basket.rest(), today=TODAY)
    for reading in (next(left), next(anew)):
        basket.add(reading)
    for reading in anew:
        basket.add(reading)
    assert (basket.unread, [reading["file"] for reading, _ in basket.files.values()]) == ({}, ["1.csv", "2.csv", "3.csv"])


def test_what_was_said_of_a_page_outlives_other_files_and_can_be_gone_on_with():
    basket, reading = Basket(), misread(reading_of(), numbers(reading_of())[0], description="X")
    basket.bring([("statement.pdf", PAPER)])
    basket.add(reading)
    check = basket.from_pages()[reading["sha256"]]
    for line in check.lines:
        check.agree(line["line_number"], texts(line), TODAY)
    basket.bring(FILES)
    read_on(basket, 9)
    assert basket.from_pages()[reading["sha256"]] is check
    basket.checked(reading["sha256"])
    assert basket.is_checked(reading["sha256"])
    basket.check_again(reading["sha256"])
    assert not basket.is_checked(reading["sha256"])
    assert len(basket.from_pages()[reading["sha256"]].said) == len(check.lines)
