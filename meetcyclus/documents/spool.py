"""The text of a document on its way to the file: fragments leave the memory as they come, their digests stay.

A report of thousands of sheets is hundreds of megabytes of markup. It is written once, in order, never parsed as a
whole: a segment keeps it in a temporary file from a certain size on, and the file of Word is filled from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from tempfile import SpooledTemporaryFile

from meetcyclus.documents.seal import Contents, digests_in
from meetcyclus.documents.visible_text import alternatives_in

# So much markup of a document stays in memory; a report of 181 projects does.
_IN_MEMORY = 16 * 2**20
_CHUNK = 2**18
# So many fragments wait together until they are written.
_WAITING = 64


class Segment:
    """Fragments in a row. The newest one waits, so that what follows can still change it."""

    def __init__(self) -> None:
        self.digests: list[str] = []
        self.alternatives: set[str] = set()
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - it closes with its segment
        self._waiting: list[str] = []

    def append(self, fragment: str) -> None:
        """Put a fragment at the end."""
        self._waiting.append(fragment)
        if len(self._waiting) > _WAITING:
            self._write(self._waiting[:-1])
            del self._waiting[:-1]

    def pop(self) -> str:
        """Take the newest fragment back; nothing where there is none."""
        return self._waiting.pop() if self._waiting else ""

    def close(self) -> None:
        """No more fragments come."""
        self._write(self._waiting)
        self._waiting = []

    def chunks(self) -> Iterator[bytes]:
        """The markup from its beginning, in pieces."""
        self._file.seek(0)
        while chunk := self._file.read(_CHUNK):
            yield chunk

    def _write(self, fragments: list[str]) -> None:
        self.digests.append("".join(map(digests_in, fragments)))
        text = "".join(fragments)
        self.alternatives |= alternatives_in(text)
        self._file.write(text.encode())


class Spool:
    """A document as segments in reading order: fragments go to the last one, a place kept open is filled later."""

    def __init__(self) -> None:
        self.segments = [Segment()]

    def append(self, fragment: str) -> None:
        """Put a fragment at the end."""
        self.segments[-1].append(fragment)

    def pop(self) -> str:
        """Take the newest fragment back; nothing where there is none since the last place that was kept open."""
        return self.segments[-1].pop()

    def keep_open(self) -> Segment:
        """A place here for what is known at the end only, such as the contents list."""
        place = Segment()
        self.segments += [place, Segment()]
        return place

    def close(self) -> None:
        """No more fragments come."""
        for each in self.segments:
            each.close()

    def seen_at(self, place: str) -> Contents:
        """What the seal says about these fragments where they stand in the place of a text."""
        digests = chain.from_iterable(each.digests for each in self.segments)
        return Contents(place, digests, frozenset().union(*(each.alternatives for each in self.segments)))

    def chunks(self) -> Iterator[bytes]:
        """All the markup, in pieces."""
        return chain.from_iterable(each.chunks() for each in self.segments)
