"""Styles of a template that staff made: theirs where the name is the same, ours where they have none.

Word names a style inside the file in the language of who saved it (Kop1 for heading 1); the text of the product asks
for its own names. So the styles of the template get the names that the text asks for, and what lacks is added.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from meetcyclus.documents.base_styles import styles_xml
from meetcyclus.documents.numbering import add_list

_REFERENCES = tuple(
    map(qn, ("w:pStyle", "w:rStyle", "w:tblStyle", "w:basedOn", "w:next", "w:link", "w:styleLink", "w:numStyleLink"))
)
_BULLET = (
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/>'
    '<w:pPr><w:ind w:left="340" w:hanging="227"/></w:pPr></w:lvl>'
)
_ID, _VALUE = qn("w:styleId"), qn("w:val")


def settle_styles(document: Any) -> None:
    """Make sure that every style of the product is there under its own id."""
    present = document.styles.element
    wanted = {_name(each): each for each in parse_xml(styles_xml()).iter(qn("w:style"))}
    found = {_name(each): each for each in present.iter(qn("w:style"))}
    renamed = {
        found[name].get(_ID): each.get(_ID)
        for name, each in wanted.items()
        if name in found and found[name].get(_ID) != each.get(_ID)
    }
    if renamed:
        _rename(document, renamed)
    # In the order of our styles: a set has another order in every run, and equal contents must be equal bytes.
    for name, each in wanted.items():
        if name not in found:
            present.append(_addition(document, each))


def _rename(document: Any, renamed: dict[str, str]) -> None:
    """Give styles other ids, wherever they are referred to; a style that stood in the way takes the freed id."""
    swapped = renamed | {new: old for old, new in renamed.items() if new not in renamed}
    for part in document.part.package.iter_parts():
        root = getattr(part, "element", None)
        for each in root.iter(*_REFERENCES) if root is not None else ():
            each.set(_VALUE, swapped.get(each.get(_VALUE), each.get(_VALUE)))
    for each in document.styles.element.iter(qn("w:style")):
        each.set(_ID, swapped.get(each.get(_ID), each.get(_ID)))


def _addition(document: Any, style: Any) -> Any:
    """A style of ours for a template that lacks it, with a list of its own where it is a list."""
    added = deepcopy(style)
    if added.get(qn("w:default")):
        del added.attrib[qn("w:default")]
    for number in added.iter(qn("w:numId")):
        number.set(_VALUE, str(add_list(document, _BULLET)))
    return added


def _name(style: Any) -> str:
    name = style.find(qn("w:name"))
    return "" if name is None else str(name.get(_VALUE, "")).casefold()
