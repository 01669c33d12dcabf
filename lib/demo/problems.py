"""Problems planted on purpose, each of one kind, each written down as the truth to compare findings with."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from lib.demo.cases import WITHOUT_BALANCE
from lib.demo.lines import LAST, Line, money_out, stray
from lib.demo.oddments import SHOPS
from lib.demo.schedule import WEEKS, add_months, month_end, month_start

BILLS_OF_A_HOME = ("BRITISH GAS", "OCTOPUS ENERGY", "THAMES WATER", "VODAFONE", "TESCO MOBILE")
BOOKMAKERS = ("BET365", "WILLIAM HILL ONLINE", "LADBROKES", "NATIONAL LOTTERY")


@dataclass(frozen=True)
class Truth:
    """One thing that the tool should find."""

    occurred_on: date
    amount: int
    note: str


@dataclass(frozen=True)
class Problem:
    """What goes wrong in one account: nothing, unless something is planted."""

    rule_id: str = ""
    truths: tuple[Truth, ...] = ()
    extra: tuple[Line, ...] = ()
    paid: dict = field(default_factory=dict)
    targets: dict = field(default_factory=dict)
    contributions_stop: date | None = None
    spending_stops: date | None = None
    left_out: Line | None = None
    missing_file: int | None = None


CLEAN = Problem()


def balance_break(rng, case, last, turn):
    """A line that the account knows and its file does not: at the end of a file, or inside one."""
    first_day, last_day = case.spans[-2]
    amount = rng.randint(4200, 16500)
    payee = case.spending.habits[0].payee
    if turn % 2 == 0:
        line = money_out(last_day, amount, payee, "transfer", "{payee} ADVANCE", rank=LAST)
        truth = Truth(case.spans[-1][0], amount, "opening balance differs from the last closing balance")
    else:
        line = money_out(first_day + timedelta(days=13), amount, payee, "transfer", "{payee} ADVANCE")
        truth = Truth(line.on, amount, "a line is missing inside the file")
    return Problem("balance_break", (truth,), (line,), left_out=line)


def missing_statement(rng, case, last, turn):
    """A whole file that never came."""
    place = rng.randint(len(case.spans) // 2, len(case.spans) - 2)
    first_day, last_day = case.spans[place]
    return Problem("missing_statement", (Truth(first_day, 0, f"no statement from {first_day} to {last_day}"),), missing_file=place)


def payment_mismatch(rng, case, last, turn):
    """A council payment that is not what the schedule says."""
    due = recent_due(rng, case, last, turn)
    difference = rng.randint(100, 4000) * rng.choice((1, -1))
    truth = Truth(due, abs(difference), f"paid {'more' if difference > 0 else 'less'} than the schedule")
    return Problem("payment_mismatch", (truth,), paid={due: case.agreement.payment(due) + difference})


def payment_gap(rng, case, last, turn):
    """A scheduled payment that never came; the family had kept a little and spends less."""
    due = recent_due(rng, case, last, turn)
    dues = case.agreement.dues(last + timedelta(days=70))
    later = dues[dues.index(due) + 1]
    kept = 2.4 if case.agreement.council == "Westmarch" else 1.3
    truth = Truth(due, case.agreement.payment(due), "a scheduled payment never came")
    return Problem("payment_gap", (truth,), paid={due: 0}, targets={due: kept, later: 0.3})


def contribution_unpaid(rng, case, last, turn):
    """Contributions that stop, and stay away until the end."""
    dues = case.agreement.dues(last)
    cycles = {"2-weekly": 7, "4-weekly": 3, "monthly": 3}[case.agreement.payment_cycle] + turn % 2
    missed = dues[-cycles:]
    owed = sum(case.agreement.contribution(due) for due in missed)
    return Problem("contribution_unpaid", (Truth(missed[0], owed, f"{cycles} contributions missed"),), contributions_stop=missed[0])


def contribution_from_dp(rng, case, last, turn):
    """The contribution paid to the council out of the direct payment itself."""
    dues = [day for day in case.agreement.dues(last) if day < last - timedelta(days=9)][-1 - turn % 2 :]
    weeks = WEEKS.get(case.agreement.payment_cycle, 4)
    text = f"{case.agreement.council.upper()} COUNCIL CLIENT CONTRIBUTION"
    lines = [stray(due + timedelta(days=6), case.agreement.rate(due).contribution * weeks, text, "transfer", "client_contribution") for due in dues]
    return planted("contribution_from_dp", lines, "contribution paid out of the direct payment")


def cash_withdrawal(rng, case, last, turn):
    """Cash nobody agreed: three times in a month, or more than a little at once."""
    month = recent_month(rng, last, turn)
    often = turn % 2 == 0
    amounts = [rng.choice((20, 30, 40) if often else (70, 80, 100, 120)) * 100 for _ in range(rng.randint(3, 4) if often else 1)]
    days = sorted(rng.sample(range(4, 26, 5), len(amounts)))
    lines = [stray(month.replace(day=day), amount, "CASH WITHDRAWAL ATM HIGH ST", "cash", "cash") for day, amount in zip(days, amounts, strict=True)]
    truth = Truth(lines[0].on, sum(amounts), f"{len(lines)} withdrawals in a month")
    return Problem("cash_withdrawal", (truth,), tuple(lines))


def gambling(rng, case, last, turn):
    """Betting from the account."""
    month = recent_month(rng, last, turn)
    days = sorted(rng.sample(range(4, 26, 5), rng.randint(1, 4)))
    lines = [stray(month.replace(day=day), rng.randint(2, 30) * 500, rng.choice(BOOKMAKERS), "card", "gambling") for day in days]
    return planted("gambling", lines, "betting or lottery")


def living_cost(rng, case, last, turn):
    """Groceries and household bills that the plan does not pay for."""
    month = recent_month(rng, last, turn)
    days = sorted(rng.sample(range(4, 28, 4), 5 if turn == 0 else rng.randint(2, 3)))
    names = rng.sample(SHOPS, 3) + rng.sample(BILLS_OF_A_HOME, 3)
    rng.shuffle(names)
    ways = ["card" if name in SHOPS else "direct_debit" for name in names]
    lines = [stray(month.replace(day=day), rng.randint(1850, 6900), name, way, "living_cost") for day, name, way in zip(days, names, ways, strict=False)]
    return planted("living_cost", lines, "daily living, not in the plan")


def transfer_to_self(rng, case, last, turn):
    """Money moved to the person, or to who receives the payment for them."""
    name = (case.agreement.recipient_name or case.person.name).upper()
    month = recent_month(rng, last, turn)
    days = sorted(rng.sample(range(5, 25, 6), 1 + turn % 2))
    lines = [stray(month.replace(day=day), rng.randint(12, 60) * 500, f"{name} TRANSFER", "transfer", "transfer") for day in days]
    return planted("transfer_to_self", lines, "money moved to the recipient")


def duplicate_payment(rng, case, last, turn):
    """The same bill paid twice within days."""
    habit = case.spending.habits[0]
    month, day, amount = recent_month(rng, last, turn), rng.randint(6, 20), rng.randint(4500, 13000)
    text = habit.text.format(payee=habit.payee.name, number=rng.randint(100, 999)) + " EXTRA"
    lines = [money_out(month.replace(day=day + gap), amount, habit.payee, habit.way, text) for gap in (0, 1 + turn % 3)]
    return Problem("duplicate_payment", (Truth(lines[1].on, amount, f"also paid on {lines[0].on}"),), tuple(lines))


def surplus(rng, case, last, turn):
    """Care that stopped while the money went on: four months ago, or already in spring."""
    truth = Truth(last, 0, "the balance at the end is above the retained weeks")
    return Problem("surplus", (truth,), spending_stops=add_months(month_start(last), -4 - 3 * (turn % 2)) + timedelta(days=rng.randint(0, 20)))


def planted(rule_id, lines, note):
    """A problem in which each line is one truth."""
    return Problem(rule_id, tuple(Truth(line.on, -line.amount, note) for line in lines), tuple(lines))


def recent_month(rng, last, turn):
    """The latest month for the first of a kind, else one of the last eight."""
    return add_months(month_start(last), 0 if turn == 0 else -rng.randint(1, 7))


def recent_due(rng, case, last, turn):
    """A payment day with enough days before and after it, away from a change of rate."""
    dues = [day for day in case.agreement.dues(last - timedelta(days=21)) if day > last - timedelta(days=260)]
    dues = [day for day in dues if day + timedelta(days=21) <= month_end(last) and not (day.month == 4 or day.month == 3)]
    return dues[-1] if turn == 0 else rng.choice(dues[:-1])


def is_settled(case):
    """A case with nothing special about it, so that only the planted problem stands out."""
    kinds = {line.category for line in case.small_lines}
    return case.story == "stays" and not case.absences and not kinds & {"cash", "living_cost"} and not case.spending.has_living_plan


def has_balances(case):
    """Every line of the statements carries its balance."""
    return case.account.layout not in (*WITHOUT_BALANCE, "ofx")


def contributes(case):
    """Pays enough into the account to be missed."""
    return case.agreement.payment_basis == "net" and case.agreement.rates[-1].contribution >= 800


# What each rule needs of a case.
PLANTS = {
    contribution_from_dp: lambda case: case.agreement.rates[-1].contribution >= 800 and case.account.layout != "ofx",
    contribution_unpaid: contributes,
    payment_gap: lambda case: case.agreement.payment_cycle == "2-weekly" or case.agreement.council == "Westmarch",
    surplus: lambda case: has_balances(case) and case.agreement.payment_basis == "net",
    # A printed statement that breaks waits for a person who compares it with its pages.
    balance_break: lambda case: has_balances(case) and case.account.layout != "natwest_pages",
    missing_statement: has_balances,
    living_cost: lambda case: case.agreement.account_type != "managed_account",
    gambling: lambda case: case.agreement.account_type != "managed_account",
    cash_withdrawal: lambda case: case.agreement.account_type != "managed_account",
    transfer_to_self: lambda case: True,
    payment_mismatch: lambda case: True,
    duplicate_payment: lambda case: True,
}


def candidates(rng_for, cases, last):
    """For each problem to plant, the cases that could have it, best first, with the problem as it would be there."""
    rng = rng_for("problems")
    settled = [case for case in cases if is_settled(case)]
    rng.shuffle(settled)
    turns = max(2, round(len(cases) / 75))
    # Money that lies there is followed for months: two more, so that some are at its end and some at its beginning.
    for turn, plants in [*((turn, PLANTS) for turn in range(turns)), *((turn, {surplus: PLANTS[surplus]}) for turn in (turns, turns + 1))]:
        for make, suits in plants.items():
            suitable = sorted(filter(suits, settled), key=lambda case: not prefers(make, case, turn))
            yield ((case, make(rng_for("problem", make.__name__, case.number), case, last, turn)) for case in suitable)


def prefers(make, case, turn):
    """The first of a kind is officer1's, living costs in a bank account; the second is Easthaven's."""
    if turn == 0:
        return case.agreement.officer == "officer1" and (make is not living_cost or case.agreement.account_type == "own_bank")
    return case.agreement.council == ("Easthaven" if turn == 1 else "Westmarch") if turn < 3 else True
