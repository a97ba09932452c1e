"""The headings of the sheets in the words of the programme, with the date of the round before."""

from __future__ import annotations

from meetcyclus.domain.dutch import short_date
from meetcyclus.exchange.workbook_layout import SheetLayout, round_before
from meetcyclus.exchange.workbook_texts import WorkbookTexts, programme_terms
from meetcyclus.services.ports import WorkbookSubject


def headings_of(layout: SheetLayout, subject: WorkbookSubject, texts: WorkbookTexts) -> tuple[str, ...]:
    """The heading of each column."""
    previous = round_before(subject.data, subject.round)
    facts = programme_terms(subject.data.programme) | {
        "vorige": short_date(previous.reference_date) if previous else ""
    }
    return tuple(texts.heading(layout.key, each.key, **facts) for each in layout.columns)
