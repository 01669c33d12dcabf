"""A year lived through in order: stories that each say on which day they go on, told in turn at their own moments."""

from datetime import datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count

from lib.demo.schedule import month_start
from lib.errors import UserError
from lib.wall_clock import at


class Year:
    """Stories under way. A story is a generator: it yields the day on which it goes on, and is told which day it is then.

    What would begin before the first day, or go on after the last, is not told.
    """

    def __init__(self, first, until):
        self.first, self.until, self.waiting, self.stopped, self.numbers = first, until, [], [], count()

    def begin(self, story, hour=8):
        """Let a story be told from the day it yields first, each time at this hour (UTC)."""
        if day := next(story, None):
            self._wait(story, hour, day)

    def live(self, progress=None):
        """Live until no story goes on before the year is over. progress is told (days lived, all, what)."""
        while self.waiting:
            moment, _, hour, story = heappop(self.waiting)
            day = moment.date()
            try:
                with at(moment):
                    again = story.send(day)
            except StopIteration:
                continue
            except UserError as error:
                # Its next step may not be taken, as it happens to people: it stays where it is.
                self.stopped.append((day, story.__name__, str(error)))
                continue
            finally:
                if progress:
                    progress((day - self.first).days, (self.until - self.first).days, "days lived")
            self._wait(story, hour, max(again, day + timedelta(days=1)))

    def _wait(self, story, hour, day):
        day = working_day(day)
        if self.first <= day <= self.until:
            heappush(self.waiting, (datetime.combine(day, time(hour)), next(self.numbers), hour, story))


def working_day(day):
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)


def working_days(month):
    """Monday to Friday of a month."""
    first = month_start(month)
    return [day for day in (first + timedelta(days=n) for n in range(31)) if day.month == first.month and day.weekday() < 5]
