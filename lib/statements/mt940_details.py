"""What an MT940 message says of a payment: :86: in its many dialects, :NS:, and the lines under :61:."""

import re

STRUCTURED = re.compile(r"\s*[0-9]{3}([^A-Za-z0-9\s/.,:'()-])[0-9]{2}")  # 123.45 is a figure, not a code
FULL_LINE, FULL_PART = 65, 27  # characters after which a text is broken wherever it stands
PURPOSE = (*(f"{number}" for number in range(20, 30)), "60", "61", "62", "63")
NAMES = ("32", "33")
POSTING = ("00",)
NS_NAMES, NS_PURPOSE, NS_POSTING = ("15", "16"), tuple(f"{number:02d}" for number in range(1, 15)), ("17",)


def described(details, more):
    """Who, what for; the bank's own word for the posting, or the reference, where nothing else is said."""
    texts = [text_of(what, lines) for what, lines in details]
    said = " ".join(text for text in texts if text)
    return said or " ".join(text for text in more if text)


def text_of(what, lines):
    """The text of one field."""
    if what == "NS":
        return picked([(line[:2], line[2:]) for line in lines], NS_NAMES, NS_PURPOSE, NS_POSTING)
    mark = STRUCTURED.match(lines[0])
    if not mark:
        return joined(lines, FULL_LINE)
    parts = re.split(rf"{re.escape(mark[1])}([0-9]{{2}})", "".join(lines))
    return picked(list(zip(parts[1::2], parts[2::2], strict=True)), NAMES, PURPOSE, POSTING) or joined(lines, FULL_LINE)


def picked(parts, names, purpose, posting):
    """Name and purpose out of (code, text) parts; the posting's own word where there are neither."""
    name, what_for, word = (joined([text for code, text in parts if code in codes], FULL_PART) for codes in (names, purpose, posting))
    return f"{name} {what_for}".strip() or word


def joined(parts, full):
    """Parts as one text: a part that is full goes on without a blank."""
    text = ""
    for part in parts:
        text += part if len(part) >= full else f"{part} "
    return text.strip()
