"""The Word templates of the house: kept with the round, so that whoever makes its documents uses the same ones."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from meetcyclus.domain.documents import Document
from meetcyclus.services.authority import require_role
from meetcyclus.services.editions import Template
from meetcyclus.services.snapshots import newest_snapshot
from meetcyclus.services.unit_of_work import UnitOfWork

_SHORT = 12


def keep_template(uow: UnitOfWork, *, round_key: str, kind: str, template: Template, by: str, at: datetime) -> None:
    """From now on documents of this kind are made with this template; the one in force once more changes nothing."""
    require_role(uow, by, "secretariaat", "dossierbeheerder")
    earlier = uow.documents.where(round_key=round_key, kind=_kind(kind))
    sha256 = uow.files.put(template.content)
    if earlier and earlier[-1].sha256 == sha256:
        return
    _, record = newest_snapshot(uow, round_key=round_key)
    document = Document(
        round_key=round_key,
        kind=_kind(kind),
        sequence=len(earlier) + 1,
        file_name=template.name,
        sha256=sha256,
        snapshot_sha256=record.sha256,
        is_draft=record.is_draft,
        created_at=at,
        created_by=by,
    )
    uow.documents.add([document])
    uow.ledger.append(action="template.keep", object=template.name, by=by, at=at, round_key=round_key, after=document)


def templates_of(uow: UnitOfWork, round_key: str, kinds: Collection[str]) -> Mapping[str, Template]:
    """The templates that staff gave, by the kind of document."""
    found = {kind: uow.documents.where(round_key=round_key, kind=_kind(kind)) for kind in kinds}
    return {kind: Template(each[-1].file_name, uow.files.get(each[-1].sha256)) for kind, each in found.items() if each}


def template_note(uow: UnitOfWork, round_key: str, kind: str) -> str:
    """How a document names the template it was made with; nothing where that is the one of the product."""
    kept = uow.documents.where(round_key=round_key, kind=_kind(kind))
    return f"sjabloon {kept[-1].file_name} ({kept[-1].sha256[:_SHORT]})" if kept else ""


def _kind(kind: str) -> str:
    return f"sjabloon_{kind}"
