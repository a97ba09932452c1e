"""meetcyclus doctor, serve, watch, deploy and goals: the house itself."""

from __future__ import annotations

import click

from meetcyclus import doctor as health
from meetcyclus import goals as register
from meetcyclus import server
from meetcyclus.cli.shared import FOUND_SOMETHING, CommonCommand, Shown, emit


@click.command(cls=CommonCommand)
def doctor() -> int:
    """Check versions, database, mail, Prefect, folders and clock.

    Example:  meetcyclus doctor
    """
    checks = health.examine()
    emit(
        {"checks": checks},
        Shown("Doctor", ("check", "ok", "detail"), ((c.name, "yes" if c.ok else "NO", c.detail) for c in checks)),
    )
    return 0 if all(each.ok for each in checks) else FOUND_SOMETHING


@click.command(cls=CommonCommand)
@click.option("--port", default=4200, help="Port of the Prefect pages.")
@click.option(
    "--every", "seconds", default=900, type=click.IntRange(1), help="Seconds between two walks of each running round."
)
def serve(port: int, seconds: int) -> None:
    """Run the server on one machine: database migrations, Prefect with its pages, a worker, a walk every quarter.

    Stops cleanly on SIGTERM or Ctrl-C: a walk that goes on may end. After a kill, start it again.

    Example:  meetcyclus serve --home /srv/meetcyclus
    """
    server.serve_until_stopped(port=port, seconds=seconds)


@click.command(cls=CommonCommand)
@click.option("--every", "seconds", default=60, type=click.IntRange(1), help="Seconds between two looks.")
def watch(seconds: int) -> None:
    """Look after the runs of separate services: what died is marked, and its round walks on. `serve` does it itself.

    Example:  meetcyclus watch
    """
    server.watch_until_stopped(seconds=seconds)


@click.command(cls=CommonCommand)
@click.option(
    "--every", "seconds", default=900, type=click.IntRange(1), help="Seconds between two walks of each running round."
)
def deploy(seconds: int) -> None:
    """Make the work pool and the deployments known to the Prefect server of separate services. `serve` does it itself.

    Once, and after every new version. Nothing outside that server is asked.

    Example:  meetcyclus deploy
    """
    api_url = server.deploy(seconds=seconds)
    emit({"prefect_api_url": api_url}, lines=[f"Work pool and deployments are known to {api_url}"])


@click.command(cls=CommonCommand)
@click.option("--check", is_flag=True, help="Exit code 1 when a goal has no test.")
def goals(check: bool) -> int:
    """The goals of the product and the tests that prove them.

    Example:  meetcyclus goals --check
    """
    found = register.goals_with_tests()
    emit(
        {"goals": found},
        Shown("Goals", ("id", "tests", "goal"), ((g.id, len(g.tests), g.title) for g in found)),
        lines=[f"{sum(not g.tests for g in found)} of {len(found)} goals have no test yet."],
    )
    return FOUND_SOMETHING if check and any(not each.tests for each in found) else 0


COMMANDS = (doctor, serve, watch, deploy, goals)
