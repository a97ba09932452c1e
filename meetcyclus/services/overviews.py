"""The page that a flow run ends with, in Dutch and for a secretary: steps, who is late, letters, what it waits for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from meetcyclus.domain.dutch import short_date
from meetcyclus.domain.letters import LetterState
from meetcyclus.domain.rounds import Step, Waiting
from meetcyclus.services.authority import programme_of
from meetcyclus.services.gates import waiting_at
from meetcyclus.services.progress import progress_of
from meetcyclus.services.rounds import local, require_running, require_step, steps_of
from meetcyclus.services.steps import waiting_for
from meetcyclus.services.unit_of_work import UnitOfWork
from meetcyclus.services.walks import walks_of
from meetcyclus.services.wording import counted

_LETTER_STATES = {
    LetterState.PLANNED: "gepland",
    LetterState.HELD: "tegengehouden",
    LetterState.SENDING: "onderweg",
    LetterState.SENT: "verstuurd",
    LetterState.FAILED: "mislukt: kijk na",
    LetterState.UNKNOWN: "onzeker: kijk na of ze aankwam",
    LetterState.BOUNCED: "teruggekomen: kijk het adres na",
}


def overview_of_round(uow: UnitOfWork, *, round_key: str, at: datetime) -> str:
    """Where the round stands, as a Markdown page."""
    round_ = require_running(uow, round_key)
    now = local(at, programme_of(uow))
    waiting = waiting_for(uow, round_key=round_key, at=at)
    lines = [
        f"# Meting {round_key}",
        f"Meetmoment {short_date(round_.reference_date)}. Stand op {short_date(now.date())} om {now:%H.%M} uur.",
        *_waiting(waiting),
        "## Stappen",
        *_table(
            ("stap", "toestand", "begin", "einde", "wie"), [_step_row(uow, each) for each in steps_of(uow, round_key)]
        ),
        "## Invoer",
        *_entry(uow, round_key, at),
        "## Brieven",
        *_letters(uow, round_key),
        *_trail(uow, round_key),
    ]
    return "\n".join(lines) + "\n"


def overview_of_step(uow: UnitOfWork, *, round_key: str, step_code: str, at: datetime) -> str:
    """Where one step stands, as a Markdown page."""
    step = require_step(uow, round_key, step_code)
    gate = waiting_at(uow, step, at)
    waiting = [gate.fact] if gate is not None else []
    lines = [
        f"# Meting {round_key}: stap {step_code}",
        *_table(("stap", "toestand", "begin", "einde", "wie"), [_step_row(uow, step)]),
        *_waiting(waiting),
        *_trail(uow, round_key),
    ]
    return "\n".join(lines) + "\n"


def _waiting(waiting: list[Waiting]) -> list[str]:
    if not waiting:
        return ["", "De meting wacht op niemand.", ""]
    return [
        "",
        "Wacht op:",
        "",
        *(f"- **{each.who}**: {each.what} (tegen {short_date(each.until)})" for each in waiting),
        "",
    ]


def _step_row(uow: UnitOfWork, step: Step) -> tuple[str, ...]:
    zone = programme_of(uow)
    began = local(step.opened_at, zone).date() if step.opened_at else step.planned_from
    ended = local(step.closed_at, zone).date() if step.closed_at else step.planned_until
    return step.code, step.state.value, short_date(began), short_date(ended), step.closed_by or step.owner


def _entry(uow: UnitOfWork, round_key: str, at: datetime) -> list[str]:
    progress = progress_of(uow, round_key=round_key, at=at)
    whole = progress.whole
    counts = f"{whole.submitted} van {whole.total} ingediend, {whole.late} te laat ingediend, {whole.missing} ontbreken"
    late = f", waarvan {whole.overdue} over hun uiterste datum." if whole.overdue else "."
    names = {each.number: each.lead_email for each in uow.projects.where()}
    rows = [(number, names[number]) for number in progress.missing_projects]
    return ["", counts + late, *(_table(("project", "verantwoordelijke"), rows) if rows and whole.submitted else [])]


def _letters(uow: UnitOfWork, round_key: str) -> list[str]:
    states = Counter(uow.letters.states(round_key).values())
    rows = [(words, str(states[state])) for state, words in _LETTER_STATES.items() if states[state]]
    return _table(("toestand", "aantal"), rows) if rows else ["", "Nog geen brieven.", ""]


def _trail(uow: UnitOfWork, round_key: str) -> list[str]:
    walks = walks_of(uow, round_key=round_key)
    last = uow.ledger.last_seq()
    text = f"In het grootboek: tot en met regel {last}, {len(walks)} {counted(len(walks), 'doorloop')} die iets deden."
    if walks:
        text += f" De laatste ({walks[-1].flow_run_id}) schreef regels {walks[-1].first_seq} tot {walks[-1].last_seq}."
    return ["", f"{text} U leest het met `meetcyclus log {round_key}`.", ""]


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    def line(cells: tuple[str, ...]) -> str:
        return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"

    return ["", line(heads), line(("---",) * len(heads)), *(line(row) for row in rows), ""]
