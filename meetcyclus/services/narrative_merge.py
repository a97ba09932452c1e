"""Texts that come back beside those of colleagues: what the file changed is taken over, all else stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from meetcyclus.domain.errors import BadInput, Problem
from meetcyclus.domain.narrative import HandText
from meetcyclus.services.editions import EditedDocument, EditedText

_WAY_OUT = "a change that is not beside that of somebody else (write it in a new copy: report build --for-writing)"


@dataclass(frozen=True)
class _Place:
    """One place three times: as the file was made, as the round has it by now, and as it came back."""

    name: str
    base: HandText | None
    former: HandText | None
    fresh: EditedText | None
    is_in_file: bool

    @property
    def title(self) -> str:
        return next(each.title for each in (self.fresh, self.former, self.base) if each is not None)

    @property
    def is_left_alone(self) -> bool:
        """Whether the file says nothing about it that the round does not know better."""
        return not self.is_in_file or (_markup(self.fresh) == _markup(self.base) and self.former != self.base)

    @property
    def is_disputed(self) -> bool:
        return not self.is_left_alone and _markup(self.former) not in (_markup(self.base), _markup(self.fresh))

    def text(self, snapshot_sha256: str) -> HandText | None:
        """A text counts as read beside the figures of its file, unless a mark of ours still stands in it."""
        if self.is_left_alone or self.fresh is None:
            return self.former if self.is_left_alone else None
        is_unread = self.former is not None and self.fresh.is_marked
        written_for = self.former.written_for if self.former is not None and is_unread else snapshot_sha256
        return HandText(self.name, self.fresh.title, self.fresh.markup, written_for)

    @property
    def told(self) -> str:
        if not self.is_in_file:
            return "the file has no such place, the text stays as it was"
        if self.is_left_alone:
            return "not changed in this file and changed since it was made, that change stays"
        return "taken over" if self.fresh is not None else "emptied by hand, the text is taken out"


def merged_texts(
    file_name: str, edited: EditedDocument, *, base: Sequence[HandText], former: Sequence[HandText]
) -> tuple[tuple[HandText, ...], tuple[str, ...]]:
    """The texts of the round with the changes of the file, and what became of each place.

    `base` are the texts with which the file was made. BadInput names each place that both sides changed differently.
    """
    places = _places(edited, base, former)
    if disputed := [each for each in places if each.is_disputed]:
        problems = [Problem(file_name, 0, each.title, each.name, _WAY_OUT) for each in disputed]
        named = ", ".join(f"{each.name} ({each.title})" for each in disputed)
        raise BadInput(f"{file_name} and the round both changed the text at {named} since the file was made", problems)
    texts = tuple(text for each in places if (text := each.text(edited.snapshot_sha256)) is not None)
    return texts, tuple(f"{each.name} ({each.title}): {each.told}" for each in places)


def _places(edited: EditedDocument, base: Sequence[HandText], former: Sequence[HandText]) -> list[_Place]:
    """The places where a text stands or stood: those of the round first, in their order."""
    bases, formers = ({each.place: each for each in texts} for texts in (base, former))
    fresh = {each.place: each for each in edited.texts}
    present = {*fresh, *edited.empty_places}
    names = dict.fromkeys([*formers, *fresh])
    return [_Place(each, bases.get(each), formers.get(each), fresh.get(each), each in present) for each in names]


def _markup(text: HandText | EditedText | None) -> str:
    return "" if text is None else text.markup
