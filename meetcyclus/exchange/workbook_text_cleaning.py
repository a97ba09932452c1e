"""One spelling for text that comes out of Excel, so that equal texts are equal."""

from __future__ import annotations

import re
import unicodedata

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SPACES = re.compile(r"[^\S\n]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b-\x1f\x7f-\x9f]")


def clean_text(text: str) -> str:
    """Text in one spelling (NFC), with plain spaces, `\\n` for a new line and without invisible characters."""
    unescaped = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text).replace("\r\n", "\n").replace("\r", "\n")
    visible = _INVISIBLE.sub("", _SPACES.sub(" ", unicodedata.normalize("NFC", unescaped)))
    return "\n".join(line.rstrip() for line in visible.split("\n")).strip()
