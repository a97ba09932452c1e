"""Texts that people open in a spreadsheet never run as a formula, and numbers stay numbers."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetcyclus.audit.csv_text import csv_bytes, safe_text


@pytest.mark.goal("40")
@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "-- punt", "+32 bel mij"]
)
def test_text_that_starts_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe_text(text) == f"'{text}"


@pytest.mark.goal("40")
@pytest.mark.parametrize("text", ["-1250.00", "-1.250,00", "+5", "-12%", "- ", "", "een = twee", "a@b.be", "'=1"])
def test_written_number_or_plain_text_stays_as_it_is(text: str) -> None:
    expected = f"'{text}" if text == "- " else text
    assert safe_text(text) == expected


@pytest.mark.goal("40")
@given(st.text(max_size=30))
def test_no_text_starts_with_a_formula_sign_unless_it_is_a_number(text: str) -> None:
    shown = safe_text(text)
    starts_formula = shown.lstrip(" ")[:1] in set("=+-@\t\r\n")
    if starts_formula and shown.lstrip(" "):
        assert not any(char.isalpha() or char in "=@(|!" for char in shown)
    assert shown in (text, f"'{text}")


def test_numbers_dates_and_instants_keep_their_own_form() -> None:
    brussels = datetime(2024, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    content = csv_bytes(["a", "b", "c", "d", "e"], [[-5, Decimal("-0.50"), date(2024, 1, 1), brussels, None]])
    assert content == b"a,b,c,d,e\r\n-5,-0.50,2024-01-01,2023-12-31T23:30:00+00:00,\r\n"
    assert brussels.astimezone(UTC).year == 2023


def test_commas_quotes_and_new_lines_come_back_unchanged() -> None:
    row = ['een, "twee"', "drie\r\nvier", "vijf\nzes"]
    content = csv_bytes(["a", "b", "c"], [row]).decode()
    assert list(csv.reader(io.StringIO(content, newline="")))[1] == row
