"""Writes letters from the templates: subject, plain text and HTML of one kind, from plain facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, UndefinedError, select_autoescape
from jinja2.sandbox import SandboxedEnvironment

from meetcyclus.domain.dutch import NBSP
from meetcyclus.domain.errors import MeetcyclusError
from meetcyclus.domain.letters import Letter, LetterKind
from meetcyclus.mail import invitation
from meetcyclus.mail.filters import FILTERS
from meetcyclus.mail.introduction import introduced
from meetcyclus.mail.message import one_line
from meetcyclus.services.ports import LetterContent


class TemplateLetterWriter:
    """Letters from a folder with one subfolder per kind: subject.txt.j2, body.txt.j2, body.html.j2, version.txt."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._environment = _environment(folder)

    def write(self, kind: LetterKind, facts: Mapping[str, object]) -> LetterContent:
        """The letter of that kind; raises MeetcyclusError when a template names a fact that is not given."""
        version = self._version(kind)
        known = {**facts, "template_version": version}
        subject = one_line(self._render(f"{kind.value}/subject.txt.j2", known))
        known["subject"] = subject
        return LetterContent(
            subject=subject,
            text=_spaced(self._render(f"{kind.value}/body.txt.j2", known)),
            html=self._render(f"{kind.value}/body.html.j2", known),
            template_version=version,
        )

    def introduced(self, letter: Letter, introduction: str) -> Letter:
        """The letter with these words above its facts in place of those it had; raises NotAllowed without room."""
        return introduced(letter, introduction)

    def calendar_invitation(
        self,
        *,
        uid: str,
        title: str,
        description: str,
        place: str,
        starts_at: datetime,
        ends_at: datetime,
        organiser: str,
        attendee: str,
    ) -> bytes:
        """An iCalendar file (RFC 5545, method REQUEST) for a meeting."""
        return invitation.calendar_invitation(
            uid=uid,
            title=title,
            description=description,
            place=place,
            starts_at=starts_at,
            ends_at=ends_at,
            organiser=organiser,
            attendee=attendee,
        )

    def _version(self, kind: LetterKind) -> str:
        path = self._folder / kind.value / "version.txt"
        try:
            return f"{kind.value}/{int(path.read_text(encoding='utf-8'))}"
        except (OSError, ValueError) as error:
            raise MeetcyclusError(f"letter template {path} must hold the number of its version") from error

    def _render(self, name: str, facts: Mapping[str, object]) -> str:
        try:
            return self._environment.get_template(name).render(facts)
        except UndefinedError as error:
            raise MeetcyclusError(f"letter template {name} names a fact that is not given: {error.message}") from error
        except TemplateError as error:
            raise MeetcyclusError(f"letter template {name} cannot be used: {error}") from error
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise MeetcyclusError(f"letter template {name} got a fact of the wrong kind: {error}") from error


@cache
def _environment(folder: Path) -> SandboxedEnvironment:
    """One for all writers of a folder: a template is compiled once, and again when staff change its file."""
    # Staff may edit templates, so a template can read facts and nothing else of the program.
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=select_autoescape(enabled_extensions=("html.j2",)),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(FILTERS)
    return environment


def _spaced(text: str) -> str:
    """Every line a paragraph: Outlook joins lines that stand directly under each other. Plain text has plain spaces."""
    return "\n\n".join(line.rstrip() for line in text.replace(NBSP, " ").splitlines() if line.strip()) + "\n"
