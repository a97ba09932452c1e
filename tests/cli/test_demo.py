"""`meetcyclus demo`, once, as a process of its own in a closed network: what it says, and whether that is true."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from docx import Document
from docx.oxml.ns import qn

from meetcyclus.documents.office import is_installed
from tests.cli import processes
from tests.cli.command_line import Seat

KEY = "2023-12"
CLOSED_NETWORK = Path(__file__).parent / "closed_network"
SECONDS = 900
HAS_OFFICE = is_installed()
# What was published about the round of 31 December 2023, as the cover note must say it.
PUBLISHED = (
    "181 projecten",
    "33 gerealiseerd (18%), waarvan 1 nog niet bevestigd (VV060). Dat zijn er 20 meer dan bij meting 5",
    "141 in uitvoering volgens schema (78%)",
    "3 stopgezet (2%)",
    "4 projecten vragen bijkomende aandacht",
    "1.483 van 1.753 mijlpalen (84,6%) zijn op schema of gerealiseerd",
    "4,168 miljard euro (97%) van 4,3 miljard euro",
    "2,16 miljard euro vereffend, of 50,28% van 4,3 miljard euro",
    "een stijging van 853 miljoen euro (19,83 procentpunt) sinds 31 december 2022",
)


# `make demo` plays it too; the small round of the journeys goes the same way in `make test`.
pytestmark = pytest.mark.long


@dataclass(frozen=True)
class Demonstration:
    """One demo: the finished process, what it printed, its home, and who looked outside."""

    done: subprocess.CompletedProcess[str]
    home: Path
    looked_outside: Path

    @property
    def said(self) -> Any:
        return json.loads(self.done.stdout)

    @property
    def seat(self) -> Seat:
        return Seat(self.home, "2024-02-06T09:00+01:00")


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    folder = tmp_path_factory.mktemp("demo")
    log = folder / "looked_outside.txt"
    log.touch()
    command = [sys.executable, "-m", "meetcyclus", "demo", "--seed", "1", "--out", str(folder / "home"), "--json"]
    done = subprocess.run(
        command,
        cwd="/",
        env=processes.surroundings(folder / "elsewhere", **_closed(log)),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    return Demonstration(done, folder / "home", log)


def _closed(log: Path) -> dict[str, str]:
    return {"PYTHONPATH": os.fspath(CLOSED_NETWORK), "CLOSED_NETWORK_LOG": os.fspath(log)}


@pytest.mark.goal("50")
def test_whole_round_is_played_from_launch_to_publication(demonstration: Demonstration) -> None:
    assert demonstration.done.returncode == 0, demonstration.done.stderr
    said = demonstration.said
    assert {"home", "round", "seconds", "steps", "letters", "findings", "files", "figures"} <= said.keys()
    assert said["round"] == KEY
    assert len(said["steps"]) == 15
    assert all(each["state"] == "afgesloten" and "@" in each["closed_by"] for each in said["steps"])
    assert all(Path(path).exists() for path in said["files"].values())
    assert set(said["letters"]) == {"sent"}
    # What only informs asks nobody for an answer, and a forecast that nobody confirmed stays a question; all else was
    # decided, and closed with its step.
    assert set(said["findings"]) <= {"afgesloten", "open"}
    left = demonstration.seat.ask("finding", "list", KEY, "--state", "open").json["findings"]
    assert {each["rule"] for each in left if each["severity"] != "info"} == {"KC-042"}
    assert "Traceback" not in demonstration.done.stderr


@pytest.mark.goal("50")
def test_its_log_has_an_unbroken_chain_and_no_letter_is_missing(demonstration: Demonstration) -> None:
    assert demonstration.seat.ask("log", "verify").json["ok"] is True
    assert demonstration.seat.ask("mail", "reconcile", KEY).json["difference"] == 0


@pytest.mark.goal("04")
@pytest.mark.goal("50")
def test_its_progress_adds_up_to_all_projects_however_they_are_grouped(demonstration: Demonstration) -> None:
    told = demonstration.seat.ask("progress", KEY).json
    assert told["total"] == 181
    assert {group: len(told[group]) for group in ("by_mandate", "by_speerpunt")} == {"by_mandate": 9, "by_speerpunt": 7}
    for group in ("by_mandate", "by_entity", "by_speerpunt"):
        for count in ("total", "submitted", "on_time", "late", "missing", "overdue"):
            assert sum(line[count] for line in told[group]) == told[count], (group, count)
        for line in told[group]:
            assert line["on_time"] + line["late"] + line["missing"] == line["total"]


@pytest.mark.goal("50")
def test_its_package_verifies_with_ours_and_with_python_alone(demonstration: Demonstration, tmp_path: Path) -> None:
    package = Path(demonstration.said["files"]["rekenhof"])
    assert demonstration.seat.ask("package", "verify", package).json == {"ok": True, "problems": []}
    alone = [sys.executable, "-I", "-S", os.fspath(package / "verify.py")]
    done = subprocess.run(alone, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.goal("50")
def test_its_dataset_equals_the_frozen_round(demonstration: Demonstration) -> None:
    folder = demonstration.said["files"]["opendata"]
    assert demonstration.seat.ask("opendata", "prove", folder, "--round", KEY).json["differences"] == []


@pytest.mark.goal("50")
def test_its_cover_note_says_what_was_published(demonstration: Demonstration) -> None:
    text = _text_of(Path(demonstration.said["files"]["covernota"]))
    assert [each for each in PUBLISHED if each not in text] == []


@pytest.mark.goal("33")
@pytest.mark.goal("65")
@pytest.mark.goal("69")
def test_check_of_its_five_documents_finds_nothing(
    demonstration: Demonstration, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The 181 sheets are laid out once, by the demo itself; a test of its own compares such a report with its PDF.
    monkeypatch.setenv("PATH", os.fspath(tmp_path))
    five = sorted((demonstration.home / "documents" / KEY).glob("*.docx"))
    checked = {path.stem.partition(f"_{KEY}")[0]: demonstration.seat.ask("report", "check", path) for path in five}
    assert set(checked) == {
        "covernota",
        "dc_nota",
        "financiele_rapportering",
        "mededeling_vr",
        "monitoringsrapport",
    }
    assert {(tuple(each.json["problems"]), each.json["compared_with"]) for each in checked.values()} == {
        ((), "register")
    }
    why = "LibreOffice is not installed" if HAS_OFFICE else "the contents list has none yet"
    assert checked["monitoringsrapport"].json["pages"] == {"compared": 0, "not_checked": why}


def _text_of(path: Path) -> str:
    """The words of a Word file, paragraph by paragraph, in tables too, with plain spaces."""
    body = Document(os.fspath(path)).element.body
    lines = ("".join(node.text or "" for node in paragraph.iter(qn("w:t"))) for paragraph in body.iter(qn("w:p")))
    return "\n".join(lines).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.goal("50")
def test_its_documents_are_the_same_bytes_when_another_process_writes_them(
    demonstration: Demonstration, tmp_path: Path
) -> None:
    copy = tmp_path / "home"
    copy.mkdir()
    shutil.copy(demonstration.home / "meetcyclus.db", copy)
    elsewhere = {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "7", "MEETCYCLUS_BY": "controle1@example.org"}
    done = processes.run(copy, "report", "build", KEY, "--out", tmp_path / "again", "--json", **elsewhere)
    assert done.returncode == 0, done.stderr
    for each in json.loads(done.stdout)["files"]:
        original = Path(demonstration.said["files"][each["kind"]]).read_bytes()
        assert hashlib.sha256(original).hexdigest() == each["sha256"]
        assert Path(each["path"]).read_bytes() == original


@pytest.mark.goal("50")
def test_every_run_can_be_read_back_from_the_history_of_prefect(
    demonstration: Demonstration, monkeypatch: pytest.MonkeyPatch
) -> None:
    from meetcyclus.launch import conducting, read_history

    monkeypatch.setenv("MEETCYCLUS_HOME", os.fspath(demonstration.home))
    with conducting():
        runs = read_history(KEY)
    assert {each["state_type"] for each in runs} == {"COMPLETED"}
    tasks = [task for run in runs for task in run["tasks"]]
    assert {each["state"] for each in tasks} == {"Completed"} | {each["state"] for each in tasks if _is_walk(each)}
    steps = {(run["flow"], run["name"]) for run in runs}
    assert {flow for flow, _ in steps} >= {
        "open_round",
        "run_round",
        "collect_entries",
        "validate_entries",
        "hand_over",
    }
    with sqlite3.connect(f"file:{demonstration.home / 'prefect' / 'prefect.db'}?mode=ro", uri=True) as history:
        walks = {UUID(id_) for (id_,) in history.execute(
            "SELECT parent_task_run_id FROM flow_run WHERE parent_task_run_id IS NOT NULL"
        )}  # fmt: skip
        told = {UUID(name.rpartition(".")[2]) for (name,) in history.execute(
            "SELECT resource_id FROM events WHERE event = 'prefect.task-run.Completed'"
        )}  # fmt: skip
        begun = {UUID(name.rpartition(".")[2]) for (name,) in history.execute(
            "SELECT resource_id FROM events WHERE event = 'prefect.task-run.Running'"
        )}  # fmt: skip
    recorded = {UUID(each["id"]) for each in tasks}
    assert recorded - walks == told == begun
    assert len(recorded) > 100


def _is_walk(task: dict[str, Any]) -> bool:
    """A flow within a flow stands among the tasks as well, under the name of its own final state."""
    return task["state"].startswith(("Wacht op", "Afgerond"))


@pytest.mark.goal("81")
def test_nobody_looked_outside_during_the_whole_round(demonstration: Demonstration) -> None:
    assert demonstration.done.returncode == 0
    assert demonstration.looked_outside.read_text() == ""


@pytest.mark.goal("81")
def test_closed_network_sees_a_process_and_its_child_look_outside(tmp_path: Path) -> None:
    log = tmp_path / "looked_outside.txt"
    looker = CLOSED_NETWORK / "look_outside.py"
    subprocess.run([sys.executable, looker], env={**os.environ, **_closed(log)}, check=True)
    lines = [line.split(" ", 2) for line in log.read_text().splitlines()]
    assert len({process for process, _, _ in lines}) == 2
    each_looked = ["connect", "connect_ex", "sendto", "getaddrinfo", "getaddrinfo", "gethostbyname"]
    assert [call for _, call, _ in lines] == each_looked * 2
