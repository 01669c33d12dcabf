"""The nine tables of a caseload extract, declared: what is in each, what is its key, and what it may say."""

from collections import namedtuple
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from lib.categories import SPEND_CATEGORIES


@dataclass(frozen=True)
class Column:
    """One column. Its kind is a reader in lib/caseload/cells.py."""

    name: str
    kind: str
    means: str
    required: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Table:
    """One table: name is its file or sheet, raw is where the store keeps it."""

    name: str
    raw: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    period: tuple[str, str] | None = None  # its first and its last day; the last day turning up closes a row
    belongs_to: str | None = None  # the column that says whose it is

    @cached_property
    def names(self):
        return tuple(column.name for column in self.columns)

    @cached_property
    def required(self):
        return tuple(column.name for column in self.columns if column.required)

    @property
    def ends(self):
        return self.period[1] if self.period and self.period[1] != "period_to" else None

    @cached_property
    def row(self):
        """The type of its rows: a tuple whose parts have the columns' names."""
        return namedtuple(self.name, self.names)

    @cached_property
    def key_of(self):
        """The function that gives a row's key: one value, or a tuple of several."""
        return attrgetter(*self.key)


def _key(name, means):
    return Column(name, "text", means, required=True)


def _choice(name, means, *values, required=False):
    return Column(name, "choice", means, required, values)


PERSON = _key("person_id", "The person's number in the case system")
AGREEMENT = _key("agreement_id", "The agreement's number")

PEOPLE = Table("people", "raw.person", ("person_id",), (
    PERSON,
    Column("forename", "text", "First names"),
    Column("surname", "text", "Family name"),
    Column("date_of_birth", "past_date", "Date of birth"),
    Column("council", "council", "The council that pays; it needs a file in data/policy", required=True),
    _choice("client_type", "Whose needs are met", "adult", "carer", "child"),
    _choice("legal_basis", "The law the payment rests on", "care_act", "s117", "s17a", "phb"),
    Column("address", "text", "Where the person lives"),
    Column("postcode", "text", "Postcode"),
    Column("nhs_number", "text", "NHS number"),
    Column("practitioner", "text", "Social worker or care manager"),
    Column("practitioner_team", "text", "Their team"),
    Column("practitioner_email", "text", "Their e-mail"),
    Column("date_of_death", "past_date", "Date of death"),
))  # fmt: skip

AGREEMENTS = Table("agreements", "raw.agreement", ("agreement_id",), (
    AGREEMENT,
    PERSON,
    Column("council", "council", "The same council as the person's", required=True),
    Column("officer", "text", "Code of the officer who monitors it"),
    Column("start_date", "date", "First day", required=True),
    Column("end_date", "date", "Last day; empty while it runs"),
    Column("end_reason", "text", "Why it ended"),
    Column("agreement_signed_on", "date", "The day the agreement was signed"),
    _choice("recipient_type", "Who gets the money", "self", "nominated", "authorised", "parent"),
    Column("recipient_name", "text", "Name of who gets the money"),
    Column("recipient_address", "text", "Address of who gets the money"),
    _choice("account_type", "Where the money is held", "prepaid_card", "own_bank", "managed_account"),
    Column("managed_by", "text", "The provider of a managed account"),
    _choice("payment_basis", "With or without the person's contribution", "net", "gross"),
    _choice("payment_cycle", "How often it is paid", "4-weekly", "monthly", "2-weekly"),
    Column("first_payment_on", "date", "Date of the first payment"),
    Column("initial_float_weeks", "number", "Weeks of money loaded at the start"),
    Column("employs_pa", "yes_no", "Does the person employ a personal assistant?"),
    Column("payroll_provider", "text", "Who runs the payroll"),
    Column("insurance_expires_on", "date", "When the employer's liability insurance ends"),
    Column("cash_allowed_weekly", "money", "Cash agreed in the plan, a week"),
    Column("return_frequency_months", "whole", "Months between returns"),
    Column("set_up_by", "text", "Who set the agreement up"),
    Column("authorised_by", "text", "Who authorised it"),
), period=("start_date", "end_date"), belongs_to="person_id")  # fmt: skip

RATES = Table("rates", "raw.rate", ("agreement_id", "from_date"), (
    AGREEMENT,
    Column("from_date", "date", "First day of the rate", required=True),
    Column("to_date", "date", "Last day; a later rate ends an earlier one by itself"),
    Column("gross_weekly", "money", "The personal budget a week"),
    Column("contribution_weekly", "money", "The person's assessed contribution a week"),
    Column("health_weekly", "money", "Health's share a week"),
    Column("reason", "text", "Why it changed"),
), period=("from_date", "to_date"), belongs_to="agreement_id")  # fmt: skip

ACCOUNTS = Table("accounts", "raw.account", ("account_id",), (
    _key("account_id", "The account's number in the case system, or one you give it"),
    AGREEMENT,
    Column("sort_code", "sort_code", "Six digits"),
    Column("account_number", "account_number", "Eight digits"),
    Column("card_reference", "text", "The card provider's reference of a prepaid account"),
    Column("bank", "text", "Bank or card provider"),
    Column("account_name", "text", "Name on the account"),
    Column("opened_on", "date", "First day it is used"),
    Column("closed_on", "date", "Last day; empty while it is open"),
), period=("opened_on", "closed_on"), belongs_to="agreement_id")  # fmt: skip

PLAN_LINES = Table("plan_lines", "raw.plan_line", ("plan_line_id",), (
    _key("plan_line_id", "The plan line's number"),
    AGREEMENT,
    _choice("spend_category", "What the money is for", *SPEND_CATEGORIES, required=True),
    Column("weekly_amount", "money", "Pounds a week"),
    Column("one_off_amount", "money", "Pounds once"),
    Column("from_date", "date", "First day"),
    Column("to_date", "date", "Last day"),
    Column("note", "text", "Anything the monitoring officer should know"),
), period=("from_date", "to_date"), belongs_to="agreement_id")  # fmt: skip

PAYMENTS = Table("payments", "raw.payment", ("payment_id",), (
    _key("payment_id", "The payment's number"),
    AGREEMENT,
    Column("paid_on", "date", "The day the council pays it", required=True),
    Column("amount", "signed_money", "Pounds; money taken back is negative", required=True),
    Column("period_from", "date", "First day it is for"),
    Column("period_to", "date", "Last day it is for"),
    _choice("kind", "What kind of payment", "regular", "one_off", "float", "adjustment", required=True),
    Column("reference", "text", "The reference on the bank statement"),
), period=("period_from", "period_to"), belongs_to="agreement_id")  # fmt: skip

PAYEES = Table("payees", "raw.payee", ("agreement_id", "payee_name"), (
    AGREEMENT,
    _key("payee_name", "Who is paid, as on the statement"),
    _choice("spend_category", "What they are paid for", *SPEND_CATEGORIES),
    _choice("relation", "Who they are to the person", "personal_assistant", "agency", "relative_same_household", "relative", "payroll", "other"),
    Column("exception_agreed_on", "date", "The day the council agreed to a relative in the household"),
    Column("address", "text", "Their address"),
), belongs_to="agreement_id")  # fmt: skip

STATUTORY_REVIEWS = Table("statutory_reviews", "raw.statutory_review", ("agreement_id", "reviewed_on"), (
    AGREEMENT,
    Column("reviewed_on", "past_date", "The day of the review", required=True),
    _choice("kind", "Which review", "first", "annual", "triggered", "light_touch"),
    Column("outcome", "text", "What came of it"),
), belongs_to="agreement_id")  # fmt: skip

ABSENCES = Table("absences", "raw.absence", ("person_id", "from_date"), (
    PERSON,
    Column("from_date", "date", "First day away", required=True),
    Column("to_date", "date", "Last day away; empty while it lasts"),
    _choice("kind", "Where", "hospital", "respite", "residential", "abroad", "other"),
), period=("from_date", "to_date"), belongs_to="person_id")  # fmt: skip

# In the order in which they refer to each other.
TABLES = (PEOPLE, AGREEMENTS, RATES, ACCOUNTS, PLAN_LINES, PAYMENTS, PAYEES, STATUTORY_REVIEWS, ABSENCES)
