"""The register of figures inside a short document: readers do not see it, the check holds the text against it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from meetcyclus.documents.hidden_parts import part_of, put_part
from meetcyclus.documents.markup import attribute
from meetcyclus.domain.figures import Figure

_SPACE, _IDENTITY = "urn:meetcyclus:cijfers", "2B7A90C4-6D1E-4E53-8F0A-93C5D1E7B642"
_NAMES = ("omschrijving", "tekst", "formule", "naam")


def put_figures(document: Any, figures: Iterable[Figure]) -> None:
    """Keep these figures in the file; those that came with the template go."""
    kept = "".join(_markup((each.label, each.text, each.formula, each.id)) for each in figures)
    put_part(document, _SPACE, f'<cijfers xmlns="{_SPACE}">{kept}</cijfers>' if kept else "", _IDENTITY)


def _markup(values: tuple[str, ...]) -> str:
    facts = " ".join(f'{name}="{attribute(value)}"' for name, value in zip(_NAMES, values, strict=True))
    return f"<cijfer {facts}/>"


def figures_in(document: Any) -> tuple[tuple[str, ...], ...]:
    """The register that a file keeps, as the rows of the table that another document would show."""
    root = part_of(document, _SPACE)
    rows = () if root is None else root
    return tuple(tuple(str(each.get(name, "")).replace("\u00a0", " ") for name in _NAMES) for each in rows)
