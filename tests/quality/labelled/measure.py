"""Runs the shipped rules over the labelled texts, one text per project, and counts what they find and miss."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from meetcyclus.domain.entries import Entry, MilestoneReport, ProjectReport
from meetcyclus.domain.findings import Stage
from meetcyclus.domain.programme import Indicator, Milestone
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.quality import GreatExpectationsCheck
from tests.quality.conftest import EXPECTATIONS
from tests.quality.small_programme import ROUNDS, THIS, WORDS, small_programme, subject_of

FOLDER = Path(__file__).parent
# What each kind of text is labelled for: on other rules nothing is said about it.
RULES = {
    "milestone": ("KC-062", "KC-063", "KC-064"),
    "indicator": ("KC-091",),
    "text": ("KC-007", "KC-009", "KC-010", "KC-011", "KC-012", "KC-018", "KC-039"),
}


@dataclass(frozen=True)
class Labelled:
    """One text and the rules that a careful reader says it breaks."""

    subject: str
    breaks: frozenset[str]
    kind_or_status: str
    before: str
    text: str


@dataclass(frozen=True)
class Score:
    """How a rule did: over how many texts, right hits, wrong hits and misses."""

    texts: int
    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float | None:
        """Share of the hits that are right."""
        hits = self.right + self.wrong
        return self.right / hits if hits else None

    @property
    def recall(self) -> float | None:
        """Share of the labels that are found."""
        labels = self.right + self.missed
        return self.right / labels if labels else None


@cache
def labelled(name: str) -> tuple[Labelled, ...]:
    """The texts of one set: `tuning`, `independent` or `controller`."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Labelled(
                row["subject"], frozenset(row["breaks"].split()), row["kind_or_status"], row["before"], row["text"]
            )
            for row in csv.DictReader(file)
        )


@cache
def hits_of(name: str) -> tuple[frozenset[str], ...]:
    """For every text of a set the rules that fire on it."""
    texts = labelled(name)
    outcome = GreatExpectationsCheck(EXPECTATIONS).run(
        subject_of(texts_as_programme(texts)), frozenset({Stage.QUALITY})
    )
    assert not outcome.crashed
    found: dict[str, set[str]] = {}
    for hit in outcome.hits:
        found.setdefault(hit.project_number, set()).add(hit.rule_code)
    return tuple(
        frozenset(found.get(_number(place), ())) & frozenset(RULES[each.subject]) for place, each in enumerate(texts)
    )


def scores(name: str) -> Mapping[str, Score]:
    """The score of every labelled rule."""
    pairs = list(zip(labelled(name), hits_of(name), strict=True))
    return {
        rule: score_of(rule, [(each.breaks, hits) for each, hits in pairs if each.subject == subject])
        for subject, rules in RULES.items()
        for rule in rules
    }


def total(each: Iterable[Score]) -> Score:
    """Several rules as one: every text is counted once per rule."""
    listed = list(each)
    return Score(*(sum(getattr(score, name) for score in listed) for name in ("texts", "right", "wrong", "missed")))


def score_of(rule: str, pairs: list[tuple[frozenset[str], frozenset[str]]]) -> Score:
    """The score of a rule over pairs of what is broken and what was found."""
    right = sum(rule in breaks and rule in hits for breaks, hits in pairs)
    wrong = sum(rule not in breaks and rule in hits for breaks, hits in pairs)
    missed = sum(rule in breaks and rule not in hits for breaks, hits in pairs)
    return Score(len(pairs), right, wrong, missed)


def _number(place: int) -> str:
    return f"VV{place:03d}"


def texts_as_programme(texts: tuple[Labelled, ...]) -> ProgrammeData:
    """One project per text, numbered from VV000 on."""
    data = small_programme(0)
    projects = tuple(replace(data.projects[0], number=_number(place)) for place in range(len(texts)))
    now = [_entry(place, each) for place, each in enumerate(texts)]
    before = [_entry_before(place, each) for place, each in enumerate(texts)]
    return replace(
        data,
        projects=projects,
        milestones=tuple(_milestone(place, each) for place, each in enumerate(texts)),
        indicators=tuple(_indicator(place, each) for place, each in enumerate(texts)),
        entries=(*before, *now),
        credits=(),
        vr_documents=(),
        shifts=(),
    )


def _entry(place: int, each: Labelled) -> Entry:
    is_text = each.subject == "text"
    report = ProjectReport(
        status_code=each.kind_or_status if is_text else "in_uitvoering",
        state_of_play=each.text if is_text else WORDS[2],
        achievements=WORDS[2],
        outlook=WORDS[1],
    )
    milestones = (MilestoneReport(f"{_number(place)}-M01", "op_schema", date(2024, 6, 30)),)
    return Entry(THIS.key, _number(place), 1, report, milestones)


def _entry_before(place: int, each: Labelled) -> Entry:
    """The round before, with another status so that a text that stayed is a finding."""
    report = ProjectReport(
        "niet_gestart", state_of_play=each.before or WORDS[0], achievements=WORDS[0], outlook=WORDS[0]
    )
    milestones = (MilestoneReport(f"{_number(place)}-M01", "op_schema", date(2024, 6, 30)),)
    return Entry(ROUNDS[1].key, _number(place), 1, report, milestones)


def _milestone(place: int, each: Labelled) -> Milestone:
    is_milestone = each.subject == "milestone"
    text = each.text if is_milestone else "Eindrapport goedgekeurd"
    kind = each.kind_or_status if is_milestone else "kwalitatief"
    return Milestone(f"{_number(place)}-M01", _number(place), text, kind, True, False, date(2024, 6, 30), "2022-06")


def _indicator(place: int, each: Labelled) -> Indicator:
    name = each.text if each.subject == "indicator" else "Aantal geplaatste laadpalen"
    day, until = date(2021, 1, 1), date(2024, 12, 31)
    return Indicator(f"{_number(place)}-I01", _number(place), name, "Wat er is", "stuks", "cumulatief", "stijgend",
                     Decimal(0), day, Decimal(200), until, "telling")  # fmt: skip
