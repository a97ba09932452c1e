"""Numbers as a Dutch sentence writes them, with their unit and the precision that they claim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from meetcyclus.domain import dutch

_UNITS = {"": Decimal(1), "%": Decimal(1), " procentpunt": Decimal(1), " miljoen euro": Decimal(10) ** 6}
_UNITS[" miljard euro"] = Decimal(10) ** 9
_NUMBER = re.compile(r"(?<![\w,.])(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?(%| procentpunt| miljoen euro| miljard euro)?(?![\w])")
# What looks like a number and is no figure: days, hours, keys of projects, rounds, documents and captions, hashes.
_NO_FIGURE = re.compile(
    r"\d{1,2}/\d{1,2}/\d{4}|\d{1,2} [a-z]+ \d{4}|\d{1,2}(?:\.\d\d)? u\.|\b[0-9a-f]{12,}\b|\b\d{4}-\d\d(?:-\d\d)?\b"
    r"|\bSHA-256\b|\b(?:tabel|figuur|metingen|meting|lijst|versie|deel|bijlage) \d+|\b100%"
    r"|\b[A-Z]+ \d{4} \d{4} [\w ./-]+?\d{4}(?:/\d+)?|\b[A-Z]+\d[\w./-]*[^,;:().“”]*",
    re.IGNORECASE,
)
