"""Closing a step by hand, with the letters that follow from it."""

from __future__ import annotations

from meetcyclus.domain.rounds import Step
from meetcyclus.services.desk import Desk
from meetcyclus.services.letters_after import plan_publication
from meetcyclus.services.reports import documents_to_send
from meetcyclus.services.rounds import close_step


def close_by_hand(desk: Desk, *, code: str, note: str, by: str) -> Step:
    """A person closes a step; closing the publication publishes the round and writes the notices."""
    step = close_step(desk.uow, key=desk.round.key, code=code, note=note, by=by, at=desk.at)
    if step.kind == "publicatie":
        documents = [name for name, _, _ in documents_to_send(desk.uow, round_key=desk.round.key)]
        datasets = desk.uow.documents.where(round_key=desk.round.key, kind="dataset")
        plan_publication(desk, documents=documents, dataset_name=f"{desk.round.key}/{datasets[-1].file_name}")
    return step
