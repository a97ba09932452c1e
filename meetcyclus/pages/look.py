"""How a page looks: the style in it, the icons beside words, and small pieces of HTML that are always safe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from meetcyclus.domain.findings import FindingState, Severity

SEVERITIES = {
    Severity.BLOCKING: ("◆", "blokkerend"),
    Severity.ERROR: ("▲", "fout"),
    Severity.WARNING: ("◑", "waarschuwing"),
    Severity.INFO: ("○", "info"),
}
STATES = {
    FindingState.OPEN: "open",
    FindingState.SENT: "verstuurd",
    FindingState.ANSWERED: "beantwoord",
    FindingState.CORRECTED: "gecorrigeerd",
    FindingState.WAIVED: "aanvaard met motivering",
    FindingState.WITHDRAWN: "onterecht",
    FindingState.CLOSED: "afgesloten",
}
STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { font: 10.5pt/1.4 Calibri, Carlito, sans-serif; color: #1a1a1a; background: #fff; margin: 0 auto;
  max-width: 1040px; padding: 28px 24px 48px; overflow-wrap: break-word; }
h1, h2, h3 { color: #1f3a4d; line-height: 1.2; break-after: avoid; }
h1 { font-size: 21pt; margin: 0 0 2px; } h2 { font-size: 15pt; margin: 30px 0 8px; border-bottom: 2px solid #1f3a4d;
  padding-bottom: 3px; } h3 { font-size: 12pt; margin: 22px 0 6px; }
.lead { font-size: 12pt; margin: 0 0 14px; color: #43525d; }
table { border-collapse: collapse; width: 100%; margin: 6px 0 14px; } caption { text-align: left; padding: 4px 0;
  color: #43525d; } th, td { text-align: left; vertical-align: top; padding: 5px 8px 5px 0;
  border-bottom: 1px solid #d5dce1; }
thead { display: table-header-group; } thead th { color: #1f3a4d; border-bottom: 1.5px solid #1f3a4d; }
tr { break-inside: avoid; } td.number, th.number { text-align: right; padding-right: 18px; }
dl { display: grid; grid-template-columns: 12em 1fr; margin: 8px 0; } dt { color: #43525d; } dd { margin: 0; }
.mark { white-space: nowrap; font-weight: 600; } .blokkerend { color: #b3261e; } .fout { color: #a8480a; }
.waarschuwing { color: #1f3a4d; } .info { color: #43525d; }
.said { margin: 4px 0 0; padding: 0 0 0 10px; border-left: 3px solid #d5dce1; color: #43525d; list-style: none; }
code { font: 9pt Consolas, 'Liberation Mono', monospace; }
nav ul { padding-left: 18px; columns: 2; } a { color: #1f3a4d; }
table.wide { table-layout: fixed; hyphens: auto; } table.wide th:nth-child(1) { width: 17%; }
table.wide th:nth-child(2), table.wide th:nth-child(3), table.wide th:nth-child(4) { width: 13%; }
table.wide th:nth-child(6) { width: 14%; }
@page { size: A4; margin: 16mm 14mm; }
@media print { body { max-width: none; padding: 0; font-size: 9.5pt; } nav { display: none; } }
"""


def text(value: object) -> str:
    """Any value as safe text."""
    return escape(str(value), quote=True)


def mark(severity: Severity) -> str:
    """Icon and word of a severity."""
    icon, word = SEVERITIES[severity]
    return f'<span class="mark {word}"><span aria-hidden="true">{icon}</span> {word}</span>'


def table(
    caption: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    numbers: frozenset[int] = frozenset(),
    *,
    is_wide: bool = False,
) -> str:
    """A table of safe cells; the first cell of a row heads it. `numbers` are columns that stand to the right.

    Without a caption the heading above names the table. The columns of all wide tables have the same width.
    """

    looks = [' class="number"' if place in numbers else "" for place in range(len(heads))]

    def cell(place: int, content: str) -> str:
        return f'<th scope="row">{content}</th>' if place == 0 else f"<td{looks[place]}>{content}</td>"

    head = "".join(f'<th scope="col"{own}>{text(each)}</th>' for own, each in zip(looks, heads, strict=True))
    body = "\n".join("<tr>" + "".join(cell(*each) for each in enumerate(row)) + "</tr>" for row in rows)
    named = f"<caption>{text(caption)}</caption>\n" if caption else ""
    start = '<table class="wide">' if is_wide else "<table>"
    return f"{start}{named}<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>"


def page(title: str, body: str) -> str:
    """A whole page in Dutch, with its style inside and nothing from elsewhere."""
    return (
        '<!DOCTYPE html>\n<html lang="nl-BE">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{text(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
