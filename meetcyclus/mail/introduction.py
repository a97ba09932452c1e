"""Personal words above the facts of a letter: in its text and in its HTML, at the place that the layout leaves."""

from __future__ import annotations

import html
import re
from dataclasses import replace

from meetcyclus.domain.errors import NotAllowed
from meetcyclus.domain.letters import Letter
from meetcyclus.mail.filters import lines

_ROOM = re.compile("<!-- inleiding -->.*?<!-- /inleiding -->", re.DOTALL)
_PARAGRAPH = (
    "font-family:Calibri,Carlito,Arial,sans-serif;color:#1A1A1A;font-size:16px;line-height:24px;margin:0 0 16px 0;"
)


def introduced(letter: Letter, introduction: str) -> Letter:
    """The letter with these words above its facts in place of those it had; raises NotAllowed without room."""
    greeting = f"Beste {letter.recipient_name},\n\n"
    before, after = greeting + _text(letter.introduction), greeting + _text(introduction)
    if before not in letter.text or not _ROOM.search(letter.html):
        raise NotAllowed(f"letter {letter.id} was written by a template that has no room for an introduction")
    # A function, so that nothing in the words is read as a reference to a group.
    page = _ROOM.sub(lambda _: f"<!-- inleiding -->{_html(introduction)}<!-- /inleiding -->", letter.html, count=1)
    return replace(letter, text=letter.text.replace(before, after, 1), html=page, introduction=introduction)


def _text(words: str) -> str:
    return "".join(f"{line}\n\n" for line in lines(words))


def _html(words: str) -> str:
    return "".join(f'<p style="{_PARAGRAPH}">{html.escape(line)}</p>' for line in lines(words))
