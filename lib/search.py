"""Finding a person, account, payee, reference, amount, day or note from a few typed words, in nothing but what this person may see."""

import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lib import access
from lib.sqlfiles import sql_file
from lib.typed import clean

MOST_TYPED, MOST_SHOWN = 200, 50
# From 0 to 1: how alike a name must be to what was typed (Jaro and Winkler). Smyth is like Smith, and Marlin not like Martha.
CLOSENESS = 0.88
# kind: (its SELECT, the order of what it gives, what it is found by).
KINDS = {
    "person": ("dashboards.search_person", ("-fit", "who", "account_id"), {"words"}),
    "payee": ("dashboards.search_payee", ("-newest_on", "payee", "account_id"), {"words"}),
    "line": ("dashboards.search_line", ("-posted_on", "account_id", "transaction_id"), {"words", "amount", "day"}),
    "note": ("dashboards.search_note", ("-words_hit", "-on_day", "entry_id"), {"words", "amount", "day"}),
    "finding": ("dashboards.search_finding", ("-occurred_on", "finding_id"), {"words", "amount", "day"}),
    "payment": ("dashboards.search_payment", ("-paid_on", "payment_id"), {"words", "amount", "day"}),
    "money": ("dashboards.search_money", ("-on_day", "case_id", "what"), {"words", "amount", "day"}),
    "letter": ("dashboards.search_letter", ("-written_on", "reference"), {"words", "amount", "day"}),
}
AMOUNT = re.compile(r"(?<![\w.,])(?:£\s?[0-9][0-9,]{0,14}(?:\.[0-9]{1,2})?|[0-9]{1,3}(?:,[0-9]{3}){1,3}(?:\.[0-9]{2})?|[0-9]{1,12}\.[0-9]{2})(?!\w|[.,][0-9])")
DAYS = (
    re.compile(r"\b(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})\b"),
    re.compile(r"\b(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4}|[0-9]{2})\b"),
    re.compile(r"\b(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?\s+(?P<month>[a-z]{3,9})\.?,?\s+(?P<year>[0-9]{4})\b", re.IGNORECASE),
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# E: ÈÉÊË and so on.
ACCENTED = {}
for _sign in map(chr, range(0xC0, 0x250)):
    if _sign.isupper() and (_base := unicodedata.normalize("NFD", _sign)[0]) != _sign:
        ACCENTED[_base] = ACCENTED.get(_base, "") + _sign
PLAIN = "select search.words($text) as words, list_transform(search.words($text), lambda word: search.stem(word)) as stems"


@dataclass(frozen=True)
class Asked:
    """One reading of what was typed: all of it must be there. noted are the words as a note would have them, amounts among them."""

    words: str = ""
    noted: str = ""
    digits: str = ""
    amount: Decimal | None = None
    day: date | None = None

    @property
    def by(self):
        """What is looked for: words, amount, day."""
        return {name for name in ("words", "amount", "day") if getattr(self, name)}


@dataclass(frozen=True)
class Found:
    """What was found of a kind: the likeliest rows, and how many there are. amount is set where they have it."""

    kind: str
    rows: list
    count: int
    amount: Decimal | None = None

    @property
    def is_all(self):
        """Whether count is how many there are, and not where counting stopped."""
        return self.count < access.MOST_COUNTED


@access.allowed("see_case")
def find(store, actor, typed, letter_names=None):
    """All that fits what was typed, by kind, the likeliest kind first: a list of Found, empty for fewer than two signs.

    Any text is taken. letter_names says what each letter's template is called where people see it.
    """
    found = [one for asked in readings(typed) for one in _by(store, actor, asked, letter_names or {})]
    return sorted(found, key=_likely)


def readings(typed):
    """How what was typed can be understood: as words, an amount, a day, or these together; a whole number as digits and as pounds."""
    text = " ".join(clean(typed).split())[:MOST_TYPED]
    rest, day = _day_in(text)
    noted = rest
    rest, amount = _amount_in(rest)
    digits = re.sub(r"[^0-9]", "", text) if re.fullmatch(r"[0-9 *•xX–-]+", text) and not day else ""
    asked = Asked(words=_worth(rest), noted=_worth(noted), digits=digits if len(digits) > 3 else "", amount=amount, day=day)
    numbers = re.findall(r"(?<!\S)[1-9][0-9]{0,6}(?!\S)", rest)
    as_pounds = amount is None and len(numbers) == 1
    return [
        *([asked] if asked.by else []),
        *([Asked(words=_worth(rest.replace(numbers[0], " ", 1)), amount=Decimal(numbers[0]).quantize(Decimal("0.01")), day=day)] if as_pounds else []),
    ]


def _by(store, actor, asked, letter_names):
    """What fits one reading."""
    words, noted = _plain(store, asked.words), _plain(store, asked.noted)
    if not words["words"] and not asked.amount and not asked.day:
        return
    values = {
        "words": words["words"], "needle": max(words["words"], key=len, default=None), **_begins(words["stems"]),
        "digits": asked.digits or None, "amount": asked.amount, "day": asked.day, "closeness": CLOSENESS, "is_nearly": False, "names": json.dumps(letter_names),
    }  # fmt: skip
    for kind, (name, order, found_by) in KINDS.items():
        if not asked.by <= found_by:
            continue
        of_kind = values
        if kind == "note":
            # A note has no amount of its own; what it says of one is words.
            if asked.amount and not asked.noted:
                continue
            of_kind = values | _begins(noted["stems"])
        rows, count = _first(store, actor, name, order, of_kind)
        if kind == "person" and not rows:
            rows, count = _first(store, actor, name, order, of_kind | {"is_nearly": True})
        if rows:
            yield Found(kind, rows, count, asked.amount)


def _first(store, actor, name, order, values):
    wanted = sql_file(name).parameters
    given = {name: value for name, value in values.items() if name in wanted}
    rows = access.see_first(store, actor, name, MOST_SHOWN + 1, order, given)
    return rows[:MOST_SHOWN], len(rows) if len(rows) <= MOST_SHOWN else access.count_of(store, actor, name, given)


def _likely(found):
    """Somebody or something called just so comes first, then what has the amount, then what names it, then what is merely like it."""
    best = found.rows[0]
    if found.kind == "person":
        return {4: 0, 3: 1, 2: 4, 1: 9}[best["fit"]], 0
    return (2 if found.amount else 3), list(KINDS).index(found.kind)


def _plain(store, text):
    """{"words", "stems"}: as they are compared. A single letter is in every text and says nothing."""
    row = store.row(PLAIN, {"text": text})
    pairs = {word: stem for word, stem in zip(row["words"], row["stems"], strict=True) if len(word) > 1}
    return {"words": list(pairs), "stems": list(pairs.values())}


def _begins(stems):
    """{"begins", "many"}: a pattern for words that begin like these, and how many there are. What was typed is in it letter by letter, never as a pattern.

    Who has a word for visitor has one for visit, so of two like these the longer is enough.
    """
    stems = [stem for stem in dict.fromkeys(stems) if not any(other != stem and other.startswith(stem) for other in stems)]
    words, numbers = ("|".join(_pattern(stem) for stem in stems if stem[0].isdigit() == is_number) for is_number in (False, True))
    # A comma or a dot ends a word; inside a number it does not.
    parts = [f"(?:^|[^{before}])(?:{these})" for before, these in ((r"\p{L}\p{N}", words), (r"\p{L}\p{N}.,", numbers)) if these]
    return {"begins": f"(?i){'|'.join(parts)}" if parts else None, "many": len(stems)}


def _pattern(stem):
    """A word as it may stand in a text: 1234_56 as 1,234.56 too, E as É too."""
    pounds, _, pence = stem.partition("_")
    if not pounds.isdigit():
        return "".join(f"[{sign}{ACCENTED[sign]}]" if sign in ACCENTED else "[.]" if sign == "_" else re.escape(sign) for sign in stem)
    first = len(pounds) % 3
    thousands = ",?".join(part for part in (pounds[:first], *(pounds[at : at + 3] for at in range(first, len(pounds), 3))) if part)
    return f"{thousands}[.]{pence}" if pence else thousands


def _worth(text):
    """The text, if there is anything in it to look for."""
    return text.strip() if len(re.sub(r"[\W_]", "", text)) > 1 else ""


def _amount_in(text):
    """The text without the first amount in it, and that amount."""
    found = AMOUNT.search(text)
    if not found:
        return text, None
    return f"{text[: found.start()]} {text[found.end() :]}", Decimal(re.sub(r"[£,\s]", "", found[0])).quantize(Decimal("0.01"))


def _day_in(text):
    """The text without the first day in it, and that day."""
    for form in DAYS:
        for found in form.finditer(text):
            month = found["month"] if found["month"].isdigit() else MONTHS.index(found["month"][:3].lower()) + 1 if found["month"][:3].lower() in MONTHS else 0
            year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
            try:
                return f"{text[: found.start()]} {text[found.end() :]}", date(year, int(month), int(found["day"]))
            except ValueError:
                continue
    return text, None
