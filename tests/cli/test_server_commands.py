"""What `serve` refuses, and `deploy`: the deployments of separate services, made known without asking anybody else."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from prefect.client.orchestration import get_client

from meetcyclus.conductor.worker import WALK
from meetcyclus.conductor.worker_host import POOL
from tests.cli.processes import run

ROOT = Path(__file__).parents[2]
CLOSED_NETWORK = Path(__file__).parent / "closed_network"


def test_server_does_not_take_another_server_on_its_port_for_its_own(tmp_path: Path, prefect_server: str) -> None:
    port = prefect_server.removesuffix("/api").rpartition(":")[2]
    done = run(tmp_path, "serve", "--port", port)
    assert done.returncode == 4
    assert f"port {port} of this machine is not free" in done.stderr
    assert "Prefect pages" not in done.stderr


@pytest.mark.goal("81")
def test_deployments_are_made_known_without_looking_out(tmp_path: Path, conducted: None, prefect_server: str) -> None:
    log = tmp_path / "looked_outside.txt"
    closed = {"PYTHONPATH": f"{CLOSED_NETWORK}{os.pathsep}{ROOT}", "CLOSED_NETWORK_LOG": os.fspath(log)}
    log.touch()
    for seconds in (600, 900):  # the second time as after a new version
        words = ("deploy", "--every", seconds, "--json")
        done = run(tmp_path, *words, MEETCYCLUS_PREFECT_API_URL=prefect_server, **closed)
        assert (done.returncode, done.stderr) == (0, "")
        assert json.loads(done.stdout) == {"prefect_api_url": prefect_server}
        with get_client(sync_client=True) as client:
            assert client.read_work_pool(POOL).type == "process"
            (schedule,) = client.read_deployment_by_name(WALK).schedules
            assert schedule.schedule.interval.total_seconds() == seconds  # type: ignore[union-attr]
            names = {each.name for each in client.read_deployments()}
    assert names >= {"kwartier", "op-vraag", "openen"}
    assert log.read_text() == ""


def test_deploy_wants_to_know_which_server(tmp_path: Path) -> None:
    done = run(tmp_path, "deploy")
    assert (done.returncode, "MEETCYCLUS_PREFECT_API_URL" in done.stderr) == (2, True)
