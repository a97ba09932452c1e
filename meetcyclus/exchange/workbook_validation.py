"""Drop-downs, dates and numbers in the white cells: Excel refuses what the reader would refuse, in Dutch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from meetcyclus.exchange.workbook_layout import (
    CAUSE,
    META_SHEET,
    MILESTONE_STATUS,
    NO,
    PROJECT_STATUS,
    YES,
    Column,
    Kind,
)
from meetcyclus.exchange.workbook_meta import FIRST_LIST_COLUMN
from meetcyclus.exchange.workbook_rows import Table
from meetcyclus.exchange.workbook_texts import WorkbookTexts
from meetcyclus.exchange.workbook_values import FIRST_DAY, LAST_DAY

# The order of the lists in the hidden sheet. A list in a formula may hold 255 characters only, a range has no limit.
_LISTS = (PROJECT_STATUS, MILESTONE_STATUS, CAUSE)
_LARGEST = 10**15


class CellRules:
    """The rules of one sheet."""

    def __init__(self, sheet: Worksheet, texts: WorkbookTexts, table: Table) -> None:
        self._sheet = sheet
        self._texts = texts
        self._table = table

    @staticmethod
    def lists(tables: Iterable[Table]) -> dict[str, tuple[str, ...]]:
        """The labels of every list in the order of the columns of the hidden sheet; empty where there is none."""
        choices = {name: tuple(labels.values()) for table in tables for name, labels in table.choices.items()}
        return {name: choices.get(name, ()) for name in _LISTS}

    def add(self) -> None:
        """Give each white column of the sheet its rule."""
        for position, column in enumerate(self._table.layout.columns):
            rule = self._rule(column)
            if rule:
                self._sheet.data_validation(
                    1, position, len(self._table.rows), position, rule | self._help(column.kind)
                )

    def _rule(self, column: Column) -> dict[str, object]:
        if not column.is_white:
            return {}
        if column.kind is Kind.CODE:
            return {"validate": "list", "source": self._range_of(column.code_list)}
        rules: Mapping[Kind, dict[str, object]] = {
            Kind.DATE: {"validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY},
            Kind.NUMBER: {"validate": "decimal", "criteria": "between", "minimum": -_LARGEST, "maximum": _LARGEST},
            Kind.YES_NO: {"validate": "list", "source": [YES, NO]},
        }
        return rules.get(column.kind, {})

    def _range_of(self, code_list: str) -> str:
        letter = xl_col_to_name(FIRST_LIST_COLUMN - 1 + _LISTS.index(code_list))
        return f"='{META_SHEET}'!${letter}$1:${letter}${len(self._table.choices[code_list])}"

    def _help(self, kind: Kind) -> dict[str, object]:
        words = self._texts.cell_help(kind.value)
        if words is None:
            return {}
        return {
            "input_title": words["titel"],
            "input_message": words["hulp"],
            "error_title": words["titel"],
            "error_message": words["fout"],
        }
