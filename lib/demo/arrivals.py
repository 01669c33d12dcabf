"""When each statement came to the council: mostly soon, now and then late, and a few are still awaited."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from lib.demo.cases import Case
from lib.demo.statements import Statement

# How a person sends statements: how often, and within how many days after the last day of one.
HABITS = {"soon": (45, 3, 12), "usual": (35, 6, 24), "late": (20, 29, 70)}


@dataclass(frozen=True)
class Arrival:
    """One file, and the day on which it came; None while the council waits for it."""

    case: Case
    statement: Statement
    path: Path
    on_day: date | None


def arrivals(world, sent, as_at):
    """The arrival of each (case, statement, path). What is planted to be found today has come by then."""
    found, came, habits = [], {}, {}
    for case, statement, path in sent:
        number = case.number
        if number not in habits:
            rng = world.rng_for("arrivals", number)
            habit = rng.choices(list(HABITS), [often for often, *_ in HABITS.values()])[0]
            habits[number] = rng, "soon" if number in world.problems and habit == "late" else habit
        rng, habit = habits[number]
        # Who is late is not late each time.
        _, least, most = HABITS["usual" if habit == "late" and rng.random() < 0.4 else habit]
        on_day = max(came.get(number, date.min), statement.to_date + timedelta(days=rng.randint(least, most)))
        came[number] = on_day
        if on_day > as_at:
            on_day = None if habit == "late" else as_at
        found.append(Arrival(case, statement, path, on_day))
    return found
