"""What is known beforehand to come in and go out of one account."""

from datetime import timedelta

from lib.demo.lines import council_credit, money_in, money_out
from lib.demo.oddments import days_of_months
from lib.demo.schedule import month_end


def income(rng, case, problem, start, last):
    """Money in: the council's, the person's and the health body's."""
    agreement, lines = case.agreement, []
    for due in agreement.dues(last):
        if due < start:
            continue
        if paid := problem.paid.get(due, agreement.payment(due)):
            lines.append(council_credit(agreement, due, paid))
        if health := agreement.health(due):
            lines.append(money_in(due, health, "NHS EXAMPLE ICB", "health_payment"))
        delay = rng.randint(0, 2)
        if (contribution := agreement.contribution(due)) and not (problem.contributions_stop and due >= problem.contributions_stop):
            # Within the month, so that a monthly look sees together what is due and what came.
            on = min(due + timedelta(days=delay), month_end(due))
            lines.append(money_in(on, contribution, f"{case.person.name.upper()} CONTRIBUTION", "client_contribution"))
    lines += [council_credit(agreement, payment.paid_on, payment.amount) for payment in case.extra_payments if start <= payment.paid_on <= last]
    return lines


def bills(rng, case, problem, start, last):
    """Money out: bills, oddments, and a fare at both ends of each file where a gap would mislead."""
    lines = []
    months = days_of_months(start.replace(day=1), last)
    for bill in case.spending.bills:
        days = [month.replace(day=bill.day) for month in months if not bill.months or month.month in bill.months]
        lines += [money_out(day, bill.amount, bill.payee, bill.way, bill.text) for day in days]
    lines += case.small_lines
    if case.needs_edge_lines or problem.rule_id:
        lines += fares(rng, case)
    return [line for line in lines if start <= line.on <= last]


def fares(rng, case):
    """A fare on the first and last day of each file."""
    payee = case.spending.traveller
    text, way = ("{payee} TRAVEL", "transfer") if payee.category == "pa_wages" else ("{payee}", "card")
    return [money_out(day, rng.randint(310, 1480), payee, way, text) for day in sorted({day for span in case.spans for day in span})]
