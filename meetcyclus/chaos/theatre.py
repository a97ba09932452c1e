"""Where struck rounds are played: one Prefect server and one host of drivers for all, a fresh home for each round."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from meetcyclus.bootstrap import application
from meetcyclus.chaos.blows import Hammer
from meetcyclus.chaos.conductor import Conductor, shared_conductor
from meetcyclus.chaos.drivers import DriverHost, driver_host
from meetcyclus.chaos.small_programme import SmallWorld, cut_by_lot
from meetcyclus.chaos.stage import Blow, CurtainFalls, Diverged, StruckStage, Walk
from meetcyclus.chaos.strikes import Strike
from meetcyclus.conductor.environment import client_environment
from meetcyclus.demo.material import ROUND_KEY, material_folder, read_material
from meetcyclus.demo.rehearsal import play
from meetcyclus.domain.errors import MeetcyclusError, OutsideFailure
from meetcyclus.mail.sink import MailSink
from meetcyclus.settings import Settings
from meetcyclus.storage.scratch import is_postgresql, scratch_database

_MISTAKEN = 2
Strikes = Callable[[int, Walk], Sequence[Strike]]


@dataclass(frozen=True)
class Played:
    """A round that was played: its walks, the blows that fell, and where it differs from the unbroken one."""

    walks: tuple[Walk, ...]
    blows: tuple[Blow, ...]
    misses: int
    unknown: int
    differences: tuple[str, ...]


@dataclass
class Theatre:
    """Everything that rounds share."""

    folder: Path
    conductor: Conductor
    host: DriverHost
    world: SmallWorld
    database_url: str
    seed: int
    say: Callable[[str], None]
    last_walk: int = 0
    rounds: int = 0
    unbroken: tuple[Walk, ...] = field(default_factory=tuple)

    def play_unbroken(self) -> None:
        """Play the round that nobody disturbs; all others are held against it."""
        played = self.play(lambda number, walk: (), is_powered=False)
        if played.differences:
            raise OutsideFailure(f"the unbroken round does not reach its end: {'; '.join(played.differences)}")
        self.unbroken = played.walks

    def play(self, strikes: Strikes, *, is_powered: bool) -> Played:
        """Play a whole round under these strikes.

        Where power is cut the mail server stands on the same machine; otherwise it is another one, that stays up.
        """
        self.rounds += 1
        folder = self.folder / f"round-{self.rounds}"
        with self._stage(folder, strikes, is_powered) as stage:
            found: tuple[str, ...] = ()
            try:
                play(stage, self.world.data, self.world.material, self.seed, _MISTAKEN)
            except Diverged as error:
                found = tuple(str(error).splitlines())
            except CurtainFalls:
                self.say(f"round {self.rounds} ends here, after {stage.walks} walks")
            except MeetcyclusError as error:
                found = (f"the round does not go on: {error}",)
            stage.app.engine.dispose()
        if not found:
            shutil.rmtree(folder)
        return Played(tuple(stage.walked), tuple(stage.blows), stage.misses, len(stage.unknown), found)

    @contextmanager
    def _stage(self, folder: Path, strikes: Strikes, is_powered: bool) -> Iterator[StruckStage]:
        home, inbox = folder / "home-0", folder / "inbox"
        for each in (home, inbox):
            each.mkdir(parents=True)
        before = dict(os.environ)
        with ExitStack() as stack:
            stack.callback(_restore, before)
            os.environ.update(MEETCYCLUS_HOME=str(home), MEETCYCLUS_PREFECT_API_URL=self.conductor.url)
            os.environ["MEETCYCLUS_DATABASE_URL"] = self._database(stack)
            hammer = Hammer(self.conductor, random.Random(f"{self.seed} {self.rounds}"))
            stage = StruckStage(
                app=application(),
                round_key=ROUND_KEY,
                say=self.say,
                mail_folder=folder / "mail",
                inbox=inbox,
                host=self.host,
                desk=self.folder / "desk",
                strike=hammer,
                strikes=strikes,
                unbroken=self.unbroken,
                last_walk=self.last_walk,
            )
            if is_powered:
                hammer.move_in(stage, home)
            else:
                sink = stack.enter_context(MailSink(stage.mail_folder, at_letter=lambda: stage.at_letter()))
                os.environ["MEETCYCLUS_SMTP_URL"] = sink.url
            yield stage

    def _database(self, stack: ExitStack) -> str:
        if not is_postgresql(self.database_url):
            return ""
        name = f"meetcyclus_chaos_{os.getpid()}_{self.rounds}"
        return stack.enter_context(scratch_database(self.database_url, name))


@contextmanager
def theatre(
    settings: Settings, programme: Path, seed: int, say: Callable[[str], None], last_walk: int = 0
) -> Iterator[Theatre]:
    """Open the theatre; everything it makes stands in one folder of HOME, and goes when all rounds were equal.

    With `last_walk` every round ends after that many walks.
    """
    folder = Path(tempfile.mkdtemp(prefix="chaos-", dir=settings.folder(".")))
    before, auth = dict(os.environ), settings.prefect_auth or ""
    with ExitStack() as stack:
        stack.callback(_restore, before)
        for name in [each for each in os.environ if each.startswith("MEETCYCLUS_")]:
            del os.environ[name]
        os.environ["MEETCYCLUS_PREFECT_AUTH"] = auth
        (folder / "desk").mkdir()
        say("waiting for the Prefect server")
        conductor = stack.enter_context(shared_conductor(folder / "prefect", settings.prefect_api_url, auth))
        os.environ.update(client_environment(folder / "prefect-client", conductor.url, auth))
        host = stack.enter_context(driver_host(os.environ))
        world = _world(folder, programme, seed)
        yield Theatre(folder, conductor, host, world, settings.database_url, seed, say, last_walk)
    if not any(folder.glob("round-*")):
        shutil.rmtree(folder)


def _world(folder: Path, programme: Path, seed: int) -> SmallWorld:
    os.environ["MEETCYCLUS_HOME"] = str(folder / "reading")
    app = application()
    data = app.exchange.read_programme(programme)
    return cut_by_lot(data, read_material(app.exchange, material_folder(programme), data), seed)


def _restore(before: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(before)
