"""Documents that were made and are not kept yet: their pages are counted while others work in the database."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from meetcyclus.services.document_ports import PageLayout
from meetcyclus.services.unit_of_work import UnitOfWork

# The hash of the snapshot, the name of the file and what is noted of its template.
Identity = tuple[str, str, str]


@dataclass(frozen=True)
class NewDocument:
    """A document that is not kept yet. `pages` is 0 and `pdf` empty until somebody laid it out."""

    kind: str
    identity: Identity
    is_draft: bool
    content: bytes
    plain_sha256: str
    pages: int = 0
    pdf: bytes = b""

    @property
    def file_name(self) -> str:
        """The name under which it will be kept."""
        return self.identity[1]


def new_document(kind: str, identity: Identity, content: bytes, *, is_draft: bool) -> NewDocument:
    """A document without page numbers, with the hash that it has on every machine."""
    return NewDocument(kind, identity, is_draft, content, hashlib.sha256(content).hexdigest())


def with_page_numbers(
    layout: PageLayout, documents: Sequence[NewDocument], *, drafts: bool = False
) -> list[NewDocument]:
    """The documents, laid out where they have a contents list: final ones, and drafts where these are asked.

    Takes a minute for a long report, so no unit of work may be open around it.
    """
    return [_laid_out(layout, each) if drafts or not each.is_draft else each for each in documents]


def _laid_out(layout: PageLayout, document: NewDocument) -> NewDocument:
    found = layout.laid_out(document.file_name, document.content)
    if found is None:
        return document
    return replace(document, content=found.content, pages=found.pages, pdf=found.pdf)


def record_pages(uow: UnitOfWork, document: NewDocument, *, round_key: str, by: str, at: datetime) -> None:
    """Put in the ledger that page numbers were filled in, and the hash of the document without them."""
    if document.pages:
        after = {"pages": document.pages, "sha256_without_pages": document.plain_sha256}
        uow.ledger.append(
            action="document.lay_out", object=document.file_name, by=by, at=at, round_key=round_key, after=after
        )
