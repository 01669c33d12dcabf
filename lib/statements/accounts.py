"""Whose statement it is: sort code, account number, IBAN or card, from whatever form the file writes them in."""

import re

from lib.statements.model import no_account
from lib.statements.words import clean, is_card_number

SORT_CODE = re.compile(r"(?<![0-9-])([0-9]{2})[-\u2013 ]([0-9]{2})[-\u2013 ]([0-9]{2})(?![0-9-])")
SORT_AND_NUMBER = re.compile(r"(?<![0-9])([0-9]{2})[- ]?([0-9]{2})[- ]?([0-9]{2})(?:[- /]| - )?([0-9]{8})(?![0-9])")
IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{6,30}")
MASKED = re.compile(r"[*xX\u2022#.]{2,}[*xX\u2022#. -]*[0-9]{2,6}")
ENDS = re.compile(r"([0-9]{0,8})[*xX\u2022#.]{2,}([0-9]{4})")
NAMED = re.compile(r"(?:account|a/c|acc)\b[^0-9*£\n]{0,40}?([*xX]{2,}[*xX ]{0,20}[0-9]{3,6}|[0-9]{6,14})(?![0-9]|[.,][0-9])", re.IGNORECASE)
LONGEST = 80  # characters of a cell that can name an account


def account_of(cells):
    """(account, messages) from cells named sort_code, account_number, iban, card_reference, name or any."""
    account, messages = no_account(), []
    for name, cell in cells.items():
        text = undressed(cell)
        if not text:
            continue
        if name == "name":
            account["name"] = clean(text)[0]
        elif name == "card_reference":
            account["card_reference"] = card(text)
        elif name == "sort_code":
            digits = re.sub("[^0-9]", "", text)
            if len(digits) == 5:
                messages.append(f"The sort code {text} has lost its leading zero; it was put back.")
            account["sort_code"] = digits.zfill(6) if len(digits) in (5, 6) else None
        else:
            messages += number(text, account)
    return account, messages


def number(text, account):
    """Put an account number, with whatever else is written in it, into the account; return what to say."""
    compact = re.sub(r"[\s]", "", text).upper()
    if found := SORT_AND_NUMBER.fullmatch(text):
        account["sort_code"], account["account_number"] = "".join(found.groups()[:3]), found[4]
    elif re.fullmatch(r"[0-9]{8}", compact):
        account["account_number"] = compact
    elif IBAN.fullmatch(compact):
        account["iban"] = compact
        if british := re.fullmatch(r"GB[0-9]{2}[A-Z]{4}([0-9]{6})([0-9]{8})", compact):
            account["sort_code"], account["account_number"] = british.groups()
    elif found := MASKED.search(text):
        account["account_number"] = re.sub(r"\s", "", found[0])
        return [f"The account number is masked ({account['account_number']}): say whose statement this is."]
    elif re.fullmatch(r"[0-9]{13,19}", compact) and is_card_number(compact):
        account["card_reference"] = card(compact)
    elif re.fullmatch(r"[0-9]{6,7}", compact):
        account["account_number"] = compact.zfill(8)
        return [f"The account number {compact} is shorter than 8 digits, as after a spreadsheet; leading zeros were put back."]
    elif re.fullmatch(r"[0-9.,]+E\+?[0-9]+", compact):
        return [f"The account number was ruined by a spreadsheet ({text}): ask for the bank's own file."]
    elif re.fullmatch(r"[0-9]{9,18}", compact):
        account["account_number"] = compact
    else:
        account["name"] = account["name"] or clean(text)[0]
    return []


def card(text):
    """A card as it may be kept: a full number only by its last four digits, a token as it is."""
    digits = re.sub("[ -]", "", text)
    if re.fullmatch("[0-9]{13,19}", digits) and is_card_number(digits):
        return f"****{digits[-4:]}"
    return text


def card_key(text):
    """What of a card can be compared: its text, and where only some of its digits are shown, the first and the last of them."""
    text = card(undressed(text))
    ends = ENDS.fullmatch(re.sub("[ -]", "", text))
    return " ".join(text.casefold().split()), *(ends.groups() if ends else ("", None))


def same_card(one, other):
    """Whether two cards are the same as far as can be seen."""
    (text, first, last), (other_text, other_first, other_last) = one, other
    return text == other_text or (last is not None and last == other_last and (first.startswith(other_first) or other_first.startswith(first)))


def account_in(text):
    """(account, messages) named in the lines above the header."""
    account, messages = no_account(), []
    if found := NAMED.search(text):
        messages = number(found[1].strip(), account)
    if found := SORT_CODE.search(text):
        account["sort_code"] = "".join(found.groups())
        if not account["account_number"] and (beside := re.search(r"(?<![0-9])[0-9]{8}(?![0-9])", text[found.end() :])):
            account["account_number"] = beside[0]
    return account, messages


def undressed(cell):
    """The text of a cell without a spreadsheet's tricks for keeping zeros."""
    text = str(cell).strip()[:LONGEST]
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    return text.strip("'\" ")
