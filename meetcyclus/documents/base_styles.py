"""The styles of the Word templates: one typeface, one heading colour, tables without vertical lines (look.md)."""

from __future__ import annotations

HEADING_COLOUR = "1F3A4D"
GREY = "5A6570"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_FONT = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/>'


def styles_xml() -> str:
    """The whole styles part."""
    return (
        f'<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>{_FONT}<w:sz w:val="21"/><w:szCs w:val="21"/>'
        '<w:lang w:val="nl-BE" w:eastAsia="nl-BE" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:before="60" w:after="80" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        f"{_headings()}{_texts()}{_table_texts()}{_contents()}{_tables()}</w:styles>"
    )


def _paragraph_style(
    code: str,
    name: str,
    *,
    spacing: str,
    size: int,
    bold: bool = False,
    colour: str = "",
    more: str = "",
    outline: int = -1,
) -> str:
    """One paragraph style; `more` stands before the spacing in the fixed order of the schema."""
    level = f'<w:outlineLvl w:val="{outline}"/>' if outline >= 0 else ""
    weight = "<w:b/><w:bCs/>" if bold else ""
    tint = f'<w:color w:val="{colour}"/>' if colour else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{code}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f'<w:next w:val="Normal"/><w:qFormat/><w:pPr>{more}{spacing}{level}</w:pPr>'
        f'<w:rPr>{weight}{tint}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def _spacing(before: int, after: int, line: int = 276) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def _headings() -> str:
    keep = "<w:keepNext/><w:keepLines/>"
    sizes = ((1, 34, 360, 140), (2, 27, 280, 100), (3, 23, 240, 80))
    return "".join(
        _paragraph_style(
            f"Heading{level}",
            f"heading {level}",
            spacing=_spacing(before, after, 252),
            size=size,
            bold=True,
            colour=HEADING_COLOUR,
            more=keep,
            outline=level - 1,
        )
        for level, size, before, after in sizes
    )


def _texts() -> str:
    """Cover, captions, notes, lists and footer."""
    keep = "<w:keepNext/><w:keepLines/>"
    bullet = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    right_tab = '<w:tabs><w:tab w:val="right" w:pos="9412"/></w:tabs>'
    style, dark = _paragraph_style, HEADING_COLOUR
    return "".join(
        (
            style("Voorblad", "Voorblad", spacing=_spacing(3400, 160, 240), size=30, colour=dark),
            style("Title", "Title", spacing=_spacing(0, 60, 240), size=56, bold=True, colour=dark),
            style("Subtitle", "Subtitle", spacing=_spacing(0, 80, 240), size=28, colour=dark),
            style("Kenmerk", "Kenmerk", spacing=_spacing(0, 20, 252), size=20, colour=GREY),
            style("Stempel", "Stempel", spacing=_spacing(60, 60, 240), size=28, bold=True, colour="B3261E"),
            style("Caption", "caption", spacing=_spacing(200, 60, 252), size=19, bold=True, colour=dark, more=keep),
            style("Fichekop", "Fichekop", spacing=_spacing(140, 40, 252), size=20, bold=True, colour=dark, more=keep),
            style("Figuur", "Figuur", spacing=_spacing(0, 40, 240), size=21),
            style("Noot", "Noot", spacing=_spacing(50, 100, 252), size=17, colour=GREY),
            style("Opsomming", "Opsomming", spacing=_spacing(20, 40), size=21, more=bullet),
            style("Footer", "footer", spacing=_spacing(0, 0, 240), size=16, colour=GREY, more=right_tab),
        )
    )


def _table_texts() -> str:
    """Text inside tables."""
    style = _paragraph_style
    return "".join(
        (
            style("Tabeltekst", "Tabeltekst", spacing=_spacing(20, 20, 240), size=18),
            style("Tabelkop", "Tabelkop", spacing=_spacing(20, 20, 240), size=16, bold=True),
            style("Tabelklein", "Tabelklein", spacing=_spacing(0, 0, 240), size=14),
            style("Kerncijfer", "Kerncijfer", spacing=_spacing(20, 20, 240), size=28, bold=True, colour=HEADING_COLOUR),
        )
    )


def _contents() -> str:
    lines = []
    for level, indent, before in ((1, 0, 140), (2, 200, 40), (3, 400, 0)):
        tabs = '<w:tabs><w:tab w:val="right" w:pos="9412"/></w:tabs>'
        spacing = _spacing(before, 20, 240) + f'<w:ind w:left="{indent}" w:right="500"/>'
        size = 20 if level < 3 else 18
        style = _paragraph_style(f"TOC{level}", f"toc {level}", spacing=spacing, size=size, bold=level == 1, more=tabs)
        lines.append(style)
    return "".join(lines)


def _tables() -> str:
    line = 'w:val="single" w:sz="{}" w:space="0" w:color="{}"'.format
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="80" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="table" w:styleId="Meetcyclustabel"><w:name w:val="Meetcyclustabel"/>'
        '<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders>'
        f"<w:top {line(8, HEADING_COLOUR)}/><w:bottom {line(8, HEADING_COLOUR)}/><w:insideH {line(4, 'C9D1D8')}/>"
        '</w:tblBorders></w:tblPr><w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>'
        f'<w:bottom {line(8, HEADING_COLOUR)}/></w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="EEF2F5"/>'
        '<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>'
    )
