"""Freezing the round and making its documents."""

from meetcyclus.bootstrap import application
from meetcyclus.conductor.step import step
from meetcyclus.services import communications, reports, rounds, snapshots
from meetcyclus.services.authority import SYSTEM
from meetcyclus.services.new_documents import with_page_numbers


@step
def freeze(round_key: str, step_code: str) -> str:
    """Freeze the round while the step is open; gives the hash of the snapshot, and nothing where it was closed."""
    app = application()
    with app.work() as uow:
        if not rounds.is_open(uow, round_key, step_code):
            return ""
        return snapshots.freeze(uow, round_key=round_key, by=SYSTEM, at=app.now()).sha256


@step
def build_reports(round_key: str, step_code: str) -> list[str]:
    """Make the documents of the newest snapshot while the step is open; paths under HOME/documents."""
    app = application()
    with app.work() as uow:
        if not rounds.is_open(uow, round_key, step_code):
            return []
        written = reports.write_reports(uow, writer=app.reports, round_key=round_key, by=SYSTEM)
    # Counting pages takes a minute; nobody waits for the database meanwhile.
    ready = with_page_numbers(app.pages, written)
    with app.work() as uow:
        if not rounds.is_open(uow, round_key, step_code):
            return []
        made = reports.build_reports(uow, writer=app.reports, round_key=round_key, by=SYSTEM, at=app.now(), ready=ready)
        # Before the transaction ends: what the database names is on the disk.
        folder = app.settings.folder(f"documents/{round_key}")
        return [str(each.written_to(folder)) for each in made]


@step
def build_communication(round_key: str, step_code: str) -> list[str]:
    """Make the communication to the government in its own step, before it is sent; paths under HOME/documents."""
    app = application()
    with app.work() as uow:
        if not communications.is_wanted(uow, round_key, step_code):
            return []
        made = communications.build_communication(uow, writer=app.reports, round_key=round_key, by=SYSTEM, at=app.now())
        folder = app.settings.folder(f"documents/{round_key}")
        return [str(each.written_to(folder)) for each in made]
