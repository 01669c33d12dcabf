"""The terminal: asking a person, files in and out, a bar of progress, and values as words."""

import argparse
import json
import sys
from datetime import date
from decimal import Decimal

from lib.errors import UserError


def asked(question, option):
    """What a person answers; the question goes to standard error, for standard output is for the answer."""
    print(question, end=" ", file=sys.stderr, flush=True)
    try:
        return input().strip()
    except EOFError:
        raise UserError(f"Nobody is here to answer. Say it with {option}.") from None


def write(path, content):
    """Write a file, or say what is in the way."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UserError(f"{path.name} can't be written: {error.strerror}.") from error


def contents(paths):
    """(name, bytes) of each file."""
    for path in paths:
        try:
            yield path.name, path.read_bytes()
        except OSError as error:
            raise UserError(f"{path.name} can't be opened: {error.strerror}.") from error


def below(paths):
    """(name, bytes) of every file; below a folder the name keeps the folders, which may say whose a file is."""
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                if file.is_file():
                    yield str(file.relative_to(path.parent)), file.read_bytes()
        else:
            yield from contents([path])


def many(rows, one):
    """1 file, 2 files."""
    return f"{len(rows)} {one}{'s' * (len(rows) != 1)}"


def joined(names):
    """One name, or several as a list."""
    return " and ".join(names)


def progress(told):
    """A bar on standard error for a person, nothing for a program."""
    return None if told.json else bar()


def bar():
    """A bar on standard error where a person looks at it."""
    if not sys.stderr.isatty():
        return None

    def show(done, of, what=""):
        filled = 30 * done // max(of, 1)
        print(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done}/{of} {what}\033[K", end="\n" if done >= of else "", file=sys.stderr, flush=True)

    return show


def day(text):
    """A day among the words of a command."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{text}' is not a day like 2026-03-31") from error


def param(text):
    """NAME=VALUE among the words of a command."""
    name, sign, value = text.partition("=")
    if not sign:
        raise argparse.ArgumentTypeError(f"'{text}' is not NAME=VALUE")
    return name, value


def as_json(document, indent=None):
    """One JSON document: money with its two decimals, days as text."""
    return json.dumps(document, indent=indent, default=_plain, ensure_ascii=False, allow_nan=False)


def _plain(value):
    return f"{value:.2f}" if isinstance(value, Decimal) else str(value)
