"""meetcyclus programme ...: import, export, show."""

from __future__ import annotations

from pathlib import Path

import click

from meetcyclus.bootstrap import application
from meetcyclus.cli.shared import CommonGroup, Shown, actor, emit
from meetcyclus.cli.working import working
from meetcyclus.domain import dutch
from meetcyclus.domain.errors import BadInput
from meetcyclus.paths import PROGRAMMES
from meetcyclus.services import programmes
from meetcyclus.services.four_eyes import lone_signer


def programme_folder(name: str) -> Path:
    """A folder, or the name of a programme that we ship; BadInput when it is neither."""
    for path in (Path(name), PROGRAMMES / name):
        if (path / "programma.toml").is_file():
            return path
    shipped = ", ".join(sorted(path.parent.name for path in PROGRAMMES.glob("*/programma.toml")))
    raise BadInput(f"{name}: no folder with a programma.toml, and no shipped programme ({shipped})")


@click.group(cls=CommonGroup)
def programme() -> None:
    """The programme: what is measured.

    Example:  meetcyclus programme import vlaamse_veerkracht
    """


@programme.command("import")
@click.argument("folder")
def import_(folder: str) -> None:
    """Read a programme in the exchange format, all or nothing; twice is no change.

    Example:  meetcyclus programme import vlaamse_veerkracht
    """
    app = application()
    with working("Reading the programme"), app.work() as uow:
        path = programme_folder(folder)
        data, files = app.exchange.read_programme(path), app.exchange.programme_hashes(path)
        result = programmes.import_programme(uow, data, by=actor(), at=app.now(), files=files)
        warning = lone_signer(uow)
    emit(
        {
            "programme": data.programme.code,
            "projects": result.projects,
            "milestones": result.milestones,
            "rounds": result.rounds,
            "added": result.added,
            "changed": result.changed,
            "errors": [],
        },
        lines=[
            f"{data.programme.name}: {result.projects} projects, {result.milestones} milestones, "
            f"{result.rounds} rounds; {result.added} facts added, {result.changed} changed.",
            *([f"Warning: {warning}."] if warning else []),
            "Next: meetcyclus round open KEY --reference-date DATE --by EMAIL",
        ],
    )


@programme.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def export(folder: Path) -> None:
    """Write the programme in the exchange format, with a datapackage.json.

    Example:  meetcyclus programme export ./programme
    """
    app = application()
    with app.work() as uow:
        data = programmes.load_programme(uow)
    folder.mkdir(parents=True, exist_ok=True)
    files = [str(path) for path in app.exchange.write_programme(data, folder)]
    counts = {"projects": len(data.projects), "milestones": len(data.milestones), "rounds": len(data.rounds)}
    emit({"files": files, **counts, "errors": []}, lines=files)


@programme.command()
def show() -> None:
    """What the programme holds.

    Example:  meetcyclus programme show
    """
    with application().work() as uow:
        data = programmes.load_register(uow)
    counts = {
        "speerpunten": len(data.speerpunten),
        "clusters": len(data.clusters),
        "projects": len(data.projects),
        "milestones": len(data.milestones),
        "indicators": len(data.indicators),
        "mandates": len(data.mandates),
        "persons": len(data.persons),
        "rounds": len(data.rounds),
    }
    budget = dutch.amount(sum(each.budget_cents for each in data.projects))
    payload = {
        "code": data.programme.code,
        "name": data.programme.name,
        **counts,
        "budget_eur": dutch.amount(data.programme.budget_cents),
        "projects_budget_eur": budget,
        "governance": sorted(data.programme.governance),
    }
    rows = [(name, ", ".join(value) if isinstance(value, list) else value) for name, value in payload.items()]
    emit({**payload, "errors": []}, Shown(data.programme.name, ("what", "value"), rows))


COMMANDS = (programme,)
