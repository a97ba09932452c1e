"""Looks at a finished Word file as a strict reader would: can everybody use it, and do its own figures agree?

Nothing is compared with the database: the file alone must hold. It answers in English, one sentence a problem.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

from meetcyclus.documents.chart_inspection import chart_problems
from meetcyclus.documents.figure_inspection import figure_problems
from meetcyclus.documents.word_reading import Line, WordText, read_word

LANGUAGE = "nl-BE"
_CHART_PART = "word/charts/chart*.xml"
_CONTENTS_TITLES = ("inhoud", "inhoudsopgave", "inhoudstafel")


def problems_of(path: Path) -> tuple[str, ...]:
    """Every problem of a Word file, empty when there is none; BadInput when it is no Word file."""
    text = read_word(path)
    looks = (_pictures, _tables, _headings, _language, _contents, _figures, chart_problems, _marks)
    return tuple(problem for look in looks for problem in look(text))


def charts_in(path: Path) -> int:
    """How many native charts a Word file has, each of which is compared with its data."""
    with ZipFile(path) as package:
        return sum(fnmatchcase(name, _CHART_PART) for name in package.namelist())


def _figures(text: WordText) -> Iterator[str]:
    said = [*text.paragraphs, *(each.alternative for each in text.pictures)]
    return figure_problems(text.tables, said, text.kept_figures)


def _marks(text: WordText) -> Iterator[str]:
    """Figures around hand-written text that changed, until staff confirm or settle the comment."""
    yield from (f"a hand-written text waits for staff: {each}" for each in text.marks)


def _pictures(text: WordText) -> Iterator[str]:
    for each in text.pictures:
        if not each.alternative:
            yield f"picture '{each.name}' has no alternative text"


def _tables(text: WordText) -> Iterator[str]:
    for number, each in enumerate(text.tables, start=1):
        if not each.has_header:
            yield f"table {number} '{each.title}' has no header row that is repeated on every page"


def _headings(text: WordText) -> Iterator[str]:
    if not text.headings:
        yield "the document has no headings"
        return
    if text.headings[0].level != 1:
        yield f"the first heading '{text.headings[0].text}' has level {text.headings[0].level}, expected 1"
    for before, after in pairwise(text.headings):
        if after.level > before.level + 1:
            yield f"heading '{after.text}' has level {after.level} under a heading of level {before.level}"
    yield from (f"a heading of level {each.level} has no text" for each in text.headings if not each.text)


def _language(text: WordText) -> Iterator[str]:
    if not text.title:
        yield "the document has no title in its properties"
    if text.language != LANGUAGE:
        yield f"the properties name language '{text.language}', expected {LANGUAGE}"
    named = text.languages - {""}
    if LANGUAGE not in named:
        yield f"the styles do not name {LANGUAGE} as the language"
    yield from (
        f"part of the text is marked as language '{each}', expected {LANGUAGE}" for each in sorted(named - {LANGUAGE})
    )


def _contents(text: WordText) -> Iterator[str]:
    """The contents list against the headings; the list's own heading need not be in it."""
    own = [each for each in text.headings if each.text.casefold() in _CONTENTS_TITLES]
    if not text.contents:
        yield from (f"under the heading '{each.text}' stands no contents list" for each in own)
        return
    headings = [each for each in text.headings if each not in own]
    yield from _missing(headings, text.contents, "the contents list lacks the heading '{}' of level {}")
    yield from _missing(text.contents, headings, "the contents list names '{}' on level {}, which no heading has")
    listed, present = [_key(each) for each in text.contents], [_key(each) for each in headings]
    if listed != present and Counter(listed) == Counter(present):
        yield "the contents list has its lines in another order than the headings"
    targets = {mark: each.text for each in text.headings for mark in each.marks}
    for each in text.contents:
        wrong = [mark for mark in each.marks if targets.get(mark) != each.text]
        if wrong or not each.marks:
            yield f"the line '{each.text}' of the contents list does not lead to its heading"


def _missing(wanted: Iterable[Line], present: Iterable[Line], sentence: str) -> Iterator[str]:
    missing = Counter(map(_key, wanted)) - Counter(map(_key, present))
    return (sentence.format(title, level) for level, title in missing.elements())


def _key(line: Line) -> tuple[int, str]:
    return line.level, line.text
