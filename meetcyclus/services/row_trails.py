"""Where a row comes from: its version, who entered it, who validated it, and the file that it came in.

Asked of the frozen facts and of what the ledger says up to the freeze: what happened later does not change a trail.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from meetcyclus.domain.credits import FinanceUpload
from meetcyclus.domain.entries import Entry
from meetcyclus.domain.ledger import Event
from meetcyclus.domain.snapshot import Snapshot
from meetcyclus.domain.verdicts import Verdict
from meetcyclus.services.extracts import uploads_of
from meetcyclus.services.unit_of_work import UnitOfWork
from meetcyclus.services.wording import joined

REPORT, MILESTONE_REPORT, MONEY, PROGRAMME, RULES = (
    "projectrapporten",
    "mijlpaalrapporten",
    "financien",
    "programma",
    "regels",
)
WITH_PROGRAMME = "ingevoerd met het programma"
_NO_FILE = "het bestand is niet vastgelegd"
_NOBODY, _UNSIGNED = "door niemand gevalideerd", "niet ondertekend"


@dataclass(frozen=True)
class Source:
    """A file that brought rows in, as the ledger remembers it."""

    file_name: str
    sha256: str


@dataclass(frozen=True)
class Approval:
    """Who stands behind a row besides the one who entered it: a cabinet for its mandate, or the signature on money."""

    mandate: str
    by: str
    at: datetime | None


@dataclass(frozen=True)
class RowTrail:
    """One row: its table and keys, its version there, the people behind it and its file.

    The version is that of the entry, the number of the extract within the round, or the number of the import of the
    programme. `remark` says in Dutch what is not there: a validation, a file, or that the row came with the programme.
    """

    row: str
    kind: str
    keys: tuple[str, ...]
    version: int
    entered_by: str
    entered_at: datetime | None
    validated: tuple[Approval, ...]
    source: Source | None
    remark: str


class Trails:
    """The trails of the rows of one freeze. The ledger is read once per kind of event and round."""

    def __init__(self, uow: UnitOfWork, snapshot: Snapshot) -> None:
        self._uow = uow
        self.snapshot = snapshot
        self._rounds: dict[str, _RoundTrail] = {}
        self._entries = {(each.round_key, each.project_number): each for each in snapshot.data.entries}
        self._project_of = {each.id: each.project_number for each in snapshot.data.milestones}

    def of(self, row: str) -> RowTrail:
        """The trail of a row such as `projectrapporten:2023-12:VV001`."""
        kind, *keys = row.split(":")
        if kind == RULES:
            return replace(self.rules, row=row, keys=tuple(keys))
        if kind in (REPORT, MILESTONE_REPORT):
            project = keys[1] if kind == REPORT else self._project_of[keys[1]]
            entry = self._entries[keys[0], project]
            if (event := self._round(keys[0]).submissions.get((project, entry.version))) is not None:
                return self._of_entry(row, entry, event)
            return self._of_programme(row, entry)
        if kind == MONEY and (upload := self._round(keys[0]).upload) is not None:
            return _of_upload(row, upload)
        return self._of_programme(row)

    @cached_property
    def rules(self) -> RowTrail:
        """The rules of the round as they stood at the freeze; the version counts how often they were set."""
        round_ = self.snapshot.data.round(self.snapshot.round_key)
        moves = [*self._events(action="round.open", round_key=round_.key)]
        moves += self._events(action="round.move_rules", round_key=round_.key)
        by, at = (moves[-1].by, moves[-1].at) if moves else ("", None)
        source = Source("regels van de meting", round_.rules_sha256) if round_.rules_sha256 else None
        remark = "" if source else "de meting houdt geen eigen regels bij"
        return RowTrail(RULES, RULES, (), max(len(moves), 1), by, at, (), source, remark)

    def _of_entry(self, row: str, entry: Entry, event: Event) -> RowTrail:
        kind, *keys = row.split(":")
        after, content = json.loads(event.after), entry.content_sha256
        given = self._round(entry.round_key).verdicts.get(entry.project_number, {})
        approvals = [Approval(code, each.decided_by, each.decided_at) for code, each in sorted(given.items())
                     if each.stands_for(content)]  # fmt: skip
        return RowTrail(
            row,
            kind,
            tuple(keys),
            entry.version,
            entry.submitted_by or event.by,
            entry.submitted_at or event.at,
            tuple(approvals),
            Source(after["file"], after["file_sha256"]),
            self._missing(entry.project_number, {each.mandate for each in approvals}),
        )

    def _missing(self, project: str, approved: set[str]) -> str:
        asked = next((each.mandate_codes for each in self.snapshot.data.projects if each.number == project), ())
        missing = [each for each in asked if each not in approved]
        if not approved:
            return _NOBODY
        return f"niet gevalideerd door {joined(missing)}" if missing else ""

    def _of_programme(self, row: str, entry: Entry | None = None) -> RowTrail:
        """A row that came with the programme: what is in the newest import, or the report of an earlier round."""
        kind, *keys = row.split(":")
        number, event = self._import_of(keys[0] if kind in (REPORT, MILESTONE_REPORT, MONEY) else "")
        digests: dict[str, str] = json.loads(event.after).get("files", {}) if event else {}
        name = next((each for each in digests if each.partition(".")[0] == kind), "")
        importer, imported_at = (event.by, event.at) if event else ("", None)
        return RowTrail(
            row,
            kind,
            tuple(keys),
            entry.version if entry else number,
            entry.submitted_by or importer if entry else importer,
            entry.submitted_at or imported_at if entry else imported_at,
            (),
            Source(name, digests[name]) if name else None,
            WITH_PROGRAMME if name else f"{WITH_PROGRAMME}; {_NO_FILE}",
        )

    def _import_of(self, round_key: str) -> tuple[int, Event | None]:
        """The import that brought the reports and amounts of a round; of the register the newest, which has it all."""
        numbered = list(enumerate(self._imports, start=1))
        if not numbered:
            return 0, None
        brought = [one for one in numbered if round_key in json.loads(one[1].after).get("history", ())]
        return (brought or numbered)[0] if round_key else numbered[-1]

    @cached_property
    def _imports(self) -> list[Event]:
        return self._events(action="programme.import")

    def _round(self, key: str) -> _RoundTrail:
        if key not in self._rounds:
            self._rounds[key] = _RoundTrail(
                {
                    (each.project_number, json.loads(each.after)["version"]): each
                    for each in self._events(action="entry.submit", round_key=key)
                },
                self._verdicts(key),
                self._upload(key),
            )
        return self._rounds[key]

    def _upload(self, key: str) -> FinanceUpload | None:
        """The extract whose amounts count: the freeze knows its own."""
        if key == self.snapshot.round_key and self.snapshot.uploads:
            return self.snapshot.uploads[-1]
        return _in_force(uploads_of(self._uow, key), self.snapshot.taken_at)

    def _verdicts(self, key: str) -> dict[str, dict[str, Verdict]]:
        """By project and mandate the newest verdict of before the freeze."""
        found: dict[str, dict[str, Verdict]] = {}
        for each in sorted(self._uow.verdicts.where(round_key=key), key=lambda one: one.sequence):
            if each.decided_at <= self.snapshot.taken_at:
                found.setdefault(each.project_number, {})[each.mandate_code] = each
        return found

    def _events(self, **wanted: Any) -> list[Event]:
        return [each for each in self._uow.ledger.events(**wanted) if each.at <= self.snapshot.taken_at]


@dataclass(frozen=True)
class _RoundTrail:
    """What the database knows of one round: who handed in, who decided, and which extract was in force."""

    submissions: dict[tuple[str, int], Event]
    verdicts: dict[str, dict[str, Verdict]]
    upload: FinanceUpload | None


def _in_force(uploads: list[FinanceUpload], at: datetime) -> FinanceUpload | None:
    """The newest extract signed by then; the newest loaded by then while none was signed."""
    loaded = [each for each in uploads if each.loaded_at <= at]
    signed = [each for each in loaded if each.signed_off_at is not None and each.signed_off_at <= at]
    chosen = signed or loaded
    return chosen[-1] if chosen else None


def _of_upload(row: str, upload: FinanceUpload) -> RowTrail:
    kind, *keys = row.split(":")
    signed = upload.signed_off_by
    return RowTrail(
        row,
        kind,
        tuple(keys),
        upload.sequence,
        upload.loaded_by,
        upload.loaded_at,
        (Approval("dfb", signed, upload.signed_off_at),) if signed else (),
        Source(upload.file_name, upload.sha256),
        "" if signed else _UNSIGNED,
    )
