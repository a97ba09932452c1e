"""The program itself is replaced in the middle of a round: flows with another name and one task more, a new path."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from meetcyclus.bootstrap import application
from meetcyclus.domain.programme import StepTemplate
from meetcyclus.domain.rounds import StepState
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.exchange.programme_writer import write_programme
from meetcyclus.launch import read_history, run_flow
from meetcyclus.services import programmes, rounds
from tests.factories import KEY, SECRETARIAT, moment, small_programme
from tests.faults.test_kill import ROOT, WAITING

FIRST, SECOND = "informatiesessies", "tweede_sessie"
SESSIONS = StepTemplate(FIRST, "informatiesessie", "secretariaat", -45, -45)
AGAIN = StepTemplate(SECOND, "informatiesessie", "secretariaat", -40, -40, after=(FIRST,))
OLD_FLOW, NEW_FLOW, NEW_TASK, NEW_VERSION = "hold_information_sessions", "houd_sessies", "nieuw", "9.9.9"
DONE = "Afgerond"


@pytest.mark.goal("80")
@pytest.mark.long
def test_a_round_ends_on_its_path_under_another_program_until_it_is_moved_on_record(
    database: str, conducted: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEETCYCLUS_NOW", moment("2023-11-16 09:00").isoformat())
    app = application()
    with app.work() as uow:
        programmes.import_programme(uow, with_path(SESSIONS), by="", at=app.now())
    given = {"reference_date": "2023-12-31", "governance": "", "entry_from": "", "entry_until": "", "by": SECRETARIAT}
    assert run_flow("open_round", round_key=KEY, launch=given).ran == (FIRST,)

    program = new_program(tmp_path / "new")
    write_programme(with_path(SESSIONS, AGAIN), tmp_path / "programme")
    ask(program, "programme", "import", str(tmp_path / "programme"))
    assert ask(program, "round", "advance", KEY)["ran"] == [FIRST]
    close(FIRST)
    told = ask(program, "round", "advance", KEY)
    assert (told["ran"], told["state"]) == ([], DONE)
    assert steps() == {FIRST: StepState.CLOSED}

    ask(program, "round", "move", KEY, "--path", "--reason", "een tweede sessie")
    assert ask(program, "round", "advance", KEY)["ran"] == [SECOND]
    close(SECOND)
    assert ask(program, "round", "advance", KEY)["state"] == DONE
    assert steps() == {FIRST: StepState.CLOSED, SECOND: StepState.CLOSED}
    require_story(app.product_version)
    of_steps = [each for each in read_history(KEY) if app.home_tag in each["tags"] and f"stap:{FIRST}" in each["tags"]]
    assert [(each["flow"], NEW_TASK in each["tags"]) for each in of_steps] == [(OLD_FLOW, False), (NEW_FLOW, True)]
    app.engine.dispose()


def require_story(old_version: str) -> None:
    """The ledger says which program worked from when, and that the path was moved after that and by whom."""
    with application().work() as uow:
        lines = {each.action: each for each in uow.ledger.events(round_key=KEY)}
        opened = [each.seq for each in uow.ledger.events(round_key=KEY, action="step.open")]
    program, moved = lines["round.program"], lines["round.move_path"]
    assert json.loads(program.before) == {"product_version": old_version}
    assert json.loads(program.after) == {"product_version": NEW_VERSION}
    assert opened[0] < program.seq < moved.seq < opened[1]
    assert (moved.by, json.loads(moved.after)["reason"]) == (SECRETARIAT, "een tweede sessie")


def with_path(*path: StepTemplate) -> ProgrammeData:
    data = small_programme()
    return replace(data, programme=replace(data.programme, governance={"KORT": path}))


def new_program(folder: Path) -> Path:
    """Another version of the program, installed beside this one: its flow has another name and does one thing more."""
    folder.mkdir()
    for name in ("meetcyclus", "tasks", "expectations", "templates", "deployments"):
        (folder / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "flows", folder / "flows", ignore=shutil.ignore_patterns("__pycache__"))
    code = folder / "flows" / f"{OLD_FLOW}.py"
    text = code.read_text()
    for old, new in (
        (f'name="{OLD_FLOW}"', f'name="{NEW_FLOW}"'),
        ("import letters, rounds\n", "import letters, rounds, runs\n"),
        ("    rounds.begin(", f'    runs.sign("{NEW_TASK}")\n    rounds.begin('),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    code.write_text(text)
    facts = folder / f"meetcyclus-{NEW_VERSION}.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text(f"Metadata-Version: 2.1\nName: meetcyclus\nVersion: {NEW_VERSION}\n")
    return folder


def ask(program: Path, *words: str) -> dict[str, object]:
    """A command of that program, as a process of its own."""
    command = [sys.executable, "-m", "meetcyclus", *words, "--by", SECRETARIAT, "--json"]
    environment = {**os.environ, "PYTHONPATH": str(program)}
    done = subprocess.run(command, cwd="/", env=environment, capture_output=True, text=True, check=False)
    assert done.returncode in (0, WAITING), done.stdout + done.stderr
    told: dict[str, object] = json.loads(done.stdout)
    return told


def close(code: str) -> None:
    app = application()
    with app.work() as uow:
        rounds.close_step(uow, key=KEY, code=code, note="gehouden", by=SECRETARIAT, at=app.now())


def steps() -> dict[str, StepState]:
    with application().work() as uow:
        return {each.code: each.state for each in rounds.steps_of(uow, KEY)}
