"""Prefect's settings, as environment variables, because Prefect reads them when it is first imported."""

from __future__ import annotations

from pathlib import Path

# Recorder batches of 100: with the default of 1 the history of a large flow is written for half a minute. A batch that
# is not full is written after a second: with the default of five, every command would wait that long. Prefect takes
# whole seconds only: of a fraction it makes 0, and its server is never idle.
_COMMON = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_V2_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TRIGGERS_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": "P3660D",
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
    "PREFECT_WORKER_QUERY_SECONDS": "5",
}


def private_environment(home: Path, api_url: str, auth: str) -> dict[str, str]:
    """Settings for a server of our own whose database stands in that folder; with `auth` it asks who is there."""
    return {
        **_COMMON,
        "PREFECT_HOME": str(home),
        "PREFECT_PROFILES_PATH": str(home / "profiles.toml"),
        "PREFECT_API_URL": api_url,
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{home / 'prefect.db'}",
        **({"PREFECT_SERVER_API_AUTH_STRING": auth, "PREFECT_API_AUTH_STRING": auth} if auth else {}),
    }


def client_environment(home: Path, api_url: str, auth: str) -> dict[str, str]:
    """Settings for talking to a server, from the process of a command.

    What goes wrong in a flow is raised to the command, which says it in words; the traceback stays in Prefect's log.
    """
    quiet = {"PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL"}
    known = {"PREFECT_API_AUTH_STRING": auth} if auth else {}
    return {**_COMMON, **quiet, **known, "PREFECT_HOME": str(home), "PREFECT_API_URL": api_url}
