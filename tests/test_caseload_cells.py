"""Cells of an extract: amounts to the penny and days in both orders, or a sentence."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.caseload.cells import BadCell, read_cell
from lib.caseload.tables import Column

TODAY = date(2026, 11, 22)
QUICK = settings(deadline=None)

AMOUNT = Column("amount", "signed_money", "")
DAY = Column("day", "date", "")


@QUICK
@given(st.decimals(min_value=-99999999, max_value=99999999, places=2))
def test_an_amount_is_read_to_the_penny_however_it_is_written(amount):
    plain, grouped = f"{amount:.2f}", f"{abs(amount):,.2f}"
    shown = {plain, f"£{grouped}" if amount >= 0 else f"-£{grouped}", f" {plain} "}

    assert {read_cell(AMOUNT, text, (), TODAY) for text in shown} == {amount}


@QUICK
@given(st.text(max_size=12))
def test_no_text_makes_an_amount_with_more_than_two_decimals_or_a_crash(text):
    try:
        amount = read_cell(AMOUNT, text, (), TODAY)
    except BadCell:
        amount = None
    assert amount is None or amount == amount.quantize(Decimal("0.01"))


@pytest.mark.parametrize("text", ["NaN", "1e3", "1_000", "١٢", "１２", "12.345", "1,00.00", "--1", "-1-", "12%", "=1+1", "£", "1 000", "100000000.00", "12.", ".5"])
def test_what_is_not_an_amount_is_refused(text):
    with pytest.raises(BadCell):
        read_cell(AMOUNT, text, (), TODAY)


@QUICK
@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_a_date_is_read_in_both_orders_we_accept(day):
    formats = ("DD/MM/YYYY",)

    assert read_cell(DAY, day.isoformat(), formats, TODAY) == day
    assert read_cell(DAY, f"{day:%d/%m/%Y}", formats, TODAY) == day
    assert read_cell(DAY, f"{day.isoformat()} 00:00:00.000", formats, TODAY) == day


@pytest.mark.parametrize("text", ["31/02/2024", "13/13/2024", "01/02/24", "2024-04-01 09:30", "45383", "0001-01-01", "9999-12-31", "٠١/٠٤/٢٠٢٤", "April"])
def test_what_is_not_a_date_is_refused(text):
    with pytest.raises(BadCell):
        read_cell(DAY, text, ("DD/MM/YYYY",), TODAY)
