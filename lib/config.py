"""The council's choices in config.toml, and where a store keeps its things."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lib.errors import UserError

ROOT = Path(__file__).parent.parent


class ConfigError(UserError):
    """config.toml can't be used."""


@dataclass(frozen=True)
class Places:
    """Where one store and everything that belongs to it lies."""

    path: Path
    evidence: Path
    keys: Path
    anchor: Path


@cache
def settings():
    """What config.toml says, as nested dicts."""
    try:
        return tomllib.loads((ROOT / "config.toml").read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"config.toml: {error}. Put it right and start again.") from error


def places(path=None):
    """The places of the store at path, or of the council's own store.

    A store elsewhere (a demo, a test, a copy) keeps everything in its own folder, so two stores never share evidence.
    """
    if path is None:
        own = settings()["store"]
        return Places(*(ROOT / own[name] for name in ("path", "evidence", "keys", "anchor")))
    path = Path(path).absolute()
    return Places(path, *(path.parent / name for name in ("evidence", "keys", "anchor")))


def demo_path():
    """Where the made-up council's store is kept."""
    return ROOT / settings()["demo"]["path"]
