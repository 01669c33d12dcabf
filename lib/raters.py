"""How alike two people judge the same cases: their agreement, and how much of it chance would give.

A table is a list of rows: table[i][j] cases were put into category i by the first and into category j by the second.
Kappa misleads where nearly all cases are alike (it is near nothing at 94 % agreement), so Gwet's AC1 stands first.
"""

import math
from fractions import Fraction

from lib.errors import UserError

NORMAL_95 = 1.959963984540054


def percent_agreement(table):
    """The share of cases on which both said the same, as a Fraction."""
    return Fraction(sum(table[place][place] for place in range(len(table))), _cases(table))


def gwet_ac1(table):
    """Agreement beyond chance (Gwet's AC1), as a Fraction; None where both always say one and the same of a single category."""
    cases, kinds = _cases(table), len(table)
    if kinds < 2:
        return None
    shares = [Fraction(sum(table[place]) + sum(row[place] for row in table), 2 * cases) for place in range(kinds)]
    chance = sum(share * (1 - share) for share in shares) / (kinds - 1)
    return (percent_agreement(table) - chance) / (1 - chance)


def pabak(table):
    """Agreement beyond chance when chance is the same for every category, as a Fraction."""
    kinds = len(table)
    return (kinds * percent_agreement(table) - 1) / (kinds - 1)


def cohen_kappa(table, weights=None):
    """Agreement beyond chance (Cohen's kappa), as a Fraction; None where chance alone agrees always. weights: None, "linear" or "quadratic"."""
    cases, kinds = _cases(table), len(table)
    rows, columns = _margins(table)
    apart = _apart(kinds, weights)
    seen = sum(apart[i][j] * Fraction(table[i][j], cases) for i in range(kinds) for j in range(kinds))
    by_chance = sum(apart[i][j] * rows[i] * columns[j] for i in range(kinds) for j in range(kinds))
    return 1 - seen / by_chance if by_chance else None


def kappa_error(table, weights=None):
    """The asymptotic standard error of kappa (Fleiss, Cohen and Everitt 1969), a float; None where there is no kappa."""
    cases, kinds = _cases(table), len(table)
    rows, columns = _margins(table)
    near = [[1 - one for one in row] for row in _apart(kinds, weights)]
    share = [[Fraction(one, cases) for one in row] for row in table]
    seen = sum(near[i][j] * share[i][j] for i in range(kinds) for j in range(kinds))
    by_chance = sum(near[i][j] * rows[i] * columns[j] for i in range(kinds) for j in range(kinds))
    if by_chance == 1:
        return None
    of_row = [sum(near[i][j] * columns[j] for j in range(kinds)) for i in range(kinds)]
    of_column = [sum(near[i][j] * rows[i] for i in range(kinds)) for j in range(kinds)]
    spread = sum(share[i][j] * (near[i][j] * (1 - by_chance) - (of_row[i] + of_column[j]) * (1 - seen)) ** 2 for i in range(kinds) for j in range(kinds))
    return math.sqrt((spread - (seen * by_chance - 2 * by_chance + seen) ** 2) / (cases * (1 - by_chance) ** 4))


def kappa_interval(table, weights=None):
    """The 95 % interval of kappa, two floats; None where there is no kappa."""
    kappa, error = cohen_kappa(table, weights), kappa_error(table, weights)
    if kappa is None:
        return None
    kappa = float(kappa)
    return kappa - NORMAL_95 * error, kappa + NORMAL_95 * error


def fleiss_kappa(ratings):
    """Agreement beyond chance of several people, as a Fraction. ratings: for each case, how many of them chose each category."""
    people, cases = sum(ratings[0]), len(ratings)
    if people < 2 or any(sum(case) != people for case in ratings):
        raise UserError("Each case must have been judged by the same number of people, two or more.")
    alike = Fraction(sum(count * (count - 1) for case in ratings for count in case), cases * people * (people - 1))
    by_chance = sum(Fraction(sum(case[kind] for case in ratings), cases * people) ** 2 for kind in range(len(ratings[0])))
    return (alike - by_chance) / (1 - by_chance) if by_chance != 1 else None


def _cases(table):
    cases = sum(map(sum, table))
    if not cases or any(len(row) != len(table) for row in table):
        raise UserError("Agreement is counted over at least one case, in a table with as many columns as rows.")
    return cases


def _margins(table):
    cases = _cases(table)
    return [Fraction(sum(row), cases) for row in table], [Fraction(sum(row[place] for row in table), cases) for place in range(len(table))]


def _apart(kinds, weights):
    """How far two categories are apart, for each pair."""
    if weights not in (None, "linear", "quadratic"):
        raise UserError(f"There are no weights {weights}. There are linear and quadratic.")
    power = {None: 0, "linear": 1, "quadratic": 2}[weights]
    return [[0 if i == j else Fraction(abs(i - j), max(kinds - 1, 1)) ** power for j in range(kinds)] for i in range(kinds)]
