"""Native charts inside a Word package: the part of the chart and, under it, the workbook with its data."""

from __future__ import annotations

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import Part

from meetcyclus.documents.chart_model import Chart
from meetcyclus.documents.chart_workbook import workbook_of
from meetcyclus.documents.chart_xml import chart_xml

_CHART, _WORKBOOK = "/word/charts/chart%d.xml", "/word/embeddings/Microsoft_Excel_Sheet%d.xlsx"
_RELATION = "rId1"


def add_chart(document: Part, chart: Chart) -> str:
    """Put a chart with its workbook in the package of this document; the id of its relation."""
    package = document.package
    content = chart_xml(chart, _RELATION).encode()
    part = Part(package.next_partname(_CHART), CONTENT_TYPE.DML_CHART, content, package)
    # A name is taken once the part hangs on the document, so the chart is hung up before its workbook is named.
    relation = document.relate_to(part, RELATIONSHIP_TYPE.CHART)
    workbook = Part(package.next_partname(_WORKBOOK), CONTENT_TYPE.SML_SHEET, workbook_of(chart), package)
    part.load_rel(RELATIONSHIP_TYPE.PACKAGE, workbook, _RELATION)
    return relation
