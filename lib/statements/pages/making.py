"""What a PDF says of its own making. Anybody can write anything there: it is a fact about the file, never a proof."""

import re
from typing import NamedTuple

from lib.statements.words import clean

LONGEST = 120  # letters of a program's name that are kept
DAY = re.compile(r"D:([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})?([0-9]{2})?")


class Making(NamedTuple):
    """The program that is named, and a sentence where the file says that it was changed later."""

    program: str | None
    changed: str | None


def making(metadata):
    """The Making in a PDF's own description of itself."""
    told = {name: clean(value)[0][:LONGEST] for name, value in metadata.items() if isinstance(value, str)}
    program = "; ".join(dict.fromkeys(filter(None, (told.get("Producer"), told.get("Creator"))))) or None
    made, changed = moment(told.get("CreationDate")), moment(told.get("ModDate"))
    if not made or not changed or changed <= made:
        return Making(program, None)
    return Making(program, f"The PDF says that it was made on {shown(made)} and changed on {shown(changed)}" + (f", with {program}." if program else "."))


def moment(text):
    """A PDF's moment as (year, month, day, hour, minute), all texts that sort; None where it is none."""
    found = DAY.match(text or "")
    return tuple(part or "00" for part in found.groups()) if found else None


def shown(moment):
    """A moment as people write it."""
    year, month, day, hour, minute = moment
    return f"{day}/{month}/{year} at {hour}:{minute}"


def alike(program):
    """A program's name without its version, to be held against others."""
    return re.sub(r"[^a-z]+", " ", (program or "").casefold()).strip()
