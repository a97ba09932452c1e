"""Many letters in the outbox of a real database, and a real process that sends them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from meetcyclus.bootstrap import Application, application
from meetcyclus.domain.ledger import chain_problems
from meetcyclus.domain.letters import Letter, LetterKind, LetterState
from meetcyclus.domain.programme import Person
from meetcyclus.services import outbox
from meetcyclus.services.authority import SYSTEM
from meetcyclus.services.ports import LetterContent
from tests.factories import KEY, moment, small_programme
from tests.opening import import_and_open

ROOT = Path(__file__).parents[2]
PATIENCE = 240.0
MORNING = moment("2023-12-01 09:00")
# What `meetcyclus mail send` does, without the second that the whole command line takes to start.
SENDER = """
from meetcyclus.bootstrap import application
from meetcyclus.services import sending
app = application()
print(sending.send_planned(app.work, app.post_office(), now=app.now))
"""


# The same for hundreds of senders: what is imported once is there in every process that is forked from it.
NURSERY = """
import json, os, sys
import alembic.runtime.migration, meetcyclus.mail.route, psycopg, sqlalchemy.dialects.sqlite
from meetcyclus.bootstrap import application
from meetcyclus.services import sending

def send(environment):
    os.environ.update(environment)
    app = application()
    sending.send_planned(app.work, app.post_office(), now=app.now)

born = 0
for line in sys.stdin:
    if line == "wait\\n":
        # Not buried before the next one is born: until then its number is nobody else's, and a late kill hits nobody.
        ended = os.waitid(os.P_PID, born, os.WEXITED | os.WNOWAIT)
        print(ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status, flush=True)
        continue
    if born:
        os.waitpid(born, 0)
    born = os.fork()
    if not born:
        send(json.loads(line))
        sys.stdout.flush()
        os._exit(0)
    print(born, flush=True)
"""


class Nursery:
    """Starts senders one after the other, each a process of its own, in a moment."""

    def __enter__(self) -> Nursery:
        self._process = subprocess.Popen(
            [sys.executable, "-c", NURSERY], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *exc: object) -> None:
        self._process.kill()
        self._process.communicate()

    def start(self, **environment: str) -> int:
        """A new sender; gives its process id."""
        return self._ask(json.dumps({**os.environ, **environment}))

    def wait(self) -> int:
        """The exit code of the newest sender, once it has ended."""
        return self._ask("wait")

    def _ask(self, line: str) -> int:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


def open_box(*, is_rehearsal: bool = False) -> Application:
    """The application of the settings, with an open round that has no letters yet."""
    app = application()
    with app.work() as uow:
        import_and_open(uow, small_programme(), at=MORNING, is_rehearsal=is_rehearsal)
    return app


def write_letters(app: Application, numbers: Iterable[int]) -> None:
    """Put letters with these numbers in the outbox; nobody sent them yet."""
    with app.work() as uow:
        content = LetterContent("Onderwerp", "Beste,\n", "<p>Beste,</p>", "test/1")
        planned = [
            outbox.plan_letter(
                uow,
                round_key=KEY,
                kind=LetterKind.RECEIPT,
                recipient=Person(f"lead{number}@example.org", f"Lead {number}", "projectverantwoordelijke"),
                sequence="1",
                content=content,
                attachments=[("werkboek.xlsx", "application/octet-stream", b"een werkboek")],
                at=MORNING,
            )
            for number in numbers
        ]
        outbox.log_planned(uow, planned, round_key=KEY, by=SYSTEM, at=MORNING)


def start_sender(**environment: str) -> subprocess.Popen[str]:
    """A process that sends what is due and ends."""
    return subprocess.Popen(
        [sys.executable, "-c", SENDER],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def letters_of(app: Application) -> list[Letter]:
    """The whole outbox."""
    with app.work() as uow:
        return uow.letters.where(round_key=KEY)


def require_once_only(app: Application, arrived: Iterable[str]) -> Counter[LetterState]:
    """At the mail server: one copy of each letter, or it is listed as unknown; nothing lost, nothing double."""
    copies = Counter(arrived)
    letters = {each.id: each for each in letters_of(app)}
    assert copies.keys() <= letters.keys()
    assert [id_ for id_, count in copies.items() if count > 1] == []
    assert [id_ for id_, each in letters.items() if each.state is LetterState.SENT and id_ not in copies] == []
    assert [id_ for id_, each in letters.items() if not copies[id_] and each.state is not LetterState.UNKNOWN] == []
    states = Counter(each.state for each in letters.values())
    assert states.keys() <= {LetterState.SENT, LetterState.UNKNOWN}
    with app.work() as uow:
        assert outbox.reconcile_letters(uow, round_key=KEY).difference == 0
        assert chain_problems(uow.ledger.events()) == ()
    return states
