"""What an MT940 message says of a payment: :86: in its many dialects, :NS:, and the lines under :61:."""

import re

STRUCTURED = re.compile(r"\s*[0-9]{3}([^A-Za-z0-9\s/.,:'()-])[0-9]{2}")  # 123.45 is a figure, not a code
CODE = r"([?>~^|])(?:00|10|2[0-9]|3[0-4]|6[0-3])"  # the codes alone, without the number of the posting before them
FULL_LINE, FULL_PART = 65, 27  # characters after which a text is broken wherever it stands
PURPOSE = (*(f"{number}" for number in range(20, 30)), "60", "61", "62", "63")
NAMES = ("32", "33")
POSTING = ("00",)
AMOUNTS = re.compile(r"/(?:OCMT|CHGS|EXCH)/")  # what it was in another currency, and what that cost
NS_NAMES, NS_PURPOSE, NS_POSTING = ("15", "16"), tuple(f"{number:02d}" for number in range(1, 15)), ("17",)


def described(details, more, behind=()):
    """Who, what for; the bank's own word for the posting, or the reference, where nothing else is said.

    behind are the texts behind the references: often the payee, and often said again in the details.
    """
    texts = [text_of(what, lines) for what, lines in details]
    said = " ".join(text for text in texts if text)
    if not said:
        return " ".join(text for text in (*behind, *more) if text)
    new = [text for text in behind if re.search("[^\\W\\d_]", text) and not AMOUNTS.match(text) and text.casefold() not in said.casefold()]
    return " ".join([said, *new])


def text_of(what, lines):
    """The text of one field."""
    if what == "NS":
        return picked([(line[:2], line[2:]) for line in lines], NS_NAMES, NS_PURPOSE, NS_POSTING)
    if mark := STRUCTURED.match(lines[0]):
        return coded("".join(lines), mark[1])[1] or joined(lines, FULL_LINE)
    plain = joined(lines, FULL_LINE)
    mark = next(filter(None, (re.match(rf"\s*{CODE}", line) for line in lines)), None)
    if mark or len(re.findall(CODE, plain)) > 1:
        head, said = coded(plain, (mark or re.search(CODE, plain))[1])
        return f"{head} {said}".strip() if said else plain
    return plain


def coded(text, mark):
    """(what stands before the first code, what the codes say) of a text in which a mark begins each code."""
    head, *parts = re.split(rf"{re.escape(mark)}([0-9]{{2}})", text)
    return head.strip(), picked(list(zip(parts[::2], parts[1::2], strict=True)), NAMES, PURPOSE, POSTING)


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
