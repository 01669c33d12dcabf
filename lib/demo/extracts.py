"""The council's own extracts, as the interchange names them, and who may sign in, and the truth."""

import csv
from datetime import date, timedelta

from lib.demo.schedule import pounds
from lib.demo.spending import insurance_expires, plan_lines

COLUMNS = {
    "people": (
        "person_id forename surname date_of_birth council client_type legal_basis address postcode nhs_number practitioner practitioner_team practitioner_email date_of_death"
    ),
    "agreements": (
        "agreement_id person_id council officer start_date end_date end_reason agreement_signed_on recipient_type recipient_name recipient_address "
        "account_type managed_by payment_basis payment_cycle first_payment_on initial_float_weeks employs_pa payroll_provider insurance_expires_on "
        "cash_allowed_weekly return_frequency_months set_up_by authorised_by"
    ),
    "rates": "agreement_id from_date to_date gross_weekly contribution_weekly health_weekly reason",
    "accounts": "account_id agreement_id sort_code account_number card_reference bank account_name opened_on closed_on",
    "plan_lines": "plan_line_id agreement_id spend_category weekly_amount one_off_amount from_date to_date note",
    "payments": "payment_id agreement_id paid_on amount period_from period_to kind reference",
    "payees": "agreement_id payee_name spend_category relation exception_agreed_on address",
    "statutory_reviews": "agreement_id reviewed_on kind outcome",
    "absences": "person_id from_date to_date kind",
}
USER_COLUMNS = "username name role councils officer"
TRUTH_COLUMNS = "rule_id agreement_id account_id occurred_on amount note"
BOTH = "Westmarch;Easthaven"
USERS = (
    ("officer1", "Officer One", "officer", "Westmarch", "officer1"),
    ("officer2", "Officer Two", "officer", "Westmarch", "officer2"),
    ("officer3", "Officer Three", "officer", "Westmarch", "officer3"),
    ("officer4", "Officer Four", "officer", "Easthaven", "officer4"),
    ("officer5", "Officer Five", "officer", "Easthaven", "officer5"),
    ("senior", "Senior Example", "senior_officer", BOTH, ""),
    ("leader", "Leader Example", "team_leader", BOTH, ""),
    ("auditor", "Auditor Example", "auditor", BOTH, ""),
    ("admin", "Admin Example", "administrator", BOTH, ""),
)


def tables(world, as_at):
    """Rows of all nine extracts, by table."""
    rows = {name: [] for name in COLUMNS}
    for case in world.cases:
        rng = world.rng_for("extracts", case.number)
        rows["people"].append(person_row(case))
        rows["agreements"].append(agreement_row(case, as_at))
        rows["rates"] += rate_rows(case.agreement)
        rows["accounts"].append(account_row(case, world.ledgers[case.number]))
        rows["plan_lines"] += plan_rows(case)
        rows["payments"] += payment_rows(case, max(world.window[0], case.agreement.start_date), as_at)
        rows["payees"] += [[case.agreement.agreement_id, payee.name, payee.category, payee.relation, "", payee.address] for payee in case.spending.payees]
        rows["statutory_reviews"] += review_rows(rng, case.agreement, as_at)
        rows["absences"] += [[case.person.person_id, absence.from_date, absence.to_date, absence.kind] for absence in case.absences]
    return rows


def person_row(case):
    """people.csv"""
    person, agreement = case.person, case.agreement
    died_on = agreement.end_date if agreement.end_reason == "died" else None
    return [
        person.person_id,
        person.forename,
        person.surname,
        person.date_of_birth,
        person.council,
        person.client_type,
        person.legal_basis,
        person.address,
        person.postcode,
        person.nhs_number,
        person.practitioner,
        person.practitioner_team,
        person.practitioner_email,
        died_on,
    ]


def agreement_row(case, as_at):
    """agreements.csv"""
    terms, spending = case.agreement, case.spending
    return [
        terms.agreement_id,
        case.person.person_id,
        terms.council,
        terms.officer,
        terms.start_date,
        terms.end_date,
        terms.end_reason,
        terms.signed_on,
        terms.recipient_type,
        terms.recipient_name,
        terms.recipient_address,
        terms.account_type,
        terms.managed_by,
        terms.payment_basis,
        terms.payment_cycle,
        terms.start_date,
        terms.float_weeks or "",
        "yes" if spending.is_employer else "no",
        spending.payroll_provider,
        insurance_expires(spending, as_at),
        known(spending.cash_weekly),
        terms.return_months,
        "senior",
        "leader",
    ]


def rate_rows(terms):
    """rates.csv"""
    return [[terms.agreement_id, rate.from_date, rate.to_date, pounds(rate.gross), pounds(rate.contribution), known(rate.health), rate.reason] for rate in terms.rates]


def account_row(case, ledger):
    """accounts.csv"""
    account, terms = case.account, case.agreement
    return [
        account.account_id,
        terms.agreement_id,
        account.sort_code,
        account.account_number,
        account.card_reference,
        account.bank,
        account.account_name,
        ledger.opened_on,
        ledger.closed_on,
    ]


def payment_rows(case, first, as_at):
    """payments.csv: the council's schedule, where it has one."""
    terms = case.agreement
    return [
        [
            f"PY{case.number}-{number:03d}",
            terms.agreement_id,
            payment.paid_on,
            pounds(payment.amount),
            payment.period_from,
            payment.period_to,
            payment.kind,
            f"DP {terms.agreement_id} {payment.kind}",
        ]
        for number, payment in enumerate(case.payments(first, as_at), 1)
    ]


def plan_rows(case):
    """plan_lines.csv: the weekly lines, and what was bought once."""
    terms = case.agreement
    lines = [[category, pounds(weekly), "", terms.start_date, terms.end_date, note] for category, weekly, note in plan_lines(terms, case.spending)]
    once = [payment for payment in case.extra_payments if payment.kind == "one_off"]
    lines += [["equipment", "", pounds(payment.amount), payment.paid_on, payment.paid_on + timedelta(days=27), "agreed once"] for payment in once]
    respite = [absence for absence in case.absences if absence.kind == "respite"]
    lines += [["respite", "", pounds(terms.net_weekly(absence.from_date)), absence.from_date, absence.to_date, "a week away"] for absence in respite]
    return [[f"PL{case.number}-{number}", terms.agreement_id, *line] for number, line in enumerate(lines, 1)]


def review_rows(rng, agreement, as_at):
    """statutory_reviews.csv: the first within six months, then yearly; now and then somebody is late."""
    rows, day, kind = [], agreement.start_date + timedelta(days=rng.randint(120, 180)), "first"
    late = timedelta(days=rng.choice((0, 0, 0, 0, 0, 120)))
    while day <= min(as_at, agreement.end_date or as_at) - late:
        rows.append([agreement.agreement_id, day, kind, rng.choice(("continue", "continue", "continue", "change the plan"))])
        day, kind = day + timedelta(days=rng.randint(330, 362)), rng.choice(("annual", "annual", "light_touch"))
    return rows


def known(pence):
    """Pounds, or nothing where there is none."""
    return pounds(pence) if pence else ""


def write_extracts(folder, rows):
    """All nine extracts into a folder."""
    folder.mkdir(exist_ok=True)
    for name, columns in COLUMNS.items():
        write_table(folder / f"{name}.csv", columns, rows[name])


def write_table(path, columns, rows):
    """One CSV file: dates as ISO, nothing where nothing is known."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns.split())
        writer.writerows([[cell.isoformat() if isinstance(cell, date) else cell for cell in row] for row in rows])
