"""The finance door has the same guard as the door for entry workbooks, in its own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from meetcyclus.domain.errors import BadInput
from meetcyclus.exchange.csv_exchange import CsvExchange
from meetcyclus.exchange.finance import write_finance
from tests.exchange.small_programme import write_small
from tests.exchange.test_finance import CREDITS
from tests.exchange.workbook_world import part, repacked

SHEET, TYPES = "xl/worksheets/sheet1.xml", "[Content_Types].xml"
MACRO = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
PLAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


@pytest.fixture
def expected_of(tmp_path: Path) -> object:
    """Hands in an extract with these parts changed; gives what was expected instead."""
    data = CsvExchange().read_programme(write_small(tmp_path / "programme"))
    path = write_finance(CREDITS, data, tmp_path / "emoe.xlsx")
    content = path.read_bytes()

    def expected(name: str, body: bytes, old: bytes = b"") -> list[str]:
        body = part(content, name).replace(old, body) if old else body
        path.write_bytes(repacked(content, {name: body}))
        with pytest.raises(BadInput) as refused:
            CsvExchange().read_finance(path, data, "2022-12")
        return [each.expected for each in refused.value.problems]

    return expected


@pytest.mark.parametrize(
    ("name", "body", "old", "words"),
    [
        ("xl/extra.xml", b'<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>', b"", "without definitions of its own"),
        (TYPES, MACRO, PLAIN, "without macros"),
        ("xl/connections.xml", b"<connections/>", b"", "without macros, links"),
        ("xl/Worksheets/sheet1.xml", b"<worksheet/>", b"", "names each of its parts once"),
        (SHEET, b"<worksheet>" + b" " * 40_000_000 + b"</worksheet>", b"", "suspiciously small"),
        (SHEET, b"".join(b"<a%d/>" % number for number in range(2_600_000)), b"", "less content"),
    ],
    ids=["definitions", "macro type", "connections", "double", "bomb", "tags"],
)
def test_extract_that_means_harm_is_refused_before_it_is_parsed(
    expected_of: object, name: str, body: bytes, old: bytes, words: str
) -> None:
    (expected,) = expected_of(name, body, old)  # type: ignore[operator]
    assert words in expected
