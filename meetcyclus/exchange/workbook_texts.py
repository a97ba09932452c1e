"""The Dutch words of the entry workbook, read from `workbooks/texts.toml` in the folder of templates."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from meetcyclus.domain.programme import Programme

_TERMS = ("speerpunt", "cluster", "project", "mijlpaal")


@dataclass(frozen=True)
class WorkbookTexts:
    """Every text by section and key; `section` gives raw texts, `phrase` fills in the facts."""

    sections: Mapping[str, Mapping[str, object]]

    def phrase(self, section: str, key: str, **facts: object) -> str:
        """One text with its facts filled in."""
        return str(self.sections[section][key]).format(**facts)

    def lines(self, section: str, key: str) -> Sequence[str]:
        """A text that consists of several lines."""
        found = self.sections[section][key]
        return [str(each) for each in found] if isinstance(found, list) else [str(found)]

    def cell_help(self, kind: str) -> Mapping[str, str] | None:
        """Title, help and error message for the cells of a kind; None where a kind needs no help."""
        found = self.sections["cel"].get(kind)
        return {str(key): str(each) for key, each in found.items()} if isinstance(found, dict) else None

    def heading(self, table: str, column: str, **facts: object) -> str:
        """The heading of a column."""
        return self._of_column(table, column, "kop").format(**facts)

    def explanation(self, table: str, column: str) -> str:
        """What must be filled in in a column."""
        return self._of_column(table, column, "uitleg")

    def icon(self, code: str) -> str:
        """The sign that goes with a status, empty where it has none."""
        return str(self.sections["iconen"].get(code, ""))

    def _of_column(self, table: str, column: str, part: str) -> str:
        found = self.sections[table][column]
        if not isinstance(found, dict):
            raise KeyError(f"{table}.{column}.{part}")
        return str(found[part])


def load_texts(templates_folder: Path) -> WorkbookTexts:
    """The texts of the workbook in the folder of templates."""
    return WorkbookTexts(tomllib.loads((templates_folder / "workbooks" / "texts.toml").read_text(encoding="utf-8")))


def programme_terms(programme: Programme) -> dict[str, str]:
    """What the programme calls its parts, in lower case and (under a capital key) with a capital."""
    lower = {word: programme.term(word) for word in _TERMS}
    return lower | {word.capitalize(): term[:1].upper() + term[1:] for word, term in lower.items()}
