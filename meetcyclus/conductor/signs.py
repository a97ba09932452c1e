"""What a flow run carries so that people and programs recognise it: tags, and an overview that it ends with."""

from __future__ import annotations

from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import ArtifactCreate
from prefect.runtime import flow_run


def sign_run(*tags: str) -> None:
    """Put the tags on the flow run of this moment; does nothing where it carries them all."""
    present: list[str] = flow_run.tags
    if flow_run.id and not set(tags) <= set(present):
        with get_client(sync_client=True) as client:
            client.update_flow_run(UUID(flow_run.id), tags=sorted({*present, *tags}))


def leave_overview(*, key: str, title: str, markdown: str, flow_run_id: str = "") -> None:
    """Leave a page with a flow run, for people; by default with the run of this moment."""
    run_id = flow_run_id or flow_run.id
    artifact = ArtifactCreate(
        key=key, type="markdown", description=title, data=markdown, flow_run_id=UUID(run_id) if run_id else None
    )
    with get_client(sync_client=True) as client:
        client.create_artifact(artifact)
