"""Facts of every kind that the unit of work keeps, with the values that databases like to bend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

from meetcyclus.domain.credits import FinanceUpload
from meetcyclus.domain.documents import Document, SnapshotRecord
from meetcyclus.domain.entries import EntryConfirmation
from meetcyclus.domain.findings import CheckRun, Finding, FindingState, Severity, Stage
from meetcyclus.domain.letters import Attachment, Letter, LetterKind, LetterState
from meetcyclus.domain.meetings import ActionPoint, Meeting
from meetcyclus.domain.rounds import Round, RoundProject, RoundState, Step, StepState
from meetcyclus.domain.verdicts import Decision, ValidationRequest, Verdict
from tests.factories import HISTORY, KEY, ZONE, small_programme

AT = datetime(2023, 12, 22, 23, 59, 59, 999_999, tzinfo=UTC)
# The same kind of moment on Belgian clocks: it must come back as the same instant.
LOCAL = datetime(2024, 3, 31, 3, 0, tzinfo=ZONE)
ODD = "Café \u2013 \u2018quote\u2019; \U0001f600 'O''Brien' \\ %s :x\r\n\ttab"


def facts() -> dict[str, list[object]]:
    """By the name of the repository: facts in an order that is not the order of their keys."""
    data = small_programme()
    return {
        "programmes": [replace(data.programme, settings_text=ODD)],
        "speerpunten": [*reversed(data.speerpunten), replace(data.speerpunten[0], code="S9", sort_order=None)],
        "clusters": list(reversed(data.clusters)),
        "entities": [*reversed(data.entities), replace(data.entities[0], code="E9", name=ODD, policy_domain="")],
        "mandates": list(reversed(data.mandates)),
        "persons": list(reversed(data.persons)),
        "projects": [*reversed(data.projects), replace(data.projects[0], number="KL000", budget_cents=10**15)],
        "milestones": [
            *reversed(data.milestones),
            replace(data.milestones[0], id="A", dropped_in=KEY, replaced_by="B"),
        ],
        "indicators": [*reversed(data.indicators), replace(data.indicators[0], id="A", baseline=None, target=None)],
        "code_values": list(reversed(data.code_values)),
        "vr_documents": [replace(data.vr_documents[0], number="Z", project_numbers=()), *data.vr_documents],
        "shifts": [replace(data.shifts[0], amount_cents=10**15, vr_number=""), *_later(data.shifts[0])],
        "rounds": [*_rounds()],
        "steps": [*_steps()],
        "round_projects": [
            RoundProject(KEY, "KL002"),
            RoundProject(KEY, "KL001", LOCAL, ODD, True),
            RoundProject(HISTORY, "KL001"),
        ],
        "confirmations": [
            EntryConfirmation(KEY, "KL002", "ab" * 32, "lead2@example.org", LOCAL),
            EntryConfirmation(KEY, "KL001", "cd" * 32, ODD, AT),
            EntryConfirmation(KEY, "KL001", "ab" * 32, "lead1@example.org", AT),
        ],
        "uploads": [*_uploads()],
        "check_runs": [
            CheckRun(f"{KEY}-0002", KEY, "kwaliteitscheck", AT, "meetcyclus", 30, 0, (), "ab"),
            CheckRun(f"{KEY}-0001", KEY, "financien", AT, "dfb", 30, 2, ("KC-105", "KC-001"), "cd"),
        ],
        "findings": [_finding(f"f{at}", state) for at, state in enumerate(FindingState)],
        "validation_requests": [
            ValidationRequest(KEY, "KL001", "M1", 1, "ab" * 32, AT),
            ValidationRequest(KEY, "KL001", "M1", 2, "cd" * 32, LOCAL),
        ],
        "verdicts": [
            Verdict(KEY, "KL001", "M1", at, decision, ODD, "kabinet@example.org", LOCAL, "ab" * 32)
            for at, decision in enumerate(Decision, start=1)
        ],
        "meetings": [
            Meeting(KEY, "kep", 1, date(2024, 1, 15), ODD, (), "voorzitter@example.org", AT),
            Meeting(KEY, "kep", 2, date(2024, 1, 16), "ok", _actions(), "voorzitter@example.org", AT),
        ],
        "letters": [_letter(at, state) for at, state in enumerate(reversed(LetterState))],
        "documents": [
            Document(KEY, "monitoringsrapport", 2, "b.docx", "ab", "cd", True, AT, "meetcyclus", ODD),
            Document(KEY, "covernota", 1, "a.docx", "ab", "cd", False, LOCAL, "meetcyclus"),
        ],
        "snapshots": [
            SnapshotRecord(KEY, 1, "ab", "cd", True, AT, "x"),
            SnapshotRecord(KEY, 2, "ef", "cd", False, LOCAL, "x"),
        ],
    }


def _later(shift: object) -> Iterable[object]:
    yield replace(shift, shifted_on=date(2023, 4, 1))  # type: ignore[type-var]


def _rounds() -> Iterable[Round]:
    yield Round(HISTORY, 1, date(2023, 6, 30), "KORT", "1")
    yield Round(KEY, 2, date(2023, 12, 31), "KORT", "2", RoundState.RUNNING, AT, LOCAL, LOCAL, True, "ab" * 32, "0.1")
    yield Round("2024-06", 3, date(2024, 6, 30), "KORT", "2", RoundState.PUBLISHED, AT, None)


def _steps() -> Iterable[Step]:
    day = date(2023, 12, 1)
    yield Step(KEY, "invoer", "invoer", "secretariaat", 1, day, day, StepState.OPEN, (7, 2, 0), "", ("a", "b"), AT)
    yield Step(KEY, "kep", "overleg", "voorzitter", 2, day, day, forum="kep")
    yield Step(
        KEY, "vesoc", "overleg", "x", 3, day, day, StepState.CLOSED, (), ODD, (), AT, LOCAL, "x@example.org", ODD,
        "run", (1, 3),
    )  # fmt: skip


def _uploads() -> Iterable[FinanceUpload]:
    yield FinanceUpload(KEY, 1, ODD, "ab", "dfb@example.org", AT, 3, 10**15, -5, ("regel 1", ODD))
    yield FinanceUpload(KEY, 2, "emoe.xlsx", "cd", "dfb@example.org", AT, 3, 0, 0, (), "dfb@example.org", LOCAL)


def _finding(id_: str, state: FindingState) -> Finding:
    severity = list(Severity)[len(id_) % len(Severity)]
    return Finding(
        id_, KEY, "KC-005", 2, severity, Stage.QUALITY, "projectverantwoordelijke", "KL001", "KL001", "veld", ODD, "b",
        "c", "d", "e", state, AT, LOCAL, ODD, None if state is FindingState.OPEN else "x@example.org",
    )  # fmt: skip


def _actions() -> tuple[ActionPoint, ...]:
    return (ActionPoint(ODD, "secretariaat", date(2024, 2, 29)), ActionPoint("b", "c"))


def _letter(at: int, state: LetterState) -> Letter:
    files = (Attachment(ODD, "text/calendar", "ab" * 32), Attachment("b.xlsx", "application/x", "cd" * 32))
    return Letter(
        f"l{9 - at}", KEY, list(LetterKind)[at], "x@example.org", ODD, str(at), "kind/1", ODD, ODD, f"<p>{ODD}</p>",
        files[: at % 3], f"<{at}@example.org>", state, AT, LOCAL if at else None, at, ODD,
        "sender-1" * (at % 2), LOCAL if at % 2 else None, AT if at % 3 else None,
    )  # fmt: skip
