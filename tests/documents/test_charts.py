"""Native charts: valid for Word, their data inside, equal for equal facts, and pictures of the same data for a PDF."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator

from meetcyclus.documents.chart_axes import scale_format, scale_step
from meetcyclus.documents.chart_model import Chart, Form, Paint, Series, stacked
from meetcyclus.documents.chart_pictures import chart_of, with_pictures
from meetcyclus.documents.chart_reading import CHART, chart_part
from meetcyclus.documents.chart_workbook import workbook_of
from meetcyclus.documents.chart_xml import chart_xml
from meetcyclus.documents.charts import picture_of
from meetcyclus.documents.cluster_overview import shortened
from meetcyclus.documents.container import Container
from meetcyclus.documents.look import looks_of
from meetcyclus.documents.story import Story
from meetcyclus.domain.dutch import number
from meetcyclus.services.editions import Template
from tests.documents import samples
from tests.documents.conftest import TEMPLATES
from tests.documents.word import opened

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# What the schema lets stand in these elements, in its order.
ORDER = {
    "chartSpace": "date1904 lang roundedCorners chart spPr txPr externalData",
    "chart": "title autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs",
    "plotArea": "layout barChart lineChart catAx valAx",
    "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap axId",
    "lineChart": "grouping varyColors ser dLbls marker axId",
    "ser": "idx order tx spPr invertIfNegative marker dPt dLbls cat val smooth",
    "dPt": "idx invertIfNegative bubble3D spPr",
    "dLbls": "dLbl numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize",
    "catAx": "axId scaling delete axPos numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses auto"
    " lblAlgn lblOffset noMultiLvlLbl",
    "valAx": "axId scaling delete axPos majorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr txPr"
    " crossAx crosses crossBetween majorUnit",
    "scaling": "orientation max min",
    "title": "tx overlay",
    "legend": "legendPos overlay",
}


def charts_of(content: bytes) -> list[Any]:
    """Every chart part of a Word file, in reading order."""
    document = opened(content)
    return [chart_part(document.part, mark) for mark in document.element.body.iter(CHART)]


def drawn(content: bytes) -> list[Chart]:
    return [chart for part in charts_of(content) if (chart := chart_of(part))]


def sample(**changes: int) -> Chart:
    looks = looks_of({each.code: each for each in samples.code_values() if each.version == "2"})
    counts = {"gerealiseerd": 33, "in_uitvoering": 140, "actie": 1} | changes
    return stacked(
        "Status", "aantal projecten", {"Meting 5": {"gerealiseerd": 13}, "Meting 6": counts}, [*looks.values()]
    )


def money() -> Chart:
    bars = Series("VAK", (Decimal("4085.3"), Decimal("4168.2")), Paint("#1F3A4D"))
    line = Series("Middelen", (Decimal("4300"),) * 2, Paint("#B3261E"), is_line=True)
    return Chart(Form.COLUMNS, "Middelen", "miljoen euro", ("Meting 5, 2022", "Meting 6, 2023"), (bars, line), places=1)


def bars() -> Chart:
    paints = (Paint("#F2B705"), Paint("#B3261E", "ltDnDiag"))
    series = Series("Aantal", (Decimal(1011), Decimal(37)), Paint("#1F3A4D"), paints)
    return Chart(Form.BARS, "Mijlpalen", "aantal mijlpalen", ("gerealiseerd", "vertraagd"), (series,))


@pytest.mark.goal("68")
def test_report_has_a_native_chart_for_every_speerpunt_and_cluster(large: dict[str, bytes]) -> None:
    assert len(charts_of(large["monitoringsrapport"])) == 3 + 7 + 36
    assert len(charts_of(large["covernota"])) == 3
    assert not [name for name in ZipFile(BytesIO(large["monitoringsrapport"])).namelist() if name.endswith(".png")]


@pytest.mark.goal("68")
def test_workbook_inside_holds_what_the_chart_shows(large: dict[str, bytes]) -> None:
    for part in charts_of(large["monitoringsrapport"]):
        (relation,) = part.rels.values()
        sheet = load_workbook(BytesIO(relation.target_part.blob))["Gegevens"]
        chart = chart_of(part)
        names = [sheet.cell(row, 1).value for row in range(2, sheet.max_row + 1)]
        assert tuple(names) == chart.categories
        for column, series in enumerate(chart.series, start=2):
            assert sheet.cell(1, column).value == series.name
            stored = [Decimal(str(sheet.cell(row, column).value)) for row in range(2, sheet.max_row + 1)]
            assert stored == list(series.values)


@pytest.mark.goal("65")
def test_bars_are_the_figures_of_the_register(large: dict[str, bytes]) -> None:
    evolution, milestones, means = drawn(large["covernota"])
    register = next(each for each in opened(large["covernota"]).tables if each.rows[0].cells[-1].text == "Naam")
    said = {"".join(row.cells[3].text.split("\u200b")): row.cells[1].text for row in register.rows}
    realised = next(each for each in evolution.series if each.name.endswith("gerealiseerd"))
    assert number(realised.values[-1]) == said["projecten.status.gerealiseerd.aantal"] == "33"
    late = milestones.categories.index("◆\u00a0vertraagd")
    assert number(milestones.series[0].values[late]) == said["mijlpalen.vertraging.aantal"] == "37"
    assert number(means.series[0].values[-1] / 1000, 3) == said["vak.totaal"].split("\u00a0")[0] == "4,168"


@pytest.mark.goal("68")
@pytest.mark.parametrize("chart", [sample(), bars(), money()], ids=lambda each: each.form)
def test_elements_stand_in_the_order_of_the_schema(chart: Chart) -> None:
    for element in ElementTree.fromstring(chart_xml(chart, "rId1")).iter():
        order = ORDER.get(element.tag.removeprefix(C))
        if order is not None:
            places = [order.split().index(child.tag.removeprefix(C)) for child in element]
            assert places == sorted(places), element.tag


@pytest.mark.goal("68")
@pytest.mark.parametrize("kind", ["covernota", "monitoringsrapport"])
def test_every_relation_leads_to_a_part_with_a_content_type(small: dict[str, bytes], kind: str) -> None:
    package = ZipFile(BytesIO(small[kind]))
    types = ElementTree.fromstring(package.read("[Content_Types].xml"))
    declared = {each.get("PartName", "").lstrip("/") for each in types} | {each.get("Extension") for each in types}
    names = [name for name in package.namelist() if name != "[Content_Types].xml"]
    assert len(set(names)) == len(names)
    assert all(name in declared or name.rpartition(".")[2] in declared for name in names)
    for name in (each for each in names if each.endswith(".rels")):
        folder = PackURI("/" + name.replace("_rels/", "").removesuffix(".rels")).baseURI
        for relation in ElementTree.fromstring(package.read(name)):
            if relation.get("TargetMode") != "External":
                assert PackURI.from_rel_ref(folder, relation.get("Target", "")).membername in names


@pytest.mark.goal("68")
def test_statuses_are_told_by_pattern_and_word_and_not_by_colour_alone() -> None:
    looks = looks_of({each.code: each for each in samples.code_values() if each.version == "2"})
    assert len(looks) == 7 and len({each.pattern for each in looks.values()}) == 7
    root = ElementTree.fromstring(chart_xml(sample(niet_gestart=4, opgestart=9, aandacht=8, stopgezet=7), "rId1"))
    assert len(list(root.iter(f"{A}pattFill"))) == 6
    assert {each.get("val") for each in root.iter(f"{C}showVal")} == {"1"}
    assert root.find(f"{C}lang").get("val") == "nl-BE"  # type: ignore[union-attr]
    formats = {each.get("formatCode", "") for each in root.iter(f"{C}numFmt")} - {"General"}
    assert formats and all(each.startswith("[$-813]#,##0") for each in formats)


@pytest.mark.goal("67")
def test_equal_charts_are_equal_bytes_and_others_differ() -> None:
    assert workbook_of(sample()) == workbook_of(sample())
    assert workbook_of(sample()) != workbook_of(sample(gerealiseerd=34))
    assert chart_xml(sample(), "rId1") != chart_xml(sample(gerealiseerd=34), "rId1")
    assert picture_of(sample()) == picture_of(sample())
    assert picture_of(sample()) != picture_of(sample(gerealiseerd=34))
    assert b"Software" not in picture_of(sample())


@pytest.mark.goal("67")
def test_workbook_bears_no_hour_of_saving() -> None:
    content = BytesIO(workbook_of(sample()))
    properties = load_workbook(content).properties
    assert properties.created == properties.modified == datetime(1980, 1, 1)
    assert {each.date_time[0] for each in ZipFile(content).infolist()} == {1980}


@pytest.mark.parametrize("chart", [sample(), bars(), money()], ids=lambda each: each.form)
def test_chart_that_is_read_back_is_the_chart_that_was_written(chart: Chart) -> None:
    story = Story(Container(Template("covernota.docx", (TEMPLATES / "covernota.docx").read_bytes()), _fields()))
    relation = story.container.chart(chart)
    part = story.container._document.part.related_parts[relation]
    read = chart_of(part)
    assert read is not None
    assert (read.form, read.categories, read.places) == (chart.form, chart.categories, chart.places)
    assert read.unit.casefold() == chart.unit
    assert [(each.name, each.values, each.is_line) for each in read.series] == [
        (each.name, each.values, each.is_line) for each in chart.series
    ]
    assert [each.points for each in read.series] == [each.points for each in chart.series]
    assert [each.paint.pattern for each in read.series] == [each.paint.pattern for each in chart.series]


def _fields() -> dict[str, str]:
    names = "programma meting meetmoment stempel versie datum eigenaar kenmerk korte_titel"
    return dict.fromkeys(names.split(), "x")


@pytest.mark.goal("68")
def test_copy_for_the_pdf_has_pictures_with_the_words_of_the_charts(small: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "covernota.docx"
    path.write_bytes(small["covernota"])
    copy = with_pictures(path)
    assert charts_of(copy) == [] and path.read_bytes() == small["covernota"]
    words, kept = ([each.get("descr") for each in _drawings(content)] for content in (small["covernota"], copy))
    assert words == kept and len(words) == 3
    (tmp_path / "copy.docx").write_bytes(copy)
    assert list(OpenXmlValidator().validate(tmp_path / "copy.docx").errors) == []


def _drawings(content: bytes) -> list[Any]:
    return [each for each in opened(content).element.body.iter() if each.tag.endswith("}docPr")]


def test_chart_of_another_kind_that_staff_put_in_stays_as_it_is() -> None:
    foreign = chart_xml(bars(), "rId1").replace("barChart", "pieChart")
    assert chart_of(Part(PackURI("/word/charts/chart9.xml"), "", foreign.encode())) is None


def test_text_of_a_person_is_no_formula_and_breaks_no_part() -> None:
    chart = stacked("T", "aantal", {'=HYPERLINK("x") <&>': {"gerealiseerd": 2}}, _realised())
    sheet = load_workbook(BytesIO(workbook_of(chart)))["Gegevens"]
    assert sheet["A2"].data_type == "s" and sheet["A2"].value == '=HYPERLINK("x") <&>'
    assert ElementTree.fromstring(chart_xml(chart, "rId1")) is not None


def _realised() -> list[Any]:
    return [looks_of({"gerealiseerd": samples.code_values()[2]})["gerealiseerd"]]


@pytest.mark.parametrize(
    ("longest", "places", "step"), [(1, 0, 1), (4, 0, 1), (181, 0, 50), (1011, 0, 200), (4300, 1, 1000)]
)
def test_scale_has_round_marks_and_no_half_projects(longest: int, places: int, step: int) -> None:
    assert scale_step(Decimal(longest), places) == step


@pytest.mark.parametrize(
    ("longest", "marks"), [("2.4", "#,##0.0;"), ("0.24", "#,##0.00;"), ("4", "#,##0;"), ("181", "#,##0;")]
)
def test_marks_of_the_scale_show_the_decimals_of_their_step(longest: str, marks: str) -> None:
    assert scale_format(scale_step(Decimal(longest), 1)).startswith(f"[$-813]{marks}")
    series = (Series("A", (Decimal(longest),), Paint("#1A1A1A")),)
    chart = Chart(Form.COLUMNS, "T", "miljoen euro", ("2023",), series, places=1)
    scale = ElementTree.fromstring(chart_xml(chart, "rId1")).find(f".//{C}valAx/{C}numFmt")
    assert scale is not None and marks in scale.attrib["formatCode"]


def test_two_clusters_whose_names_are_cut_to_the_same_keep_their_own_bar() -> None:
    long = "Cluster S1.1: Vlaamse veerkracht en een opgeruimd, toekomstgericht"
    names = [f"{long} landschap", f"{long} platteland", "Cluster S1.2: " + "woord " * 20]
    shown = shortened(names)
    assert [shown[each] for each in names[:2]] == names[:2]
    assert shown[names[2]].endswith("…")
