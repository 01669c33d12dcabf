"""What a review is scored on when it is looked at again: data/self_audit/points.toml, whose lists hold from their days."""

import tomllib

from lib.config import ROOT
from lib.errors import UserError

POINTS = ROOT / "data" / "self_audit" / "points.toml"
KINDS = ("point", "critical")
MONEY_WRONG = "money_wrong"  # the critical failure that the pounds decide


def list_of(day, path=POINTS):
    """The points and critical failures that hold on a day, in their order: [{"kind", "point", "place", "words", "meaning"}]."""
    said = _read(path)
    holding = [one for one in said if one["effective_from"] <= day]
    if not holding:
        raise UserError(f"data/self_audit/{path.name}: no list holds on {day:%-d %B %Y}. Add one with an earlier effective_from.")
    return [
        {"kind": kind, "point": one["name"], "place": place, "words": one["words"], "meaning": one["meaning"]}
        for kind in KINDS
        for place, one in enumerate(holding[-1][kind], start=1)
    ]


def _read(path):
    """Every list of the file, oldest first; what is wrong with it is one sentence."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))["list"]
        for one in said:
            names = [(kind, point["name"]) for kind in KINDS for point in one[kind] if point["words"] and point["meaning"]]
            if len(set(names)) < sum(len(one[kind]) for kind in KINDS) or (KINDS[1], MONEY_WRONG) not in names:
                raise UserError(
                    f"data/self_audit/{path.name}: each point of the list of {one['effective_from']} needs a name of its own, and one critical failure is {MONEY_WRONG}."
                )
        return sorted(said, key=lambda one: one["effective_from"])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise UserError(f"data/self_audit/{path.name} can't be used: {error}. Put it right.") from error
