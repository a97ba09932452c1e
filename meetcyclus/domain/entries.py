"""What people said about a project in a round. A new version is a new entry; nothing is overwritten."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal

from meetcyclus.domain.canonical import sha256_of


@dataclass(frozen=True)
class ProjectReport:
    """The words and the status of one project (projectrapporten.csv)."""

    status_code: str
    cause_code: str = ""
    state_of_play: str = ""
    achievements: str = ""
    issues: str = ""
    corrective_measure: str = ""
    corrective_owner: str = ""
    corrective_due_on: date | None = None
    outlook: str = ""
    motivation: str = ""


@dataclass(frozen=True)
class MilestoneReport:
    """The state of one milestone (mijlpaalrapporten.csv)."""

    milestone_id: str
    status_code: str
    expected_on: date | None = None
    realised_on: date | None = None
    explanation: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class IndicatorReport:
    """The value of one indicator (indicatorrapporten.csv)."""

    indicator_id: str
    value: Decimal
    value_on: date
    is_estimate: bool
    explanation: str = ""


@dataclass(frozen=True)
class Entry:
    """One version of everything reported for one project in one round.

    `source` is "geschiedenis" (came with the programme), "werkboek" or "uitwisseling". `is_forecast` is what a
    published set says of itself; it is None for what was entered here, where confirmations decide.
    """

    round_key: str
    project_number: str
    version: int
    report: ProjectReport
    milestones: tuple[MilestoneReport, ...] = ()
    indicators: tuple[IndicatorReport, ...] = ()
    submitted_by: str | None = None
    submitted_at: datetime | None = None
    source: str = "geschiedenis"
    is_late: bool = False
    is_forecast: bool | None = None

    @property
    def content_sha256(self) -> str:
        """Hash of what was said, without who and when: equal content has an equal hash."""
        return sha256_of(
            {
                "round": self.round_key,
                "project": self.project_number,
                "report": self.report,
                "milestones": sorted(self.milestones, key=lambda each: each.milestone_id),
                "indicators": sorted(self.indicators, key=lambda each: each.indicator_id),
            }
        )


@dataclass(frozen=True)
class EntryConfirmation:
    """After the reference date somebody said that this content, entered before it as a forecast, is now a fact."""

    round_key: str
    project_number: str
    content_sha256: str
    confirmed_by: str
    confirmed_at: datetime


@dataclass(frozen=True)
class Author:
    """Who entered one version of one project; `by` is None where nobody was named."""

    project_number: str
    version: int
    by: str | None


@dataclass(frozen=True)
class FieldChange:
    """One field that differs between two versions of an entry; `object_key` is a project, milestone or indicator."""

    object_key: str
    field: str
    before: str
    after: str


def changes_between(old: Entry, new: Entry) -> tuple[FieldChange, ...]:
    """Every field that differs between two entries, by project, milestone and indicator key."""
    found: list[FieldChange] = []
    before, after = _by_object(old), _by_object(new)
    for key in sorted(before.keys() | after.keys()):
        left, right = before.get(key, {}), after.get(key, {})
        found += [
            FieldChange(key, name, left.get(name, ""), right.get(name, ""))
            for name in dict.fromkeys([*left, *right])
            if left.get(name, "") != right.get(name, "")
        ]
    return tuple(found)


def _by_object(entry: Entry) -> dict[str, dict[str, str]]:
    objects: dict[str, object] = {entry.project_number: entry.report}
    objects |= {each.milestone_id: each for each in entry.milestones}
    objects |= {each.indicator_id: each for each in entry.indicators}
    return {key: _as_text(value) for key, value in objects.items()}


def _as_text(report: object) -> dict[str, str]:
    values = {each.name: getattr(report, each.name) for each in fields(report)}  # type: ignore[arg-type]
    return {name: "" if value is None else str(value) for name, value in values.items()}
