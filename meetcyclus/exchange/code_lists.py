"""Which codes a round may use: the versions of each code list, and the checks of the cells that hold a code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from meetcyclus.domain.errors import Problem
from meetcyclus.exchange.csv_text import shown
from meetcyclus.exchange.reading import Row, Sheet
from meetcyclus.exchange.references import References

CODES = "codelijsten"
PROJECT_STATUS, MILESTONE_STATUS, CAUSE = "projectstatus", "mijlpaalstatus", "oorzaak"


@dataclass(frozen=True)
class CodeLists:
    """The codes by list and version, in the order of the file."""

    codes: Mapping[tuple[str, str], tuple[str, ...]]

    @classmethod
    def of(cls, triples: Iterable[tuple[str, str, str]]) -> CodeLists:
        """Code lists from (list, version, code)."""
        gathered: dict[tuple[str, str], tuple[str, ...]] = {}
        for list_name, version, code in triples:
            gathered[list_name, version] = (*gathered.get((list_name, version), ()), code)
        return cls(gathered)

    def versions(self, list_name: str) -> list[str]:
        """The versions of a list, newest last; empty when there is no such list."""
        return sorted(version for name, version in self.codes if name == list_name)

    def version_for(self, list_name: str, wanted: str) -> str:
        """The version that a round uses: the wanted one, else the newest, as `ProgrammeData.codes` does."""
        versions = self.versions(list_name)
        return wanted if wanted in versions or not versions else versions[-1]


def lists_of(sheet: Sheet) -> CodeLists:
    """The code lists of codelijsten.csv, as far as its rows could be read."""
    keys = (sheet.key_of(row) for row in sheet.rows)
    return CodeLists.of((str(key[0]), str(key[1]), str(key[2])) for key in keys if key)


def check_code(
    sheet: Sheet, row: Row, column: str, place: tuple[str, str], lists: CodeLists, known: References
) -> None:
    """Require the code in a cell to be in a list for a wanted version; `place` is (list, wanted version)."""
    code = row.values.get(column)
    if not code:
        return
    list_name, version = place[0], lists.version_for(*place)
    expected = f"a code of list {list_name}, version {version}: " + ", ".join(lists.codes.get((list_name, version), ()))
    problem = Problem(sheet.table.file_name, row.line, column, shown(str(code)), expected)
    known.require(CODES, (list_name, version, code), problem)


def check_list_versions(rounds: Sheet, lists: CodeLists, known: References) -> None:
    """Require each round to name a version of the project statuses that exists."""
    versions = lists.versions(PROJECT_STATUS)
    for row in rounds.rows:
        version = row.values.get("codelijst")
        if version and version not in versions:
            expected = f"a version of list {PROJECT_STATUS} in codelijsten.csv: " + ", ".join(versions)
            problem = Problem(rounds.table.file_name, row.line, "codelijst", shown(str(version)), expected)
            known.require(CODES, (PROJECT_STATUS, version), problem)


def check_mappings(sheet: Sheet, lists: CodeLists, known: References) -> None:
    """Require `valt_onder` to be a code of the newest version of the same list."""
    for row in sheet.rows:
        versions = lists.versions(str(row.values.get("lijst", "")))
        if versions:
            check_code(sheet, row, "valt_onder", (str(row.values["lijst"]), versions[-1]), lists, known)
