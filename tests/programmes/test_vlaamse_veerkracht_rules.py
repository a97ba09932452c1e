"""No finding in the shipped programme: the conditions of the quality rules, in every meting unless said otherwise."""

from __future__ import annotations

import re
from datetime import date, timedelta
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

import pytest

Row = dict[str, str]
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
STEPS = list(pairwise(MOMENTS))
every_round = pytest.mark.parametrize("meting", MOMENTS)
every_step = pytest.mark.parametrize(("before", "after"), STEPS)

TEXTS = ("stand_van_zaken", "realisaties", "vooruitblik")
NON_GREEN, GREEN, CLOSED = {"aandacht", "actie"}, {"opgestart", "in_uitvoering"}, {"gerealiseerd", "stopgezet"}
TRANSITIONS = {
    "niet_gestart": {"niet_gestart", "opgestart", "in_uitvoering", "stopgezet", "aandacht", "actie"},
    "opgestart": {"opgestart", "in_uitvoering", "aandacht", "actie", "stopgezet"},
    "in_uitvoering": {"in_uitvoering", "aandacht", "gerealiseerd", "stopgezet"},
    "aandacht": {"in_uitvoering", "aandacht", "actie", "gerealiseerd", "stopgezet"},
    "actie": {"aandacht", "actie", "gerealiseerd", "stopgezet"},
    "gerealiseerd": {"gerealiseerd"},
    "stopgezet": {"stopgezet"},
}
SEVERITY = ("gerealiseerd", "in_uitvoering", "opgestart", "niet_gestart", "aandacht", "actie", "stopgezet")
DELAY_WORDS = re.compile(
    r"vertrag|uitgesteld|uitstel|geschorst|vernietigd|nieuwe timing|achterstand|opgeschoven", re.IGNORECASE
)


def days(text: str) -> date:
    return date.fromisoformat(text)


def agenda(shipped: Shipped, project: str, moment: str) -> list[Row]:
    return [
        row
        for row in shipped.rows("vr_documenten")
        if project in row["projecten"].split(";") and row["datum"] <= moment
    ]


# --- completeness and texts (KC-001 to 018)


@every_round
def test_every_project_in_scope_reports_once_in_time(shipped: Shipped, meting: str) -> None:
    expected = [code for code, row in shipped.projects().items() if row["in_scope_van"] <= meting]
    reports = shipped.of_round("projectrapporten", meting)
    assert [row["project"] for row in reports] == expected
    moment = days(MOMENTS[meting])
    for row in reports:
        assert row["ingediend_door"] == shipped.projects()[row["project"]]["verantwoordelijke"]
        assert moment - timedelta(days=30) <= days(row["ingediend_op"][:10]) < moment - timedelta(days=18)


@every_round
def test_texts_are_long_enough_and_calm_when_green(shipped: Shipped, meting: str) -> None:
    for row in shipped.of_round("projectrapporten", meting):
        assert all(130 <= len(row[field]) <= 700 for field in TEXTS), row["project"]
        assert all(not row[field] or len(row[field]) >= 130 for field in ("knelpunten", "bijsturing", "motivering"))
        assert "{" not in "".join(row.values())
        if row["status"] in GREEN | {"gerealiseerd", "niet_gestart"}:
            assert not DELAY_WORDS.search(" ".join(row[field] for field in (*TEXTS, "knelpunten"))), row


@every_step
def test_texts_differ_from_the_round_before(shipped: Shipped, before: str, after: str) -> None:
    old = {row["project"]: row for row in shipped.of_round("projectrapporten", before)}
    for row in shipped.of_round("projectrapporten", after):
        for field in (*TEXTS, "knelpunten", "bijsturing"):
            earlier = old.get(row["project"], {}).get(field, "")
            if earlier and row[field]:
                assert SequenceMatcher(None, earlier, row[field], autojunk=False).ratio() < 0.8, (
                    row["project"],
                    after,
                    field,
                )


# --- statuses (KC-020 to 042)


@every_step
def test_transitions_are_allowed_and_motivated(shipped: Shipped, before: str, after: str) -> None:
    old = shipped.statuses(before)
    for row in shipped.of_round("projectrapporten", after):
        was, now = old.get(row["project"], row["status"]), row["status"]
        assert now in TRANSITIONS[was], row["project"]
        if SEVERITY.index(now) > SEVERITY.index(was) or (was in NON_GREEN and now not in NON_GREEN):
            assert row["motivering"], row["project"]


@every_round
def test_statuses_have_what_they_need(shipped: Shipped, meting: str) -> None:
    version = {"2021": "1", "2022": "2", "2023": "3"}[meting[:4]]
    codes = {
        row["code"]
        for row in shipped.rows("codelijsten")
        if (row["lijst"], row["versie"]) == ("projectstatus", version)
    }
    causes = {row["code"] for row in shipped.rows("codelijsten") if row["lijst"] == "oorzaak"}
    moment = MOMENTS[meting]
    for row in shipped.of_round("projectrapporten", meting):
        project, status = shipped.projects()[row["project"]], row["status"]
        items = agenda(shipped, row["project"], moment)
        assert status in codes
        if status in NON_GREEN:
            assert row["oorzaak"] in causes and row["knelpunten"] and row["bijsturing"] and row["bijsturing_eigenaar"]
            assert row["bijsturing_datum"] > moment
        assert items or status not in {"in_uitvoering", "gerealiseerd", "stopgezet", *NON_GREEN}
        assert not items or status not in {"opgestart", "niet_gestart"}
        assert status != "niet_gestart" or project["startdatum"] > moment
        assert status == "niet_gestart" or project["startdatum"] <= moment
        assert status in CLOSED or project["einddatum"] > moment
        if status == "stopgezet":
            decision = next(d for d in items if d["titel"].startswith("Nota – stopzetting"))
            assert row["oorzaak"] in causes and decision["vr_nummer"] in row["motivering"]
            assert any(
                s["van"] == row["project"] and s["vr_nummer"] == decision["vr_nummer"]
                for s in shipped.rows("verschuivingen")
            )


# --- milestones (KC-050 to 074)


def test_register_of_milestones_is_sound(shipped: Shipped) -> None:
    per_project: dict[str, list[Row]] = {}
    for row in shipped.rows("mijlpalen"):
        per_project.setdefault(row["project"], []).append(row)
        assert "2020-01-01" <= row["datum_origineel"] <= "2030-12-31"
        assert row["verificatie"] and not re.search(r"\ben\b|[;,]", row["omschrijving"])
        assert (row["type"] == "kwantitatief") == bool(re.search(r"\d", row["omschrijving"]))
        if row["cid_nummer"]:
            assert row["datum_origineel"] <= row["cid_deadline"] <= "2026-08-31"
    for code, project in shipped.projects().items():
        own = per_project[code]
        assert 4 <= len(own) <= 20 and len({row["omschrijving"] for row in own}) == len(own)
        (final,) = [row for row in own if row["finaal"] == "ja"]
        assert abs(days(final["datum_origineel"]) - days(project["einddatum"])) <= timedelta(days=31)
        assert any(row["cid_nummer"] for row in own) == (project["rrf"] == "ja")
        assert project["rrf"] == "nee" or max(row["datum_origineel"] for row in own) <= "2026-08-31"
    finals = [row["datum_origineel"][:4] for row in shipped.rows("mijlpalen") if row["finaal"] == "ja"]
    assert sum(year in {"2024", "2025", "2026"} for year in finals) > 120


@every_round
def test_milestone_reports_agree_with_their_dates(shipped: Shipped, meting: str) -> None:
    moment = MOMENTS[meting]
    expected = {row["id"] for row in shipped.rows("mijlpalen") if row["ingevoerd_in"] <= meting}
    assert {row["mijlpaal"] for row in shipped.of_round("mijlpaalrapporten", meting)} == expected
    for code, milestones in shipped.milestones(meting).items():
        for row in milestones:
            realised = row["status"] == "gerealiseerd"
            assert realised == bool(row["datum_realisatie"]) == bool(row["bewijs"])
            assert not realised or shipped.projects()[code]["startdatum"] < row["datum_realisatie"] <= moment
            assert realised or row["status"] == "geschrapt" or row["datum_verwacht"] > moment
            assert row["toelichting"] or row["status"] not in {"vertraagd", "aandacht", "geschrapt"}
            assert row["datum_verwacht"] == row["datum_origineel"] or row["datum_verwacht"] > row["datum_origineel"]
        done = [row["datum_realisatie"] for row in milestones if row["datum_realisatie"]]
        assert done == sorted(done) and done == [row["datum_realisatie"] for row in milestones[: len(done)]]


@every_round
def test_green_projects_have_few_late_milestones(shipped: Shipped, meting: str) -> None:
    moment, statuses = MOMENTS[meting], shipped.statuses(meting)
    for code, milestones in shipped.milestones(meting).items():
        open_ones = [row for row in milestones if row["status"] not in {"gerealiseerd", "geschrapt"}]
        assert bool(open_ones) != (statuses[code] in CLOSED), code
        late = [row for row in open_ones if row["datum_origineel"] <= moment or row["status"] == "vertraagd"]
        if statuses[code] in NON_GREEN:
            assert late, code
        elif statuses[code] in GREEN:
            due = [row for row in milestones if row["datum_origineel"] <= moment]
            assert not any(row["kritiek"] == "ja" for row in late) and len(late) * 10 < max(len(due), 1) * 3, code
            assert all(
                days(row["datum_verwacht"]) - days(row["datum_origineel"]) <= timedelta(days=180) for row in milestones
            )
        if meting == LAST and statuses[code] not in CLOSED:
            assert any("2024-01-01" <= row["datum_verwacht"] <= "2024-12-31" for row in open_ones), code


@every_step
def test_milestones_never_go_back_and_every_slip_is_explained(shipped: Shipped, before: str, after: str) -> None:
    old = {row["mijlpaal"]: row for row in shipped.of_round("mijlpaalrapporten", before)}
    for row in shipped.of_round("mijlpaalrapporten", after):
        was = old.get(row["mijlpaal"])
        if was is None:
            assert row["status"] != "gerealiseerd"
            continue
        assert was["status"] != "gerealiseerd" or {**row, "meting": "", "toelichting": ""} == {
            **was,
            "meting": "",
            "toelichting": "",
        }
        assert was["status"] == "niet_gestart" or row["status"] != "niet_gestart"
        assert row["datum_verwacht"] >= was["datum_verwacht"]
        assert row["datum_verwacht"] == was["datum_verwacht"] or row["toelichting"]


def test_evidence_is_used_once(shipped: Shipped) -> None:
    links = [row["bewijs"] for row in shipped.of_round("mijlpaalrapporten", LAST) if row["bewijs"]]
    assert len(links) == len(set(links))
