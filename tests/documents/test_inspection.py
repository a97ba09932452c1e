"""`report check`: documents of the product have no problems, and every kind of planted fault is found by name."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from meetcyclus.documents import WordReports
from meetcyclus.documents.inspection import problems_of
from meetcyclus.domain.errors import BadInput
from tests.documents import samples
from tests.documents.conftest import both
from tests.documents.word import W

TEXT, STYLES, CORE = "word/document.xml", "word/styles.xml", "docProps/core.xml"
Planter = Callable[[str, str, str], tuple[str, ...]]


def problems(content: bytes, folder: Path) -> tuple[str, ...]:
    path = folder / "document.docx"
    path.write_bytes(content)
    return problems_of(path)


def spoiled(content: bytes, old: str, new: str, member: str = TEXT, count: int = 1) -> bytes:
    """The file with a text of one of its parts replaced; the text must be there."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            body = source.read(name).decode("utf-8", "surrogateescape")
            if name == member:
                assert old in body
                body = body.replace(old, new, count)
            target.writestr(name, body.encode("utf-8", "surrogateescape"))
    return out.getvalue()


@pytest.mark.goal("33")
@pytest.mark.goal("65")
@pytest.mark.goal("69")
@pytest.mark.parametrize("kind", ["covernota", "monitoringsrapport"])
def test_documents_of_the_shipped_programme_have_no_problems(
    large: dict[str, bytes], kind: str, tmp_path: Path
) -> None:
    assert problems(large[kind], tmp_path) == ()


@pytest.mark.goal("65")
def test_documents_of_other_rounds_have_no_problems(
    writer: WordReports, small: dict[str, bytes], tmp_path: Path
) -> None:
    drafts = both(writer, samples.snapshot(is_draft=True)).values()
    first = samples.snapshot(data=samples.data(credits=(), rounds=samples.data().rounds[-1:]))
    for content in (*small.values(), *drafts, *both(writer, first).values()):
        assert problems(content, tmp_path) == ()


@pytest.mark.goal("33")
@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('descr="', 'descr="" old="', "picture 'Figuur 1' has no alternative text"),
        ("<w:tblHeader/>", "", "table 1 'Statussen van de projecten' has no header row"),
        ("<w:tblHeader/>", '<w:tblHeader w:val="false"/>', "table 1 'Statussen van de projecten' has no header row"),
        ('<w:pStyle w:val="Heading2"/>', '<w:pStyle w:val="Normal"/>', "'P1 Titel van P1' has level 3 under"),
        ('<w:pStyle w:val="Heading1"/>', '<w:pStyle w:val="Heading2"/>', "'Colofon' has level 2, expected 1"),
        ('<w:t xml:space="preserve">Globaal beeld</w:t>', "<w:t/>", "a heading of level 1 has no text"),
        ("<w:rPr><w:b/>", '<w:rPr><w:lang w:val="en-US"/><w:b/>', "marked as language 'en-US'"),
    ],
)
def test_fault_against_accessibility_is_found(
    small: dict[str, bytes], old: str, new: str, found: str, tmp_path: Path
) -> None:
    # The first heading of its text in the body stands behind the contents list.
    content = small["monitoringsrapport"]
    if "Globaal" in old:
        body = zipfile.ZipFile(BytesIO(content)).read(TEXT).decode()
        old, new = (body[body.rindex(old) - 60 : body.rindex(old)] + each for each in (old, new))
    assert any(found in each for each in problems(spoiled(content, old, new), tmp_path))


@pytest.mark.goal("33")
@pytest.mark.parametrize(
    ("old", "new", "member", "found"),
    [
        ('w:val="nl-BE"', 'w:val="en-US"', STYLES, "part of the text is marked as language 'en-US'"),
        ('w:val="nl-BE"', 'w:val=""', STYLES, "the styles do not name nl-BE"),
        ("<dc:language>nl-BE</dc:language>", "", CORE, "the properties name language ''"),
        ("Covernota meting 6 – Testprogramma", " ", CORE, "the document has no title"),
    ],
)
def test_fault_in_language_or_title_is_found(
    small: dict[str, bytes], old: str, new: str, member: str, found: str, tmp_path: Path
) -> None:
    assert any(found in each for each in problems(spoiled(small["covernota"], old, new, member), tmp_path))


@pytest.mark.goal("69")
@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (">Leeswijzer</w:t></w:r><w:r><w:tab/>", ">Gids</w:t></w:r><w:r><w:tab/>", ("lacks", "names 'Gids'", "line")),
        ('<w:pStyle w:val="TOC1"/>', '<w:pStyle w:val="TOC2"/>', ("lacks the heading 'Colofon'", "names 'Colofon'")),
        ('w:anchor="_k00001"', 'w:anchor="_k00003"', ("the line 'Colofon' of the contents list does not lead",)),
    ],
)
def test_fault_in_the_contents_list_is_found(
    small: dict[str, bytes], old: str, new: str, expected: tuple[str, ...], tmp_path: Path
) -> None:
    found = problems(spoiled(small["monitoringsrapport"], old, new), tmp_path)
    assert len(found) == len(expected)
    assert all(any(text in each for each in found) for text in expected)


@pytest.mark.goal("69")
def test_contents_list_in_another_order_or_absent_is_found(small: dict[str, bytes], tmp_path: Path) -> None:
    document = Document(BytesIO(small["monitoringsrapport"]))
    lines = [each for each in document.paragraphs if each.style.name.startswith("toc")]
    lines[0]._p.addprevious(lines[1]._p)
    assert problems(saved(document), tmp_path) == (
        "the contents list has its lines in another order than the headings",
    )
    for each in lines:
        each._p.getparent().remove(each._p)
    assert problems(saved(document), tmp_path) == ("under the heading 'Inhoud' stands no contents list",)


def saved(document: object) -> bytes:
    out = BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


@pytest.fixture
def planted(large: dict[str, bytes], tmp_path: Path) -> Planter:
    """Plants a figure in the first paragraph or cell that starts like that and holds it; gives the problems found."""

    def plant(start: str, old: str, new: str) -> tuple[str, ...]:
        document = Document(BytesIO(large["covernota"]))
        for paragraph in document.element.body.iter(f"{W}p"):
            pieces = [each for each in paragraph.iter(f"{W}t") if each.text]
            text = "".join(each.text for each in pieces).replace("\u00a0", " ")
            for piece in pieces if text.startswith(start) else ():
                if old in piece.text:
                    piece.text = piece.text.replace(old, new, 1)
                    return problems(saved(document), tmp_path)
        raise AssertionError(start)

    return plant


def shown(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u200b", "")


@pytest.fixture
def changed_cell(large: dict[str, bytes], tmp_path: Path) -> Callable[[str, str, int, str], tuple[str, ...]]:
    """Changes a cell of the table with that title, in the row that starts or ends so; gives the problems found."""

    def change(title: str, row: str, column: int, text: str) -> tuple[str, ...]:
        document = Document(BytesIO(large["covernota"]))
        (table,) = [each for each in document.tables if f'w:tblCaption w:val="{title}' in each._tbl.xml]
        (found,) = [each for each in table.rows if row in (shown(each.cells[0].text), shown(each.cells[-1].text))]
        found.cells[column].paragraphs[0].runs[0].text = text
        return problems(saved(document), tmp_path)

    return change


@pytest.mark.goal("65")
@pytest.mark.parametrize(
    ("start", "old", "new", "found"),
    [
        ("1.483 van 1.753", "84,6", "84,7", "a share that does not follow from the figures beside it"),
        (
            "Het programma telt 181",
            "33 ",
            "34 ",
            "the text says 34, which is not in the register (nearest: projecten.stat",
        ),
        ("Het programma telt 181", "18%", "19%", "19%, which is not in the register"),
        ("Het programma telt 181", "20 meer", "23 meer", "the text says 23, which is not in the register"),
        (
            "Aan vastleggingskredieten",
            "4,168",
            "4,186",
            "4,186 miljard euro, which is not in the register (nearest: vak.",
        ),
        ("Aan vastleggingskredieten", "853", "835", "835 miljoen euro, which is not in the register (nearest: vek.v"),
        ("Aan vastleggingskredieten", "19,83", "19,84", "19,84 procentpunt"),
        (
            "Bij 37 mijlpalen is de oorspronkelijke datum voorbij, terwijl het resultaat er nog niet is. Voor",
            "327",
            "372",
            "the text says 372",
        ),
        ("Economie en samenleving", "84,7", "84,6", "a share that does not follow"),
        ("Economie en samenleving", "385", "358", "the text says 358"),
    ],
)
def test_figure_in_the_text_that_differs_from_the_register_is_named(
    planted: Planter, start: str, old: str, new: str, found: str
) -> None:
    assert any(found in each for each in planted(start, old, new))


@pytest.mark.goal("65")
def test_share_of_2021_that_was_rounded_wrongly_is_found(planted: Planter) -> None:
    found = planted("Op 31 december 2023 is 4,168 miljard euro", "50,28", "93,34")
    assert len(found) == 2 and all("93,34%" in each for each in found)


@pytest.mark.goal("65")
@pytest.mark.parametrize(
    ("title", "row", "column", "text", "expected"),
    [
        (
            "Register",
            "vek.aandeel",
            1,
            "50,82%",
            ("the text says 50,28%, which is not in the register (nearest: vek.aandeel 50,82%)",),
        ),
        ("Register", "mijlpalen.totaal", 1, "1.735", ("mijlpalen.totaal is 1.735",)),
        ("Register", "projecten.status.stopgezet.aantal", 1, "8", ("stopgezet.aandeel says 2%",)),
        ("Status van de projecten", "◔ opgestart", 2, "2%", ("row '◔ opgestart': 1 of 181 is 1%, the table says 2%",)),
        (
            "Status van de projecten",
            "◔ opgestart",
            3,
            "4",
            ("row '◔ opgestart': 1 minus 4 is not −2",),
        ),
        ("Aantal projecten per mandaat", "Totaal", 1, "180", ("adds up to 181, its total says 180",)),
        ("Mijlpalen op", "◆ vertraagd", 2, "2,2%", ("37 of 1.753 is 2,1%, the table says 2,2%",)),
    ],
)
def test_figure_of_a_table_that_differs_is_named(
    changed_cell: Callable[[str, str, int, str], tuple[str, ...]],
    title: str,
    row: str,
    column: int,
    text: str,
    expected: tuple[str, ...],
) -> None:
    found = changed_cell(title, row, column, text)
    assert all(any(wanted in each for each in found) for wanted in expected)


def test_what_is_no_word_file_is_refused(small: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "nota.docx"
    empty, other = BytesIO(), BytesIO()
    zipfile.ZipFile(empty, "w").close()
    with zipfile.ZipFile(other, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
    damaged = spoiled(small["covernota"], "<w:body>", "<w:body", TEXT)
    for content in (b"", b"%PDF-1.7", small["covernota"][:-400], empty.getvalue(), other.getvalue(), damaged):
        path.write_bytes(content)
        with pytest.raises(BadInput, match=r"nota\.docx cannot be read: expected a Word file"):
            problems_of(path)
