"""Words and merchant codes that everybody shares: data/categories/*.toml into the store."""

import re
import tomllib
from datetime import date
from itertools import combinations
from pathlib import Path

from lib.access import allowed
from lib.config import ROOT
from lib.errors import SeveralErrors
from lib.monitoring import follow

CATEGORIES = ROOT / "data" / "categories"

SPEND_CATEGORIES = (
    "pa_wages", "hmrc", "pension", "payroll_fee", "agency", "day_service", "respite", "insurance", "equipment", "transport",
    "activity", "training", "bank_charge", "managed_account_fee", "client_contribution", "council_payment", "health_payment",
    "refund", "interest", "other_income", "cash", "living_cost", "prohibited", "gambling", "transfer", "query",
)  # fmt: skip
DIRECTIONS = ("in", "out", "both")
ENTRY_KEYS = {"direction", "council", "spend_category", "keywords", "merchant_codes"}

# As descriptions are compared: capitals and digits, single blanks, whole words.
KEYWORD = re.compile(r"[A-Z0-9]+( [A-Z0-9]+){0,3}")
MERCHANT_CODE = re.compile(r"[0-9]{4}")
COLUMNS = ("source_name", "keyword", "merchant_code", "direction", "council", "spend_category")


@allowed("load_policy")
def load(store, actor, folder=None, as_at=None):
    """Keep the shared words as they are now, if they differ from what the store holds, and give how many there are."""
    said = keywords(folder)
    newest = store.value("select coalesce(max(load_number), 0) from raw.keyword")
    held = {tuple(row.values()) for row in store.rows(f"select {', '.join(COLUMNS)} from raw.keyword where load_number = ?", [newest])}
    wanted = {tuple(row[name] for name in COLUMNS) for row in said}
    counts = {"keywords": len(said), "added": len(wanted - held), "removed": len(held - wanted)}
    if wanted != held:
        with store.change(actor, "load_categories", "categories", after=counts) as change:
            change.insert("raw.keyword", [row | {"load_number": newest + 1} for row in said])
            follow(change, as_at or date.today(), caseload=True)
    return counts


def keywords(folder=None):
    """The rows of every file; all faults are raised together."""
    rows, faults = [], []
    for path in sorted(Path(folder or CATEGORIES).glob("*.toml")):
        try:
            said = tomllib.loads(path.read_text(encoding="utf-8"))
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            faults.append(f"data/categories/{path.name}: {error}. Put it right.")
            continue
        faults += [f"data/categories/{path.name}: {fault}" for fault in _faults(said)]
        rows += [row for entry in said.get("entry", []) for row in _rows(path.stem, entry)]
    if faults := faults or list(_conflicts(rows)):
        raise SeveralErrors(faults)
    return rows


def _rows(source_name, entry):
    about = {"source_name": source_name, "council": entry.get("council")} | {name: entry.get(name) for name in ("direction", "spend_category")}
    for word in entry.get("keywords", []):
        yield about | {"keyword": word, "merchant_code": None}
    for code in entry.get("merchant_codes", []):
        yield about | {"keyword": None, "merchant_code": code}


def _faults(said):
    if not isinstance(said.get("title"), str) or not isinstance(said.get("reviewed"), date):
        yield "It needs a title and the date it was reviewed."
    for number, entry in enumerate(said.get("entry", []), start=1):
        unknown = sorted(entry.keys() - ENTRY_KEYS)
        if unknown:
            yield f"Entry {number} says {', '.join(unknown)}, which nothing reads. Use {', '.join(sorted(ENTRY_KEYS))}."
        if entry.get("direction") not in DIRECTIONS:
            yield f"Entry {number} has the direction {entry.get('direction')}. Use one of {', '.join(DIRECTIONS)}."
        if entry.get("spend_category") not in SPEND_CATEGORIES:
            yield f"Entry {number} has the category {entry.get('spend_category')}. Use one of {', '.join(SPEND_CATEGORIES)}."
        for word in entry.get("keywords", []):
            if not KEYWORD.fullmatch(word):
                yield f"'{word}' can't be found in a description. Write one to four words in capitals A-Z and digits, with single blanks."
        for code in entry.get("merchant_codes", []):
            if not isinstance(code, str) or not MERCHANT_CODE.fullmatch(code):
                yield f"'{code}' is not a merchant code. Write four digits in quotation marks."


def _conflicts(rows):
    """The same word twice for the same line: with two categories nobody would know which, with one it is there once too often."""
    by_word = {}
    for row in rows:
        by_word.setdefault(row["keyword"] or row["merchant_code"], []).append(row)
    for word, same in by_word.items():
        for one, other in combinations(same, 2):
            is_same_way = one["direction"] == other["direction"] or "both" in (one["direction"], other["direction"])
            is_same_council = one["council"] == other["council"] or None in (one["council"], other["council"])
            if is_same_way and is_same_council:
                yield f"'{word}' is {one['spend_category']} in {one['source_name']}.toml and {other['spend_category']} in {other['source_name']}.toml. Take one of them out."
