"""The tour names every page, with a sentence and its two pictures."""

import re

from bench import tour
from lib.access import OPERATIONS
from lib.config import ROOT
from tests.test_pages import site, titles

ROLE_OF = {"officer1": "officer", "senior": "senior_officer", "leader": "team_leader", "auditor": "auditor", "admin": "administrator"}


def test_every_page_of_the_site_is_on_the_tour_with_both_its_pictures():
    text = tour.text(titles())
    assert tour.PAGES.keys() == site().keys()
    for page, title in titles().items():
        assert f"## {title}\n" in text and tour.PAGES[page][2].endswith(".")
        assert all(f"(tour/{picture})" in text for picture in tour.pictures(page))


def test_whoever_shows_a_page_may_open_it():
    assert [page for page, (who, *_) in tour.PAGES.items() if ROLE_OF[who] not in OPERATIONS[site()[page]]] == []


def test_the_tour_that_is_kept_is_the_one_the_command_writes():
    kept = ROOT / "docs" / "tour.md"
    if kept.exists():
        assert kept.read_text(encoding="utf-8") == tour.text(titles())
        assert all((ROOT / "docs" / name).exists() for name in re.findall(r"\((tour/\S+\.png)\)", kept.read_text(encoding="utf-8")))
