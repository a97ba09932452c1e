"""What a cabinet decided about a project, bound to the hash of what it was shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Decision(StrEnum):
    """A cabinet's word about one project."""

    VALIDATED = "validated"
    REMARK = "remark"
    RETURNED = "returned"


@dataclass(frozen=True)
class ValidationRequest:
    """What a cabinet was shown of one project, and when; the newest per project and mandate counts."""

    round_key: str
    project_number: str
    mandate_code: str
    sequence: int
    content_sha256: str
    asked_at: datetime


@dataclass(frozen=True)
class Verdict:
    """One decision of one mandate about one project. Append-only: a later verdict has a higher sequence."""

    round_key: str
    project_number: str
    mandate_code: str
    sequence: int
    decision: Decision
    remark: str
    decided_by: str
    decided_at: datetime
    content_sha256: str

    def stands_for(self, content_sha256: str) -> bool:
        """Whether the verdict approves exactly this content."""
        return self.decision is not Decision.RETURNED and self.content_sha256 == content_sha256
