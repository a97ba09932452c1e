"""Lists of an open document: a new list of a shape of ours, also where the template never had one."""

from __future__ import annotations

from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.ns import qn
from docx.parts.numbering import NumberingPart

from meetcyclus.documents.namespaces import parsed


def add_list(document: Any, levels: str) -> int:
    """The number of a new list whose shape has these levels."""
    numbering = _numbering_of(document.part)
    numbers = [int(each.get(qn("w:abstractNumId"))) for each in numbering.iterchildren(qn("w:abstractNum"))]
    shape = max(numbers, default=-1) + 1
    kind = "multilevel" if levels.count("<w:lvl ") > 1 else "singleLevel"
    xml = f'<w:abstractNum w:abstractNumId="{shape}"><w:multiLevelType w:val="{kind}"/>{levels}</w:abstractNum>'
    # Pictures for bullets stand before all shapes of lists, and these before the lists themselves.
    before = len(list(numbering.iterchildren(qn("w:numPicBullet"), qn("w:abstractNum"))))
    numbering.insert(before, parsed(xml)[0])
    return int(numbering.add_num(shape).numId)


def _numbering_of(part: Any) -> Any:
    """The lists of a document; a template that never held one has no part for them, and gets an empty one."""
    if not any(each.reltype == RELATIONSHIP_TYPE.NUMBERING for each in part.rels.values()):
        empty = parsed("<w:numbering/>")[0]
        name = PackURI("/word/numbering.xml")
        added = NumberingPart(name, CONTENT_TYPE.WML_NUMBERING, empty, part.package)
        part.relate_to(added, RELATIONSHIP_TYPE.NUMBERING)
    return part.numbering_part.element
