"""Looking inside a Word file."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from docx import Document

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def opened(content: bytes) -> Any:
    """The file as python-docx sees it."""
    return Document(BytesIO(content))


def texts(content: bytes) -> list[str]:
    """The text of every paragraph, in tables too, in reading order; non-breaking spaces as spaces."""
    body = opened(content).element.body
    return [
        "".join(piece.text or "" for piece in each.iter(f"{W}t")).replace("\u00a0", " ") for each in body.iter(f"{W}p")
    ]


def whole(content: bytes) -> str:
    """All text with one space between paragraphs."""
    return " ".join(texts(content))


def headings(content: bytes) -> list[tuple[int, str]]:
    """Level and text of every heading."""
    found = ((each.style.name, each.text) for each in opened(content).paragraphs)
    return [(int(match[1]), text) for name, text in found if (match := re.fullmatch(r"[Hh]eading (\d)", name))]
