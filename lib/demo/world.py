"""The made-up world before it is written down: cases, what goes wrong in them, and what happened in every account."""

from dataclasses import dataclass
from datetime import date

from lib.demo.cases import Case, draw_case, draw_parts
from lib.demo.dice import dice
from lib.demo.life import live
from lib.demo.lines import Ledger
from lib.demo.problems import CLEAN, Problem, candidates
from lib.demo.schedule import pounds, window
from lib.demo.statements import cut


@dataclass(frozen=True)
class World:
    """All cases, their ledgers, and the problems planted in some of them, by case number."""

    seed: int
    window: tuple[date, date]
    cases: tuple[Case, ...]
    ledgers: dict[int, Ledger]
    problems: dict[int, Problem]

    def rng_for(self, *names):
        """Dice for one purpose of this world."""
        return dice(self.seed, *names)

    def problem(self, case):
        """What is planted in a case: mostly nothing."""
        return self.problems.get(case.number, CLEAN)

    def statements(self, case):
        """The statements of a case that the council was sent."""
        return cut(case, self.ledgers[case.number], self.problem(case), self.window[1])

    def truth(self):
        """Every planted problem: rule, agreement, account, date, amount, note."""
        return sorted(
            [problem.rule_id, case.agreement.agreement_id, case.account.account_id, truth.occurred_on, pounds(truth.amount), truth.note]
            for case in self.cases
            for problem in [self.problem(case)]
            for truth in problem.truths
        )


def draw_world(as_at, cases, seed):
    """The same world for the same arguments."""
    span, drawn, ledgers, problems = window(as_at), [], {}, {}

    def rng_for(*names):
        return dice(seed, *names)

    for part in draw_parts(rng_for("council"), cases):
        case, ledgers[part["number"]] = draw_believable(rng_for, part, span, as_at)
        drawn.append(case)
    for choices in candidates(rng_for, drawn, span[1]):
        for case, problem in choices:
            if case.number not in problems and (ledger := live(rng_for, case, problem, span)):
                problems[case.number], ledgers[case.number] = problem, ledger
                break
    return World(seed, span, tuple(drawn), ledgers, problems)


def draw_believable(rng_for, part, span, as_at):
    """A case and its ledger; terms under which no ledger is believable are drawn again."""
    for attempt in range(100):
        case = draw_case(rng_for("case", part["number"], attempt), **part, window=span, as_at=as_at)
        if ledger := live(rng_for, case, CLEAN, span):
            return case, ledger
    raise AssertionError(f"No believable case for {part}")
