"""Rows about finished documents: every figure, share, date, status and name that they show, beside what is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from meetcyclus.domain.dutch import parse_date, parse_long_date
from meetcyclus.quality.view import RoundView
from meetcyclus.services.check_facts import ShownDocument, ShownTable

COVER_NOTE = "covernota"
_REGISTER, _MESSAGES = ("Omschrijving", "Cijfer", "Formule", "Naam"), ("Cijfer", "Boodschap")
_STATUS_TABLE = re.compile(r"Status van de \S+ op \d{1,2} [a-z]+ \d{4}")
_STATUS_OF = re.compile(r"Status van (\S+)")
_LONG = r"(\d{1,2} [a-z]+ \d{4})"
_ROUND_DAY = re.compile(rf"[Mm]eting (\d+)(?: \(| op |, stand op ){_LONG}")
_DAY_ROUND = re.compile(rf"{_LONG} \([Mm]eting (\d+)\)")
_HEAD_DAY = re.compile(r"Meting (\d+), (\d\d/\d\d/\d{4})")
_SINCE = re.compile(rf"[Ss]inds {_LONG}")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Ý‘“'])")
_SHARE = re.compile(r"\d[\d.,]*%")


@dataclass(frozen=True)
class ShownFigureRow:
    """One figure as a document prints it, beside the figure of the snapshot; `expected` is empty when it has none."""

    project: str
    object_key: str
    document: str
    name: str
    words: str
    formula: str
    shown: str
    expected: str
    is_share: bool
    is_status_gap: bool
    is_milestone_share: bool
    population_changed: bool


@dataclass(frozen=True)
class SentenceRow:
    """One sentence of the cover note; its place is the number of the text and of the sentence in it."""

    project: str
    object_key: str
    text: str
    is_milestone_share: bool


@dataclass(frozen=True)
class DayRow:
    """A day that the cover note gives for a round: said, and the reference date of that round."""

    project: str
    object_key: str
    said_on: date | None
    reference_on: date | None
    days_off: int | None


@dataclass(frozen=True)
class ShareSumRow:
    """The shares of a status table, added up as printed."""

    project: str
    object_key: str
    sum_pct: int
    has_rounding_note: bool


@dataclass(frozen=True)
class ShownStatusRow:
    """The status that a document gives a project, and the one that was reported."""

    project: str
    object_key: str
    document: str
    shown: str
    expected: str


def shown_figure_rows(view: RoundView) -> list[ShownFigureRow]:
    """Every figure of the registers and of the status tables."""
    release = view.subject.release
    if release is None:
        return []
    texts = {each.id: _plain(each.text) for each in release.figures}
    changed = release.previous_population is not None and set(release.previous_population) != set(view.projects)
    return [
        _figure_row(document, shown, texts, changed)
        for document in release.documents
        for shown in (*_register(document), *_status_cells(document, codes_by_label(view)))
    ]


def sentence_rows(view: RoundView) -> list[SentenceRow]:
    """The running text and the key messages of the cover note."""
    return [
        SentenceRow("", f"{COVER_NOTE}, tekst {place}.{number}", sentence, _speaks_of_milestones(sentence))
        for document in documents_of(view, COVER_NOTE)
        for place, text in enumerate(_texts(document), start=1)
        for number, sentence in enumerate(_SENTENCE.split(text), start=1)
    ]


def day_rows(view: RoundView) -> list[DayRow]:
    """Every day that the cover note puts beside a round, or that it compares with."""
    days = {str(each.number): each.reference_date for each in (*view.earlier, view.subject.round)}
    before = view.previous.reference_date if view.previous else None
    rows: list[DayRow] = []
    for document in documents_of(view, COVER_NOTE):
        said = [*_texts(document), *(" | ".join(table.rows[0]) for table in document.tables if table.rows)]
        for place, text in enumerate(said, start=1):
            found = [(day, days.get(number)) for number, day in _ROUND_DAY.findall(text)]
            found += [(day, days.get(number)) for day, number in _DAY_ROUND.findall(text)]
            found += [(day, days.get(number)) for number, day in _HEAD_DAY.findall(text)]
            found += [(day, before) for day in _SINCE.findall(text)]
            rows += [_day_row(place, number, day, right) for number, (day, right) in enumerate(found, start=1)]
    return rows


def share_sum_rows(view: RoundView) -> list[ShareSumRow]:
    """The status table of every document that has one."""
    rows = []
    for document in view.subject.release.documents if view.subject.release else ():
        has_note = any("afronding" in each for each in document.paragraphs)
        for table in _status_tables(document):
            shares = [row[2] for row in table.rows[1:-1] if len(row) > 2 and _SHARE.fullmatch(row[2])]
            if shares:
                total = sum(int(each.rstrip("%")) for each in shares)
                rows.append(ShareSumRow("", document.kind, total, has_note))
    return rows


def shown_status_rows(view: RoundView) -> list[ShownStatusRow]:
    """Every status that a document gives a project."""
    labels = {code: label for label, code in codes_by_label(view).items()}
    right = {
        number: labels.get(entry.report.status_code, entry.report.status_code)
        for number, entry in view.entries.items()
        if number in view.projects
    }
    return [
        ShownStatusRow(number, f"{number} in {document.kind}", document.kind, shown, right[number])
        for document in (view.subject.release.documents if view.subject.release else ())
        for number, shown in _statuses_in(document)
        if number in right
    ]


def documents_of(view: RoundView, kind: str) -> list[ShownDocument]:
    """The finished documents of that kind."""
    return [each for each in (view.subject.release.documents if view.subject.release else ()) if each.kind == kind]


def codes_by_label(view: RoundView) -> dict[str, str]:
    """The project statuses of the round by how they are printed."""
    codes = view.data.codes("projectstatus", view.subject.round.code_list_version)
    return {value.label: code for code, value in codes.items()}


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").strip()


def _texts(document: ShownDocument) -> list[str]:
    messages = [row[-1] for table in document.tables if table.rows[:1] == (_MESSAGES,) for row in table.rows[1:]]
    return [*messages, *document.paragraphs]


def _speaks_of_milestones(sentence: str) -> bool:
    return "mijlpa" in sentence.lower() and _SHARE.search(sentence) is not None


def _register(document: ShownDocument) -> Iterator[tuple[str, str, str, str]]:
    """Words, shown form, formula and name of every row of the register."""
    for table in document.tables:
        if table.rows[:1] == (_REGISTER,):
            yield from ((row[0], row[1], row[2], row[3]) for row in table.rows[1:])


def _status_cells(document: ShownDocument, codes: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    for table in _status_tables(document):
        for row in table.rows[1:]:
            label = _without_icon(row[0])
            if label in codes and len(row) > 2:
                key = f"projecten.status.{codes[label]}"
                yield (label, row[1], "", f"{key}.aantal")
                yield (label, row[2], "", f"{key}.aandeel")


def _status_tables(document: ShownDocument) -> list[ShownTable]:
    return [each for each in document.tables if _STATUS_TABLE.fullmatch(each.title)]


def _without_icon(cell: str) -> str:
    return re.sub(r"^\W+", "", cell).strip()


def _figure_row(
    document: ShownDocument, shown: tuple[str, str, str, str], texts: Mapping[str, str], changed: bool
) -> ShownFigureRow:
    words, text, formula, name = shown
    return ShownFigureRow(
        project="",
        object_key=f"{name} in {document.kind}",
        document=document.kind,
        name=name,
        words=f"{words} ({formula})",
        formula=formula,
        shown=_plain(text),
        expected=texts.get(name, ""),
        is_share=name.endswith(".aandeel"),
        is_status_gap=".status." in name and ".verschil" in name,
        is_milestone_share=bool(formula) and name.startswith("mijlpalen.") and name.endswith(".aandeel"),
        population_changed=changed,
    )


def _day_row(place: int, number: int, said: str, right: date | None) -> DayRow:
    day = _parsed(said)
    off = abs((day - right).days) if day and right else None
    return DayRow("", f"{COVER_NOTE}, tekst {place}, datum {number}", day, right, off)


def _parsed(said: str) -> date | None:
    try:
        return parse_date(said) if "/" in said else parse_long_date(said)
    except ValueError:
        return None


def _statuses_in(document: ShownDocument) -> Iterable[tuple[str, str]]:
    """Project and label: from the table of a fiche, and from lists with the status under the name."""
    for table in document.tables:
        found = _STATUS_OF.fullmatch(table.title)
        if found and len(table.rows) > 1:
            yield found[1], _without_icon(table.rows[1][0])
        if table.rows and table.rows[0][0] == "Project en status":
            for row in table.rows[1:]:
                # The status before this one may stand on a third line.
                name, _, below = row[0].partition("\n")
                yield name.split(" ")[0], _without_icon(below.partition("\n")[0])
