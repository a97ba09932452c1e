"""The whole rehearsal, and what it leaves behind."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

from meetcyclus.demo import confirmation_scenes, decision_scenes, entry_scenes
from meetcyclus.demo.material import REFERENCE_DATE, ROUND_KEY, Material, material_folder, read_material
from meetcyclus.demo.people import MISTAKEN_LEADS, cast_leads
from meetcyclus.demo.stage import Stage, set_stage
from meetcyclus.domain.errors import OutsideFailure
from meetcyclus.domain.figures import Figure
from meetcyclus.domain.ledger import chain_problems
from meetcyclus.domain.rounds import Step, StepState
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.services import outbox, programmes, rounds
from meetcyclus.services.report_kinds import WORD_KINDS
from meetcyclus.services.reports import round_figures

_LAUNCH_DAYS_BEFORE = 48


@dataclass(frozen=True)
class Rehearsal:
    """What a demo leaves behind: where it is, how long it took, and what happened."""

    home: Path
    seconds: float
    steps: tuple[Step, ...]
    letters: dict[str, int]
    findings: dict[str, int]
    entries: int
    versions: int
    walks: int
    ledger_lines: int
    files: dict[str, str]
    figures: tuple[Figure, ...]


def rehearse(*, programme: Path, home: Path, seed: int, say: Callable[[str], None]) -> Rehearsal:
    """Play a whole round with simulated people, from launch to publication."""
    started = time.monotonic()
    folder = material_folder(programme)
    with set_stage(home.resolve(), ROUND_KEY, say) as stage:
        data = stage.app.exchange.read_programme(programme)
        files = stage.app.exchange.programme_hashes(programme)
        play(stage, data, read_material(stage.app.exchange, folder, data), seed, files=files)
        return _rehearsal(stage, started)


def play(
    stage: Stage,
    data: ProgrammeData,
    material: Material,
    seed: int,
    mistaken: int = MISTAKEN_LEADS,
    files: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Import a programme, from these files where it came from files, and play its round to its publication."""
    stage.go_to(REFERENCE_DATE - timedelta(days=_LAUNCH_DAYS_BEFORE))
    _import(stage, data, files)
    entry_scenes.launch(stage)
    leads, returned_project = cast_leads(data, material, seed, mistaken)
    entry_scenes.collect(stage, leads)
    entry_scenes.check(stage, leads)
    decision_scenes.validate(stage, leads, returned_project)
    confirmation_scenes.confirm(stage, leads, returned_project)
    decision_scenes.report_money(stage, material)
    decision_scenes.report(stage)
    decision_scenes.consult_and_hand_over(stage)
    decision_scenes.publish(stage)


def _import(stage: Stage, data: ProgrammeData, files: Mapping[str, str]) -> None:
    with stage.app.work() as uow:
        done = programmes.import_programme(uow, data, by=entry_scenes.SECRETARIAT, at=stage.app.now(), files=files)
    stage.tell(f"{data.programme.name}: {done.projects} projects, {done.milestones} milestones imported")


def _rehearsal(stage: Stage, started: float) -> Rehearsal:
    key, home = stage.round_key, stage.app.settings.home
    with stage.app.work() as uow:
        steps = tuple(rounds.steps_of(uow, key))
        letters = outbox.reconcile_letters(uow, round_key=key)
        findings = Counter(each.state.value for each in uow.findings.where(round_key=key))
        entries = uow.entries.latest(key)
        events = uow.ledger.events()
        figures = round_figures(uow, round_key=key)
        documents = uow.documents.where(round_key=key)
    _require_sound(steps, letters, chain_problems(events))
    files = {each.kind: home / "documents" / key / each.file_name for each in documents if each.kind in WORD_KINDS}
    folders = {"rekenhof": home / "packages" / key / "v1", "opendata": home / "opendata" / key / "v1"}
    places = {"mail": home / "mail", "workbooks": home / "inbox", "database": home / "meetcyclus.db"}
    return Rehearsal(
        home=home,
        seconds=time.monotonic() - started,
        steps=steps,
        letters=dict(letters.states),
        findings=dict(sorted(findings.items())),
        entries=len(entries),
        versions=sum(each.version for each in entries),
        walks=stage.walks,
        ledger_lines=len(events),
        files={name: os.fspath(path) for name, path in {**files, **folders, **places}.items()},
        figures=figures,
    )


def _require_sound(steps: tuple[Step, ...], letters: outbox.Reconciliation, chain: tuple[str, ...]) -> None:
    """A demo that did not get to its end, lost a letter or broke the chain has failed, whatever it printed."""
    unfinished = [each.code for each in steps if each.state is not StepState.CLOSED]
    if unfinished or letters.difference or set(letters.states) != {"sent"} or chain:
        raise OutsideFailure(
            f"the rehearsal did not end well: open steps {unfinished}, letters {letters}, ledger {chain}"
        )
