"""Is this installation healthy? Each check is real: it opens, starts or sends what the product will need."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from zoneinfo import ZoneInfo

from sqlalchemy import text

from meetcyclus.bootstrap import application
from meetcyclus.launch import conducting
from meetcyclus.paths import project_root
from meetcyclus.services.four_eyes import lone_signer

_LIBRARIES = ("prefect", "fastapi", "great-expectations", "sqlalchemy", "python-docx", "yagmail")


@dataclass(frozen=True)
class HealthCheck:
    """One check: what was looked at, whether it is right, and what was seen."""

    name: str
    ok: bool
    detail: str


def examine() -> list[HealthCheck]:
    """Run every check; a failing one does not stop the others."""
    checks: dict[str, Callable[[], str]] = {
        "python": _python,
        "versions": _versions,
        "folders": _folders,
        "database": _database,
        "mail server": _mail,
        "prefect": _prefect,
        "clock zone": _zone,
        "four eyes": _four_eyes,
    }
    return [_run(name, look) for name, look in checks.items()]


def _run(name: str, look: Callable[[], str]) -> HealthCheck:
    try:
        return HealthCheck(name, True, look())
    except Exception as error:
        # Whatever a check meets is its finding; the others still run.
        return HealthCheck(name, False, f"{type(error).__name__}: {error}")


def _python() -> str:
    return f"{platform.python_version()} at {sys.prefix}"


def _versions() -> str:
    return ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)


def _folders() -> str:
    for name in ("flows", "tasks", "expectations", "templates"):
        if not (project_root() / name).is_dir():
            raise ValueError(f"folder {name} is missing beside the package")
    probe = application().settings.folder("mail") / ".doctor"
    probe.write_text("")
    probe.unlink()
    return str(application().settings.home)


def _database() -> str:
    engine = application().engine
    with engine.connect() as connection:
        connection.execute(text("SELECT count(*) FROM ledger"))
    return f"{engine.dialect.name}, migrations up to date"


def _mail() -> str:
    app = application()
    with app.mail_line():
        return app.settings.smtp_url.rpartition("@")[2] or "sink in HOME/mail"


def _prefect() -> str:
    with conducting():
        return application().settings.prefect_api_url or "a private server starts and answers"


def _four_eyes() -> str:
    with application().work() as uow:
        warning = lone_signer(uow)
    return f"warning: {warning}" if warning else "more than one person may sign the money, or none is signed"


def _zone() -> str:
    return f"{ZoneInfo('Europe/Brussels')}, now {application().now().astimezone(ZoneInfo('Europe/Brussels')):%c}"
