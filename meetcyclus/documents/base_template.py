"""Makes the Word templates anew: `python -m meetcyclus.documents.base_template templates/documents`.

The templates are kept in the repository, so that staff can edit cover, footer and styles in Word; run this only to
start over. Fields between double braces are filled when a document is made; {{inhoud}} is where the text goes.
"""

from __future__ import annotations

import sys
from datetime import datetime
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.parser import parse_xml
from docx.shared import Mm

from meetcyclus.documents.base_styles import styles_xml
from meetcyclus.documents.container import same_bytes
from meetcyclus.documents.markup import field, paragraph, run

MARGIN_MM = 22
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
# Parts of python-docx's own template that no document of ours needs.
_NEEDLESS = ("stylesWithEffects", "customXml", "thumbnail")


def _front(title: str) -> tuple[tuple[str, str], ...]:
    """The opening lines of a document without a cover of its own: its text begins on the same page."""
    return (
        ("{{programma}}", "Kenmerk"),
        (title, "Title"),
        ("Stand van zaken op {{meetmoment}}", "Subtitle"),
        ("{{stempel}}", "Stempel"),
        ("Versie {{versie}} van {{datum}}, opgemaakt door {{eigenaar}}", "Kenmerk"),
    )


_COVERS: dict[str, tuple[tuple[str, str], ...]] = {
    "covernota.docx": _front("Covernota meting {{meting}}"),
    "monitoringsrapport.docx": (
        ("{{programma}}", "Voorblad"),
        ("Monitoringsrapport meting {{meting}}", "Title"),
        ("Stand van zaken op {{meetmoment}}", "Subtitle"),
        ("{{stempel}}", "Stempel"),
        ("Versie {{versie}} van {{datum}}", "Kenmerk"),
        ("Opgemaakt door {{eigenaar}}", "Kenmerk"),
    ),
    "financiele_rapportering.docx": _front("Financiële rapportering meting {{meting}}"),
    "dc_nota.docx": _front("{{nota}} meting {{meting}}"),
    "mededeling_vr.docx": (
        ("{{hoofding}}", "Kenmerk"),
        ("{{titel}}", "Title"),
        ("Betreft: {{programma}}, meting {{meting}}, stand van zaken op {{meetmoment}}", "Subtitle"),
        ("{{stempel}}", "Stempel"),
        ("Nummer: {{nummer}}", "Kenmerk"),
        ("Versie {{versie}} van {{datum}}", "Kenmerk"),
    ),
}


def build_template(cover: tuple[tuple[str, str], ...]) -> bytes:
    """A template with that cover, as the bytes of a Word file."""
    document = Document()
    _drop_needless(document)
    _set_styles(document)
    _set_page(document)
    _set_bullets(document)
    for text, style in (*cover, ("{{inhoud}}", "")):
        document.element.body.sectPr.addprevious(_element(paragraph(run(text), style)))
    _set_footer(document)
    core = document.core_properties
    core.created = core.modified = datetime(2024, 1, 1)
    core.author = core.last_modified_by = core.title = core.comments = ""
    core.language = "nl-BE"
    raw = BytesIO()
    document.save(raw)
    return same_bytes(raw)


def _element(xml: str) -> object:
    opened = xml.replace("<w:p>", f"<w:p {_W}>", 1)
    return parse_xml(opened)


def _drop_needless(document: WordDocument) -> None:
    for holder in (document.part, document.part.package):
        for key, relation in list(holder.rels.items()):
            if any(word in relation.reltype for word in _NEEDLESS):
                del holder.rels[key]


def _set_styles(document: WordDocument) -> None:
    wanted = parse_xml(styles_xml())
    present = document.styles.element
    for child in list(present):
        present.remove(child)
    for child in list(wanted):
        present.append(child)


def _set_page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN_MM)
    section.header_distance = section.footer_distance = Mm(11)


def _set_bullets(document: WordDocument) -> None:
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    wanted = parse_xml(
        f'<w:numbering {_W}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="340" w:hanging="227"/></w:pPr></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    for child in list(wanted):
        numbering.append(child)


def _set_footer(document: WordDocument) -> None:
    footer = document.sections[0].footer
    footer.is_linked_to_previous = False
    text = run("{{korte_titel}} · {{stempel}} · versie {{versie}} · {{kenmerk}}") + "<w:r><w:tab/></w:r>"
    pages = run("Pagina ") + field("PAGE", "1") + run(" van ") + field("NUMPAGES", "1")
    present = footer.paragraphs[0]._p
    present.addprevious(_element(paragraph(text + pages, "Footer")))
    present.getparent().remove(present)


def main(folder: Path) -> None:
    """Write every template into the folder."""
    for name, cover in _COVERS.items():
        (folder / name).write_bytes(build_template(cover))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
