"""Builds the adapters from the settings, once per home. Heavy libraries are imported only when they are asked for."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache, partial
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from meetcyclus.calendars import public_holidays
from meetcyclus.domain.errors import OutsideFailure
from meetcyclus.paths import project_root
from meetcyclus.services import walks
from meetcyclus.services.addresses import Addresses
from meetcyclus.services.authority import programme_of
from meetcyclus.services.desk import Desk, open_desk
from meetcyclus.services.document_ports import DocumentReader, HandTextReader, PageLayout, ReportWriter
from meetcyclus.services.ports import (
    ExchangeFiles,
    LetterWriter,
    MailRoute,
    PostOffice,
    QualityCheck,
    Sender,
    WorkbookFiles,
)
from meetcyclus.services.unit_of_work import UnitOfWork
from meetcyclus.settings import Settings, read_settings
from meetcyclus.storage.engine import address_sha256, make_engine, migrate
from meetcyclus.storage.locks import is_walk_held, round_lock, walk_lock
from meetcyclus.storage.senders import enrolled_sender
from meetcyclus.storage.unit_of_work import unit_of_work


@dataclass(frozen=True)
class Application:
    """The services' surroundings for one home: database, clock, mail, files."""

    settings: Settings
    engine: Engine

    def now(self) -> datetime:
        """The moment it is. Read anew each time: a rehearsal moves its clock through the environment."""
        return read_settings().now()

    def work(self) -> AbstractContextManager[UnitOfWork]:
        """A unit of work: one transaction."""
        return unit_of_work(self.engine)

    def hold_round(self, round_key: str) -> AbstractContextManager[None]:
        """Keep other drivers off the round."""
        return round_lock(self.engine, self.settings.folder("locks"), round_key)

    def hold_walk(self) -> AbstractContextManager[None]:
        """Keep other walks over all rounds away."""
        return walk_lock(self.engine, self.settings.folder("locks"))

    def is_walk_held(self) -> bool:
        """Whether a walk over all rounds goes on."""
        return is_walk_held(self.engine, self.settings.folder("locks"))

    def enrol_driver(self) -> AbstractContextManager[Sender]:
        """A driver of flow runs, known to be alive on the same terms as a sender of letters."""
        return enrolled_sender(self.engine, self.settings.folder("locks"))

    def is_driver_dead(self, name: str) -> bool:
        """Whether the process that drove flow runs under that name is provably gone."""
        with self.enrol_driver() as other:
            return other.is_dead(name)

    def write_down_deaths(self, dead: Iterable[tuple[str, str]]) -> None:
        """Put flow runs whose process is gone (their id and round) in the ledger, once each."""
        with self.work() as uow:
            walks.record_deaths(uow, dead, at=self.now())

    def write_down_ends(self, ended: Iterable[str]) -> bool:
        """Correct the ledger where it calls one of these flow runs dead; whether it could be looked at now."""
        with suppress(OutsideFailure, DBAPIError), self.work() as uow:
            walks.record_ends(uow, ended, at=self.now())
            return True
        return False

    @property
    def home_tag(self) -> str:
        """What the flow runs of this home carry, so that two homes on one Prefect server stay apart."""
        return f"huis:{address_sha256(self.engine)[:8]}"

    @property
    def product_version(self) -> str:
        """The version of this program."""
        return version("meetcyclus")

    def holidays(self, uow: UnitOfWork) -> Container[date]:
        """The public holidays that the programme plans around."""
        return public_holidays(programme_of(uow).time_zone)

    def desk(self, uow: UnitOfWork, round_key: str) -> Desk:
        """The desk where letters of a round are written."""
        return open_desk(
            uow,
            round_key=round_key,
            writer=self.letters,
            workbooks=self.workbooks,
            holidays=self.holidays(uow),
            at=self.now(),
            addresses=self.addresses,
        )

    @property
    def addresses(self) -> Addresses:
        """Where the world finds what leaves this home."""
        given = read_settings()
        return Addresses(given.packages_url, given.open_data_url)

    def post_office(self) -> PostOffice:
        """How letters leave this home."""
        return PostOffice(
            line=self.mail_line,
            rehearsal_line=partial(_sink_line, self.settings.folder("mail")),
            enrol=self.enrol_sender,
            per_minute=read_settings().mail_per_minute,
        )

    def enrol_sender(self) -> AbstractContextManager[Sender]:
        """A sender that others know to be alive until the block ends or its process dies."""
        return enrolled_sender(self.engine, self.settings.folder("locks"))

    def mail_line(self) -> AbstractContextManager[MailRoute]:
        """A line to the mail server of the settings; without one, to the sink in HOME/mail."""
        from meetcyclus.mail.route import SmtpRoute

        given = read_settings()
        if not given.smtp_url:
            return _sink_line(self.settings.folder("mail"))
        return SmtpRoute(given.smtp_url, password=given.smtp_password, authority_file=given.smtp_authority)

    @cached_property
    def exchange(self) -> ExchangeFiles:
        """The exchange format and the finance upload."""
        from meetcyclus.exchange.csv_exchange import CsvExchange

        return CsvExchange()

    @cached_property
    def workbooks(self) -> WorkbookFiles:
        """Entry workbooks."""
        from meetcyclus.exchange.workbooks import EntryWorkbooks

        return EntryWorkbooks(project_root() / "templates")

    @cached_property
    def letters(self) -> LetterWriter:
        """Writer of letters."""
        from meetcyclus.mail.writer import TemplateLetterWriter

        return TemplateLetterWriter(project_root() / "templates" / "letters")

    @cached_property
    def quality(self) -> QualityCheck:
        """The rules and the engine that runs them."""
        from meetcyclus.quality.check import GreatExpectationsCheck

        return GreatExpectationsCheck(project_root() / "expectations")

    @cached_property
    def reports(self) -> ReportWriter:
        """Writer of Word documents."""
        from meetcyclus.documents.writer import WordReports

        return WordReports(project_root() / "templates" / "documents")

    @cached_property
    def pages(self) -> PageLayout:
        """Who lays out Word documents, where there is anybody."""
        from meetcyclus.documents.page_numbers import OfficePages

        return OfficePages()

    @cached_property
    def documents(self) -> DocumentReader:
        """Reader of Word documents."""
        from meetcyclus.documents.reader import WordDocuments

        return WordDocuments()

    @cached_property
    def hand_texts(self) -> HandTextReader:
        """Reader of what staff wrote by hand in Word documents."""
        from meetcyclus.documents.hand_written import HandTexts

        return HandTexts()


@contextmanager
def _sink_line(folder: Path) -> Iterator[MailRoute]:
    """A line to a sink of its own on the loopback. It knows no settings, so it cannot lead anywhere else."""
    from meetcyclus.mail.route import SmtpRoute
    from meetcyclus.mail.sink import MailSink

    with MailSink(folder) as sink, SmtpRoute(sink.url, password=None, authority_file=None) as route:
        yield route


def application() -> Application:
    """The application for the settings of this moment; the database is brought up to date on first use.

    Raises OutsideFailure when the database cannot be reached.
    """
    settings = read_settings()
    return Application(settings, _engine(settings.database_url, str(settings.folder("."))))


@lru_cache(maxsize=8)
def _engine(url: str, _home: str) -> Engine:
    engine = make_engine(url)
    try:
        migrate(engine)
    except OperationalError as error:
        raise OutsideFailure(f"the database does not answer: {error.orig}") from error
    return engine
