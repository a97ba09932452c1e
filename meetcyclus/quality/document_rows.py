"""Rows about documents of the government: their numbers in the register, and the numbers that leads quote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from meetcyclus.domain.vr_numbers import parse_vr_number, vr_numbers_in
from meetcyclus.quality.text_rows import OTHER_TEXTS, REQUIRED_TEXTS
from meetcyclus.quality.view import RoundView


@dataclass(frozen=True)
class VrDocumentRow:
    """One document of the register, beside the day in its number. `project` is the first one that it is about."""

    project: str
    object_key: str
    is_number: bool
    is_day: bool
    day_in_number: date | None
    dated_on: date


@dataclass(frozen=True)
class QuoteRow:
    """One number of a government document in a text of a lead; `days_after_reference` is empty without a day."""

    project: str
    object_key: str
    field: str
    label: str
    number: str
    dated_on: date | None
    days_after_reference: int | None


def vr_document_rows(view: RoundView) -> list[VrDocumentRow]:
    """The documents about projects of the population."""
    rows: list[VrDocumentRow] = []
    for each in view.data.vr_documents:
        own = [number for number in each.project_numbers if number in view.projects]
        if own:
            number = parse_vr_number(each.number)
            day = number.dated_on if number else None
            rows.append(VrDocumentRow(own[0], each.number, number is not None, day is not None, day, each.dated_on))
    return rows


def quote_rows(view: RoundView) -> list[QuoteRow]:
    """Every number in the texts of the population."""
    return [
        QuoteRow(
            project=number,
            object_key=number,
            field=field,
            label=label,
            number=quoted.text,
            dated_on=quoted.dated_on,
            days_after_reference=(quoted.dated_on - view.reference_date).days if quoted.dated_on else None,
        )
        for number in view.projects
        if number in view.entries
        for field, name, label in (*REQUIRED_TEXTS, *OTHER_TEXTS)
        for quoted in vr_numbers_in(getattr(view.entries[number].report, name))
    ]
