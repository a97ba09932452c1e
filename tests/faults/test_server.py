"""A real server is killed while it walks, killed as a whole, and started again four months later: the round goes on."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from meetcyclus.domain.ledger import chain_problems
from meetcyclus.domain.rounds import StepState
from meetcyclus.launch import conducting, read_history
from meetcyclus.services import rounds, walks
from tests.factories import KEY, SECRETARIAT, moment
from tests.faults.serving import Served, serving, wait_until
from tests.faults.test_kill import LETTERS, Scene, require_no_letter_twice, set_scene, states

SECRETS = {"MEETCYCLUS_SMTP_PASSWORD": "wachtwoord-van-de-post", "MEETCYCLUS_PREFECT_AUTH": "huis:sleutel-van-prefect"}


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    """The round on the morning of its information session, with secrets in its settings."""
    for name, text in SECRETS.items():
        monkeypatch.setenv(name, text)
    with set_scene(monkeypatch) as made:
        yield made


@pytest.mark.goal("29")
@pytest.mark.goal("42")
@pytest.mark.goal("79")
@pytest.mark.long
def test_round_goes_on_by_itself_after_kills_and_after_four_months(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = scene.app.settings.home
    with serving(home) as served:
        kill_the_walk(scene, served)
        wait_until(lambda: sum(states(scene).values()) == LETTERS and set(states(scene)) == {"sent", "unknown"})
        assert states(scene)["unknown"] == 1
        require_no_letter_twice(scene)
        wait_until(lambda: len(walked(scene)) == 1)
        require_closed_pages(served)
        require_one_set_of_pages(served)
        served.kill()
    with scene.app.work() as uow:
        rounds.close_step(uow, key=KEY, code="informatiesessies", note="gehouden", by=SECRETARIAT, at=scene.app.now())
    monkeypatch.setenv("MEETCYCLUS_NOW", moment("2024-03-15 09:00").isoformat())
    with serving(home):
        wait_until(lambda: state_of(scene, "invoer") is StepState.OPEN)
        wait_until(lambda: len(walked(scene)) == 2)
        with conducting():
            history = read_history(KEY)
            wait_until(a_walk_is_planned)
    require_readable(scene, history)
    require_no_secret(home)


def a_walk_is_planned() -> bool:
    """Whether the pages show when the rounds walk next."""
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        found = client.read_flow_runs()
    planned = [each.expected_start_time for each in found if each.state_name == "Scheduled"]
    return bool(planned) and all(moment and moment.minute % 15 == 0 for moment in planned)


def kill_the_walk(scene: Scene, served: Served) -> None:
    """Kill -9 of the process that walks, while the mail server has the third letter in its hands."""
    killed: list[int] = []

    def at_letter(arrived: int) -> None:
        if arrived == 3:
            for each in served.walking():
                os.kill(each.pid, signal.SIGKILL)
                killed.append(each.pid)

    scene.server.letters.at_letter = at_letter
    wait_until(lambda: bool(killed))


def require_readable(scene: Scene, history: list[dict[str, object]]) -> None:
    """What died is marked in Prefect, in words, and stands in the ledger; every walk that moved has its line."""
    crashed = [each for each in history if each["state_type"] == "CRASHED"]
    assert {each["flow"] for each in crashed} >= {"run_round"}
    assert not [each for each in history if each["state_type"] == "RUNNING"]
    with scene.app.work() as uow:
        events = uow.ledger.events()
    assert chain_problems(events) == ()
    dead = {each.object for each in events if each.action == walks.DEATH}
    completed = {each["id"] for each in history if each["state_type"] == "COMPLETED"}
    assert dead and not dead & completed
    assert {each.flow_run_id for each in walked(scene)} <= completed
    assert all({f"meting:{KEY}", scene.app.home_tag} <= set(each["tags"]) for each in history)  # type: ignore[call-overload]


def require_closed_pages(served: Served) -> None:
    """Nobody asks Prefect anything without the key."""
    runs = f"http://127.0.0.1:{served.port}/api/flow_runs/filter"
    key = tuple(SECRETS["MEETCYCLUS_PREFECT_AUTH"].split(":"))
    assert httpx.post(runs, json={}, timeout=60).status_code == 401
    assert httpx.post(runs, json={}, timeout=60, auth=(key[0], key[1])).status_code == 200


def require_one_set_of_pages(served: Served) -> None:
    """The pages stand at the root; Prefect's second set is gone, and its address leads to the first."""
    address, reader = f"http://127.0.0.1:{served.port}", {"Accept": "text/html"}
    with httpx.Client(base_url=address, timeout=60, headers=reader) as people:
        front, second = people.get("/"), people.get("/v2/runs")
        settings = people.get("/ui-settings").json()
    assert (front.status_code, "<title>" in front.text) == (200, True)
    assert (second.status_code, second.headers["location"]) == (307, "/runs")
    assert (settings["available_uis"], settings["v2_base_url"]) == (["v1"], None)


def require_no_secret(home: Path) -> None:
    """Neither the logs nor Prefect's database nor anything else in the home holds a secret."""
    guilty = [
        f"{path}: {name}"
        for path in home.rglob("*")
        if path.is_file()
        for name, text in SECRETS.items()
        if text.encode() in path.read_bytes()
    ]
    assert guilty == []


def walked(scene: Scene) -> list[walks.Walk]:
    with scene.app.work() as uow:
        return walks.walks_of(uow, round_key=KEY)


def state_of(scene: Scene, code: str) -> StepState:
    with scene.app.work() as uow:
        return rounds.require_step(uow, KEY, code).state
