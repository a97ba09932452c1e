"""Marks on numbers that changed: a colour behind them and a comment in Word that names what was and what is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement, parse_xml

from meetcyclus.documents.tags import alias_of, is_place

AUTHOR = "Meetcyclus"
_COLOUR = "FFE08A"
_RUN, _TEXT = qn("w:r"), qn("w:t")
_EXTENDED = "commentsExtended"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
Span = tuple[int, int, str]


def letters_of(paragraph: Any) -> str:
    """The text of a paragraph in which spans are counted: what is no text, such as a tab, is a space."""
    return "".join(_letters(each) for run in paragraph.iter(_RUN) for each in run)


def _letters(piece: Any) -> str:
    if piece.tag == _TEXT:
        return piece.text or ""
    return "" if piece.tag == qn("w:rPr") else " "


def mark_spans(paragraph: Any, spans: Iterable[Span], comment: Callable[[str], int]) -> None:
    """Mark parts of a paragraph, each from letter to letter with what its comment says."""
    for start, end, text in spans:
        runs = list(_cut_out(paragraph, start, end))
        if runs:
            for each in runs:
                _colour(each)
            _comment(runs[0], runs[-1], comment(text))


def mark_whole(paragraph: Any, text: str, comment: Callable[[str], int]) -> None:
    """A comment on a whole paragraph."""
    runs = list(paragraph.iter(_RUN))
    if runs:
        _comment(runs[0], runs[-1], comment(text))


def add_comment(document: Any, text: str, at: datetime) -> int:
    """A comment of the product in a document; gives its number."""
    made = document.comments.add_comment(text=text, author=AUTHOR, initials="MC")
    root = next(each for each in document.part.package.iter_parts() if each.partname == "/word/comments.xml").element
    element = next(each for each in root if each.get(qn("w:id")) == str(made.comment_id))
    element.set(qn("w:date"), at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    # The styles that python-docx names are not in our templates.
    for name in ("w:pStyle", "w:rStyle"):
        for each in list(element.iter(qn(name))):
            each.getparent().remove(each)
    return int(made.comment_id)


def authors_of(document: Any) -> dict[str, str]:
    """Who wrote each comment, by its number; comments that are settled in Word count no more."""
    settled = _settled(document)
    return {
        each.get(qn("w:id")): str(each.get(qn("w:author"), ""))
        for each in _comments(document)
        if not settled & {paragraph.get(f"{_W14}paraId") for paragraph in each.iter(qn("w:p"))}
    }


def open_marks(document: Any) -> Iterator[str]:
    """What the marks of ours that still stand in a document say, with the place of their text."""
    said = {each.get(qn("w:id")): _words(each) for each in _comments(document)}
    open_ones = {number for number, author in authors_of(document).items() if author == AUTHOR}
    for each in document.element.body.iter(qn("w:commentReference")):
        number = each.get(qn("w:id"))
        if number in open_ones:
            controls = (owner for owner in each.iterancestors(qn("w:sdt")) if is_place(owner))
            yield f"“{next(map(alias_of, controls), 'tekst ernaast')}”: {said[number]}"


def remarks_of(document: Any) -> Iterator[str]:
    """What people wrote in comments inside the places for hand-written text."""
    comments = {each.get(qn("w:id")): each for each in _comments(document)}
    for each in document.element.body.iter(qn("w:commentReference")):
        found = comments.get(each.get(qn("w:id")))
        if (
            found is not None
            and found.get(qn("w:author")) != AUTHOR
            and any(map(is_place, each.iterancestors(qn("w:sdt"))))
        ):
            yield f"{found.get(qn('w:author'))}: {_words(found)}"


def _comments(document: Any) -> Iterator[Any]:
    for part in document.part.package.iter_parts():
        if part.content_type.endswith("wordprocessingml.comments+xml"):
            yield from part.element.iter(qn("w:comment"))


def _words(comment: Any) -> str:
    return " ".join(each.text or "" for each in comment.iter(_TEXT)).strip()


def _settled(document: Any) -> set[str]:
    """The paragraphs whose comment is marked as settled; Word keeps that in a part of its own."""
    found = set()
    for part in document.part.package.iter_parts():
        if _EXTENDED in str(part.partname):
            for each in parse_xml(part.blob).iter(f"{_W15}commentEx"):
                if each.get(f"{_W15}done") in ("1", "true"):
                    found.add(each.get(f"{_W15}paraId"))
    return found


def _cut_out(paragraph: Any, start: int, end: int) -> Iterator[Any]:
    """The runs that hold exactly these letters; runs are cut where they hold more."""
    place = 0
    for run in list(paragraph.iter(_RUN)):
        length = sum(len(_letters(each)) for each in run)
        first, last = max(start - place, 0), min(end - place, length)
        place += length
        if first < last:
            yield _middle(run, first, last)


def _middle(run: Any, first: int, last: int) -> Any:
    """The run with these letters alone; what stood before and behind goes into runs of its own."""
    before, behind = deepcopy(run), deepcopy(run)
    _keep(before, 0, first)
    _keep(behind, last, 10**9)
    _keep(run, first, last)
    for other, put in ((before, run.addprevious), (behind, run.addnext)):
        if any(each.tag != qn("w:rPr") for each in other):
            put(other)
    return run


def _keep(run: Any, first: int, last: int) -> None:
    """Keep these letters of a run, and what is no text where it stands between them."""
    place = 0
    for each in list(run):
        if each.tag == qn("w:rPr"):
            continue
        if each.tag != _TEXT:
            if not first <= place < last:
                run.remove(each)
            place += 1
            continue
        text = each.text or ""
        each.text = text[max(first - place, 0) : max(last - place, 0)]
        each.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        place += len(text)
        if not each.text:
            run.remove(each)


def _colour(run: Any) -> None:
    properties = run.find(qn("w:rPr"))
    if properties is None:
        properties = OxmlElement("w:rPr")
        run.insert(0, properties)
    shade = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", _COLOUR)):
        shade.set(qn(name), value)
    # The order of run properties is fixed by the schema: only these come behind the shade.
    later = [each for each in properties if each.tag in (qn("w:vertAlign"), qn("w:rtl"), qn("w:lang"))]
    later[0].addprevious(shade) if later else properties.append(shade)


def _comment(first: Any, last: Any, number: int) -> None:
    marks = []
    for name in ("w:commentRangeStart", "w:commentRangeEnd", "w:commentReference"):
        mark = OxmlElement(name)
        mark.set(qn("w:id"), str(number))
        marks.append(mark)
    first.addprevious(marks[0])
    reference = OxmlElement("w:r")
    reference.append(marks[2])
    last.addnext(reference)
    last.addnext(marks[1])
