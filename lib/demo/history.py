"""The past of the made-up council: what came is imported month by month, its people work, and today is what they left."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time, timedelta

from lib import kept
from lib.caseload import load
from lib.checking import unasked
from lib.demo.arrivals import arrivals
from lib.demo.audited import audit, look_again
from lib.demo.chased import chase_returns
from lib.demo.debts import ask_back, take_debts_up
from lib.demo.extracts import tables, write_extracts
from lib.demo.pauses import take_pauses_up
from lib.demo.reviewed import PACE, Desk, reopened, sittings
from lib.demo.schedule import add_months, month_start
from lib.demo.then import known_on
from lib.demo.tracked import take_surpluses_up
from lib.demo.year import Year, working_days
from lib.monitoring import refresh_store, unfollowed
from lib.receiving import keep
from lib.statements import read_files
from lib.store import OPERATOR, Actor
from lib.wall_clock import at

# Working days of a month before whose morning the post is imported, and months before this one in which all is computed anew, at which of
# them: each costs as much as the whole store, so there are few.
POST = (0, 8)
COMPUTED = {9: 1, 4: 1, 1: 1}


class History:
    """One council's past: its world as it was sent, and the store it is kept in."""

    def __init__(self, world, sent, folder, as_at, months):
        self.world, self.folder, self.as_at = world, folder, as_at
        self.tables = tables(world, as_at)
        self.sent = arrivals(world, sent, as_at)
        self.months = [add_months(month_start(as_at), -before) for before in range(months - 1, -1, -1)]
        self.computed = [working_days(add_months(month_start(as_at), -before))[POST[number]] for before, number in COMPUTED.items() if before < months]
        self.computed = [self.began, *(day for day in self.computed if day > self.began)]
        self.desk = Desk(world.seed, as_at)
        self.kept, self.left = set(), []
        # Files are read in a process of their own, beside all that comes before the first of them is kept.
        self.reading = ThreadPoolExecutor(1).submit(self._read)

    @property
    def began(self):
        """The day on which the council began to work with Reckoner."""
        return working_days(self.months[0])[0]

    def live(self, store, people, progress=None):
        """Live through those months up to this morning in a store. people are rows of users.csv. progress is told (done, all, what)."""
        actors = {row["username"]: Actor(row["username"], row["role"], tuple(row["councils"].split(";")), row["officer"], row["name"]) for row in people}
        self.store, year = store, Year(self.began, self.as_at - timedelta(days=1))
        year.begin(self._nights(), hour=5)
        for officer in PACE:
            year.begin(sittings(self.store, actors[officer], officer, self.desk, self.months), hour=9)
        # A colleague takes some of what the fullest caseload leaves.
        year.begin(sittings(self.store, actors["senior"], "officer3", self.desk, self.months[4::3], share=0.3, later=1), hour=9)
        year.begin(reopened(self.store, actors["leader"], add_months(self.months[-1], -6)))
        self._take_cases_up(year, actors)
        with unfollowed():
            year.live(progress)
            with at(datetime.combine(self.as_at, time(6))):
                self._post(self.as_at)
                self._compute(self.as_at)
                audit(self.store, actors, actors["leader"].councils[0], self.as_at)

    def _take_cases_up(self, year, actors):
        chase_returns(year, self.store, actors, self.sent, self.as_at)
        take_surpluses_up(year, self.store, actors, self.computed[1:] or self.computed)
        ask_back(year, self.store, actors, self.as_at)
        take_debts_up(year, self.store, actors, self.computed[-1] + timedelta(days=2), self.as_at)
        look_again(year, self.store, actors, actors["leader"].councils[0], self.months)
        take_pauses_up(year, self.store, actors, {case.agreement.agreement_id: case.agreement for case in self.world.cases}, self.as_at)

    def _read(self):
        """{path: what was read of the file}, and the bytes of each by their SHA-256."""
        contents = [sent.path.read_bytes() for sent in self.sent]
        names = [str(sent.path.relative_to(self.folder / "statements")) for sent in self.sent]
        readings = read_files(zip(names, contents, strict=True), today=self.as_at)
        return (
            {sent.path: unasked(reading) for sent, reading in zip(self.sent, readings, strict=True)},
            {hashlib.sha256(content).hexdigest(): content for content in contents},
        )

    def _nights(self):
        for night in (working_days(month)[post] for month in self.months for post in POST):
            day = yield night
            if day == self.began:
                # Nobody's statement can be kept before the caseload is known.
                self._load(day)
                with self.store.change(OPERATOR, "refresh", "the caseload", after={"as_at": str(day)}) as change:
                    kept.recompute_caseload(change, day)
            self._post(day)
            if day in self.computed:
                self._compute(day)

    def _compute(self, day):
        """Load the extracts of a day, and compute everything anew."""
        self._load(day)
        refresh_store(self.store, OPERATOR, day)
        self.desk.fill(self.store, OPERATOR, self._next(day))

    def _load(self, day):
        folder = self.folder / "extracts"
        write_extracts(folder, self.tables if day == self.as_at else known_on(self.tables, day, self._next(day)))
        load(self.store, OPERATOR, folder, as_at=day)

    def _next(self, day):
        """The day on which all is computed again."""
        return next((later for later in self.computed if later > day), self.as_at)

    def _post(self, day):
        """Import what has come by a day."""
        come = [sent.path for sent in self.sent if sent.on_day and sent.on_day <= day and sent.path not in self.kept]
        if come:
            readings, contents = self.reading.result()
            self.left += [receipt for receipt in keep(self.store, OPERATOR, [readings[path] for path in come], contents, as_at=day) if receipt["status"] != "imported"]
            self.kept.update(come)
