"""The shapes a figure comes in: a count, a share, a difference. One place where values get their printed form."""

from __future__ import annotations

import re
from decimal import Decimal

from meetcyclus.domain import dutch
from meetcyclus.domain.figures import Figure


def slug(text: str) -> str:
    """A code as part of a figure's id: lower case letters, digits, - and _."""
    return re.sub(r"[^a-z0-9_]+", "-", text.lower()).strip("-")


def count_figure(name: str, label: str, unit: str, rows: tuple[str, ...], formula: str) -> Figure:
    """A number of things: one for every row."""
    return Figure(name, label, Decimal(len(rows)), unit, dutch.number(len(rows)), formula, rows)


def gap_figure(name: str, label: str, value: int, rows: tuple[str, ...], formula: str) -> Figure:
    """A difference of two counts; the text has no sign, the sentence says more or less."""
    return Figure(name, label, Decimal(value), "projecten", dutch.number(abs(value)), formula, rows)


def signed_figure(name: str, label: str, value: int, rows: tuple[str, ...], formula: str) -> Figure:
    """A difference of two counts as it stands in a table: with its sign (a true minus), 0 without one."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return Figure(name, label, Decimal(value), "projecten", f"{sign}{dutch.number(abs(value))}", formula, rows)


def share_figure(
    name: str, label: str, part: int, whole: int, places: int, rows: tuple[str, ...], formula: str
) -> Figure:
    """A part of a whole in percent, from the counts themselves."""
    value = dutch.share(part, whole)
    return Figure(name, label, value, "procent", dutch.percent(value, places), formula, rows)


def money_text(cents: int, places: int) -> str:
    """An amount in words: milliard from one milliard on, else million."""
    return dutch.billions(cents, places) if abs(cents) >= 10**11 else dutch.millions(cents)


def money_figure(name: str, label: str, cents: int, text: str, rows: tuple[str, ...], formula: str) -> Figure:
    """An amount of money, exact to the cent."""
    return Figure(name, label, Decimal(cents) / 100, "euro", text, formula, rows)
