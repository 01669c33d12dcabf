"""The clock on the wall: the store keeps UTC, people go by the hour in London."""

import os
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

HOME = ZoneInfo("Europe/London")

_lived = ContextVar("lived", default=None)


def now():
    """This moment in UTC, as the store keeps it."""
    moment = datetime.now(UTC).replace(tzinfo=None)
    return min(_lived.get() or moment, moment)


def today():
    """What counts as today for the app, its pages and what is computed for a day: RECKONER_TODAY where that is set, else the day on the wall."""
    said = os.environ.get("RECKONER_TODAY")
    return date.fromisoformat(said) if said else date.today()


@contextmanager
def at(moment):
    """Let it be an earlier moment (UTC) for what is written inside: only the made-up council lives through a past.

    It is no way to backdate: nothing is dated later than the clock on the wall, nor before the newest row of the store's log.
    """
    before = _lived.set(moment)
    try:
        yield
    finally:
        _lived.reset(before)


def is_past():
    """Whether it is another moment here than on the wall."""
    return _lived.get() is not None


def local(moment):
    """A moment of the store as people's clocks showed it."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(HOME)


def day_of(moment):
    """The day on which a moment of the store was."""
    return local(moment).date()


def midnight(day):
    """The moment at which a day began, as the store keeps it."""
    return datetime.combine(day, time(), HOME).astimezone(UTC).replace(tzinfo=None)
