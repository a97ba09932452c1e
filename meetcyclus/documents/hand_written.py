"""Takes the hand-written texts out of a Word file that came back from staff."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from meetcyclus.documents.hand_markup import LIST_MARK, Source, text_markup, with_list_numbers
from meetcyclus.documents.hand_runs import refused_in
from meetcyclus.documents.marks import marked_places, remarks_of
from meetcyclus.documents.seal import changed_texts, seal_of
from meetcyclus.documents.tags import alias_of, invitation, place_of
from meetcyclus.documents.visible_text import paragraph_text
from meetcyclus.documents.word_reading import NOT_WORD
from meetcyclus.domain.errors import BadInput, Problem
from meetcyclus.services.editions import EditedDocument, EditedText


class HandTexts:
    """Fulfils the HandTextReader port."""

    def read_hand_texts(self, file_name: str, content: bytes) -> EditedDocument:
        """The texts at their places; BadInput names each thing that cannot be carried over."""
        try:
            document = Document(BytesIO(content))
        except NOT_WORD as error:
            raise BadInput(f"{file_name} is not a Word file (.docx), is damaged or has a password") from error
        seal = seal_of(document)
        if seal is None:
            expected = "a document that `report build` made, saved in Word as .docx"
            raise BadInput(f"{file_name} has no places for hand-written text", [_problem(file_name, "", "", expected)])
        controls = [each for each in document.element.body.iter(qn("w:sdt")) if place_of(each)]
        if problems := [found for each in controls for found in _refusals(file_name, each)]:
            raise BadInput(f"{file_name} holds something that cannot be carried over", problems)
        texts = _texts(document, [each for each in controls if not _is_inside_place(each)])
        return EditedDocument(
            seal.snapshot_sha256,
            seal.edition,
            tuple(each for each in texts if each.markup),
            tuple(each.place for each in texts if not each.markup),
            tuple(changed_texts(document, seal)),
            tuple(remarks_of(document)),
        )


def _texts(document: Any, controls: list[Any]) -> list[EditedText]:
    """One text per place; a place that staff copied gives its texts one behind the other."""
    source, marked = Source.of(document), marked_places(document)
    found: dict[str, EditedText] = {}
    for each in controls:
        place, title = place_of(each), alias_of(each)
        markup = "" if _is_empty(each) else text_markup(each.find(qn("w:sdtContent")), source)
        former = found.get(place)
        if former is not None:
            markup = former.markup + markup
        found[place] = EditedText(place, title, markup, place in marked)
    # Two files number the same list differently; counted from 1 in each text, equal texts are equal markup.
    return [replace(each, markup=with_list_numbers(each.markup, _list_mark)) for each in found.values()]


def _list_mark(number: int) -> str:
    return f"{LIST_MARK}{number}"


def _is_empty(control: Any) -> bool:
    said = [text for each in control.iter(qn("w:p")) if (text := paragraph_text(each))]
    return said in ([], [" ".join(invitation(alias_of(control)).split())])


def _is_inside_place(control: Any) -> bool:
    return any(each.tag == qn("w:sdt") and place_of(each) for each in control.iterancestors())


def _refusals(file_name: str, control: Any) -> Iterator[Problem]:
    for each in refused_in(control):
        yield _problem(file_name, alias_of(control), each, "text, lists and tables only; nothing was taken over")


def _problem(file_name: str, title: str, value: str, expected: str) -> Problem:
    return Problem(file_name, 0, title, value, expected)
