"""Settings: from the environment (MEETCYCLUS_...), read each time so that a rehearsal can move the clock."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from meetcyclus.domain.errors import BadInput, NotAllowed
from meetcyclus.safe_files import make_folder

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Settings:
    """Everything that differs between a laptop, a test and a server.

    `home` holds the SQLite file, the mail sink, documents and packages. An empty `smtp_url` means the sink.
    """

    home: Path
    database_url: str
    frozen_now: datetime | None
    smtp_url: str
    smtp_password: str | None = field(repr=False)
    smtp_authority: Path | None
    mail_per_minute: int
    by: str
    prefect_api_url: str
    prefect_auth: str | None = field(repr=False)
    packages_url: str
    open_data_url: str

    def now(self) -> datetime:
        """The moment it is, in UTC; frozen where MEETCYCLUS_NOW is set."""
        return self.frozen_now or datetime.now(UTC)

    def folder(self, name: str) -> Path:
        """A folder of the home, made when it is not there."""
        return make_folder(self.home / name)


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment; raises BadInput or NotAllowed for one that cannot be."""
    given = os.environ if environment is None else environment
    home = Path(given.get("MEETCYCLUS_HOME") or "var").expanduser().resolve()
    settings = Settings(
        home=home,
        database_url=given.get("MEETCYCLUS_DATABASE_URL") or f"sqlite:///{home / 'meetcyclus.db'}",
        frozen_now=_moment(given.get("MEETCYCLUS_NOW", "")),
        smtp_url=given.get("MEETCYCLUS_SMTP_URL", ""),
        smtp_password=_secret(given, "MEETCYCLUS_SMTP_PASSWORD", "MEETCYCLUS_SMTP_PASSWORD_FILE"),
        smtp_authority=Path(given["MEETCYCLUS_SMTP_CA"]) if given.get("MEETCYCLUS_SMTP_CA") else None,
        mail_per_minute=_count(given, "MEETCYCLUS_MAIL_PER_MINUTE"),
        by=given.get("MEETCYCLUS_BY", ""),
        prefect_api_url=given.get("MEETCYCLUS_PREFECT_API_URL", ""),
        prefect_auth=_secret(given, "MEETCYCLUS_PREFECT_AUTH", "MEETCYCLUS_PREFECT_AUTH_FILE"),
        packages_url=_link(given, "MEETCYCLUS_PACKAGES_URL"),
        open_data_url=_link(given, "MEETCYCLUS_OPENDATA_URL"),
    )
    if settings.frozen_now and settings.smtp_url and urlsplit(settings.smtp_url).hostname not in _LOOPBACK:
        raise NotAllowed("MEETCYCLUS_NOW freezes the clock: refused with a mail server that is not on the loopback")
    return settings


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(f"MEETCYCLUS_NOW: {text!r} is not an ISO time such as 2023-12-01T09:00:00+01:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _link(given: Mapping[str, str], name: str) -> str:
    text = given.get(name, "").rstrip("/")
    if text and not re.fullmatch(r"https://[^\s/]+(/\S*)?", text):
        raise BadInput(f"{name}: {text!r} is not a link such as https://www.example.org/opendata")
    return text


def _count(given: Mapping[str, str], name: str) -> int:
    text = given.get(name) or "0"
    if not (text.isascii() and text.isdigit()):
        raise BadInput(f"{name}: {text!r} is not a whole number of 0 or more")
    return int(text)


def _secret(given: Mapping[str, str], name: str, file_name: str) -> str | None:
    """A secret from the file that a setting names, else from the setting itself."""
    if not given.get(file_name):
        return given.get(name) or None
    path = Path(given[file_name])
    try:
        return path.read_text().strip()
    except OSError as error:
        raise BadInput(f"{file_name}: {path} cannot be read ({error.strerror})") from None
