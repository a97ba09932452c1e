"""The command line as a process: what a shell, a script and a service manager see of it."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.cli.command_line import Seat
from tests.cli.processes import SECONDS, run, surroundings

PNRR = Path(__file__).parent.parent / "data" / "pnrr"


def test_process_prints_one_document_and_ends_with_its_exit_code(tmp_path: Path) -> None:
    done = run(tmp_path, "check", "rules", "--json", LC_ALL="C", TZ="Asia/Tokyo")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["rules"]
    refused = run(tmp_path, "round", "show", "2023-12", "--json")
    assert refused.returncode == 2
    assert json.loads(refused.stdout)["error"]


def test_version_is_that_of_the_package(tmp_path: Path) -> None:
    assert version("meetcyclus") in run(tmp_path, "--version").stdout


def test_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "meetcyclus", "check", "rules"]
    process = subprocess.Popen(
        command, cwd="/", env=surroundings(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    told = process.stderr.read()
    assert (process.wait(SECONDS), told) == (0, "")


@pytest.mark.goal("88")
def test_doctor_finds_everything_in_order(tmp_path: Path, empty_history: Path) -> None:
    shutil.copytree(empty_history, tmp_path / "prefect")
    done = run(tmp_path, "doctor", "--json")
    checks = json.loads(done.stdout)["checks"]
    assert [each for each in checks if not each["ok"]] == []
    assert {"versions", "database", "mail server", "prefect", "folders", "clock zone"} <= {
        each["name"] for each in checks
    }
    assert all(each["detail"] for each in checks)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.goal("88")
def test_doctor_names_what_is_wrong(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    away = {
        "MEETCYCLUS_SMTP_URL": f"smtp://127.0.0.1:{port}",
        "MEETCYCLUS_PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
    }
    checks = Seat(tmp_path, settings=away).ask("doctor", expect=1).json["checks"]
    assert {each["name"] for each in checks if not each["ok"]} == {"mail server", "prefect"}
    assert all(str(port) in each["detail"] for each in checks if not each["ok"])


def test_server_starts_and_stops_cleanly_on_the_signal_of_a_service_manager(
    tmp_path: Path, empty_history: Path
) -> None:
    shutil.copytree(empty_history, tmp_path / "prefect")
    assert run(tmp_path, "programme", "import", PNRR).returncode == 0
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "meetcyclus", "serve", "--port", str(port), "--every", "1"]
    process = subprocess.Popen(command, cwd="/", env=surroundings(tmp_path), stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    first = process.stderr.readline()
    assert f"http://127.0.0.1:{port}" in first
    with socket.create_connection(("127.0.0.1", port), timeout=10):
        pass
    process.send_signal(signal.SIGTERM)
    assert process.wait(SECONDS) == 0
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), timeout=10):
        pass
