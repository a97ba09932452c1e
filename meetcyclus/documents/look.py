"""What a status looks like: icon, word and colour, never colour alone. Colours come from the programme's code list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from meetcyclus.documents.markup import LINE_BREAK, run
from meetcyclus.documents.tables import Cell
from meetcyclus.domain.programme import CodeValue

DARK, WHITE = "#1A1A1A", "#FFFFFF"
# A value that nobody knows, and one that there cannot be.
NO_VALUE, NOT_APPLICABLE = "–", "n.v.t."
_FALLBACK = ("□", "#6B7280", "")
# Icon, colour where the code list gives none, and pattern of a bar (its name in DrawingML), per status. The statuses of
# one list have patterns of their own: the colours need not be seen.
_LOOKS = {
    "niet_gestart": ("○", "#6B7280", "ltHorz"),
    "opgestart": ("◔", "#7BC67E", "pct10"),
    "in_uitvoering": ("◑", "#1B7A3D", "ltUpDiag"),
    "op_schema": ("◑", "#1B7A3D", "ltUpDiag"),
    "gerealiseerd": ("●", "#F2B705", ""),
    "gerealiseerd_laat": ("●", "#C99700", "ltHorz"),
    "aandacht": ("▲", "#D9640B", "openDmnd"),
    "vertraagd": ("◆", "#B3261E", "ltDnDiag"),
    "actie": ("◆", "#B3261E", "ltDnDiag"),
    "stopgezet": ("■", "#2B2B2B", "smGrid"),
    "geschrapt": ("■", "#2B2B2B", "smGrid"),
    "vervangen": ("◇", "#5B5B5B", "ltVert"),
}


@dataclass(frozen=True)
class StatusLook:
    """How one status is shown."""

    code: str
    label: str
    icon: str
    fill: str
    colour: str
    pattern: str
    definition: str = ""

    @property
    def words(self) -> str:
        """Icon and word."""
        return f"{self.icon}\u00a0{self.label}"

    @cached_property
    def badge(self) -> str:
        """Runs of icon and word on the colour, for a line of text."""
        icon = run(f"\u00a0{self.icon}\u00a0", icon=True, colour=self.colour, fill=self.fill)
        return icon + run(f"{self.label}\u00a0", bold=True, colour=self.colour, fill=self.fill)

    @cached_property
    def badge_cell(self) -> Cell:
        """A table cell with the badge, for rows of several lines."""
        return Cell(runs=self.badge)

    def cell(self) -> Cell:
        """A table cell with icon, word and colour."""
        return Cell(self.label, icon=self.icon, fill=self.fill, colour=self.colour, bold=True)


def look_of(value: CodeValue) -> StatusLook:
    """The look of a code: colour of the code list, icon and pattern of its slug (or of the code it maps to)."""
    key = value.code if value.code in _LOOKS else value.maps_to
    icon, fallback, pattern = _LOOKS.get(key, _FALLBACK)
    fill = value.colour if re.fullmatch(r"#[0-9A-Fa-f]{6}", value.colour) else fallback
    return StatusLook(value.code, value.label, icon, fill, readable_on(fill), pattern, value.definition)


def looks_of(codes: Mapping[str, CodeValue]) -> dict[str, StatusLook]:
    """The looks of a code list, in its order."""
    return {code: look_of(value) for code, value in codes.items()}


def status_cell(looks: Mapping[str, StatusLook], code: str, absent: str = NO_VALUE) -> Cell:
    """The cell of a status; the word for an absent one, the bare code for one that the list does not know."""
    if not code:
        return Cell(absent)
    return looks[code].cell() if code in looks else Cell(code)


def badge_cell(looks: Mapping[str, StatusLook], code: str, above: str = "", below: str = "") -> Cell:
    """A cell with the badge of a status, between lines of text where they are given; for rows of several lines."""
    if code in looks and not above and not below:
        return looks[code].badge_cell
    badge = looks[code].badge if code in looks else run(code or NO_VALUE)
    return Cell(runs=LINE_BREAK.join(each for each in (_line(above), badge, _line(below)) if each))


def _line(text: str) -> str:
    return run(text) if text else ""


def readable_on(fill: str) -> str:
    """White or near black, whichever has the higher contrast on that colour."""
    light = _luminance(fill)
    on_white, on_dark = 1.05 / (light + 0.05), (light + 0.05) / (_luminance(DARK) + 0.05)
    return WHITE if on_white >= on_dark else DARK


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.03928 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
