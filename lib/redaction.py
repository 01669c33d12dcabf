"""Text without what somebody must not read: names that stand as others, bank details, and words that are blacked out."""

import re
import unicodedata
from functools import cached_property

from lib.errors import UserError
from lib.letter_file import NOT_TEXT

BLACK = "\u2588" * 5  # always as long, whatever stands under it
LEAST = 2  # a single letter would black out the whole document
BANK = re.compile(r"(?<![0-9A-Za-z])(?:\d{2}[- ]\d{2}[- ]\d{2}|\d{8}|[A-Z]{2}\d{2} ?[A-Z]{4}(?: ?\d){14}|(?:[\dXx*]{4}[ -]?){3}[\dXx*]{1,4})(?![0-9A-Za-z])")


def clean(text):
    """Text in one way of writing, without signs that are not seen and could hide a word, and without what XML can't hold."""
    text = NOT_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    # Put together last: a sign that is not seen may stand between a letter and its accent.
    return unicodedata.normalize("NFC", "".join(sign for sign in text if unicodedata.category(sign) != "Cf"))


class Redactor:
    """What one document leaves unread. Names keep their stand-in from their first appearance to the last.

    names is {a name: (kind, whom it stands for)}: every name of one whom gets one stand-in, such as Payee 1. numbers are
    bank details that are known; None leaves bank details as they are. words are blacked out wherever they stand.
    """

    def __init__(self, names=None, numbers=None, words=()):
        self.names, self.numbers = {_fold(name)[0].strip(): whom for name, whom in (names or {}).items()}, numbers
        self.words = [_fold(" ".join(clean(word).replace(BLACK[0], "").split()))[0] for word in words if word.strip()]
        if any(len(word) < LEAST for word in self.words):
            raise UserError(f"A word to be blacked out has at least {LEAST} letters. Write it in full.")
        self.stand_ins = {}
        self.blacked = 0

    def everywhere(self, said):
        """The same lists and dicts with every text in them redacted."""
        match said:
            case str():
                return self.text(said)
            case dict():
                return {name: self.everywhere(one) for name, one in said.items()}
            case list() | tuple():
                return [self.everywhere(one) for one in said]
        return said

    def text(self, text):
        """One text, redacted."""
        text = self._named(clean(text))
        if self.numbers is not None:
            text = BANK.sub(BLACK, self._known_numbers.sub(BLACK, text))
        return self._blacked_out(text)

    def _named(self, text):
        folded, places = _fold(text)
        said, done = [], 0
        for found in self._every_name.finditer(folded) if self.names else ():
            first, last = places[found.start()], places[found.end() - 1] + 1
            said += [text[done:first], self._stand_in(self.names[found[0]])]
            done = last
        return "".join([*said, text[done:]])

    @cached_property
    def _every_name(self):
        """The longest first: a name that begins with another is that other one plus something."""
        names = "|".join(re.escape(name) for name in sorted(self.names, key=len, reverse=True) if name)
        return re.compile(rf"(?<!\w)(?:{names})(?!\w)")

    @cached_property
    def _known_numbers(self):
        known = ["[- ]?".join(map(re.escape, re.sub("[- ]", "", number))) for number in self.numbers if number]
        return re.compile(rf"(?<![0-9A-Za-z])(?:{'|'.join(known)})(?![0-9A-Za-z])") if known else re.compile("(?!)")

    def _stand_in(self, whom):
        kind = whom[0]
        if whom not in self.stand_ins:
            self.stand_ins[whom] = f"{kind} {len([one for one in self.stand_ins if one[0] == kind]) + 1}"
        return self.stand_ins[whom]

    def _blacked_out(self, text):
        folded, places = _fold(text)
        black = set()
        for word in self.words:
            at = folded.find(word)
            while at >= 0:
                black.update(range(places[at], places[at + len(word) - 1] + 1))
                self.blacked += 1
                # The next may begin inside this one.
                at = folded.find(word, at + 1)
        return "".join(BLACK if place in black and place - 1 not in black else "" if place in black else sign for place, sign in enumerate(text)) if black else text


def _fold(text):
    """(the text as it is compared: no capitals, no accents, one space for any, and for each of its signs the place in the text)."""
    folded, places = [], []
    for place, sign in enumerate(text):
        for part in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", sign.casefold()).casefold()):
            part = " " if part.isspace() else part
            if not unicodedata.combining(part) and not (part == " " and folded and folded[-1] == " "):
                folded.append(part)
                places.append(place)
    return "".join(folded), places
