"""Each council's settings: data/policy/<council>.toml into the store, and what holds on a day."""

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from lib.access import allowed
from lib.config import ROOT
from lib.errors import SeveralErrors
from lib.monitoring import follow
from lib.sqlfiles import sql_files
from lib.store import now

POLICY = ROOT / "data" / "policy"
SETTINGS = "settings.toml"
EVERY_COUNCIL, FIRST_OF_DAYS = "*", date(1, 1, 1)
PENNY = Decimal("0.01")

IN_FORCE = """
select council, setting, effective_from, value, decided_by, decided_at, is_default
from staging.policy
where $as_at between effective_from and effective_to
order by council, setting
"""
HELD = """
select council, setting, effective_from, value
from decisions.policy
qualify row_number() over (partition by council, setting, effective_from order by load_number desc) = 1
"""


def describe():
    """What every setting means, in the order of the policy page."""
    said = _settings()
    return [{"setting": setting} | about for setting, about in said.items()]


def undecided(store, councils):
    """Those of these councils that have decided nothing, so that the proposals of settings.toml hold for them."""
    decided = {row["council"] for row in store.rows("select distinct council from decisions.policy")}
    return sorted(set(councils) - decided)


def where_used():
    """{setting: the rules that read it}, from the rules' headers."""
    used = {about["setting"]: [] for about in describe()}
    for rule in sql_files("rules"):
        for setting in rule.header.get("policy", []):
            used.setdefault(setting, []).append(rule.name)
    return used


def value(store, council, setting, on_day):
    """A setting of a council as it holds on a day, as a Decimal; None where there is none."""
    return store.value("select value from staging.policy where council = ? and setting = ? and ? between effective_from and effective_to", [council, setting, on_day])


@allowed("see_policy")
def in_force(store, actor, as_at):
    """Every setting of the actor's councils as it holds on a day."""
    about = {each["setting"]: each for each in describe()}
    rows = store.rows(IN_FORCE, {"as_at": as_at})
    mine = [row for row in rows if actor.role == "operator" or row["council"] in actor.councils]
    return [row | {name: about.get(row["setting"], {}).get(name, "") for name in ("words", "unit")} for row in mine]


@allowed("load_policy")
def load(store, actor, folder=None, as_at=None):
    """Keep what the policy files say that the store does not have yet, and give how many values were added and are unchanged."""
    said = _wanted(folder)
    held = {(row["council"], row["setting"], row["effective_from"]): row["value"] for row in store.rows(HELD)}
    _refuse_lost(said, held)
    new = {key: value for key, value in said.items() if held.get(key) != value}
    counts = {"councils": len({council for council, *_ in said} - {EVERY_COUNCIL}), "added": len(new), "unchanged": len(said) - len(new)}
    if new:
        with store.change(actor, "load_policy", "policy", before=_printable(held, new), after=_printable(new, new)) as change:
            number = change.execute("select coalesce(max(load_number), 0) + 1 from decisions.policy").fetchone()[0]
            stamp = {"load_number": number, "decided_by": actor.username, "decided_at": now()}
            change.insert("decisions.policy", [
                {"council": council, "setting": setting, "effective_from": day, "value": value} | stamp
                for (council, setting, day), value in new.items()
            ])  # fmt: skip
            follow(change, as_at or date.today(), caseload=True)
    return counts


def _wanted(folder):
    """{(council, setting, effective_from): value} of every file; all faults are raised together. The proposals stand under no council's name."""
    known = {each["setting"]: each for each in describe()}
    needed = set(known) | {setting for rule in sql_files("rules") for setting in rule.header.get("policy", [])}
    values, faults = {(EVERY_COUNCIL, setting, FIRST_OF_DAYS): _number(about["default"]) for setting, about in known.items()}, []
    for path in _files(folder):
        council, read, wrong = _council(path, known, needed)
        faults += [f"data/policy/{path.name}: {fault}" for fault in wrong]
        if any(other == council for other, *_ in values):
            faults.append(f"data/policy/{path.name}: {council} has another file already. Keep one of them.")
        values |= {(council, *key): value for key, value in read.items()}
    if faults:
        raise SeveralErrors(faults)
    return values


def _council(path, known, needed):
    """One file: its council, {(setting, effective_from): value}, and what is wrong with it."""
    said, values, wrong = _read(path), {}, []
    council, sets = said.get("council"), said.get("policy_set", [])
    if not isinstance(council, str) or not council.strip():
        wrong.append('It names no council. Write council = "..." in its first line.')
    days = [each.get("effective_from") for each in sets]
    if not sets or not all(type(day) is date for day in days) or sorted(set(days)) != days:
        return council, {}, [*wrong, "Every [[policy_set]] needs an effective_from date, each later than the one before it."]
    for number, each in enumerate(sets):
        settings = each.get("settings", {})
        # A later set names only what changes; the first leaves nothing open.
        missing = sorted(needed - settings.keys()) if number == 0 else []
        wrong += [f"{setting} is missing from the policy set of {days[0]}. Give it a value." for setting in missing]
        wrong += [f"{setting} is not a setting that anything reads. Correct its name, or describe it in {SETTINGS}." for setting in sorted(settings.keys() - known.keys())]
        for setting in settings.keys() & known.keys():
            value = _number(settings[setting])
            if value is None or not known[setting]["least"] <= value <= known[setting]["most"]:
                bounds = f"{known[setting]['least']} to {known[setting]['most']}"
                wrong.append(f"{setting} is {settings[setting]!s} from {days[number]}. It must be a number from {bounds} with at most two decimals.")
            else:
                values[setting, days[number]] = value
    return council, values, wrong


def _number(value):
    """A Decimal of pounds and pence, or None."""
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return None
    text = str(value)
    if not text.isascii() or not text.replace(".", "", 1).removeprefix("-").isdigit():
        return None
    number = Decimal(text)
    return number.quantize(PENNY) if abs(number) < 10**9 and number == number.quantize(PENNY) else None


def _refuse_lost(said, held):
    """A value that findings may rest on is superseded, never taken away."""
    here = {council for council, *_ in said}
    lost = sorted(key for key in held.keys() - said.keys() if key[0] in here)
    if lost:
        gone = "and its file no longer says so. Put that day back; to change the value, write another beside it."
        raise SeveralErrors([f"data/policy: {council} had {setting} from {day}, {gone}" for council, setting, day in lost])


def _printable(values, keys):
    return {f"{council} {setting} {day}": str(values[council, setting, day]) for council, setting, day in keys if (council, setting, day) in values}


def _files(folder):
    return [path for path in sorted(Path(folder or POLICY).glob("*.toml")) if path.name != SETTINGS]


@cache
def _settings():
    """What settings.toml says, read once: it comes with the project."""
    return _read(POLICY / SETTINGS)


def _read(path):
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SeveralErrors([f"data/policy/{path.name}: {error}. Put it right."]) from error
