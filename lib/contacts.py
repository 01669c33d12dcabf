"""How a council is reached: what its letters say about the team, where to get help and how to complain."""

import tomllib

from lib.config import ROOT
from lib.errors import UserError

FOLDER = ROOT / "data" / "letters"
WORDS = {"team": str, "team_address": str, "team_phone": str, "team_email": str, "team_hours": str, "help": list, "complain": str}


def of(council):
    """{team, team_address, team_phone, team_email, team_hours, help, complain} of a council; what its file leaves out is said plainly."""
    files = {path.name: _read(path) for path in sorted(FOLDER.glob("*.toml"))}
    own = next((words for words in files.values() if words.get("council") == council), {})
    return {word: (files["any_council.toml"] | own)[word] for word in WORDS}


def _read(path):
    try:
        words = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"data/letters/{path.name}: {error}. Put it right, then write the letter again.") from error
    for word, kind in WORDS.items():
        if not isinstance(words.get(word, kind()), kind):
            raise UserError(f"data/letters/{path.name}: {word} must be {'a list of texts' if kind is list else 'a text'}. Put it right, then write the letter again.")
    return words
