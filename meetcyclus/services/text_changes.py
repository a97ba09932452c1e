"""An old text beside a new one, as a letter shows them: only the sentences that went and that came, shortened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

_LONGEST = 160
_LEAD = 30


@dataclass(frozen=True)
class TextChange:
    """What a text said before and says no more (`gone`), and what it says now and did not (`came`)."""

    gone: str
    came: str

    def __bool__(self) -> bool:
        return bool(self.gone or self.came)

    def __str__(self) -> str:
        """In Dutch: nieuw “…”, in plaats van “…”."""
        if not self.gone:
            return f"toegevoegd “{self.came}”"
        return f"nieuw “{self.came}”, in plaats van “{self.gone}”" if self.came else f"geschrapt “{self.gone}”"


def change_of(old: str, new: str) -> TextChange:
    """The sentences of one text that the other has not; false where both say the same in whatever order."""
    before, now = _sentences(old), _sentences(new)
    gone = " ".join(each for each in before if each not in now)
    came = " ".join(each for each in now if each not in before)
    # Of a long sentence in which a word changed, the part with that word is the one to read.
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(gone, came, strict=False)))
    start = _begin(gone, same) if max(len(gone), len(came)) > _LONGEST else 0
    return TextChange(_shortened(gone, start), _shortened(came, start))


def _sentences(text: str) -> list[str]:
    return [each.strip() for each in re.split(r"(?<=[.!?])\s+|\n+", text) if each.strip()]


def _begin(text: str, same: int) -> int:
    """Where to begin reading: at a word, a little before the first letter that differs."""
    return text.rfind(" ", 0, same - _LEAD) + 1 if same > _LONGEST - _LEAD else 0


def _shortened(text: str, start: int) -> str:
    shown = f"… {text[start:]}" if start else text
    if len(shown) <= _LONGEST:
        return shown
    return f"{shown[:_LONGEST].rpartition(' ')[0].rstrip(' ,;')} …"
