"""Templates and sentences that staff edit: what is filled, and what happens when a field does not exist."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.shared import RGBColor

from meetcyclus.documents import WordReports
from meetcyclus.documents.base_styles import styles_xml
from meetcyclus.documents.base_template import main
from meetcyclus.documents.container import Container
from meetcyclus.documents.inspection import problems_of
from meetcyclus.documents.look import look_of, readable_on
from meetcyclus.documents.template_styles import settle_styles
from meetcyclus.domain.errors import BadInput
from meetcyclus.domain.programme import CodeValue
from meetcyclus.services.editions import Template
from meetcyclus.services.figures import figures_of
from tests.documents import samples
from tests.documents.conftest import MARK, TEMPLATES
from tests.documents.word import whole
from tests.documents.writing import SPACE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the templates that a test may spoil."""
    return Path(shutil.copytree(TEMPLATES, tmp_path / "templates"))


def cover_note(folder: Path) -> bytes:
    snapshot = samples.snapshot()
    return WordReports(folder).cover_note(snapshot, MARK, figures_of(snapshot))


def change_template(folder: Path, *runs: str) -> None:
    """Add a paragraph of these runs to the template, before its contents."""
    document = Document(str(folder / "covernota.docx"))
    paragraph = document.paragraphs[0].insert_paragraph_before()
    for text in runs:
        paragraph.add_run(text)
    document.save(str(folder / "covernota.docx"))


@pytest.mark.goal("31")
def test_staff_can_add_a_field_to_the_template(folder: Path) -> None:
    change_template(folder, "Dossier van {{ programma }}, {{stempel}}")
    assert "Dossier van Testprogramma, DEFINITIEF" in whole(cover_note(folder))


@pytest.mark.goal("31")
def test_field_that_word_cut_in_pieces_is_filled(folder: Path) -> None:
    change_template(folder, "Meting {{me", "ting}}", " is klaar")
    assert "Meting 6 is klaar" in whole(cover_note(folder))


@pytest.mark.goal("31")
def test_undefined_field_in_the_template_is_named(folder: Path) -> None:
    change_template(folder, "{{programma}} {{minster}}")
    with pytest.raises(BadInput) as refusal:
        cover_note(folder)
    (problem,) = refusal.value.problems
    assert problem.file == "covernota.docx" and problem.column == "minster"


@pytest.mark.goal("31")
def test_undefined_field_in_a_sentence_is_named(folder: Path) -> None:
    path = folder / "teksten.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("{gewijzigd} een andere", "{veranderd} een andere"), encoding="utf-8"
    )
    with pytest.raises(BadInput, match="veranderd") as refusal:
        cover_note(folder)
    assert refusal.value.problems[0].column == "verhaal.beweging"


def test_sentence_that_is_missing_is_named(folder: Path) -> None:
    path = folder / "teksten.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("groep_nieuw =", "groep_oud ="), encoding="utf-8")
    with pytest.raises(BadInput, match=r"verhaal\.groep_nieuw"):
        cover_note(folder)


def test_template_without_a_place_for_the_contents_is_refused(folder: Path) -> None:
    document = Document()
    document.add_paragraph("leeg")
    document.save(str(folder / "covernota.docx"))
    with pytest.raises(BadInput, match="inhoud"):
        cover_note(folder)


def test_file_that_is_no_template_is_refused(folder: Path) -> None:
    (folder / "covernota.docx").write_text("geen Word")
    with pytest.raises(BadInput, match=r"covernota\.docx"):
        cover_note(folder)


def test_templates_can_be_made_anew_with_equal_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    for each in (first, second):
        each.mkdir()
        main(each)
    names = sorted(each.name for each in first.iterdir())
    assert names == sorted(each.name for each in TEMPLATES.glob("*.docx")) and len(names) == 5
    assert all((first / name).read_bytes() == (second / name).read_bytes() for name in names)


def test_text_on_a_colour_has_enough_contrast() -> None:
    assert readable_on("#1B7A3D") == readable_on("#2B2B2B") == "#FFFFFF"
    assert readable_on("#F2B705") == readable_on("#7BC67E") == "#1A1A1A"


def test_colour_comes_from_the_code_list_and_unknown_codes_have_a_look() -> None:
    value = CodeValue("projectstatus", "9", "bevroren", "bevroren", "", "", "#0055AA", 1, "stopgezet")
    assert (look_of(value).fill, look_of(value).icon) == ("#0055AA", "■")
    strange = CodeValue("projectstatus", "9", "vreemd", "vreemd", "", "", "geen kleur", 1)
    assert (look_of(strange).fill, look_of(strange).icon) == ("#6B7280", "□")


@pytest.mark.goal("31")
@pytest.mark.parametrize(
    ("where", "place"), [("footer", "footer, “Kenmerk {{kenmerkje}}”"), ("table", "table, “Kenmerk {{kenmerkje}}”")]
)
def test_undefined_field_is_named_with_the_place_where_it_stands(folder: Path, where: str, place: str) -> None:
    document = Document(str(folder / "covernota.docx"))
    if where == "footer":
        paragraph = document.sections[0].footer.add_paragraph()
    else:
        paragraph = document.add_table(1, 1).cell(0, 0).paragraphs[0]
    paragraph.add_run("Kenmerk {{kenmerk")
    paragraph.add_run("je}}")
    document.save(str(folder / "covernota.docx"))
    with pytest.raises(BadInput, match="kenmerkje") as refusal:
        cover_note(folder)
    (problem,) = refusal.value.problems
    assert (problem.column, problem.cell) == ("kenmerkje", place) and "kenmerk" in problem.expected


@pytest.mark.goal("31")
def test_field_in_a_text_box_is_filled_and_one_that_is_not_closed_is_named(folder: Path) -> None:
    box = (
        f'<w:p {SPACE}><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
        "<w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    ).format
    for text in ("Doos van {{programma}}", "Doos van {{programma}"):
        document = Document(str(folder / "covernota.docx"))
        document.element.body.insert(0, parse_xml(box(text)))
        template = folder / "covernota.docx"
        original = template.read_bytes()
        document.save(str(template))
        if text.endswith("}}"):
            assert "Doos van Testprogramma" in whole(cover_note(folder))
        else:
            with pytest.raises(BadInput) as refusal:
                cover_note(folder)
            assert refusal.value.problems[0].cell.startswith("text box")
        template.write_bytes(original)


@pytest.mark.goal("31")
def test_styles_of_the_template_are_used_whatever_word_calls_them(folder: Path) -> None:
    path = folder / "covernota.docx"
    document = Document(str(path))
    style = next(each for each in document.styles if each.name == "Heading 1")
    style.font.color.rgb = RGBColor(0x12, 0x34, 0x56)
    style.element.set(qn("w:styleId"), "Kop1")
    note = next(each for each in document.styles.element if each.get(qn("w:styleId")) == "Noot")
    note.getparent().remove(note)
    document.save(str(path))
    made = Document(BytesIO(cover_note(folder)))
    heading = next(each for each in made.paragraphs if each.text == "Vijf kernboodschappen")
    assert str(heading.style.font.color.rgb) == "123456"
    notes = [each for each in made.paragraphs if each.style.name == "Noot"]
    assert notes and notes[0].text.startswith("Aandelen op 8")


@pytest.mark.goal("31")
def test_template_made_in_a_blank_word_document_works(folder: Path, tmp_path: Path) -> None:
    document = Document()
    document.add_heading("{{korte_titel}}", 0)
    document.add_paragraph("{{inhoud}}")
    document.sections[0].header.paragraphs[0].text = "{{stempel}}, versie {{versie}}, {{kenmerk}}"
    document.save(str(folder / "covernota.docx"))
    content = cover_note(folder)
    made = Document(BytesIO(content))
    assert made.sections[0].header.paragraphs[0].text == f"DEFINITIEF, versie 3, {MARK[:12]}"
    assert {"Opsomming", "Tabelklein", "Noot"} <= {each.style.name for each in made.paragraphs} | {
        each.name for each in made.styles
    }
    (tmp_path / "nota.docx").write_bytes(content)
    assert [each for each in problems_of(tmp_path / "nota.docx") if "language" not in each] == []


@pytest.mark.goal("31")
def test_template_that_never_held_a_list_gets_lists(folder: Path) -> None:
    document = Document()
    document.add_paragraph("{{inhoud}}")
    for key in [key for key, each in document.part.rels.items() if each.reltype == RELATIONSHIP_TYPE.NUMBERING]:
        del document.part.rels[key]
    document.save(str(folder / "covernota.docx"))
    made = Document(BytesIO(cover_note(folder)))
    style = next(each for each in made.styles if each.name == "Opsomming").element
    lists = [each.get(qn("w:numId")) for each in made.part.numbering_part.element.iter(qn("w:num"))]
    assert style.find(f".//{qn('w:numId')}").get(qn("w:val")) in lists
    container = Container(Template("leeg.docx", (folder / "covernota.docx").read_bytes()), {})
    assert container.ordered_list() == len(lists) + 1


@pytest.mark.goal("31")
def test_styles_that_a_template_lacks_are_added_in_the_order_of_ours() -> None:
    document = Document()
    present = {each.get(qn("w:styleId")) for each in document.styles.element.iter(qn("w:style"))}
    settle_styles(document)
    after = [each.get(qn("w:styleId")) for each in document.styles.element.iter(qn("w:style"))]
    added = [each for each in after if each not in present]
    wanted = [each.get(qn("w:styleId")) for each in parse_xml(styles_xml()).iter(qn("w:style"))]
    assert len(added) > 5 and after[-len(added) :] == added == [each for each in wanted if each in added]


@pytest.mark.goal("31")
@pytest.mark.goal("67")
@pytest.mark.parametrize(("is_draft", "stamp"), [(True, "CONCEPT"), (False, "DEFINITIEF")])
def test_footer_says_draft_or_final_version_and_hash(folder: Path, is_draft: bool, stamp: str) -> None:
    snapshot = samples.snapshot(is_draft=is_draft)
    for make in (WordReports(folder).cover_note, WordReports(folder).monitoring_report):
        footer = Document(BytesIO(make(snapshot, MARK, figures_of(snapshot)))).sections[0].footer.paragraphs[0].text
        assert f"{stamp} · versie 3 · {MARK[:12]}" in footer
