"""The clock on the wall: the store keeps UTC, people go by the hour in London."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

HOME = ZoneInfo("Europe/London")


def local(moment):
    """A moment of the store as people's clocks showed it."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(HOME)


def day_of(moment):
    """The day on which a moment of the store was."""
    return local(moment).date()


def midnight(day):
    """The moment at which a day began, as the store keeps it."""
    return datetime.combine(day, time(), HOME).astimezone(UTC).replace(tzinfo=None)
