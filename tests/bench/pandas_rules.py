"""Rules of the catalogue as one would write them in plain pandas: frames of the round, a mask, the failing keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from meetcyclus.domain.programme import Indicator, Milestone
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.services.ports import CheckSubject

Found = tuple[str, str, str, str]
CODES = (
    "KC-001", "KC-002", "KC-005", "KC-006", "KC-016", "KC-020", "KC-023", "KC-030", "KC-041", "KC-050", "KC-051",
    "KC-052", "KC-054", "KC-055", "KC-059", "KC-060", "KC-067", "KC-070", "KC-080", "KC-081", "KC-083", "KC-084",
    "KC-087",
)  # fmt: skip
RUNNING, ENDED = ["opgestart", "in_uitvoering", "aandacht", "actie"], ["geschrapt", "vervangen"]
TEXTS = {
    "stand_van_zaken": "state_of_play",
    "realisaties": "achievements",
    "vooruitblik": "outlook",
    "knelpunten": "issues",
    "bijsturing": "corrective_measure",
    "motivering": "motivation",
}
REQUIRED = ["stand_van_zaken", "realisaties", "vooruitblik"]
PLACEHOLDER = (
    r"^\W*(?:nvt|n\.v\.t\.?|niet van toepassing|idem|zie vorige(?: meting| rapportering| keer)?"
    r"|zie boven|geen|ongewijzigd|nihil|tbd|xxx*)?\W*$"
)


def findings_of(subject: CheckSubject) -> set[Found]:
    """Rule, project, object and field of everything that fails."""
    projects, milestones = _projects(subject), _milestones(subject)
    indicators = _indicators(subject, projects)
    return {
        *_project_findings(subject, projects),
        *_text_findings(projects),
        *_milestone_findings(subject, milestones),
        *_count_findings(projects, milestones),
        *_indicator_findings(indicators),
    }


def _project_findings(subject: CheckSubject, frame: pd.DataFrame) -> Iterator[Found]:
    today = pd.Timestamp(subject.round.reference_date)
    known = subject.data.codes("projectstatus", subject.round.code_list_version)
    yield from _rows("KC-001", "rapportering", frame[~frame.has_report])
    yield from _rows("KC-016", "ingediend_op", frame[frame.is_late])
    yield from _rows("KC-020", "status", frame[frame.status.notna() & ~frame.status.isin(known)])
    at_risk = frame[frame.status.isin(["aandacht", "actie"])]
    for field, column in (
        ("oorzaak", "cause"),
        ("bijsturing", "bijsturing"),
        ("bijsturing_eigenaar", "owner"),
        ("bijsturing_datum", "due_on"),
    ):
        yield from _rows("KC-023", field, at_risk[at_risk[column].isna()])
    ended = frame.status.isin(["gerealiseerd", "stopgezet"])
    yield from _rows("KC-041", "einddatum", frame[frame.has_report & ~ended & (frame.ends_on < today)])


def _text_findings(frame: pd.DataFrame) -> Iterator[Found]:
    reported = frame[frame.has_report]
    for field in ("status", *REQUIRED):
        yield from _rows("KC-002", field, reported[reported[field].isna()])
    for field in TEXTS:
        text = reported[field].dropna().astype("string")
        yield from _rows("KC-006", field, reported.loc[text.index[text.str.len() > 3000]])
        if field in REQUIRED:
            poor = text.str.contains(PLACEHOLDER, case=False) | (text.str.len() < 120)
            yield from _rows("KC-005", field, reported.loc[text.index[poor]])


def _milestone_findings(subject: CheckSubject, frame: pd.DataFrame) -> Iterator[Found]:
    today = pd.Timestamp(subject.round.reference_date)
    done, on_schedule = frame.status == "gerealiseerd", frame.status == "op_schema"
    was_done = frame.previous_status == "gerealiseerd"
    yield from _rows("KC-050", "datum_realisatie", frame[done & frame.realised_on.isna()])
    yield from _rows("KC-051", "datum_realisatie", frame[done & (frame.realised_on > today)])
    yield from _rows("KC-052", "status", frame[frame.realised_on.notna() & frame.status.notna() & ~done])
    yield from _rows("KC-054", "status", frame[on_schedule & (frame.planned_on <= today)])
    settled = frame.status.isin(["gerealiseerd", *ENDED])
    slipped = frame.is_reported & ~settled & (frame.planned_on > frame.previous_planned_on)
    yield from _rows("KC-055", "toelichting", frame[slipped & frame.explanation.isna()])
    yield from _rows("KC-059", "status", frame[was_done & frame.status.notna() & ~done])
    yield from _rows("KC-060", "status", frame[frame.must_be_reported & ~frame.is_reported])
    dropped = frame.status.isin(ENDED) & ~frame.previous_status.isin(ENDED)
    yield from _rows("KC-060", "toelichting", frame[dropped & frame.explanation.isna()])
    first, last = subject.data.programme.horizon_from, subject.data.programme.horizon_until
    for field, column in (
        ("datum_verwacht", "expected_on"), ("datum_realisatie", "realised_on"), ("datum_origineel", "original_on")
    ):  # fmt: skip
        year = frame[column].dt.year
        yield from _rows("KC-070", field, frame[year.notna() & ~year.between(first, last)])


def _count_findings(projects: pd.DataFrame, milestones: pd.DataFrame) -> Iterator[Found]:
    gone = milestones.status.isin(ENDED)
    standing = milestones[(milestones.must_be_reported | milestones.is_reported) & ~gone]
    still_open = milestones[milestones.is_reported & ~gone & (milestones.status != "gerealiseerd")]
    counts = pd.DataFrame(
        {
            "all": standing.groupby("project").size(),
            "final": standing[standing.is_final].groupby("project").size(),
            "open": still_open.groupby("project").size(),
        }
    ).reindex(projects.project, fill_value=0)
    frame = projects.join(counts.fillna(0).astype(int), on="project")
    yield from _rows("KC-030", "status", frame[(frame.status == "gerealiseerd") & (frame.open > 0)])
    wrong = (frame["all"] >= 1) & (frame.status != "stopgezet") & (frame.final != 1)
    yield from _rows("KC-067", "finaal", frame[wrong])


def _indicator_findings(frame: pd.DataFrame) -> Iterator[Found]:
    for code, field, column in (
        ("KC-080", "streefwaarde", "target"), ("KC-080", "streefdatum", "target_on"), ("KC-081", "eenheid", "unit"),
        ("KC-081", "definitie", "definition"), ("KC-081", "bron", "source"),
    ):  # fmt: skip
        yield from _rows(code, field, frame[frame[column].isna()])
    runs = frame.has_report & frame.status.isin(RUNNING)
    yield from _rows("KC-083", "waarde", frame[runs & frame.value.isna()])
    falls = (frame.measure_kind == "cumulatief") & (frame.value < frame.previous_value)
    yield from _rows("KC-084", "waarde", frame[falls])
    both = frame[(frame.value.fillna(0) != 0) & (frame.previous_value.fillna(0) != 0)]
    sizes = both[["value", "previous_value"]].abs()
    yield from _rows("KC-087", "waarde", both[sizes.max(axis=1) / sizes.min(axis=1) > 10])


def _rows(code: str, field: str, frame: pd.DataFrame) -> Iterator[Found]:
    return ((code, project, key, field) for project, key in zip(frame.project, frame.key, strict=True))


def _projects(subject: CheckSubject) -> pd.DataFrame:
    numbers = [each.project_number for each in subject.population]
    register = pd.DataFrame(
        [(each.number, each.ends_on) for each in subject.data.projects], columns=["project", "ends_on"]
    ).set_index("project")
    reports = pd.DataFrame(
        [
            {
                "project": number,
                "status": each.report.status_code,
                "cause": each.report.cause_code,
                "owner": each.report.corrective_owner,
                "due_on": each.report.corrective_due_on,
                "is_late": each.is_late,
                **{field: getattr(each.report, name) for field, name in TEXTS.items()},
            }
            for number, each in subject.data.entries_of(subject.round.key).items()
        ]
    ).set_index("project")
    frame = register.join(reports).loc[numbers].reset_index()
    frame["key"], frame["has_report"] = frame.project, frame.status.notna()
    frame["is_late"] = frame.is_late.eq(True)
    frame["ends_on"] = pd.to_datetime(frame.ends_on)
    return _blank(frame, ["status", "cause", "owner", *TEXTS])


def _milestones(subject: CheckSubject) -> pd.DataFrame:
    """Milestones that are due, reported now or reported before, of the projects that reported."""
    data, key = subject.data, subject.round.key
    previous = data.previous_round(key)
    now = _milestone_reports(data, key)
    before = _milestone_reports(data, previous.key if previous else "")
    register = _milestone_register(subject)
    frame = register.join(now, how="outer").join(before.add_prefix("previous_"), how="outer")
    frame["is_reported"] = frame.status.notna()
    frame["was_reported"] = frame.previous_status.notna()
    frame["project"] = frame.project.fillna(frame.index.to_series().str.partition("-")[0])
    frame = frame[frame.is_reported | frame.was_reported | frame.is_active.eq(True)]
    frame = frame[frame.project.isin(data.entries_of(key))].rename_axis("key").reset_index()
    frame = _blank(frame, ["status", "previous_status", "explanation"])
    for column in ("original_on", "expected_on", "realised_on", "previous_expected_on"):
        frame[column] = pd.to_datetime(frame[column])
    frame["planned_on"] = frame.expected_on.fillna(frame.original_on)
    frame["previous_planned_on"] = frame.previous_expected_on.fillna(frame.original_on).where(frame.was_reported)
    is_known, had_ended = frame.original_on.notna(), frame.previous_status.isin(ENDED)
    frame["must_be_reported"] = (frame.is_active.eq(True) | (~is_known & frame.was_reported)) & ~had_ended
    frame["is_final"] = frame.is_final.eq(True)
    return frame


def _milestone_register(subject: CheckSubject) -> pd.DataFrame:
    dates = {each.key: each.reference_date for each in subject.data.rounds}
    today = subject.round.reference_date

    def is_active(each: Milestone) -> bool:
        introduced = dates.get(each.introduced_in, today)
        dropped = dates.get(each.dropped_in, today) if each.dropped_in else None
        return introduced <= today and not (dropped and dropped <= today) and each.replaced_by is None

    return pd.DataFrame(
        [
            (each.id, each.project_number, each.original_on, each.is_final, is_active(each))
            for each in subject.data.milestones
        ],
        columns=["key", "project", "original_on", "is_final", "is_active"],
    ).set_index("key")


def _milestone_reports(data: ProgrammeData, key: str) -> pd.DataFrame:
    reports = (report for entry in data.entries_of(key).values() for report in entry.milestones)
    return pd.DataFrame(
        [
            (each.milestone_id, each.status_code, each.expected_on, each.realised_on, each.explanation)
            for each in reports
        ],
        columns=["key", "status", "expected_on", "realised_on", "explanation"],
    ).set_index("key")


def _indicators(subject: CheckSubject, projects: pd.DataFrame) -> pd.DataFrame:
    data, key = subject.data, subject.round.key
    previous = data.previous_round(key)
    frame = pd.DataFrame([_indicator(each) for each in data.indicators]).set_index("key")
    frame["value"] = _values(data, key)
    frame["previous_value"] = _values(data, previous.key if previous else "")
    frame = frame.reset_index().merge(projects[["project", "status", "has_report"]], on="project")
    return _blank(frame, ["unit", "definition", "source"])


def _indicator(each: Indicator) -> dict[str, object]:
    return {
        "key": each.id,
        "project": each.project_number,
        "unit": each.unit,
        "definition": each.definition,
        "source": each.source,
        "target": None if each.target is None else float(each.target),
        "target_on": each.target_on,
        "measure_kind": each.measure_kind,
    }


def _values(data: ProgrammeData, key: str) -> pd.Series:
    reports = [report for entry in data.entries_of(key).values() for report in entry.indicators]
    return pd.Series({each.indicator_id: float(each.value) for each in reports}, dtype="float64")


def _blank(frame: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """White space alone is nothing."""
    for column in columns:
        stripped = frame[column].astype("string").str.strip()
        frame[column] = stripped.mask(stripped == "")
    return frame
