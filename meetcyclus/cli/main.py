"""The root command, and the one place where errors become exit codes."""

from __future__ import annotations

import os
import sys
import traceback

import click
from sqlalchemy.exc import SQLAlchemyError

from meetcyclus.cli import (
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
    reports,
    rounds,
    validation,
)
from meetcyclus.cli.shared import CommonGroup, report_error
from meetcyclus.domain.errors import MeetcyclusError, OutsideFailure


@click.group(cls=CommonGroup, context_settings={"max_content_width": 100})
@click.version_option(package_name="meetcyclus")
def root() -> None:
    """Runs the measurement rounds of a public programme, from launch to open data.

    Try it:  meetcyclus demo
    """


for module in (
    demo, programmes, rounds, entries, checks, findings, letters, validation, finance, meetings, reports, packages,
    ledger, house,
):  # fmt: skip
    for command in module.COMMANDS:
        root.add_command(command)


def main() -> None:
    """Run the command line; exit codes: 0 done, 1 found something, 2 bad input, 3 not now, 4 outside failure."""
    # Libraries that would phone home are told not to before any of them is imported.
    os.environ.update(DO_NOT_TRACK="1", GX_ANALYTICS_ENABLED="false", PREFECT_SERVER_ANALYTICS_ENABLED="false")
    try:
        result = root(standalone_mode=False)
    except MeetcyclusError as error:
        report_error(error, as_json="--json" in sys.argv)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        sys.exit(2)
    except (SQLAlchemyError, OSError) as error:
        report_error(OutsideFailure(f"{type(error).__name__}: {error}"), as_json="--json" in sys.argv)
        _traceback_if_wanted()
        sys.exit(OutsideFailure.exit_code)
    sys.exit(result if isinstance(result, int) else 0)


def _traceback_if_wanted() -> None:
    if os.environ.get("MEETCYCLUS_DEBUG"):
        traceback.print_exc()
