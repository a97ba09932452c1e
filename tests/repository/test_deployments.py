"""What stands in deployments/ can be read by those it is for, and names things that exist."""

from __future__ import annotations

import configparser
import importlib
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from meetcyclus.cli.main import root
from meetcyclus.conductor.environment import private_environment
from meetcyclus.conductor.worker import WALK
from meetcyclus.conductor.worker_host import POOL
from tests.repository.source import ROOT

FOLDER = ROOT / "deployments"
UNITS = sorted((FOLDER / "systemd").glob("*.service"))
DEPLOYMENTS: dict[str, Any] = yaml.safe_load((FOLDER / "prefect.yaml").read_text("utf-8"))
COMPOSE: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text("utf-8"))

# Where a server stands, who may ask it something, and how much it says.
OF_THE_PLACE = {
    "PREFECT_HOME",
    "PREFECT_PROFILES_PATH",
    "PREFECT_API_URL",
    "PREFECT_SERVER_DATABASE_CONNECTION_URL",
    "PREFECT_SERVER_API_AUTH_STRING",
    "PREFECT_API_AUTH_STRING",
    "PREFECT_LOGGING_LEVEL",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL",
}


@pytest.mark.parametrize("deployment", DEPLOYMENTS["deployments"], ids=lambda each: each["name"])
def test_deployment_names_a_flow_by_its_dotted_path(deployment: dict[str, Any]) -> None:
    module, _, name = deployment["entrypoint"].rpartition(".")
    assert getattr(importlib.import_module(module), name).name == name
    assert deployment["work_pool"]["name"] == POOL
    assert "concurrency_limit" not in deployment, "a slot that outlives a kill stops the schedule for ever"


def test_rounds_are_walked_each_quarter_of_an_hour() -> None:
    scheduled = {
        f"{each['entrypoint'].rpartition('.')[2]}/{each['name']}": each["schedules"]
        for each in DEPLOYMENTS["deployments"]
        if each["schedules"]
    }
    assert {name: [each["interval"] for each in schedules] for name, schedules in scheduled.items()} == {WALK: [900]}


@pytest.mark.parametrize("unit", UNITS, ids=lambda each: each.stem)
def test_unit_starts_a_command_that_exists(unit: Path) -> None:
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read(unit)
    program, *words = shlex.split(read["Service"]["ExecStart"])
    if read["Service"]["Type"] == "oneshot":
        timer = unit.with_suffix(".timer").read_text("utf-8")
        assert f"Unit={unit.name}\n" in timer and "OnCalendar=minutely\n" in timer
    else:
        assert read["Service"]["Restart"] == "always"
    if program.endswith("/meetcyclus"):
        assert isinstance(root.commands[words[0]].make_context(words[0], words[1:]), click.Context)


def test_services_of_the_compose_file_wait_for_each_other() -> None:
    services = COMPOSE["services"]
    assert set(services) == {"database", "server", "deploy", "worker", "watch"}
    for name, service in services.items():
        assert set(service.get("depends_on", {})) <= set(services), name
        assert service["restart"]
    assert all("healthcheck" in services[each] for each in ("database", "server"))
    assert {"MEETCYCLUS_PREFECT_API_URL", "PREFECT_API_URL"} <= set(services["worker"]["environment"])


def test_separate_services_get_the_settings_that_our_own_server_has() -> None:
    given = dict(
        line.split("=", 1) for line in (FOLDER / "prefect.env").read_text("utf-8").splitlines() if line[:1].isupper()
    )
    ours = private_environment(Path("home"), "http://127.0.0.1:1/api", "huis:sleutel")
    assert {name: given.get(name) for name in _in_general(ours)} == _in_general(ours)
    assert {"PREFECT_API_URL", "PREFECT_API_AUTH_STRING", "PREFECT_SERVER_DATABASE_CONNECTION_URL"} <= given.keys()


@pytest.mark.goal("79")
def test_prefect_keeps_what_happened_for_ten_years_and_more() -> None:
    """As Prefect itself reads our setting: ten years have two or three leap days. Runs are never cleared away."""
    ask = """
from prefect.settings import get_current_settings
server = get_current_settings().server
print(server.events.retention_period.days, *sorted(server.services.db_vacuum.enabled_vacuum_types))
"""
    settings = private_environment(Path("home"), "http://127.0.0.1:1/api", "")
    done = subprocess.run(
        [sys.executable, "-c", ask], env={**os.environ, **settings}, capture_output=True, text=True, check=True
    )
    days, *cleared = done.stdout.split()
    assert (int(days) >= 3653, cleared) == (True, ["events"])


def test_a_server_without_a_key_does_not_start() -> None:
    unit = (FOLDER / "systemd" / "meetcyclus-prefect.service").read_text("utf-8")
    for text in (unit, str(COMPOSE["services"]["server"]["command"])):
        assert 'test -n "$$PREFECT_SERVER_API_AUTH_STRING"' in text


def test_no_secret_goes_into_the_image_or_the_repository() -> None:
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert ignored[1] == "*", "the image gets what is named, and nothing else"
    assert ignored.index("deployments/secrets/") > ignored.index("!deployments/")
    assert "deployments/secrets/" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


def _in_general(settings: dict[str, str]) -> dict[str, str]:
    """What is the same wherever a server stands."""
    return {name: each for name, each in settings.items() if name not in OF_THE_PLACE}
