"""Tables of the financial report: amounts in euro to the cent, so that every column visibly adds up to its total."""

from __future__ import annotations

from collections.abc import Sequence

from meetcyclus.documents.look import NO_VALUE
from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import Subject
from meetcyclus.documents.tables import Column, Row
from meetcyclus.domain import dutch
from meetcyclus.services.financial_report import Decommitment, MoneyLine

_FIRST, _AMOUNT, _SHARE = 48.0, 26.0, 14.0


def money_table(
    story: Story, lines: Sequence[MoneyLine], total: MoneyLine, word: str, title: str, note: str = ""
) -> None:
    """One line a group with its means, and the total."""
    columns = [
        Column(word, _FIRST),
        Column("Middelen", _AMOUNT, True),
        Column("Vastgelegd", _AMOUNT, True),
        Column("Vereffend", _AMOUNT, True),
        Column("Te vereffenen", _AMOUNT, True),
        Column("Ver\u00adeffend, %", _SHARE, True),
    ]
    rows = [_row(each, each.label) for each in lines]
    rows.append(_row(total, "Totaal"))
    story.captioned_table(columns, rows, title, total=True, note=note)


def _row(line: MoneyLine, name: str) -> Row:
    if line.is_empty:
        return [name, *[NO_VALUE] * 5]
    means = line.means_cents
    return [
        name,
        NO_VALUE if means is None else dutch.amount(means),
        dutch.amount(line.committed_cents),
        dutch.amount(line.settled_cents),
        dutch.amount(line.rest_cents),
        dutch.percent(dutch.share(line.settled_cents, means)) if means else NO_VALUE,
    ]


def total_table(story: Story, subject: Subject, total: MoneyLine) -> None:
    """The whole round, one amount a line."""
    lines = (
        (subject.say("financien.middelen"), total.means_cents or 0),
        (subject.say("financien.vastgelegd"), total.committed_cents),
        (subject.say("financien.vereffend"), total.settled_cents),
        (subject.say("financien.te_vereffenen"), total.rest_cents),
    )
    columns = [Column("Bedrag", 116), Column("In euro", 50, True)]
    rows: list[Row] = [[name, dutch.amount(cents)] for name, cents in lines]
    story.captioned_table(columns, rows, subject.say("financien.tabel_totaal"))


def year_table(story: Story, lines: Sequence[MoneyLine], total: MoneyLine) -> None:
    """One line a budget year; a year has no means of its own."""
    columns = [
        Column("Begrotingsjaar", 40),
        Column("Vastgelegd", 32, True),
        Column("Vereffend", 32, True),
        Column("Vastgelegd min vereffend", 40, True),
    ]
    rows: list[Row] = [
        [
            name,
            dutch.amount(each.committed_cents),
            dutch.amount(each.settled_cents),
            dutch.amount(each.rest_cents).replace("-", "−"),
        ]
        for name, each in (*((each.label, each) for each in lines), ("Totaal", total))
    ]
    story.captioned_table(columns, rows, "Bedragen per begrotingsjaar, in euro", total=True)


def decrease_table(story: Story, subject: Subject, found: Sequence[Decommitment]) -> None:
    """Projects whose cumulative amount fell since the previous round, with the remarks of the accountants."""
    titles = {each.number: each.title for each in subject.view.snapshot.data.projects}
    columns = [
        Column(str(subject.facts["Project"]), 38),
        Column("Bedrag", 19),
        Column("Vorige meting", 24, True),
        Column("Deze meting", 24, True),
        Column("Daling", 21, True),
        Column("Toelichting", 40),
    ]
    rows: list[Row] = [
        [
            f"{each.project_number} {titles.get(each.project_number, '')}".strip(),
            each.column,
            dutch.amount(each.previous_cents),
            dutch.amount(each.now_cents),
            dutch.amount(each.previous_cents - each.now_cents),
            " ".join(each.remarks) or NO_VALUE,
        ]
        for each in found
    ]
    story.captioned_table(columns, rows, "Dalingen sinds de vorige meting, in euro", loose=True)
