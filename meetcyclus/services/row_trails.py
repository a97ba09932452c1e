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
from meetcyclus.domain.findings import Finding
from meetcyclus.domain.ledger import Event
from meetcyclus.domain.snapshot import Snapshot
from meetcyclus.domain.verdicts import Verdict
from meetcyclus.services.extracts import uploads_of
from meetcyclus.services.unit_of_work import UnitOfWork
from meetcyclus.services.wording import joined

REPORT, MILESTONE_REPORT, MONEY, FINDING, RULES = (
    "projectrapporten",
    "mijlpaalrapporten",
    "financien",
    "bevindingen",
    "regels",
)
_OF_REGISTER = frozenset({"programma", "projecten", "mijlpalen", "speerpunten", "verschuivingen"})
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

    The version is that of the entry, the number of the extract within the round, the number of the import of the
    programme, or that of the rule that found something. `remark` says in Dutch what is not there: a validation, a file,
    or that the row came with the programme; and by which rule and pass something was found.
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
        self._findings = {each.id: each for each in snapshot.findings}

    def of(self, row: str) -> RowTrail:
        """The trail of a row such as `projectrapporten:2023-12:VV001`; ValueError for a kind that has no trail."""
        kind, *keys = row.split(":")
        if kind == RULES:
            return replace(self.rules, row=row, keys=tuple(keys))
        if kind == FINDING:
            return self._of_finding(row, self._findings[keys[0]])
        if kind in (REPORT, MILESTONE_REPORT):
            project = keys[1] if kind == REPORT else self._project_of[keys[1]]
            entry = self._entries[keys[0], project]
            if (event := self._round(keys[0]).submissions.get((project, entry.version))) is not None:
                return self._of_entry(row, entry, event)
            return self._of_programme(row, entry)
        if kind == MONEY and (upload := self._round(keys[0]).upload) is not None:
            return _of_upload(row, upload)
        if kind not in _OF_REGISTER | {MONEY}:
            raise ValueError(f"nobody knows where rows of {kind} come from: {row}")
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

    def _of_finding(self, row: str, finding: Finding) -> RowTrail:
        """A finding was entered by nobody: whoever let the pass run that found it first stands for it."""
        run = self._raised.get(finding.id)
        found = f"gevonden door regel {finding.rule_code}" + (f" in controle {run.object}" if run else "")
        by = run.by if run else ""
        return RowTrail(row, FINDING, (finding.id,), finding.rule_version, by, finding.raised_at, (), None, found)

    @cached_property
    def _raised(self) -> dict[str, Event]:
        """Of each finding the pass that found it first."""
        passes = self._events(action="check.run", round_key=self.snapshot.round_key)
        return {id_: each for each in reversed(passes) for id_ in json.loads(each.after).get("raised", ())}

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
        came = self._import_of(keys[0] if kind in (REPORT, MILESTONE_REPORT, MONEY) else "")
        digests = came.files if came else {}
        name = next((each for each in digests if each.partition(".")[0] == kind), "")
        number, importer, imported_at = (came.number, came.by, came.at) if came else (0, "", None)
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

    def _import_of(self, round_key: str) -> _Import | None:
        """The import that brought the reports and amounts of a round; of the register the newest, which has it all."""
        if not self._imports:
            return None
        brought = [each for each in self._imports if round_key in each.rounds]
        return (brought or self._imports)[0] if round_key else self._imports[-1]

    @cached_property
    def _imports(self) -> list[_Import]:
        # Read once: every row asks for them, and a line of the ledger names all files of its import.
        events = self._events(action="programme.import")
        said = [json.loads(each.after) for each in events]
        return [
            _Import(number, each.by, each.at, after.get("files", {}), frozenset(after.get("history", ())))
            for number, (each, after) in enumerate(zip(events, said, strict=True), start=1)
        ]

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
class _Import:
    """One import of the programme: its number, who did it, the hashes of its files and the rounds that it brought."""

    number: int
    by: str
    at: datetime
    files: dict[str, str]
    rounds: frozenset[str]


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
