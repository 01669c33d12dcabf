"""Text as a person types it: kept as they wrote it, without what no keyboard writes, and no longer than what is read."""

import unicodedata

from lib.errors import UserError

# Signs that turn the direction of writing round, so that a text reads as what it is not.
TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def clean(text):
    """The text without control signs, its lines ended alike, without blanks around it."""
    said = (text or "").replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    said = "".join(sign for sign in said if sign == "\n" or (unicodedata.category(sign) not in ("Cc", "Cs") and sign not in TURNS))
    return unicodedata.normalize("NFC", said).strip()


def text_of(text, most, what, otherwise=None):
    """The cleaned text, at most so many signs long. otherwise is the sentence where it says nothing; without it, nothing is fine."""
    said = clean(text)
    if not said and otherwise:
        raise UserError(otherwise)
    if len(said) > most:
        raise UserError(f"{what} is {len(said):,} signs long, and at most {most:,} are kept. Shorten it, or write a second one.")
    return said
