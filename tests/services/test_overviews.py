"""The page that a walk ends with says what a secretary wants to know, and nothing that only programmers read."""

from __future__ import annotations

from meetcyclus.bootstrap import Application
from meetcyclus.services import overviews, walks
from tests.factories import ANNA, KEY, NUMBERS, entries
from tests.services.world import DURING_ENTRY, begin, hand_in


def page(app: Application) -> str:
    with app.work() as uow:
        return overviews.overview_of_round(uow, round_key=KEY, at=DURING_ENTRY)


def test_page_names_steps_who_is_late_letters_and_what_is_waited_for(app: Application) -> None:
    begin(app, "invoer")
    hand_in(app, [each for each in entries() if each.project_number != NUMBERS[0]])
    text = page(app)
    assert "| invoer | open | 05/12/2023 | 13/12/2023 | projectverantwoordelijke |" in text
    assert "- **projectverantwoordelijke**: invoer van 1 van 6 projecten (tegen 13/12/2023)" in text
    assert "5 van 6 ingediend, 0 te laat ingediend, 1 ontbreken." in text
    assert f"| {NUMBERS[0]} | {ANNA} |" in text


def test_page_and_ledger_point_at_each_other(app: Application) -> None:
    begin(app, "invoer")
    with app.work() as uow:
        for _ in range(2):
            walks.record_walk(uow, round_key=KEY, flow_run_id="run-1", ran="invoer", waiting="", at=DURING_ENTRY)
        (walk,) = walks.walks_of(uow, round_key=KEY)
    assert (walk.flow_run_id, walk.ran) == ("run-1", ("invoer",))
    assert f"De laatste (run-1) schreef regels {walk.first_seq} tot {walk.last_seq}." in page(app)


def test_page_of_a_step_is_about_that_step_alone(app: Application) -> None:
    begin(app, "invoer")
    with app.work() as uow:
        text = overviews.overview_of_step(uow, round_key=KEY, step_code="invoer", at=DURING_ENTRY)
    assert "| invoer | open |" in text
    assert "validatie" not in text
