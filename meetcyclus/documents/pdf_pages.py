"""Tells in a PDF that the tab key follows the structure of its pages (PDF/UA-1, 7.18.3).

LibreOffice leaves that out, or up to version 7.4 writes it as a text, where the standard asks a name.

The pages are written once more behind the end of the file, as the format has it for changes; nothing else is touched.
"""

from __future__ import annotations

import re

_PAGE = re.compile(rb"(?:^|\n)(\d+) 0 obj\s*<</Type/Page(?=[/ ])(?P<rest>.*?)endobj", re.DOTALL)
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_KEPT = re.compile(rb"/(?:Size \d+|Root \d+ \d+ R|Info \d+ \d+ R)|/ID\s*\[[^\]]*\]")


def with_tab_order(pdf: bytes) -> bytes:
    """The PDF with the order of tabs on every page; the same PDF where it has that or is built another way."""
    end = _START.search(pdf)
    trailer = pdf.rpartition(b"trailer")[2]
    pages = [each for each in _PAGE.finditer(pdf) if b"/Tabs/S" not in each["rest"]]
    if end is None or not pages or b"/Root" not in trailer:
        return pdf
    changed, entries = bytearray(pdf if pdf.endswith(b"\n") else pdf + b"\n"), []
    for each in pages:
        entries.append(b"%d 1\n%010d 00000 n \n" % (int(each[1]), len(changed)))
        rest = each["rest"].replace(b"/Tabs(S)", b"")
        changed += b"%d 0 obj\n<</Tabs/S /Type /Page%sendobj\n" % (int(each[1]), rest)
    start = len(changed)
    kept = b"".join(_KEPT.findall(trailer))
    changed += b"xref\n%strailer\n<<%s/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        b"".join(entries),
        kept,
        int(end[1]),
        start,
    )
    return bytes(changed)
