"""No finding in the shipped programme: the conditions of the rules on indicators, money and government documents."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

Shipped = Any  # the fixture of conftest.py
LAST = "2023-12"
MOMENTS = {
    "2021-03": "2021-03-31",
    "2021-09": "2021-09-30",
    "2021-12": "2021-12-31",
    "2022-06": "2022-06-30",
    "2022-12": "2022-12-31",
    LAST: "2023-12-31",
}
every_round = pytest.mark.parametrize("meting", MOMENTS)
every_step = pytest.mark.parametrize(("before", "after"), list(pairwise(MOMENTS)))

CLOSED = {"gerealiseerd", "stopgezet"}
VR_NUMBER = re.compile(r"VR (\d{4}) (\d\d)(\d\d) VV (DOC|DEC|MED)\.\d{4}/\d{1,3}(BIS|TER)?")


def days(text: str) -> date:
    return date.fromisoformat(text)


# --- indicators (KC-080 to 094)


def test_register_of_indicators_is_complete(shipped: Shipped) -> None:
    common_units = {
        "1": "MWh/jaar",
        "2": "MW",
        "3": "laadpunten",
        "4": "personen",
        "6": "ondernemingen",
        "7": "gebruikers/jaar",
        "8": "VTE/jaar",
        "9": "ondernemingen",
        "10": "personen",
        "11": "personen",
        "12": "personen/jaar",
        "13": "personen",
        "14": "personen",
    }
    for row in shipped.rows("indicatoren"):
        project = shipped.projects()[row["project"]]
        assert all(row[field] for field in row if field != "gemeenschappelijke_indicator")
        assert row["nuldatum"] <= project["startdatum"] < row["streefdatum"] <= project["einddatum"]
        common = row["gemeenschappelijke_indicator"]
        assert not common or (common_units[common] == row["eenheid"] and project["rrf"] == "ja")
    assert {row["project"] for row in shipped.rows("indicatoren")} == set(shipped.projects())
    assert sum(bool(row["gemeenschappelijke_indicator"]) for row in shipped.rows("indicatoren")) >= 10


@every_round
def test_indicator_values_are_plausible(shipped: Shipped, meting: str) -> None:
    known = {row["id"]: row for row in shipped.rows("indicatoren")}
    moment, statuses = days(MOMENTS[meting]), shipped.statuses(meting)
    reports = shipped.of_round("indicatorrapporten", meting)
    assert {row["indicator"] for row in reports} == {key for key, row in known.items() if row["project"] in statuses}
    for row in reports:
        indicator = known[row["indicator"]]
        project, status = shipped.projects()[indicator["project"]], statuses[indicator["project"]]
        value, start, target = (
            Decimal(row["waarde"]),
            Decimal(indicator["nulwaarde"]),
            Decimal(indicator["streefwaarde"]),
        )
        assert moment - timedelta(days=183) < days(row["waardedatum"]) <= moment
        assert (row["raming"] == "ja") == (row["waardedatum"] == MOMENTS[meting])
        assert 0 <= value <= max(target * Decimal("1.2"), start) and (indicator["eenheid"] != "%" or value <= 100)
        assert indicator["eenheid"] in {"km", "ha"} or value == int(value)
        assert status != "gerealiseerd" or value == target
        passed = (moment - days(project["startdatum"])).days / (
            days(project["einddatum"]) - days(project["startdatum"])
        ).days
        assert status in CLOSED or float((value - start) / (target - start)) >= passed - 0.30, row["indicator"]


@every_step
def test_indicator_values_grow_without_jumps(shipped: Shipped, before: str, after: str) -> None:
    falling = {row["id"] for row in shipped.rows("indicatoren") if row["richting"] == "dalend"}
    old = {row["indicator"]: Decimal(row["waarde"]) for row in shipped.of_round("indicatorrapporten", before)}
    for row in shipped.of_round("indicatorrapporten", after):
        was, now = old.get(row["indicator"], Decimal(0)), Decimal(row["waarde"])
        assert now <= was if row["indicator"] in falling and was else now >= was
        assert not was or now <= 10 * was, row["indicator"]


# --- money and government documents (KC-100 to 118, 140, 141)


@every_round
def test_money_stays_within_budget_and_within_commitments(shipped: Shipped, meting: str) -> None:
    vak, vek, statuses = (
        shipped.totals(meting, "vastgelegd_eur"),
        shipped.totals(meting, "vereffend_eur"),
        shipped.statuses(meting),
    )
    once = {code for code in statuses if shipped.projects()[code]["financiering"] == "relanceprovisie"}
    assert set(vak) == once
    for row in shipped.of_round("financien", meting):
        assert row["standdatum"] == MOMENTS[meting] and int(row["begrotingsjaar"]) <= int(meting[:4])
        assert Decimal(row["vastgelegd_eur"]) >= 0 and Decimal(row["vereffend_eur"]) >= 0
    for code in once:
        assert vek[code] <= vak[code] <= shipped.ceiling(code, MOMENTS[meting])
        assert statuses[code] != "niet_gestart" or vak[code] == 0
        assert statuses[code] != "gerealiseerd" or vek[code] >= vak[code] * Decimal("0.8")
        assert meting < "2022-12" or vak[code] > 0
        assert statuses[code] != "opgestart" or vak[code] < shipped.ceiling(code, MOMENTS[meting])


@every_step
def test_positions_fall_only_with_a_remark(shipped: Shipped, before: str, after: str) -> None:
    statuses = shipped.statuses(after)
    remarks = {row["project"] for row in shipped.of_round("financien", after) if row["opmerking"]}
    for column in ("vastgelegd_eur", "vereffend_eur"):
        old = shipped.totals(before, column)
        for code, amount in shipped.totals(after, column).items():
            was = old.get(code, Decimal(0))
            assert amount >= was or code in remarks
            assert not was or not 900 < amount / was < 1100
            assert column == "vereffend_eur" or statuses[code] not in CLOSED or amount <= was
            assert column == "vastgelegd_eur" or after < "2022-06" or statuses[code] != "in_uitvoering" or amount > was


def test_settled_share_follows_the_milestones_at_the_last_meting(shipped: Shipped) -> None:
    vak, vek = shipped.totals(LAST, "vastgelegd_eur"), shipped.totals(LAST, "vereffend_eur")
    for code, amount in vak.items():
        milestones = shipped.milestones(LAST)[code]
        physical = Decimal(sum(row["status"] == "gerealiseerd" for row in milestones)) / len(milestones)
        assert abs(vek[code] / amount - physical) < Decimal("0.4"), code
        assert abs(vek[code] / shipped.ceiling(code, MOMENTS[LAST]) - physical) < Decimal("0.4"), code


def test_closed_budget_years_do_not_change(shipped: Shipped) -> None:
    def year(meting: str) -> dict[tuple[str, str], str]:
        rows = shipped.of_round("financien", meting)
        return {
            (row["project"], row["begrotingsartikel"]): row["vastgelegd_eur"]
            for row in rows
            if row["begrotingsjaar"] == "2021"
        }

    assert all(year("2021-12")[key] == amount for key, amount in year(LAST).items() if key[0] != "VV181")


def test_vr_numbers_parse_and_fall_on_fridays(shipped: Shipped) -> None:
    for row in shipped.rows("vr_documenten"):
        match = VR_NUMBER.fullmatch(row["vr_nummer"])
        assert match and f"{match[1]}-{match[3]}-{match[2]}" == row["datum"]
        assert days(row["datum"]).weekday() == 4
        assert row["beslissing"] in {"goedgekeurd", "akte_genomen"}


def test_shifts_rest_on_a_document_about_both_projects(shipped: Shipped) -> None:
    documents = {row["vr_nummer"]: row for row in shipped.rows("vr_documenten")}
    for row in shipped.rows("verschuivingen"):
        document = documents[row["vr_nummer"]]
        assert {row["van"], row["naar"]} <= set(document["projecten"].split(";"))
        assert row["datum"] == document["datum"] <= MOMENTS[LAST] and row["motivering"]
    stopped = [code for code, status in shipped.statuses(LAST).items() if status == "stopgezet"]
    assert all(shipped.ceiling(code, MOMENTS[LAST]) == shipped.totals(LAST, "vastgelegd_eur")[code] for code in stopped)
