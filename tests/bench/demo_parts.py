"""The parts of a demo, each prepared from what the part before it left in the home, then ready to be measured.

Everything heavy is imported while a part is prepared, so that a process holds only what its part needs.
"""

from __future__ import annotations

import atexit
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from meetcyclus.bootstrap import Application, application
from meetcyclus.domain.letters import LetterKind
from meetcyclus.domain.rounds import StepState
from meetcyclus.domain.snapshot import Snapshot
from meetcyclus.services import rounds
from meetcyclus.services.snapshots import newest_snapshot
from meetcyclus.services.unit_of_work import UnitOfWork
from tests.bench.material import KEY, cloned, load, read_material, store

Work = Callable[[], str]
REFERENCE_DATE = date(2023, 12, 31)
SECRETARIAT, DFB = "secretariaat@example.org", "dfb@example.org"
# How many leads fill in and hand in: the same number at every size, so that the cost of one workbook is compared.
LEADS = 20


def make_material(folder: Path, times: int) -> Work:
    """Not part of a demo: writes the programme of this size."""

    def work() -> str:
        from meetcyclus.exchange.csv_exchange import CsvExchange

        material = cloned(read_material(), times)
        store(material, folder / "material.pickle")
        CsvExchange().write_programme(material.data, folder / "programme")
        return f"{len(material.data.projects)} projects, {len(material.data.milestones)} milestones"

    return work


def import_programme(folder: Path, _times: int) -> Work:
    """Read the exchange format and store it."""
    from meetcyclus.services.programmes import import_programme as store_programme

    app = application()
    _warm(app, "exchange")

    def work() -> str:
        data = app.exchange.read_programme(folder / "programme")
        with app.work() as uow:
            done = store_programme(uow, data, by="", at=app.now())
        return f"{done.projects} projects, {done.milestones} milestones, {len(data.entries)} earlier reports"

    return work


def write_workbooks(_folder: Path, _times: int) -> Work:
    """Write the workbook and the letter of every lead."""
    from meetcyclus.services.letters_of_entry import plan_entry_opening

    app = application()
    with _open_round(app) as uow:
        _begin(app, uow, "invoer")
    _warm(app, "workbooks", "letters")

    def work() -> str:
        with app.work() as uow:
            return f"{plan_entry_opening(app.desk(uow, KEY))} workbooks and letters"

    return work


def send_letters(_folder: Path, _times: int) -> Work:
    """Send what is planned over SMTP to a server on the loopback that keeps it."""
    from meetcyclus.mail import route, sink  # noqa: F401
    from meetcyclus.services import sending

    app = application()

    def work() -> str:
        done = sending.send_planned(app.work, app.post_office(), now=app.now)
        return f"{done.sent} letters with an attachment"

    return work


def fill_workbooks(folder: Path, _times: int) -> Work:
    """Simulated leads fill in the workbooks that they were sent."""
    from meetcyclus.exchange.workbook_filler import fill_workbook
    from meetcyclus.services.programmes import load_register

    app, material = application(), load(folder)
    leads = sorted({each.lead_email for each in material.data.projects})[:LEADS]
    numbers = {lead: {each.number for each in material.data.projects if each.lead_email == lead} for lead in leads}
    with app.work() as uow:
        data = load_register(uow)
        opened = {each.recipient_email: each for each in uow.letters.where(round_key=KEY, kind=LetterKind.ENTRY_OPENED)}
        contents = {lead: uow.files.get(opened[lead].attachments[0].sha256) for lead in leads}
    (folder / "filled").mkdir(exist_ok=True)
    (folder / "senders.txt").write_text("\n".join(leads))

    def work() -> str:
        for place, (lead, content) in enumerate(contents.items()):
            own = {each.project_number: each for each in material.entries if each.project_number in numbers[lead]}
            (folder / "filled" / f"{place:03d}.xlsx").write_bytes(fill_workbook(content, own, data))
        return f"{len(contents)} workbooks"

    return work


def read_workbooks(folder: Path, _times: int) -> Work:
    """Take the workbooks in: guard, read, check, store, confirm."""
    from meetcyclus.reception import receive_workbook

    app = application()
    _warm(app, "workbooks", "letters")
    files = sorted((folder / "filled").iterdir())
    senders = (folder / "senders.txt").read_text().split()

    def work() -> str:
        count = sum(len(receive_workbook(app, path, by=by)) for path, by in zip(files, senders, strict=True))
        return f"{len(files)} workbooks, {count} projects"

    return work


def load_engine(_folder: Path, _times: int) -> Work:
    """What the first quality check of a process pays: importing Great Expectations."""
    import pandas  # noqa: F401

    def work() -> str:
        import meetcyclus.quality.engine  # noqa: F401

        return "once per process; pandas is loaded before"

    return work


def check_entries(folder: Path, _times: int) -> Work:
    """Run all rules over the whole round and store what they found."""
    import meetcyclus.quality.engine  # noqa: F401
    from meetcyclus.services import checks
    from meetcyclus.services.authority import SYSTEM
    from meetcyclus.services.entries import accept_entries

    app = application()
    with app.work() as uow:
        present = {each.project_number for each in uow.entries.latest(KEY)}
        rest = [each for each in load(folder).entries if each.project_number not in present]
        accept_entries(
            uow, round_key=KEY, entries=rest, file_name="rest", file_sha256="0" * 64, by=SECRETARIAT, at=app.now()
        )
    _warm(app, "quality")

    def work() -> str:
        with app.work() as uow:
            found = checks.run_check(
                uow, quality=app.quality, round_key=KEY, stages=checks.ENTRY_STAGES, by=SYSTEM, at=app.now()
            )
        return f"{found.run.rules_run} rules, {len(found.findings)} findings"

    return work


def load_money(folder: Path, _times: int) -> Work:
    """Read the finance extract and store it, with the rules about money."""
    import meetcyclus.quality.engine  # noqa: F401
    from meetcyclus.exchange.finance import write_finance
    from meetcyclus.services import finance
    from meetcyclus.services.programmes import load_register

    app = application()
    with app.work() as uow:
        data = load_register(uow)
        _begin(app, uow, "financien")
    path = write_finance(load(folder).credits, data, folder / "emoe.xlsx")
    _warm(app, "quality", "exchange")

    def work() -> str:
        file = app.exchange.read_finance(path, data, KEY)
        facts = {"file": file, "file_name": path.name, "content": path.read_bytes(), "by": DFB, "at": app.now()}
        with app.work() as uow:
            upload, _ = finance.load_finance(uow, quality=app.quality, round_key=KEY, **facts)
        return f"{upload.rows} lines"

    return work


def freeze(_folder: Path, _times: int) -> Work:
    """Freeze the round. That every cabinet decided is written down beforehand."""
    from meetcyclus.services import snapshots
    from meetcyclus.services.authority import SYSTEM

    app = application()
    with app.work() as uow:
        for step in uow.steps.where(round_key=KEY):
            if step.kind == "validatie":
                uow.steps.put(replace(step, state=StepState.CLOSED))

    def work() -> str:
        with app.work() as uow:
            record = snapshots.freeze(uow, round_key=KEY, by=SYSTEM, at=app.now())
            return f"{len(uow.files.get(record.sha256)) / 1e6:.1f} MB packed"

    return work


def compute_figures(_folder: Path, _times: int) -> Work:
    """Every figure of the cover note."""
    from meetcyclus.services.figures import figures_of

    snapshot = _snapshot()[0]
    return lambda: f"{len(figures_of(snapshot))} figures"


def write_cover_note(folder: Path, _times: int) -> Work:
    """The cover note as a Word file."""
    return _document(folder, "covernota", "cover_note")


def write_report(folder: Path, _times: int) -> Work:
    """The monitoring report as a Word file."""
    return _document(folder, "monitoringsrapport", "monitoring_report")


def build_package(folder: Path, _times: int) -> Work:
    """The hand-over to the Rekenhof."""
    from meetcyclus import handover
    from meetcyclus.services.authority import SYSTEM
    from meetcyclus.services.reports import register_document

    app = application()
    sha256 = _snapshot()[1]
    with app.work() as uow:
        for kind in ("covernota", "monitoringsrapport"):
            content = uow.files.put((folder / f"{kind}.docx").read_bytes())
            facts = {"sha256": content, "snapshot_sha256": sha256, "is_draft": False, "by": SYSTEM, "at": app.now()}
            register_document(uow, round_key=KEY, kind=kind, file_name=f"{kind}.docx", **facts)
    _warm(app, "quality", "letters", "exchange")

    def work() -> str:
        made = handover.build_package(app, round_key=KEY, folder=folder / "package", flow_runs=[], by=SYSTEM)
        return f"{len(made.files)} files"

    return work


def verify_package(folder: Path, _times: int) -> Work:
    """What the auditor runs: Python's standard library and nothing of ours."""

    def work() -> str:
        command = [sys.executable, "-I", "-S", "verify.py"]
        subprocess.run(command, cwd=folder / "package", capture_output=True, check=True)
        return "every sum, the seal and the ledger"

    return work


def build_dataset(folder: Path, _times: int) -> Work:
    """The open dataset."""
    from meetcyclus import handover
    from meetcyclus.services.authority import SYSTEM

    app = application()
    _warm(app, "exchange")

    def work() -> str:
        files = handover.build_dataset(app, round_key=KEY, folder=folder / "dataset", by=SYSTEM)
        return f"{len(files)} files"

    return work


def prove_dataset(folder: Path, _times: int) -> Work:
    """The dataset compared with the frozen round, cell by cell."""
    from meetcyclus import handover

    app = application()
    _warm(app, "exchange")

    def work() -> str:
        return f"{len(handover.prove_dataset(app, round_key=KEY, folder=folder / 'dataset'))} differences"

    return work


def start_prefect(folder: Path, _times: int) -> Work:
    """A private Prefect server on a database that exists: started, asked whether it is well, stopped."""
    from meetcyclus.conductor.server import private_server

    with private_server(folder / "prefect"):
        pass

    def work() -> str:
        with private_server(folder / "prefect"):
            return "start, answer, stop; CPU and memory of the server"

    return work


def walk(_folder: Path, _times: int) -> Work:
    """A walk of the round in which there is nothing to do, after one that did what there was."""
    from meetcyclus.launch import conducting, run_flow

    connection = ExitStack()
    connection.enter_context(conducting())
    atexit.register(connection.close)
    run_flow("run_round", round_key=KEY)

    def work() -> str:
        ran = run_flow("run_round", round_key=KEY).ran
        return f"{len(ran)} steps looked at, nothing to do; CPU and memory without the server"

    return work


def _warm(app: Application, *adapters: str) -> None:
    """Import and build these adapters now, so that it is not measured."""
    for name in adapters:
        getattr(app, name)


@contextmanager
def _open_round(app: Application) -> Iterator[UnitOfWork]:
    with app.work() as uow:
        rounds.open_round(
            uow,
            key=KEY,
            reference_date=REFERENCE_DATE,
            governance_path=None,
            entry_from=app.now().date(),
            entry_until=None,
            holidays=app.holidays(uow),
            by=SECRETARIAT,
            at=app.now(),
        )
        yield uow


def _begin(app: Application, uow: UnitOfWork, kind: str) -> None:
    for step in rounds.steps_of(uow, KEY):
        if step.kind == kind:
            rounds.begin_step(uow, key=KEY, code=step.code, flow_run_id="", by=SECRETARIAT, at=app.now())


def _snapshot() -> tuple[Snapshot, str]:
    with application().work() as uow:
        snapshot, record = newest_snapshot(uow, round_key=KEY)
    return snapshot, record.sha256


def _document(folder: Path, kind: str, method: str) -> Work:
    from meetcyclus.services.figures import figures_of

    app = application()
    snapshot, sha256 = _snapshot()
    figures = figures_of(snapshot)
    write = getattr(app.reports, method)

    def work() -> str:
        content = write(snapshot, sha256, figures)
        (folder / f"{kind}.docx").write_bytes(content)
        return f"{len(content) / 1e6:.1f} MB"

    return work
