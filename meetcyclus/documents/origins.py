"""Where the figures of a text come from: it is noted which ones its sentences use, and they are listed at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from meetcyclus.documents.method import register_table
from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import Subject
from meetcyclus.domain.figures import Figure

# The table of all rounds shows these itself.
_SHOWN = re.compile(r"evolutie\..+\.(vak|vek|encours)(\.aandeel)?")


class Consulted(Mapping[str, Figure]):
    """The figures of a round, remembering which of them were asked for."""

    def __init__(self, figures: Mapping[str, Figure]) -> None:
        self._figures = figures
        self._asked: set[str] = set()

    def __getitem__(self, name: str) -> Figure:
        found = self._figures[name]
        self._asked.add(name)
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._figures

    def __iter__(self) -> Iterator[str]:
        return iter(self._figures)

    def __len__(self) -> int:
        return len(self._figures)

    def used(self) -> list[Figure]:
        """The figures that were asked for, in the order of the register."""
        return [each for name, each in self._figures.items() if name in self._asked and not _SHOWN.fullmatch(name)]


def listening(subject: Subject) -> tuple[Subject, Consulted]:
    """The same subject for the sentences of a document, and what remembers the figures that they use."""
    consulted = Consulted(subject.figures)
    return replace(subject, figures=consulted), consulted


def origins(story: Story, subject: Subject, consulted: Consulted) -> None:
    """The figures of the text with their formula and name, under their own heading."""
    story.heading(1, subject.say("herkomst.titel"))
    story.say(subject.say("herkomst.inleiding"), keep_next=True)
    register_table(story, consulted.used(), subject.say("herkomst.tabel"))
