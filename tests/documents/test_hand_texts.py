"""What staff write by hand survives the next version of a document, and figures around it that changed are marked."""

from __future__ import annotations

import re
import subprocess
import tomllib
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from shutil import which

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from meetcyclus.documents import WordReports
from meetcyclus.documents.hand_written import HandTexts
from meetcyclus.documents.inspection import problems_of
from meetcyclus.documents.office import to_pdf
from meetcyclus.documents.tags import title_of
from meetcyclus.domain.errors import BadInput
from meetcyclus.domain.narrative import HandText
from meetcyclus.domain.snapshot import Snapshot
from meetcyclus.services.editions import EditedDocument, Edition, PlacedText
from meetcyclus.services.figures import figures_of
from tests.documents import samples
from tests.documents.conftest import MARK, TEMPLATES
from tests.documents.word import W, whole
from tests.documents.writing import SPACE, control, saved, words, written

LATER = "cd" * 32
OPENING, FIRST, SECOND = "nota.inleiding", "nota.speerpunt.s1", "nota.speerpunt.s2"
RICH = (
    '<w:p><w:r><w:t xml:space="preserve">Het gaat </w:t></w:r><w:r><w:rPr><w:b/><w:lang w:val="en-US"/></w:rPr>'
    '<w:t>goed</w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t xml:space="preserve"> en schuin</w:t></w:r></w:p>'
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>een punt</w:t></w:r></w:p>'
)


def moved(cluster: str = "") -> Snapshot:
    """A newer snapshot: P3 of the first speerpunt is realised; with a cluster, all projects are in it."""
    data = samples.data()
    entries = tuple(
        replace(each, report=replace(each.report, status_code="gerealiseerd"))
        if (each.round_key, each.project_number) == (samples.NEW, "P3")
        else each
        for each in data.entries
    )
    projects = tuple(replace(each, cluster_code=cluster or each.cluster_code) for each in data.projects)
    return samples.snapshot(data=replace(data, entries=entries, projects=projects), sequence=4)


@pytest.fixture(scope="module")
def for_writing(writer: WordReports) -> bytes:
    """The cover note with every place open."""
    old = samples.snapshot()
    return writer.cover_note(old, MARK, figures_of(old), Edition("3", is_for_writing=True))


def read(content: bytes) -> EditedDocument:
    return HandTexts().read_hand_texts("nota.docx", content)


def kept(edited: EditedDocument, *, earlier: bool = True) -> tuple[PlacedText, ...]:
    figures = figures_of(samples.snapshot()) if earlier else ()
    return tuple(PlacedText(HandText(e.place, e.title, e.markup, MARK), figures) for e in edited.texts)


def next_note(writer: WordReports, texts: tuple[PlacedText, ...], cluster: str = "") -> bytes:
    new = moved(cluster)
    return writer.cover_note(new, LATER, figures_of(new), Edition("4.1", texts))


def problems(content: bytes, folder: Path) -> tuple[str, ...]:
    path = folder / "nota.docx"
    path.write_bytes(content)
    return problems_of(path)


def coloured(element: object) -> list[str]:
    """The texts with our colour behind them."""
    runs = element.iter(f"{W}r")  # type: ignore[attr-defined]
    return ["".join(t.text for t in r.iter(f"{W}t")) for r in runs if r.find(f"{W}rPr/{W}shd") is not None]


@pytest.mark.goal("70")
def test_places_show_themselves_in_a_copy_for_writing_only(for_writing: bytes, small: dict[str, bytes]) -> None:
    places = (OPENING, FIRST, SECOND, "nota.context", "nota.opvolging", "nota.aanbevelingen")
    assert read(for_writing).empty_places == places
    assert "[Schrijf hier zelf: inleiding]" in whole(for_writing)
    assert "Schrijf hier zelf" not in whole(small["covernota"])


@pytest.mark.goal("70")
def test_section_that_only_people_can_write_has_a_heading_when_they_did(
    writer: WordReports, for_writing: bytes, small: dict[str, bytes]
) -> None:
    heading = "Opvolging van aanbevelingen"
    assert heading in whole(for_writing) and heading not in whole(small["covernota"])
    said = "Aanbevelingen 1, 2 en 3 zijn uitgevoerd."
    texts = {"nota.context": words("De werkloosheid is 2%, bij 2 miljoen mensen."), "nota.aanbevelingen": words(said)}
    note = next_note(writer, kept(read(written(for_writing, texts))))
    found = [each.text for each in Document(BytesIO(note)).paragraphs]
    assert {heading, "Context: algemene indicatoren"} <= set(found) and said in whole(note)
    # None of these numbers is about our figures, which changed meanwhile.
    for place in texts:
        assert coloured(control(Document(BytesIO(note)), place)) == []
    emptied = read(written(note, {place: "<w:p/>" for place in texts}))
    assert emptied.changed_elsewhere == () and emptied.texts == ()
    assert heading not in whole(next_note(writer, kept(emptied)))


@pytest.mark.goal("70")
def test_every_invitation_is_shown_whole() -> None:
    said = tomllib.loads((TEMPLATES / "teksten.toml").read_text("utf-8"))["eigen_tekst"]
    invitations = [each for each in said.values() if each.startswith("Schrijf hier zelf") and "{" not in each]
    assert len(invitations) == 5 and all(title_of(each) == each for each in invitations)


@pytest.mark.goal("70")
def test_text_comes_back_with_its_bold_italic_and_list(writer: WordReports, for_writing: bytes) -> None:
    edited = read(written(for_writing, {FIRST: RICH}))
    assert [each.place for each in edited.texts] == [FIRST] and edited.changed_elsewhere == ()
    note = Document(BytesIO(next_note(writer, kept(edited, earlier=False))))
    found = control(note, FIRST)
    assert ["".join(t.text for t in p.iter(f"{W}t")) for p in found.iter(f"{W}p")] == [
        "Het gaat goed en schuin",
        "een punt",
    ]
    runs = {r.find(f"{W}t").text: [each.tag for each in r.iterfind(f"{W}rPr/*")] for r in found.iter(f"{W}r")}
    assert runs["goed"] == [f"{W}b"] and runs[" en schuin"] == [f"{W}i"]
    assert found.findall(f".//{W}pStyle")[0].get(qn("w:val")) == "Opsomming"
    assert not list(found.iter(f"{W}lang"))


@pytest.mark.goal("70")
def test_text_that_went_through_twice_is_the_same(writer: WordReports, for_writing: bytes) -> None:
    first = read(written(for_writing, {FIRST: RICH + words("Er zijn 4 projecten, 2 gerealiseerd."), SECOND: RICH}))
    again = read(next_note(writer, kept(first)))
    assert [(each.place, each.markup) for each in again.texts] == [(e.place, e.markup) for e in first.texts]
    assert [each.is_marked for each in again.texts] == [True, False]


@pytest.mark.goal("70")
def test_numbered_list_link_and_table_survive(writer: WordReports, for_writing: bytes) -> None:
    document = Document(BytesIO(for_writing))
    numbering = document.part.numbering_part.element
    numbering.insert(
        1,
        parse_xml(
            f'<w:abstractNum {SPACE} w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl>'
            "</w:abstractNum>"
        ),
    )
    number = numbering.add_num(7).numId
    link = document.part.relate_to("https://www.vlaanderen.be/", f"{_OFFICE}/hyperlink", is_external=True)
    item = (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        f'<w:hyperlink r:id="{link}"><w:r><w:t>de pagina</w:t></w:r></w:hyperlink></w:p>'
    )
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>".format
    rows = "".join(f"<w:tr>{cell(each)}</w:tr>" for each in ("Kop", "Cel"))
    table = f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid>{rows}</w:tbl><w:p/>'
    edited = read(written(saved(document), {FIRST: item + item + table}))
    note = Document(BytesIO(next_note(writer, kept(edited, earlier=False))))
    found = control(note, FIRST)
    first, second = (each.get(qn("w:val")) for each in found.iter(f"{W}numId"))
    shapes = note.part.numbering_part.element
    (shape,) = [each.find(f"{W}abstractNumId") for each in shapes.iter(f"{W}num") if each.get(qn("w:numId")) == first]
    formats = {
        a.get(qn("w:abstractNumId")): a.find(f"{W}lvl/{W}numFmt").get(qn("w:val"))
        for a in shapes.iter(f"{W}abstractNum")
    }
    assert first == second and formats[shape.get(qn("w:val"))] == "decimal"
    assert found.find(f".//{W}fldSimple").get(qn("w:instr")) == 'HYPERLINK "https://www.vlaanderen.be/"'
    assert [t.text for t in found.find(f".//{W}tbl").iter(f"{W}t")] == ["Kop", "Cel"]
    assert read(saved(note)).texts[0].markup == edited.texts[0].markup


@pytest.mark.goal("70")
def test_items_keep_their_depth_and_an_address_is_no_mark_of_a_list(writer: WordReports, for_writing: bytes) -> None:
    document = Document(BytesIO(for_writing))
    levels = "".join(f'<w:lvl w:ilvl="{each}"><w:numFmt w:val="decimal"/></w:lvl>' for each in range(9))
    numbering = document.part.numbering_part.element
    numbering.insert(1, parse_xml(f'<w:abstractNum {SPACE} w:abstractNumId="7">{levels}</w:abstractNum>'))
    counted = numbering.add_num(7).numId
    address = "Mail nieuws@lijst.vlaanderen.be of nieuws@lijst12.be"
    item = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>'
    )
    items = "".join(item.format(depth, number) for number in (counted, 1) for depth in (0, 1, 5))
    edited = read(written(saved(document), {FIRST: words(address) + items + item.format(0, 0)}))
    again = next_note(writer, kept(edited, earlier=False))
    found = control(Document(BytesIO(again)), FIRST)
    assert [each.get(qn("w:val")) for each in found.iter(f"{W}ilvl")] == ["0", "1", "5"]
    indents = [p.find(f"{W}pPr/{W}ind") for p in found.iter(f"{W}p")]
    lefts = ["" if each is None else each.get(qn("w:left")) for each in indents]
    assert lefts == ["", "340", "624", "1760", "", "624", "1760", ""]
    assert next(found.iter(f"{W}t")).text == address
    assert read(again).texts[0].markup == edited.texts[0].markup


@pytest.mark.goal("70")
def test_rows_and_cells_inside_controls_are_not_lost(for_writing: bytes) -> None:
    def cell(text: str) -> str:
        return f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    def wrapped(inner: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    rows = f"<w:tr>{cell('a')}{wrapped(cell('b'))}</w:tr>" + wrapped(f"<w:tr>{cell('c')}{cell('d')}</w:tr>")
    rows += f'<w:customXml w:element="e"><w:tr>{cell("e")}{cell("f")}</w:tr></w:customXml>'
    table = f"<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl><w:p/>"
    (text,) = read(written(for_writing, {FIRST: table})).texts
    assert re.findall(r"<w:t [^>]*>(.)</w:t>", text.markup) == list("abcdef")
    assert text.markup.count("<w:tr>") == 3


_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.mark.goal("70")
def test_figure_that_changed_is_marked_with_what_was_and_is_until_the_note_goes(
    writer: WordReports, for_writing: bytes, tmp_path: Path
) -> None:
    text = words("Van de 8 projecten zijn er op 31 december 2023 twee gerealiseerd (25%).")
    content = next_note(writer, kept(read(written(for_writing, {OPENING: text}))))
    document = Document(BytesIO(content))
    found = control(document, OPENING)
    assert coloured(found) == ["twee", "25%"]
    assert coloured(found.getprevious()) == ["5", "2"]
    said = problems(content, tmp_path)
    assert len(said) == 3 and all("a hand-written text waits for staff: Na te lezen" in each for each in said)
    assert "‘twee’. Was 2, is nu 3 (projecten: gerealiseerd)" in said[0]
    assert "‘25%’. Was 25%, is nu 38% (projecten: gerealiseerd (aandeel))" in said[1]
    assert "rond deze tekst veranderden cijfers. Was 4, is nu 5 (projecten met een andere status)" in said[2]
    note = found.getnext()
    note.getparent().remove(note)
    without = saved(document)
    assert problems(without, tmp_path) == ()
    assert read(without).changed_elsewhere == () and not read(without).texts[0].is_marked


@pytest.mark.goal("70")
def test_text_whose_figures_stayed_is_not_marked(writer: WordReports, for_writing: bytes, tmp_path: Path) -> None:
    text = words("Dit speerpunt telt vier mijlpalen; 50% is op schema. Zie VV014, meting 2 en 2 januari.")
    content = next_note(writer, kept(read(written(for_writing, {SECOND: text}))))
    assert problems(content, tmp_path) == () and coloured(control(Document(BytesIO(content)), SECOND)) == []


@pytest.mark.goal("70")
def test_text_whose_place_is_gone_stands_at_the_end_under_its_name(
    writer: WordReports, for_writing: bytes, tmp_path: Path
) -> None:
    edited = read(written(for_writing, {SECOND: words("Blijft bewaard.")}))
    content = next_note(writer, kept(edited, earlier=False), cluster="C1")
    said = whole(content)
    assert said.index("Colofon") < said.index("Eigen teksten zonder plaats") < said.index("Blijft bewaard.")
    assert any("de plaats van deze tekst bestaat niet meer" in each for each in problems(content, tmp_path))
    assert read(content).texts[0].place == SECOND


@pytest.mark.goal("70")
def test_figure_that_changed_is_marked_in_a_text_without_a_place_too(
    writer: WordReports, for_writing: bytes, tmp_path: Path
) -> None:
    edited = read(written(for_writing, {SECOND: words("Van de 8 projecten zijn er twee gerealiseerd (25%).")}))
    content = next_note(writer, kept(edited), cluster="C1")
    assert coloured(control(Document(BytesIO(content)), SECOND)) == ["twee", "25%"]
    said = problems(content, tmp_path)
    assert any("de plaats van deze tekst bestaat niet meer" in each for each in said)
    assert any("‘25%’. Was 25%, is nu 38%" in each for each in said)


@pytest.mark.goal("70")
@pytest.mark.parametrize(
    ("markup", "refused"),
    [
        ('<w:p><w:ins w:id="1" w:author="a"><w:r><w:t>x</w:t></w:r></w:ins></w:p>', "a tracked insertion"),
        ('<w:p><w:del w:id="1" w:author="a"><w:r><w:delText>x</w:delText></w:r></w:del></w:p>', "a tracked deletion"),
        ('<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>', "a footnote"),
        ("<w:p><w:r><w:drawing/></w:r></w:p>", "a picture or chart"),
    ],
)
def test_what_cannot_be_carried_over_is_refused_by_name(for_writing: bytes, markup: str, refused: str) -> None:
    with pytest.raises(BadInput) as refusal:
        read(written(for_writing, {FIRST: markup}))
    (problem,) = refusal.value.problems
    assert refused in problem.value and problem.column == "Schrijf hier zelf: Eerste speerpunt"


@pytest.mark.goal("70")
def test_change_outside_the_places_is_named(for_writing: bytes) -> None:
    document = Document(BytesIO(for_writing))
    document.paragraphs[-1].add_run(" Met de hand toegevoegd.")
    (found,) = read(saved(document)).changed_elsewhere
    assert found.startswith("the text was changed since it was made") and "Met de hand toegevoegd." in found


def test_file_without_a_seal_and_file_that_is_no_word_file_are_refused() -> None:
    with pytest.raises(BadInput, match="no places for hand-written text"):
        read(saved(Document()))
    with pytest.raises(BadInput, match="is not a Word file"):
        read(b"geen Word")


@pytest.mark.goal("70")
def test_pdf_holds_the_text_and_its_note(writer: WordReports, for_writing: bytes, tmp_path: Path) -> None:
    if which("soffice") is None or which("pdftotext") is None:
        pytest.skip("LibreOffice or pdftotext is not there")
    path = tmp_path / "nota.docx"
    path.write_bytes(next_note(writer, kept(read(written(for_writing, {FIRST: words("Er zijn 2 gerealiseerd.")})))))
    printed = subprocess.run(["pdftotext", str(to_pdf(path)), "-"], capture_output=True, check=True).stdout.decode()
    assert "Er zijn 2 gerealiseerd." in printed and "Was 2, is nu 3 (Eerste speerpunt: gerealiseerd)" in printed
