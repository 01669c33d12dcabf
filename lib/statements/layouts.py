"""Layouts: one TOML file for each kind of bank export, recognised by what is in the file and never by its name."""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from lib.errors import UserError

FOLDER = Path(__file__).parent.parent.parent / "data" / "layouts"
OURS = (
    "posted_on",
    "description",
    "amount",
    "money_in",
    "money_out",
    "direction",
    "mark",
    "fee",
    "amount_in",
    "balance",
    "currency",
    "currency_in",
    "kind",
    "status",
    "external_id",
    "card_reference",
    "merchant_code",
    "merchant",
)
ACCOUNT = ("sort_code", "account_number", "iban", "card_reference", "name", "any")


class NoLayout(UserError):
    """This table is in no layout we know."""

    def __init__(self, sentence, rows=(), guess=None):
        super().__init__(sentence)
        self.rows = rows  # its first ones, so that a person can say which column is which
        self.guess = guess  # (layout, place of its header row or None) that could be right, for that person to agree to or to change


AGREE = "Open it on the upload page and say whether the columns are right; files like it are read from then on."
MADE_HERE = "made here"  # the confidence of a layout that a person made
GUESSED = "C"  # the confidence of a layout that nobody has proved: it fills in the columns for a person, and reads nothing by itself


class UnknownLayout(UserError):
    """There is no layout of this name."""


@dataclass(frozen=True)
class Condition:
    """Cells of a column that must (or must not) look like something. `column` is a heading, a place from 1, or 0 for the row."""

    column: str | int
    is_: tuple = ()
    is_not: tuple = ()
    matches: re.Pattern | None = None
    why: str = ""
    anywhere: bool = False  # one row is enough; else most rows
    half: bool = False  # half of the rows are enough
    unless_settled: bool = False  # the row counts where the balance moved by its amount

    def holds(self, cell):
        """Whether this cell is what the condition names."""
        text = " ".join(cell.casefold().split())
        if self.is_:
            return text in self.is_
        if self.is_not:
            return text not in self.is_not
        return self.matches is not None and bool(self.matches.search(text))


@dataclass(frozen=True)
class Layout:
    """How one kind of export is laid out. `columns` and `account` map our names to headings (or places from 1)."""

    name: str | None
    title: str
    confidence: str
    headers: tuple = ()
    contains: tuple = ()  # headings that are enough, where a bank adds columns often
    widths: tuple = ()  # how many columns a table without headings has
    shape: tuple = ()  # the kind of each of them, where a person said what they are
    day_above: int | None = None  # the column of the first row that holds the day of all lines; the second row has the headings
    columns: dict = field(default_factory=dict)
    account: dict = field(default_factory=dict)
    sign: str = "as printed"
    currency: str = "GBP"
    order: str | None = None
    dates: str | None = None  # `day` or `month` comes first, where a person said so
    out_words: tuple = ()
    skips: tuple = ()
    when: tuple = ()
    preamble: re.Pattern | None = None
    delimiter: str | None = None
    messages: tuple = ()
    not_kept: str | None = None  # why such a file can be read and never kept
    container: str = "table"  # or `pdf`: printed pages, whose columns are told by where words stand
    text_stands: str | None = None  # printed pages: the other lines of a transaction are `above` or `below` its amount
    kinds: tuple = ()  # printed pages: first words that say the kind of payment
    sections: re.Pattern | None = None  # printed pages: the title of a part that is a statement of its own

    @property
    def is_without_signs(self):
        """Whether nobody wrote down how minus signs and fees are printed, so that the figures must tell."""
        return self.name is None or self.confidence in (MADE_HERE, GUESSED)


@dataclass(frozen=True)
class Wish:
    """How a file is wanted to be read: through the layout of this name, and with the layouts that people made beside ours."""

    name: str | None = None
    own: tuple = ()


@cache
def load_layouts(folder=FOLDER):
    """Every layout, by name."""
    return tuple(load(path) for path in sorted(folder.glob("*.toml")))


def load(path):
    """One layout; a mistake in it is a sentence."""
    try:
        return layout_of(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
    except (KeyError, TypeError, ValueError) as error:
        raise UserError(f"The layout {path.name} cannot be used: {error}.") from None


def layout_of(name, told):
    """The Layout that a table of settings describes."""
    told = dict(told)
    columns, account = told.pop("columns", {}), told.pop("account", {})
    unknown = [ours for ours in columns if ours not in OURS] + [ours for ours in account if ours not in ACCOUNT]
    if unknown:
        raise ValueError(f"unknown columns {', '.join(unknown)}")
    return Layout(
        name=name,
        title=told.pop("title"),
        confidence=told.pop("confidence"),
        headers=tuple(normal(header) for header in told.pop("headers", [])),
        contains=tuple(frozenset(map(plain, names)) for names in told.pop("contains", [])),
        widths=tuple(told.pop("widths", [])),
        shape=tuple(told.pop("shape", [])),
        columns=listed(columns),
        account=listed(account),
        out_words=tuple(word.casefold() for word in told.pop("out_words", [])),
        skips=tuple(condition(one) for one in told.pop("skip", [])),
        when=tuple(condition(one) for one in told.pop("when", [])),
        preamble=re.compile(told.pop("preamble"), re.IGNORECASE) if "preamble" in told else None,
        messages=tuple(told.pop("messages", [])),
        kinds=tuple(told.pop("kinds", [])),
        sections=re.compile(told.pop("sections"), re.IGNORECASE) if "sections" in told else None,
        **told,
    )


def listed(columns):
    """Every value as a list of headings or places."""
    return {ours: tuple(theirs) if isinstance(theirs, list) else (theirs,) for ours, theirs in columns.items()}


def condition(told):
    """A Condition from its TOML table."""
    told = dict(told)
    is_, is_not = (tuple(word.casefold() for word in told.pop(name, [])) for name in ("is", "is_not"))
    matches = re.compile(told.pop("matches"), re.IGNORECASE) if "matches" in told else None
    return Condition(**told, is_=is_, is_not=is_not, matches=matches)


@lru_cache(maxsize=4096)
def plain(heading):
    """A heading as it is compared: lower case words without signs."""
    return " ".join(re.sub(r"[\W_]+", " ", str(heading).casefold()).split())


def normal(header):
    """A header row as it is compared: plain headings, without empty ones at the end."""
    names = [plain(heading) for heading in header]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def by_name(name, layouts):
    """The layout of this name."""
    for layout in layouts:
        if layout.name == name:
            return layout
    raise UnknownLayout(f"There is no layout called {name}. Known are: {', '.join(layout.name for layout in layouts)}.")
