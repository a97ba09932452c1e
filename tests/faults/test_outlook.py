"""`round show` beside a real Prefect server: the page of the last run, the next walk, and what failed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from prefect.client.orchestration import get_client
from prefect.states import Scheduled

from flows.walk_rounds import walk_rounds
from meetcyclus.conductor.outlook import WALK_DEPLOYMENT, WALK_FLOW
from meetcyclus.conductor.worker import WALK
from meetcyclus.domain.errors import OutsideFailure
from meetcyclus.launch import run_flow
from meetcyclus.services import rounds, walks
from tests.cli.command_line import Seat
from tests.factories import KEY, ZONE
from tests.faults.test_dead_runs import LEDGER_IS_FULL
from tests.faults.test_kill import LETTERS, Scene, set_scene

STEP = "informatiesessies"


@pytest.fixture
def scene(database: str, conducted: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    with set_scene(monkeypatch) as made:
        yield made


@pytest.fixture
def next_walk(conducted: None) -> Iterator[datetime]:
    """The deployment of the schedule with a walk that is planned, which no worker takes up."""
    due = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=15)
    with get_client(sync_client=True) as client:
        made = client.create_deployment(flow_id=client.create_flow(walk_rounds), name=WALK_DEPLOYMENT)
        client.create_flow_run_from_deployment(made, state=Scheduled(scheduled_time=due))
        yield due
        client.delete_deployment(made)


@pytest.mark.goal("41")
def test_round_show_names_page_next_walk_and_what_failed_and_was_taken_up_again(
    scene: Scene, database: str, prefect_server: str, next_walk: datetime
) -> None:
    assert f"{WALK_FLOW}/{WALK_DEPLOYMENT}" == WALK
    settings = {"MEETCYCLUS_DATABASE_URL": database, "MEETCYCLUS_PREFECT_API_URL": prefect_server}
    seat = Seat(scene.app.settings.home, scene.app.now().isoformat(), settings)
    with scene.app.work() as uow:
        # What the walk writes before its first step is written, so that the step itself is what fails.
        walks.note_program(uow, round_key=KEY, product_version=scene.app.product_version, at=scene.app.now())
    keep, lose = LEDGER_IS_FULL[scene.app.engine.dialect.name]
    with scene.app.engine.begin() as connection:
        for statement in lose:
            connection.exec_driver_sql(statement)
    with pytest.raises(OutsideFailure, match="the ledger is full"):
        run_flow("run_round", round_key=KEY)
    told = seat.ask("round", "show", KEY).json["prefect"]
    assert (told["state"], told["steps"]) == ("Failed", [step_runs(runs=1, failed=1, taken_up_again=0)])
    with scene.app.engine.begin() as connection:
        connection.exec_driver_sql(keep)
    last = run_flow("run_round", round_key=KEY)
    told = seat.ask("round", "show", KEY).json["prefect"]
    assert told["page"] == f"{prefect_server.removesuffix('/api')}/runs/flow-run/{last.flow_run_id}"
    assert (told["state"], told["steps"]) == (last.state_name, [step_runs(runs=2, failed=1, taken_up_again=1)])
    assert datetime.fromisoformat(told["next_walk"]) == next_walk
    shown = seat.run("round", "show", KEY).out
    assert f"{STEP}: ran 2 times, failed 1, taken up again 1" in shown
    assert told["page"] in shown and f"Next walk: {told_to_people(next_walk)}" in shown


@pytest.mark.goal("41")
def test_round_show_says_what_the_ledger_knows_where_no_server_answers(scene: Scene, database: str) -> None:
    away = {"MEETCYCLUS_DATABASE_URL": database, "MEETCYCLUS_PREFECT_API_URL": "http://127.0.0.1:9/api"}
    for settings in (away, {"MEETCYCLUS_DATABASE_URL": database}):
        seat = Seat(scene.app.settings.home, scene.app.now().isoformat(), settings)
        assert seat.ask("round", "show", KEY).json["prefect"] is None


@pytest.mark.goal("41")
@pytest.mark.goal("79")
def test_a_flow_run_ends_with_a_page_in_the_words_of_a_secretary_that_leads_to_the_ledger(
    scene: Scene, prefect_server: str
) -> None:
    """Read back as the pages of Prefect do, from its interface."""
    walk = run_flow("run_round", round_key=KEY)
    with scene.app.work() as uow:
        of_step = rounds.require_step(uow, KEY, STEP).flow_run_id
        (recorded,) = walks.walks_of(uow, round_key=KEY)
    whole, step = (artifact_of(prefect_server, each) for each in (walk.flow_run_id, of_step))
    assert (whole["key"], whole["type"]) == (f"meting-{KEY}", "markdown")
    assert f"| {STEP} | open | 16/11/2023 | 16/11/2023 | secretariaat |" in whole["data"]
    assert "- **secretariaat**: verslag van de informatiesessies en afsluiting van de stap" in whole["data"]
    assert "0 van 6 ingediend" in whole["data"] and f"| verstuurd | {LETTERS} |" in whole["data"]
    assert f"# Meting {KEY}: stap {STEP}" in step["data"] and "| invoer |" not in step["data"]
    lines = f"De laatste ({walk.flow_run_id}) schreef regels {recorded.first_seq} tot {recorded.last_seq}."
    assert lines in whole["data"] and recorded.flow_run_id == walk.flow_run_id
    for page in (whole, step):
        assert f"`meetcyclus log {KEY}`" in page["data"]


def artifact_of(prefect_server: str, flow_run_id: str) -> dict[str, str]:
    """The one page that a flow run left."""
    wanted = {"artifacts": {"flow_run_id": {"any_": [flow_run_id]}}}
    (found,) = httpx.post(f"{prefect_server}/artifacts/filter", json=wanted, timeout=60).json()
    return dict(found)


def step_runs(**counts: int) -> dict[str, object]:
    return {"step": STEP, **counts}


def told_to_people(moment: datetime) -> str:
    """On the clocks of Brussels."""
    return f"{moment.astimezone(ZONE):%Y-%m-%d %H:%M}"
