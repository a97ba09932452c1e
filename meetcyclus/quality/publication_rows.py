"""Rows about what is about to be published: files beside what was approved, forums, the dataset and its record."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from meetcyclus.quality.measures import filled
from meetcyclus.quality.view import RoundView


@dataclass(frozen=True)
class FileRow:
    """One file: the first twelve digits of what was approved and of what lies there; empty when it is gone."""

    project: str
    object_key: str
    kind: str
    approved: str
    present: str


@dataclass(frozen=True)
class ForumRow:
    """One forum on the path; `days_to_wait` is negative or zero once it decided."""

    project: str
    object_key: str
    forum: str
    decided_on: date | None
    days_to_wait: int | None


@dataclass(frozen=True)
class DatasetRow:
    """The dataset: the first thing that a strict reader refuses, and the first line that names a person."""

    project: str
    object_key: str
    refusals: str | None
    personal: str | None


@dataclass(frozen=True)
class CatalogueRow:
    """One part of the catalogue record: a dcat:Dataset or a dcat:Distribution with its statements."""

    project: str
    object_key: str
    kind: str
    statements: str


def file_rows(view: RoundView) -> list[FileRow]:
    """Every file that is ready to leave."""
    release = view.subject.release
    return [
        FileRow("", each.name, each.kind, each.approved_sha256[:12], each.present_sha256[:12])
        for each in (release.files if release else ())
    ]


def forum_rows(view: RoundView) -> list[ForumRow]:
    """Every forum on the path of the round."""
    release = view.subject.release
    return [
        ForumRow(
            project="",
            object_key=each.step,
            forum=each.forum,
            decided_on=each.decided_on,
            days_to_wait=(each.decided_on - release.checked_on).days if each.decided_on else None,
        )
        for each in (release.forums if release else ())
        if release
    ]


def dataset_rows(view: RoundView) -> list[DatasetRow]:
    """The dataset, where there is one."""
    dataset = view.subject.release.dataset if view.subject.release else None
    if dataset is None:
        return []
    return [DatasetRow("", dataset.name, _few(dataset.refusals), _few(dataset.personal_traces))]


def catalogue_rows(view: RoundView) -> list[CatalogueRow]:
    """The parts of the catalogue record; one empty part of each kind that is missing altogether."""
    dataset = view.subject.release.dataset if view.subject.release else None
    if dataset is None:
        return []
    rows = [
        CatalogueRow("", found[1], found[2], " ".join(found[3].split()))
        for found in re.finditer(r"(?ms)^<([^>]*)> a (dcat:\w+) ;\n(.*?) \.$", dataset.catalogue)
    ]
    missing = {"dcat:Dataset", "dcat:Distribution"} - {each.kind for each in rows}
    return rows + [CatalogueRow("", f"geen {kind}", kind, "") for kind in sorted(missing)]


def _few(found: tuple[str, ...]) -> str | None:
    more = f" (en nog {len(found) - 1})" if len(found) > 1 else ""
    return filled(f"{found[0]}{more}") if found else None
