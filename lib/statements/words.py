"""Text that came from outside: card numbers masked, tricks removed and said, look-alike letters reported."""

import re
import unicodedata

from lib.statements.limits import LONG_DESCRIPTION

CARD = re.compile(r"(?<![0-9])(?:[0-9]{13,19}|[0-9]{4}([ -])[0-9]{4}\1[0-9]{4}\1[0-9]{1,7}|[0-9]{4}([ -])[0-9]{6}\2[0-9]{5})(?![0-9])")
ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)?", re.DOTALL)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufff0-\ufff8\ufffe\uffff]")
INVISIBLE = re.compile(r"[\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff]")
JOINED_EMOJI = re.compile(r"(?<=[\ufe0f\U0001f000-\U0001faff\u2600-\u27bf])\u200d(?=[\U0001f000-\U0001faff\u2600-\u27bf])")
LOOK_ALIKE = re.compile(r"[\u0370-\u03ff\u0400-\u052f]")
LATIN = re.compile(r"[A-Za-z]")
KEPT_JOINER = "\ue000"


def masked(text):
    """The text with every card number reduced to its last four digits."""
    return CARD.sub(lambda found: mask(found[0]), text) if text and CARD.search(text) else text


def mask(number):
    """A card number as stars and its last four digits; any other number as it is."""
    digits = re.sub("[^0-9]", "", number)
    return "*" * (len(digits) - 4) + digits[-4:] if is_card_number(digits) else number


def is_card_number(digits):
    """Whether the check digit is that of a card (Luhn), and it is not a row of one digit."""
    doubled = [int(digit) * 2 - 9 * (int(digit) > 4) for digit in digits[-2::-2]]
    return (sum(doubled) + sum(map(int, digits[-1::-2]))) % 10 == 0 and len(set(digits)) > 1


def clean(text):
    """The text as one plain line, and the names of what was found in it."""
    found = []
    if (inner := text.lstrip(" ")).startswith("'"):
        text = inner[1:]
    if text[:1] == "\t":
        found.append("tab")
    if not (text.isascii() and text.isprintable()):
        text, found = without_tricks(text, found)
    text = masked(" ".join(text.split()))
    if not text:
        found.append("blank")
    elif len(text) > LONG_DESCRIPTION:
        found.append("long")
    return text, found


def without_tricks(text, found):
    """The text without escapes, control and invisible characters, and what was taken out or noticed."""
    text, escapes = ESCAPE.subn("", text)
    text, controls = CONTROL.subn("", text)
    text = JOINED_EMOJI.sub(KEPT_JOINER, text.replace(KEPT_JOINER, ""))
    text, invisible = INVISIBLE.subn("", text)
    text = text.replace(KEPT_JOINER, "\u200d")
    if escapes or controls:
        found.append("control")
    if invisible:
        found.append("invisible")
    if (LOOK_ALIKE.search(text) and LATIN.search(text)) or any("FULLWIDTH" in unicodedata.name(letter, "") for letter in text if letter > "\uff00" and letter.isalpha()):
        found.append("look-alike")
    return text, found


SAID = {
    "tab": "begins with a tab, which can hide a formula; the tab was removed",
    "control": "holds control characters or terminal commands; they were removed",
    "invisible": "holds invisible characters; they were removed",
    "look-alike": "mixes Latin letters with letters of another script that look alike: check the payee",
    "blank": "has no description",
    "long": f"has a description of more than {LONG_DESCRIPTION} characters",
}


def sentences(noticed):
    """What to say about (line number, names found): one sentence for each kind."""
    for name, said in SAID.items():
        lines = [number for number, found in noticed if name in found]
        if lines:
            more = f" (and {len(lines) - 1} more)" if len(lines) > 1 else ""
            yield f"Line {lines[0]}{more} {said}."
