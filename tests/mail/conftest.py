"""What the mail tests share: the shipped templates, a letter, and certificates of our own."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from meetcyclus.domain.letters import Attachment, Letter, LetterKind, LetterState
from meetcyclus.mail.writer import TemplateLetterWriter
from tests.mail.mail_server import Authority, make_authority

TEMPLATES = Path(__file__).parents[2] / "templates" / "letters"
WORKBOOK = b"PK\x03\x04 a workbook \r\n.\r\n with a dot on a line"


@pytest.fixture(scope="session")
def writer() -> TemplateLetterWriter:
    """A writer on the templates that are shipped."""
    return TemplateLetterWriter(TEMPLATES)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Certificates of our own authority, made once."""
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def letter() -> Letter:
    """A letter with one attachment."""
    return Letter(
        id="7f3a",
        round_key="2023-12",
        kind=LetterKind.FEEDBACK,
        recipient_email="jose.mueller@example.org",
        recipient_name="José Müller",
        sequence="1",
        template_version="feedback_kwaliteitscheck/1",
        subject="[Meting 6] Graag aanvullen tegen vrijdag 22/12, 12 u.: VV014, VV056",
        text="Graag vult u aan.\n\n.Een regel met een punt vooraan.\n\nFinanciële gegevens: 12 u.\n",
        html="<!DOCTYPE html><html lang='nl-BE'><body><p>Graag vult u aan.</p></body></html>",
        attachments=(
            Attachment(
                file_name="fiche-één.xlsx",
                content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                sha256=hashlib.sha256(WORKBOOK).hexdigest(),
            ),
        ),
        message_id="<feedback.2023-12.7f3a@meetcyclus.example.org>",
        state=LetterState.SENDING,
        planned_at=datetime(2023, 12, 15, 8, 30, tzinfo=UTC),
    )


@pytest.fixture
def contents() -> dict[str, bytes]:
    """The content of the letter's attachment by its hash."""
    return {hashlib.sha256(WORKBOOK).hexdigest(): WORKBOOK}
