"""Marks on numbers that changed: a colour behind them, and a note under the text that names what was and what is.

The note is a content control of its own. It stays until staff delete it in Word or confirm the text. It is no comment
of Word: LibreOffice, which makes the PDF, drops text of a content control in which a comment begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from meetcyclus.documents.markup import paragraph, run
from meetcyclus.documents.tags import alias_of, is_place, marked_place_of, note_markup
from meetcyclus.documents.visible_text import paragraph_text

COLOUR = "FFE08A"
_RUN, _TEXT, _LOOKS = qn("w:r"), qn("w:t"), qn("w:rPr")
_CONTROL = qn("w:sdt")


def letters_of(paragraph: Any) -> str:
    """The text of a paragraph in which spans are counted: what is no text, such as a tab, is a space."""
    return "".join(_letters(each) for run in paragraph.iter(_RUN) for each in run)


def colour_spans(paragraph: Any, spans: Iterable[tuple[int, int]]) -> None:
    """Put a colour behind parts of a paragraph, each from letter to letter."""
    for start, end in spans:
        for each in list(_cut_out(paragraph, start, end)):
            _colour(each)


def note(place: str, title: str, lines: Sequence[str]) -> str:
    """The note under a hand-written text: one paragraph a line, coloured as the numbers are."""
    return note_markup(
        place, title, "".join(paragraph(run(each, colour="1A1A1A", fill=COLOUR), "Noot") for each in lines)
    )


def open_marks(document: Any) -> Iterator[str]:
    """What the notes that still stand in a document say."""
    for control in document.element.body.iter(_CONTROL):
        if marked_place_of(control):
            for each in control.iter(qn("w:p")):
                if text := paragraph_text(each):
                    yield text


def marked_places(document: Any) -> frozenset[str]:
    """The places under which a note still stands."""
    return frozenset(map(marked_place_of, document.element.body.iter(_CONTROL))) - {""}


def remarks_of(document: Any) -> Iterator[str]:
    """What people wrote in comments of Word inside the places for hand-written text."""
    comments = {
        each.get(qn("w:id")): each
        for part in document.part.package.iter_parts()
        if part.content_type.endswith("wordprocessingml.comments+xml")
        for each in part.element.iter(qn("w:comment"))
    }
    for each in document.element.body.iter(qn("w:commentReference")):
        place = next(filter(is_place, each.iterancestors(_CONTROL)), None)
        found = comments.get(each.get(qn("w:id")))
        if found is not None and place is not None:
            words = " ".join(piece.text or "" for piece in found.iter(_TEXT)).strip()
            yield f"{found.get(qn('w:author'), '')} in “{alias_of(place)}”: {words}"


def _letters(piece: Any) -> str:
    if piece.tag == _TEXT:
        return piece.text or ""
    return "" if piece.tag == _LOOKS else " "


def _cut_out(paragraph: Any, start: int, end: int) -> Iterator[Any]:
    """The runs that hold exactly these letters; runs are cut where they hold more."""
    place = 0
    for each in list(paragraph.iter(_RUN)):
        length = sum(len(_letters(piece)) for piece in each)
        first, last = max(start - place, 0), min(end - place, length)
        place += length
        if first < last:
            yield _middle(each, first, last)


def _middle(run: Any, first: int, last: int) -> Any:
    """The run with these letters alone; what stood before and behind goes into runs of its own."""
    before, behind = deepcopy(run), deepcopy(run)
    _keep(before, 0, first)
    _keep(behind, last, 10**9)
    _keep(run, first, last)
    for other, put in ((before, run.addprevious), (behind, run.addnext)):
        if any(each.tag != _LOOKS for each in other):
            put(other)
    return run


def _keep(run: Any, first: int, last: int) -> None:
    """Keep these letters of a run."""
    place = 0
    for each in list(run):
        length = len(_letters(each))
        if each.tag == _TEXT:
            each.text = (each.text or "")[max(first - place, 0) : max(last - place, 0)]
            each.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        if each.tag != _LOOKS and not (first < place + length and place < last):
            run.remove(each)
        place += length


def _colour(run: Any) -> None:
    properties = run.find(_LOOKS)
    if properties is None:
        properties = OxmlElement("w:rPr")
        run.insert(0, properties)
    shade = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", COLOUR)):
        shade.set(qn(name), value)
    # The order of run properties is fixed by the schema: only these come behind the shade.
    later = [each for each in properties if each.tag in (qn("w:vertAlign"), qn("w:rtl"), qn("w:lang"))]
    if later:
        later[0].addprevious(shade)
    else:
        properties.append(shade)
