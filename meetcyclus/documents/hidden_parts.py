"""Parts of a Word file that people do not see and Word keeps: one for each thing that the product notes in a file."""

from __future__ import annotations

from typing import Any

from docx.opc.part import Part
from docx.oxml.parser import parse_xml

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_PROPERTIES = (
    '<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"'
    ' ds:itemID="{identity}"><ds:schemaRefs/></ds:datastoreItem>'
)


def put_part(document: Any, space: str, xml: str, identity: str) -> None:
    """Keep this XML, of this namespace, in the place of what came with the template; without XML that only goes."""
    for key, relation in list(document.part.rels.items()):
        if _holds(relation, space):
            del document.part.rels[key]
    if not xml:
        return
    package = document.part.package
    kept = Part(package.next_partname("/customXml/item%d.xml"), "application/xml", xml.encode(), package)
    # Word asks for a part beside it that gives the first an identity.
    properties = _PROPERTIES.format(identity=f"{{{identity}}}").encode()
    name = package.next_partname("/customXml/itemProps%d.xml")
    kept.relate_to(Part(name, _PROPERTIES_TYPE, properties, package), f"{_RELATION}Props")
    document.part.relate_to(kept, _RELATION)


def part_of(document: Any, space: str) -> Any | None:
    """The root of the part of this namespace; None where the file has none."""
    for relation in document.part.rels.values():
        if _holds(relation, space):
            return parse_xml(relation.target_part.blob)
    return None


def _holds(relation: Any, space: str) -> bool:
    return not relation.is_external and relation.reltype == _RELATION and space.encode() in relation.target_part.blob
