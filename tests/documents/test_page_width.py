"""No table and no picture is wider than the text of its page, so that none is clipped in Word or in the PDF."""

from __future__ import annotations

import pytest

from meetcyclus.documents import WordReports
from tests.documents import samples, shipped
from tests.documents.test_forum_documents import made, with_words
from tests.documents.test_inspection import spoiled
from tests.documents.word import W, opened

_EMU_PER_TWIP = 635


def too_wide(content: bytes) -> list[str]:
    """Tables and pictures that are wider than the text of their page; a table by its grid and by each of its rows."""
    document = opened(content)
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    found = []
    for table in document.element.body.iter(f"{W}tbl"):
        rows = [table.find(f"{W}tblGrid"), *table.iter(f"{W}tr")]
        widths = [sum(int(each.get(f"{W}w")) for each in row.iter(f"{W}gridCol", f"{W}tcW")) for row in rows]
        found += (
            [str(table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val"))] if max(widths) * _EMU_PER_TWIP > room else []
        )
    drawings = [each for each in document.element.body.iter() if each.tag.endswith("}inline")]
    sizes = [(each.find("./{*}docPr").get("name"), int(each.find("./{*}extent").get("cx"))) for each in drawings]
    return found + [name for name, width in sizes if width > room]


@pytest.mark.goal("71")
def test_no_table_or_picture_of_five_documents_is_wider_than_its_page(
    writer: WordReports, small: dict[str, bytes], large: dict[str, bytes]
) -> None:
    others = made(writer, with_words(samples.snapshot())), made(writer, shipped.vlaamse_veerkracht())
    for documents in (small, large, *others):
        assert {kind: too_wide(content) for kind, content in documents.items()} == {each: [] for each in documents}


@pytest.mark.goal("71")
def test_table_and_picture_that_are_too_wide_are_named(small: dict[str, bytes]) -> None:
    (name,) = too_wide(spoiled(small["covernota"], '<w:gridCol w:w="', '<w:gridCol w:w="9'))
    assert name
    assert too_wide(spoiled(small["covernota"], '<wp:extent cx="', '<wp:extent cx="9')) == ["Figuur 1"]
