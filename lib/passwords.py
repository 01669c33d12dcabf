"""Passwords: what may be one, and the hash that is all that is kept of it."""

import base64
import hashlib
import logging
import re
import secrets
import unicodedata
from functools import cache

import bcrypt

from lib.config import settings
from lib.errors import UserError

SHORTEST, LONGEST = 12, 128

# What people think of first. A password made of these and little else is guessed first.
COMMON = """
    password passwort passphrase letmein welcome changeme qwertyuiop qwerty azerty asdfgh zxcvbn administrator admin
    iloveyou monkey dragon football liverpool arsenal chelsea sunshine princess superman batman secret login signin user
    council borough county district payment payments direct social care adult finance reckoner audit auditor officer
    senior leader team demo test london england britain spring summer autumn winter january february march april june july
    august september october november december monday tuesday wednesday thursday friday saturday sunday
    1234567890 12345 1234 0987654321 54321 4321 abcdefgh abcd abc
"""

# The digits and signs that often stand for a letter.
LOOKALIKES = {"a": "a4@", "e": "e3", "i": "i1!", "l": "l1", "o": "o0", "s": "s5$", "t": "t7"}

# Compared with when nobody has that name, so that the answer takes as long. No password has this hash.
NOBODY = "$2b$12$vYA6YNFP9DKlKioU2J3jXe2blFo1ybIhkAzvrLxDdmVY4dS5Y59Y6"


def check_strength(password, username="", name=""):
    """Raise unless this may be a password: long enough, and not made of what anybody would try first."""
    password = unicodedata.normalize("NFKC", password)
    if len(password) < SHORTEST:
        raise UserError(f"The password has {len(password)} characters. Use at least {SHORTEST}: three or four unrelated words are easy to remember.")
    if len(password) > LONGEST:
        raise UserError(f"The password has {len(password)} characters. Use at most {LONGEST}.")
    own = [word for word in re.split(r"\W+", f"{username} {name} {settings()['words']['organisation']}".lower()) if len(word) > 2]
    if len(set(re.sub(r"[\W_]", "", _without(password.lower(), COMMON.split() + own)))) < 5:
        raise UserError("The password is too easy to guess: it is made of common words, your name or a pattern. Use three or four unrelated words.")


def one_time():
    """Four groups of four, without signs that look alike on paper."""
    return "-".join("".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(4)) for _ in range(4))


def hashed(password):
    """What is kept of a password."""
    return _hasher().hash(digest(password))


def quickly_hashed(password):
    """The same of a password that anybody can read on the sign-in page: a slow hash would protect nothing."""
    return bcrypt.hashpw(digest(password).encode(), bcrypt.gensalt(4)).decode()


def is_right(password, kept):
    """Whether a password is the one of which this was kept. With None it takes as long, and is never right."""
    return _hasher().check_pw(digest(password), kept or NOBODY)


def digest(password):
    """A password of any length in 44 characters, for bcrypt reads no more than 72 bytes."""
    return base64.b64encode(hashlib.sha256(unicodedata.normalize("NFKC", password).encode()).digest()).decode()


@cache
def _hasher():
    """Loaded when first needed, since it brings all of Streamlit with it, and with it warnings that mean nothing here."""
    logging.disable(logging.WARNING)
    try:
        from streamlit_authenticator import Hasher
    finally:
        logging.disable(logging.NOTSET)
    return Hasher


def _without(text, words):
    """A text without these words, the longest first, however they are spelt."""
    for word in sorted(words, key=len, reverse=True):
        text = re.sub("".join(f"[{re.escape(LOOKALIKES.get(letter, letter))}]" for letter in word), " ", text)
    return text
