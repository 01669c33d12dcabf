"""Amounts are read to the penny in every way banks print them, and nothing else is an amount."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.statements.amounts import NotAnAmount, decimal_mark, read_amount

PENCE = st.integers(min_value=-9_999_999_999, max_value=9_999_999_999)


def grouped(pence, group, mark):
    """Pence as pounds with a thousands sign and a decimal mark."""
    return f"{abs(pence) // 100:,}".replace(",", group) + f"{mark}{abs(pence) % 100:02d}"


CONVENTIONS = {
    "plain": lambda pence: f"{'-' * (pence < 0)}{grouped(pence, '', '.')}",
    "commas": lambda pence: f"{'-' * (pence < 0)}{grouped(pence, ',', '.')}",
    "pounds": lambda pence: f"{'-' * (pence < 0)}£{grouped(pence, ',', '.')}",
    "pounds first": lambda pence: f"£{'-' * (pence < 0)}{grouped(pence, ',', '.')}",
    "plus": lambda pence: f"{'-' if pence < 0 else '+'}£{grouped(pence, ',', '.')}",
    "plus apart": lambda pence: f"{'-' if pence < 0 else '+'} £{grouped(pence, ',', '.')}",
    "brackets": lambda pence: f"({grouped(pence, ',', '.')})" if pence < 0 else grouped(pence, ",", "."),
    "trailing minus": lambda pence: grouped(pence, ",", ".") + "-" * (pence < 0),
    "DR and CR": lambda pence: grouped(pence, ",", ".") + (" DR" if pence < 0 else " CR"),
    "OD": lambda pence: grouped(pence, ",", ".") + " OD" * (pence < 0),
    "D": lambda pence: grouped(pence, ",", ".") + "D" * (pence < 0),
    "CR before": lambda pence: ("DR " if pence < 0 else "CR ") + grouped(pence, "", "."),
    "code after": lambda pence: f"{'-' * (pence < 0)}{grouped(pence, ',', '.')} GBP",
    "minus sign": lambda pence: f"{'−' * (pence < 0)}{grouped(pence, '', '.')}",
    "hard blanks": lambda pence: f"\xa0{'-' * (pence < 0)}{grouped(pence, '', '.')}\xa0",
    "apostrophe": lambda pence: f"'{'-' * (pence < 0)}{grouped(pence, '', '.')}",
    "dots and comma": lambda pence: f"{'-' * (pence < 0)}{grouped(pence, '.', ',')}",
    "blanks and comma": lambda pence: f"{'-' * (pence < 0)}{grouped(pence, ' ', ',')}",
}


@pytest.mark.parametrize("convention", CONVENTIONS)
@settings(max_examples=60, deadline=None)
@given(pence=PENCE)
def test_an_amount_printed_in_any_convention_reads_back_to_the_penny(convention, pence):
    printed = CONVENTIONS[convention](pence)
    read = read_amount(printed, decimal_mark([printed]))
    assert read.value == Decimal(pence).scaleb(-2)
    assert str(read.value) != "-0.00"


@pytest.mark.parametrize("convention", ["dots and comma", "commas"])
@settings(max_examples=40, deadline=None)
@given(column=st.lists(PENCE, min_size=1, max_size=8))
def test_a_column_has_one_decimal_mark(convention, column):
    printed = [CONVENTIONS[convention](pence) for pence in column]
    mark = decimal_mark(printed)
    assert [read_amount(cell, mark).value for cell in printed] == [Decimal(pence).scaleb(-2) for pence in column]


@pytest.mark.parametrize("cell", [
    "NaN", "sNaN", "inf", "1e308", "1_000.00", "１２.３４", "١٢.٣٤", "12.345", "1.234", "1,00,000.00", "12,34", "1,2345.00", "5%", "=1+1", "+1+1", "@SUM(A1)", "#REF!", "#N/A",
    "1000000000000.00", "92233720368547758.08", "100000000.00", "TRUE", "", "-", "£", "12.34.56", "1 2.34", "12.34 DR CR", "-12.34 CR", "(12.34", "12.34)", "--12.34", "£12.34€", "0x10", "12.34\n5",
])  # fmt: skip
def test_what_no_bank_prints_is_not_an_amount(cell):
    with pytest.raises(NotAnAmount) as told:
        read_amount(cell)
    assert len(str(told.value)) > 10


@pytest.mark.parametrize(
    ("cell", "value"),
    [("12", "12"), ("12.5", "12.5"), (".50", "0.50"), ("99,999,999.99", "99999999.99"), ("-0.00", "0.00"), ("-12.34 DR", "-12.34"), ("(-12.34)", "-12.34"), ("100.00 od", "-100")],
)
def test_shorter_forms_and_signs_that_agree_are_amounts(cell, value):
    assert read_amount(cell).value == Decimal(value)


@pytest.mark.parametrize(("stored", "value"), [("0.30000000000000004", "0.30"), ("1452.7099999999998", "1452.71"), ("-5", "-5.00"), ("12.34", "12.34")])
def test_calculation_noise_in_a_spreadsheet_is_no_third_decimal(stored, value):
    assert read_amount(Decimal(stored)).value == Decimal(value)


def test_a_third_decimal_in_a_spreadsheet_is_refused():
    with pytest.raises(NotAnAmount, match="more than two decimals"):
        read_amount(Decimal("12.345"))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=24))
def test_any_text_is_an_amount_to_the_penny_or_refused(text):
    for mark in ".,":
        with contextlib.suppress(NotAnAmount):
            value = read_amount(text, mark).value
            assert value == value.quantize(Decimal("0.01"))
            assert abs(value) < 10**8


@pytest.mark.parametrize("cell", ["INV0001", "REF 20.00", "20.00 XYZ"])
def test_three_letters_that_are_no_currency_are_no_amount(cell):
    with pytest.raises(NotAnAmount):
        read_amount(cell)
    assert read_amount("CHF 20.00").currency == "CHF"
