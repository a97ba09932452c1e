"""The trend closes, whatever changed: 180 to 181 projects, 35 to 36 clusters, 159 in scope, five statuses to four."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from meetcyclus.domain import dutch
from meetcyclus.domain.programme import CodeValue
from meetcyclus.domain.rounds import Round
from meetcyclus.domain.snapshot import Snapshot
from meetcyclus.services.tallies import RoundView
from meetcyclus.services.trend import MoneyRow, Trend, TrendRow, trend_of
from tests.documents import samples, shipped

# Population, clusters and the published counts of the codes below.
PUBLISHED = {
    "2021-03": (180, 35, (11, 91, 77, None, 1, 0, None)),
    "2021-09": (180, 35, (4, 26, 149, None, 1, 0, None)),
    "2022-06": (180, 35, (1, 9, 162, 2, 5, 1, None)),
    "2023-12": (181, 36, (0, 1, 140, 33, 3, 1, 3)),
}
CODES = ("niet_gestart", "opgestart", "in_uitvoering", "gerealiseerd", "aandacht", "actie", "stopgezet")
SEVEN = Round("2024-12", 7, date(2024, 12, 31), "B_2024", "3")


@pytest.fixture(scope="module")
def trend() -> Trend:
    return trend_of(RoundView(shipped.vlaamse_veerkracht()), "2021-03")


def row(rows: tuple[TrendRow, ...], key: str) -> TrendRow:
    return next(each for each in rows if each.round.key == key)


@pytest.mark.goal("62")
@pytest.mark.parametrize("key", PUBLISHED)
def test_rounds_are_as_published(trend: Trend, key: str) -> None:
    projects, clusters, counts = PUBLISHED[key]
    found = row(trend.published, key)
    assert (found.projects, found.clusters, found.silent) == (projects, clusters, 0)
    assert tuple(found.counts.get(code) for code in CODES) == counts


@pytest.mark.goal("62")
def test_every_row_of_both_series_adds_up_to_its_projects(trend: Trend) -> None:
    assert [each.projects for each in trend.published] == [180, 180, 180, 180, 181, 181]
    assert [each.projects for each in trend.same] == [180] * 6
    assert [each.clusters for each in trend.same] == [35] * 6
    assert all(sum(each.counts.values()) + each.silent == each.projects for each in (*trend.published, *trend.same))
    assert trend.problems == ()


@pytest.mark.goal("62")
def test_mapping_names_every_old_status_with_its_word_of_then_and_now(trend: Trend) -> None:
    old = {(each.version, each.label): each.to_label for each in trend.mapping}
    assert len(old) == 5 + 6
    assert old["1", "opgestart na agendering VR"] == old["2", "in uitvoering na agendering VR"]
    assert old["1", "opgestart na agendering VR"] == trend.labels["in_uitvoering"]


@pytest.mark.goal("62")
@pytest.mark.goal("65")
def test_168_of_180_is_93_33_and_not_the_sum_of_two_rounded_shares(trend: Trend) -> None:
    first = trend.published[0]
    assert first.on_schedule == 168
    assert dutch.percent(first.share(first.on_schedule), 2) == "93,33%"
    parts = [dutch.rounded(first.share(first.counts[code]), 2) for code in ("opgestart", "in_uitvoering")]
    assert sum(parts) != Decimal("93.33")


@pytest.mark.goal("62")
def test_a_rise_in_points_of_the_means_is_no_growth() -> None:
    """853 million more is 19,84 points of 4,3 milliard, and 65% more than there was."""
    measured = Round("2023-12", 6, date(2023, 12, 31), "A_2021", "3")
    rise = MoneyRow(measured, 4_168 * 10**8, 2_160 * 10**8, 4_300 * 10**8, 1_307 * 10**8)
    assert rise.rise_cents == 853 * 10**8
    assert rise.rise_points is not None and rise.growth is not None
    assert dutch.number(rise.rise_points, 2) == "19,84"
    assert dutch.percent(rise.growth) == "65%"
    assert MoneyRow(measured, 1, 1, 10).growth is None


def seventh_round() -> Snapshot:
    """Meting 7: the regular projects and five realised ones leave with their round; 25 more are realised."""
    snapshot = shipped.vlaamse_veerkracht()
    data = snapshot.data
    said = {number: each.report.status_code for number, each in data.entries_of("2023-12").items()}
    done = [number for number, status in said.items() if status == "gerealiseerd"]
    regular = [each.number for each in data.projects if each.funding == "regulier"]
    wanted = 33 - 28 - sum(number in done for number in regular)
    gone = {*[each for each in done if each not in regular][:wanted], *regular}
    gone = set(sorted(gone, key=lambda each: (each not in done, each))[:22])
    projects = tuple(replace(each, in_scope_until="2023-12") if each.number in gone else each for each in data.projects)
    stays = [each for each in data.entries if each.round_key == "2023-12" and each.project_number not in gone]
    fresh = [each.project_number for each in stays if each.report.status_code == "in_uitvoering"][:25]
    entries = tuple(
        replace(
            each,
            round_key=SEVEN.key,
            report=replace(each.report, status_code="gerealiseerd") if each.project_number in fresh else each.report,
        )
        for each in stays
    )
    grown = replace(data, projects=projects, rounds=(*data.rounds, SEVEN), entries=(*data.entries, *entries))
    population = tuple(each.project_number for each in entries)
    return replace(snapshot, round_key=SEVEN.key, population=population, data=grown)


@pytest.mark.goal("62")
def test_same_projects_are_compared_when_the_scope_falls_to_159() -> None:
    found = trend_of(RoundView(seventh_round()), "2023-12")
    assert [each.projects for each in found.published] == [181, 159]
    assert [each.counts["gerealiseerd"] for each in found.published] == [33, 53]
    assert [each.projects for each in found.same] == [159, 159]
    assert [each.counts["gerealiseerd"] for each in found.same] == [28, 53]
    assert found.problems == ()


@pytest.mark.goal("62")
def test_the_whole_series_keeps_only_what_is_in_every_round() -> None:
    found = trend_of(RoundView(seventh_round()), "2021-03")
    assert [each.projects for each in found.published] == [180, 180, 180, 180, 181, 181, 159]
    assert {each.projects for each in found.same} == {158}
    assert all(each.closes for each in (*found.published, *found.same))


@pytest.mark.goal("62")
def test_five_colours_become_four_statuses_and_every_row_still_closes() -> None:
    four = {"opgestart": "schema", "in_uitvoering": "schema", "aandacht": "let_op", "actie": "let_op"}
    old = ("niet_gestart", "opgestart", "in_uitvoering", "aandacht", "actie")
    codes = tuple(_code("1", code, four.get(code, code), at) for at, code in enumerate(old))
    codes += tuple(_code("2", code, code, at) for at, code in enumerate(("niet_gestart", "schema", "klaar", "let_op")))
    now = {"P1": "klaar", "P2": "schema", "P3": "schema", "P4": "let_op", "P5": "schema"}
    entries = tuple(
        replace(samples.entries()[0], round_key=key, project_number=number, report=samples.report(number, status))
        for key, said in ((samples.OLD, dict(zip(now, old, strict=True))), (samples.NEW, now))
        for number, status in said.items()
    )
    projects = tuple(samples.project(number) for number in now)
    data = samples.data(code_values=codes, entries=entries, projects=projects)
    found = trend_of(RoundView(samples.snapshot(data=data, population=tuple(now))), samples.OLD)
    assert [dict(each.counts) for each in found.published] == [
        {"niet_gestart": 1, "schema": 2, "let_op": 2},
        {"niet_gestart": 0, "schema": 3, "klaar": 1, "let_op": 1},
    ]
    assert [(each.total, each.projects, each.closes) for each in found.published] == [(5, 5, True)] * 2
    assert {each.code: each.to for each in found.mapping} == {**four, "niet_gestart": "niet_gestart"}


def _code(version: str, code: str, to: str, place: int) -> CodeValue:
    return CodeValue("projectstatus", version, code, code, "", "", "", place, to)


@pytest.mark.goal("62")
def test_what_does_not_close_is_named() -> None:
    snapshot = samples.snapshot()
    entries = tuple(
        replace(each, report=replace(each.report, status_code="vreemd"))
        if (each.round_key, each.project_number) == (samples.NEW, "P1")
        else each
        for each in snapshot.data.entries
    )
    projects = tuple(replace(each, in_scope_from="2023-12") if each.number == "P2" else each
                     for each in snapshot.data.projects)  # fmt: skip
    spoiled = replace(snapshot, data=replace(snapshot.data, entries=entries, projects=projects))
    found = trend_of(RoundView(spoiled), "2022-06")
    assert found.problems == (
        "zoals gepubliceerd, meting 5: een rapport buiten de populatie van P2",
        "zoals gepubliceerd, meting 6: een status zonder plaats in de laatste lijst bij P1",
        "dezelfde projecten, meting 6: een status zonder plaats in de laatste lijst bij P1",
    )


def test_a_round_without_reports_is_shown_without_statuses_and_left_out_of_the_same_projects() -> None:
    found = trend_of(RoundView(samples.snapshot()), "2022-06")
    assert [each.is_known for each in found.published] == [False, True, True]
    assert [each.round.key for each in found.same] == [samples.OLD, samples.NEW]
    assert found.published[2].silent == 1
