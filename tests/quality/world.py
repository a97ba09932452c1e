"""The shipped programme with its sixth round, opened up so that single things in it can be changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from meetcyclus.demo.material import read_credits
from meetcyclus.domain.credits import Credit, committed_total, settled_total
from meetcyclus.domain.entries import Entry, IndicatorReport, MilestoneReport
from meetcyclus.domain.programme import Indicator, Milestone, Project
from meetcyclus.domain.rounds import Round, RoundProject
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.exchange.csv_exchange import CsvExchange
from meetcyclus.services.ports import CheckSubject

FOLDER = Path(__file__).parents[2] / "meetcyclus" / "programmes" / "vlaamse_veerkracht"
SIXTH = Round("2023-12", 6, date(2023, 12, 31), "A_2021", "3")
DAY = SIXTH.reference_date


def sixth_round() -> ProgrammeData:
    """The programme with the entries and the amounts of the sixth round."""
    files = CsvExchange()
    history = files.read_programme(FOLDER)
    opened = replace(history, rounds=(*history.rounds, SIXTH))
    entries = files.read_reports(FOLDER / "meting_2023-12", opened, SIXTH.key)
    credits = read_credits(FOLDER / "meting_2023-12" / "financien.csv")
    return replace(opened, entries=(*opened.entries, *entries), credits=(*opened.credits, *credits))


def subject_at(data: ProgrammeData, round_: Round) -> CheckSubject:
    """The check subject of a round over the projects that are in scope by then."""
    order = {each.key: each.reference_date for each in data.rounds}
    inside = [each for each in data.projects if order[each.in_scope_from] <= round_.reference_date]
    return CheckSubject(data, round_, tuple(RoundProject(round_.key, each.number) for each in inside))


@dataclass
class World:
    """The rows by key, to change in place."""

    data: ProgrammeData
    entries: dict[tuple[str, str], Entry]
    projects: dict[str, Project]
    milestones: dict[str, Milestone]
    indicators: dict[str, Indicator]
    credits: dict[tuple[str, str], list[Credit]]

    @classmethod
    def of(cls, data: ProgrammeData) -> World:
        """The programme, opened up."""
        credits: dict[tuple[str, str], list[Credit]] = {}
        for each in data.credits:
            credits.setdefault((each.round_key, each.project_number), []).append(each)
        return cls(
            data,
            {(each.round_key, each.project_number): each for each in data.entries},
            {each.number: each for each in data.projects},
            {each.id: each for each in data.milestones},
            {each.id: each for each in data.indicators},
            credits,
        )

    def closed(self) -> ProgrammeData:
        """The programme as it is now."""
        return replace(
            self.data,
            entries=tuple(self.entries.values()),
            projects=tuple(self.projects.values()),
            milestones=tuple(self.milestones.values()),
            indicators=tuple(self.indicators.values()),
            credits=tuple(line for lines in self.credits.values() for line in lines),
        )

    def site(self, number: str) -> Site:
        """One project of this world."""
        return Site(self, number)


@dataclass(frozen=True)
class Site:
    """One project, with what it said in this round (`now`) and in the round before."""

    world: World
    number: str

    @property
    def project(self) -> Project:
        return self.world.projects[self.number]

    @property
    def now(self) -> Entry:
        return self.world.entries[SIXTH.key, self.number]

    @property
    def before(self) -> Entry:
        return self.world.entries["2022-12", self.number]

    @property
    def status(self) -> str:
        return self.now.report.status_code

    @property
    def lines(self) -> list[Credit]:
        return self.world.credits.get((SIXTH.key, self.number), [])

    @property
    def totals(self) -> tuple[int, int]:
        return committed_total(self.lines), settled_total(self.lines)

    def says(self, *, before: bool = False, **values: Any) -> None:
        """Change the words or the status of the report."""
        entry = self.before if before else self.now
        self.world.entries[entry.round_key, self.number] = replace(entry, report=replace(entry.report, **values))

    def is_now(self, **values: Any) -> None:
        """Change the entry itself."""
        self.world.entries[SIXTH.key, self.number] = replace(self.now, **values)

    def change(self, key: str, *, before: bool = False, **values: Any) -> None:
        """Change what is reported of one milestone or indicator."""
        entry = self.before if before else self.now
        self.world.entries[entry.round_key, self.number] = replace(
            entry,
            milestones=tuple(replace(m, **values) if m.milestone_id == key else m for m in entry.milestones),
            indicators=tuple(replace(i, **values) if i.indicator_id == key else i for i in entry.indicators),
        )

    def register(self, **values: Any) -> None:
        """Change the project in the register."""
        self.world.projects[self.number] = replace(self.project, **values)

    def line(self, place: int, **values: Any) -> None:
        """Change one line of the extract."""
        self.lines[place] = replace(self.lines[place], **values)

    def milestone(self, key: str) -> Milestone:
        """The milestone in the register."""
        return self.world.milestones[key]

    def was(self, key: str) -> MilestoneReport | None:
        """What the round before said of a milestone."""
        return next((each for each in self.before.milestones if each.milestone_id == key), None)

    def realised(self, *, is_final: bool = False) -> list[MilestoneReport]:
        """The realised milestones."""
        return [
            each
            for each in self.now.milestones
            if each.status_code == "gerealiseerd" and self.milestone(each.milestone_id).is_final is is_final
        ]

    def planned(self, *, is_final: bool = False) -> list[MilestoneReport]:
        """The milestones on schedule; another one, not final, comes within the year."""
        found = [
            each
            for each in self.now.milestones
            if each.status_code == "op_schema" and self.milestone(each.milestone_id).is_final is is_final
        ]
        soon = [each for each in found if each.expected_on and 0 < (each.expected_on - DAY).days < 360]
        return found if is_final or len(soon) > 1 else []

    def measured(
        self, is_meant: Callable[[Indicator, IndicatorReport, IndicatorReport], bool]
    ) -> list[IndicatorReport]:
        """The indicator values of this round that are meant, judged with the register and the round before."""
        old = {each.indicator_id: each for each in self.before.indicators}
        return [
            each
            for each in self.now.indicators
            if each.indicator_id in old
            and is_meant(self.world.indicators[each.indicator_id], each, old[each.indicator_id])
        ]
