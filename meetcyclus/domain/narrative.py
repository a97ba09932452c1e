"""What staff wrote by hand into the documents of a round, kept apart from what is made out of the facts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class HandText:
    """A text at a place of a document such as `nota.speerpunt.S1`; `title` is how staff know the place.

    `markup` is its WordprocessingML in the styles of the product. `written_for` is the hash of the snapshot whose
    figures its author saw, or said to be right since.
    """

    place: str
    title: str
    markup: str
    written_for: str


@dataclass(frozen=True)
class Narrative:
    """All hand-written texts of a round, as they stand after an import or a confirmation.

    `source_sha256` is the Word file in which staff wrote; it is kept as it came.
    """

    round_key: str
    sequence: int
    texts: tuple[HandText, ...]
    source_sha256: str

    def text_at(self, place: str) -> HandText | None:
        """The text at a place, or None."""
        return next((each for each in self.texts if each.place == place), None)
