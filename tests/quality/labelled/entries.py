"""Whole entries with the rules of the Court of Audit that a controller says they break, and the projects they make."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from meetcyclus.domain.entries import Entry, IndicatorReport, MilestoneReport, ProjectReport
from meetcyclus.domain.programme import Indicator, Milestone
from meetcyclus.domain.snapshot import ProgrammeData
from tests.quality.small_programme import ROUNDS, THIS, WORDS, small_programme

FILE = Path(__file__).parent / "entries.toml"
BEFORE = ROUNDS[1]
_KEYS = ("M01", "M02", "M03")
_PLANNED = {"M01": date(2022, 10, 31), "M02": date(2024, 12, 31), "M03": date(2024, 3, 31)}
_WORDS = {"M01": "Studie opgeleverd", "M02": "Loods opgeleverd", "M03": "Opdracht gegund"}
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class LabelledEntry:
    """One entry: what was agreed, reported before and reported now, where it is not in order or worth a look."""

    story: str
    breaks: frozenset[str]
    told: Facts

    def of(self, when: str, key: str) -> dict[str, Any]:
        """What is said of a milestone, an indicator or the project; an empty text stands for nothing at all."""
        said = self.told.get(when, {}).get(key, {})
        return {name: None if value == "" and _may_be_none(name) else value for name, value in said.items()}

    def report(self, when: str) -> dict[str, Any]:
        """What is said in the report itself: the status under the name it has there, and the texts."""
        said = {name: value for name, value in self.told.get(when, {}).items() if not isinstance(value, dict)}
        return {"status_code" if name == "status" else name: value for name, value in said.items()}

    def keys(self, when: str) -> list[str]:
        """The milestones that are reported then; the register knows those of now and what was left out."""
        gone = {*self.told.get("none", ()), *(self.told.get("absent", ()) if when == "now" else ())}
        gone |= set(self.told.get("new", ())) if when == "before" else set()
        return [each for each in _KEYS if each not in gone]


@cache
def labelled_entries() -> tuple[LabelledEntry, ...]:
    """All of them, in the order of the file."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))["entry"]
    return tuple(LabelledEntry(each["story"], frozenset(each["breaks"]), each) for each in found)


def entries_as_programme(first: int) -> ProgrammeData:
    """One project per entry, numbered from there on."""
    data = small_programme(0)
    pairs = [(f"VV{first + place:03d}", each) for place, each in enumerate(labelled_entries())]
    plain = replace(data.projects[0], is_rrf=False, rrf_measure="")
    return replace(
        data,
        projects=tuple(replace(plain, number=number, **each.of("register", "project")) for number, each in pairs),
        milestones=tuple(
            _milestone(number, key, each)
            for number, each in pairs
            for key in _KEYS
            if key not in each.told.get("none", ())
        ),
        indicators=tuple(_indicator(number, each) for number, each in pairs),
        entries=tuple(
            _entry(number, each, when, place)
            for number, each in pairs
            for place, when in enumerate(("before", "now"), start=1)
        ),
        credits=(),
        vr_documents=(),
        shifts=(),
    )


def _may_be_none(name: str) -> bool:
    return name.endswith("_on") or name in ("target", "value")


def _milestone(number: str, key: str, each: LabelledEntry) -> Milestone:
    introduced = THIS.key if key in each.told.get("new", ()) else ROUNDS[0].key
    known = Milestone(
        f"{number}-{key}", number, _WORDS[key], "kwalitatief", key == "M02", False, _PLANNED[key], introduced
    )
    return replace(known, **each.of("register", key))


def _indicator(number: str, each: LabelledEntry) -> Indicator:
    known = Indicator(f"{number}-I01", number, "Aantal geplaatste laadpalen", "Publieke palen in dienst", "laadpalen",
                      "cumulatief", "stijgend", Decimal(0), date(2021, 1, 1), Decimal(200), date(2024, 12, 31),
                      "register van de netbeheerder")  # fmt: skip
    said = each.of("register", "I01")
    numbers = {name: Decimal(said[name]) for name in ("target", "baseline") if said.get(name)}
    names = {"direction": "direction", "kind": "measure_kind"}
    return replace(known, **{names.get(name, name): value for name, value in {**said, **numbers}.items()})


def _entry(number: str, each: LabelledEntry, when: str, place: int) -> Entry:
    said = each.report(when)
    status = said.pop("status_code", "in_uitvoering")
    words = {"state_of_play": WORDS[place], "achievements": WORDS[place], "outlook": WORDS[place]}
    is_trouble = status in ("aandacht", "stopgezet")
    report = ProjectReport(
        status_code=status,
        cause_code="vergunning" if is_trouble else "",
        motivation="De vergunning werd geschorst." if is_trouble else "",
        **{**words, **said},
    )
    day = ROUNDS[place].reference_date
    reports = tuple(_milestone_report(number, key, each, when) for key in each.keys(when))
    return Entry(ROUNDS[place].key, number, 1, report, reports, _values(number, each, when, day))


def _milestone_report(number: str, key: str, each: LabelledEntry, when: str) -> MilestoneReport:
    planned = each.of("register", key).get("original_on", _PLANNED[key])
    if key == "M01":
        usual = MilestoneReport(f"{number}-{key}", "gerealiseerd", planned, date(2022, 10, 20), "", "proces-verbaal")
    else:
        usual = MilestoneReport(f"{number}-{key}", "op_schema", each.of("before", key).get("expected_on", planned))
    return replace(usual, **each.of(when, key))


def _values(number: str, each: LabelledEntry, when: str, day: date) -> tuple[IndicatorReport, ...]:
    said = {"value": "150" if when == "now" else "100", **each.of(when, "I01")}
    if said["value"] is None:
        return ()
    said["value"] = Decimal(said["value"])
    return (replace(IndicatorReport(f"{number}-I01", Decimal(0), day, False), **said),)
