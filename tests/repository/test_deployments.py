"""What stands in deployments/ can be read by those it is for, and names things that exist."""

from __future__ import annotations

import configparser
import importlib
import shlex
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


@pytest.mark.parametrize("deployment", DEPLOYMENTS["deployments"], ids=lambda each: each["name"])
def test_deployment_names_a_flow_by_its_dotted_path(deployment: dict[str, Any]) -> None:
    module, _, name = deployment["entrypoint"].rpartition(".")
    assert getattr(importlib.import_module(module), name).name == name
    assert deployment["work_pool"]["name"] == POOL
    assert deployment["concurrency_limit"]["limit"] == 1


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
    assert read["Service"]["Restart"] == "always"
    if program.endswith("/meetcyclus"):
        assert isinstance(root.commands[words[0]], click.Command)


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
    assert {name: ours.get(name) for name in given} == given
