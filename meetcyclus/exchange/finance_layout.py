"""How the finance extract looks in this programme: the [emoe] table of programma.toml, with its defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from meetcyclus.domain.programme import Programme
from meetcyclus.exchange import settings_values as values
from meetcyclus.exchange.settings_reader import SettingsReader

DEFAULT_COLUMNS = {
    "project": "VV-nummer",
    "begrotingsjaar": "Begrotingsjaar",
    "begrotingsartikel": "Begrotingsartikel",
    "vastgelegd": "Vastgelegd",
    "vereffend": "Vereffend",
    "standdatum": "Standdatum",
    "opmerking": "Opmerking",
}
DEFAULT_DELIMITER = ";"
DEFAULT_TOTAL = "TOTAAL"
DELIMITERS = (";", ",", "|", "\t")
# How offices open the last line, besides the word that was agreed.
_TOTALS = ("totaal", "eindtotaal", "algemeen totaal")


@dataclass(frozen=True)
class FinanceLayout:
    """Separator of the CSV, the word that opens the last line, and the header of each column by its meaning."""

    delimiter: str
    total: str
    columns: Mapping[str, str]

    @classmethod
    def of(cls, programme: Programme) -> FinanceLayout:
        """The layout of a programme; defaults for what it does not say."""
        mapping = programme.finance_mapping
        columns = mapping.get("kolommen", {})
        return cls(
            delimiter=str(mapping.get("scheidingsteken", DEFAULT_DELIMITER)),
            total=str(mapping.get("totaal", DEFAULT_TOTAL)),
            columns=DEFAULT_COLUMNS | (dict(columns) if isinstance(columns, Mapping) else {}),
        )

    def is_total(self, text: str) -> bool:
        """Whether a cell opens the line with the control total."""
        return header_key(text).removesuffix(":").rstrip() in (header_key(self.total), *_TOTALS)

    def as_settings(self) -> dict[str, object]:
        """The layout as the plain dict that `Programme.finance_mapping` holds."""
        return {"scheidingsteken": self.delimiter, "totaal": self.total, "kolommen": dict(self.columns)}


def header_key(text: str) -> str:
    """A header or a word without what people do not see: case, double and unbreakable spaces, spaces around it."""
    return " ".join(text.split()).casefold()


def read_layout(reader: SettingsReader) -> FinanceLayout:
    """The layout from programma.toml; wrong settings are reported."""
    reader.table(("emoe",), ("scheidingsteken", "totaal", "kolommen"))
    reader.table(("emoe", "kolommen"), DEFAULT_COLUMNS)
    columns = {
        name: reader.optional(("emoe", "kolommen", name), values.words, "the header of a column", header)
        for name, header in DEFAULT_COLUMNS.items()
    }
    _check_headers(reader, columns)
    return FinanceLayout(
        delimiter=reader.optional(("emoe", "scheidingsteken"), _delimiter, "one of: ; , | or a tab", DEFAULT_DELIMITER),
        total=reader.optional(("emoe", "totaal"), values.words, "the word that opens the last line", DEFAULT_TOTAL),
        columns=columns,
    )


def _check_headers(reader: SettingsReader, columns: Mapping[str, str]) -> None:
    seen: dict[str, str] = {}
    for name, header in columns.items():
        first = seen.setdefault(header, name)
        if first != name:
            reader.report(("emoe", "kolommen", name), header, f"a header that column {first} does not have")


def _delimiter(value: object) -> str:
    if value not in DELIMITERS:
        raise ValueError(value)
    return str(value)
