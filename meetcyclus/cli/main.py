"""The root command, and the one place where errors become exit codes."""

from __future__ import annotations

import os
import sys
import traceback

import click
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from meetcyclus.cli import (
    backups,
    bench,
    chaos,
    checks,
    demo,
    entries,
    finance,
    findings,
    house,
    ledger,
    letters,
    meetings,
    packages,
    programmes,
    progress,
    reports,
    round_past,
    rounds,
    trails,
    trend,
    validation,
)
from meetcyclus.cli.shared import CommonGroup, report_error
from meetcyclus.domain.errors import BadInput, MeetcyclusError, OutsideFailure


@click.group(cls=CommonGroup, context_settings={"max_content_width": 100})
@click.version_option(package_name="meetcyclus")
def root() -> None:
    """Runs the measurement rounds of a public programme, from launch to open data.

    Example:  meetcyclus demo
    """


for module in (
    demo, chaos, bench, programmes, rounds, round_past, progress, entries, checks, findings, letters, validation,
    finance, meetings, reports, trails, trend, packages, ledger, backups, house,
):  # fmt: skip
    for command in module.COMMANDS:
        root.add_command(command)


def main() -> None:
    """Run the command line; exit codes: 0 done, 1 found something, 2 bad input, 3 not now, 4 outside failure."""
    # Libraries that would phone home are told not to before any of them is imported.
    os.environ.update(DO_NOT_TRACK="1", GX_ANALYTICS_ENABLED="false", PREFECT_SERVER_ANALYTICS_ENABLED="false")
    try:
        result = root(standalone_mode=False)
    except click.Abort:
        sys.exit(BadInput.exit_code)
    except BrokenPipeError:
        # The reader of our output went away (`| head`); nothing more can be said to it, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        sys.exit(_report(error, as_json="--json" in sys.argv))
    sys.exit(result if isinstance(result, int) else 0)


def _report(error: Exception, *, as_json: bool) -> int:
    """Say what went wrong, never with a traceback unless one is wanted; gives the exit code."""
    if isinstance(error, click.ClickException) and not as_json:
        error.show()
        return BadInput.exit_code
    told = _as_told(error)
    report_error(told, as_json=as_json)
    if os.environ.get("MEETCYCLUS_DEBUG"):
        traceback.print_exception(error)
    return told.exit_code


def _as_told(error: Exception) -> MeetcyclusError:
    """Every error as one that a person can act upon."""
    if isinstance(error, MeetcyclusError):
        return error
    if isinstance(error, click.ClickException):
        return BadInput(error.format_message())
    if isinstance(error, ArgumentError):
        return BadInput(f"MEETCYCLUS_DATABASE_URL: {error}")
    if isinstance(error, DBAPIError):
        # The statement and its values stay out of the message: they may hold personal data.
        return OutsideFailure(f"the database failed: {error.orig}")
    if isinstance(error, SQLAlchemyError | OSError):
        return OutsideFailure(f"{type(error).__name__}: {error}")
    return OutsideFailure(
        f"meetcyclus itself failed ({type(error).__name__}: {error}); MEETCYCLUS_DEBUG=1 shows where, please report it"
    )
