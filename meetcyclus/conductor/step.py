"""The decorator of every task: no retry, no cache, and its run is remembered until the server has written it down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from prefect import Task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun

P = ParamSpec("P")
R = TypeVar("R")

# Task runs that ended in this process and are not yet known to be in the server's database.
_unconfirmed: set[UUID] = set()


def step(function: Callable[P, R]) -> Task[P, R]:
    """A Prefect task for one step of a round. Repeating it is safe; Prefect itself never repeats it."""
    made: Task[P, R] = Task(
        function,
        retries=0,
        cache_policy=NO_CACHE,
        persist_result=False,
        on_completion=[_remember],
        on_failure=[_remember],
    )
    return made


def unconfirmed_task_runs() -> set[UUID]:
    """Ids of the task runs that ended here and must still be found on the server."""
    return _unconfirmed


def _remember(_task: Task[Any, Any], run: TaskRun, _state: State[Any]) -> None:
    _unconfirmed.add(run.id)
