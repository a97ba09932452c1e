"""Figures of the score on the criteria of the Rekenhof: mean and spread of this round, and of those before it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from meetcyclus.domain import dutch
from meetcyclus.domain.figures import Figure
from meetcyclus.domain.findings import Finding, FindingState, Severity
from meetcyclus.domain.rounds import Round
from meetcyclus.domain.scores import BANDS, ProjectScore, RoundScore
from meetcyclus.services.figure_shapes import count_figure, share_figure
from meetcyclus.services.tallies import RoundView
from meetcyclus.services.wording import plural

_WAITING = (FindingState.OPEN, FindingState.SENT, FindingState.ANSWERED)


def score_figures(view: RoundView) -> Iterator[Figure]:
    """The score per round; absent where this round has none."""
    scores = {each.round_key: each for each in view.snapshot.scores}
    if view.round.key not in scores:
        return
    now = scores[view.round.key]
    formula = "regels van de controle die voor een criterium van het Rekenhof staan"
    count = len(now.criteria)
    rules = tuple(f"regels:{code}" for code in now.criteria)
    label, text = "criteria van het Rekenhof", dutch.number(count)
    yield Figure("rekenhof.criteria", label, Decimal(count), "criteria", text, formula, rules)
    for measured in scored_rounds(view):
        yield from _of_round(view, measured, scores[measured.key])
    earlier = [each for each in scored_rounds(view) if each.key != view.round.key]
    if earlier:
        yield _gap(view, scores[earlier[-1].key], now, earlier[-1].number)


def question_figures(view: RoundView) -> Iterator[Figure]:
    """How many questions of the check still wait for an answer; absent where the round was never checked."""
    if not view.snapshot.findings:
        return
    rows = tuple(f"bevindingen:{each.id}" for each in open_questions(view))
    formula = "bevindingen: open, verstuurd of beantwoord"
    yield count_figure("bevindingen.open.aantal", "open vragen van de kwaliteitscheck", "bevindingen", rows, formula)


def open_questions(view: RoundView) -> list[Finding]:
    """The findings of the round that nobody settled, by rule and project; what only informs asks nothing."""
    waiting = [each for each in view.snapshot.findings if each.state in _WAITING and each.severity is not Severity.INFO]
    return sorted(waiting, key=lambda each: (each.rule_code, each.project_number, each.object_key))


def scored_rounds(view: RoundView) -> list[Round]:
    """The rounds that have a score, oldest first."""
    known = {each.round_key for each in view.snapshot.scores}
    return [each for each in view.rounds if each.key in known]


def score_name(view: RoundView, measured: Round) -> str:
    """How the figures of the score of a round begin: those of this round are main figures."""
    return "rekenhof" if measured.key == view.round.key else f"evolutie.{measured.key}.rekenhof"


def _of_round(view: RoundView, measured: Round, score: RoundScore) -> Iterator[Figure]:
    name, where = score_name(view, measured), f"meting {measured.number}, score Rekenhof"
    things = plural(view.snapshot.data.programme.term("project"))

    def rows(chosen: tuple[ProjectScore, ...]) -> tuple[str, ...]:
        return tuple(view.report_row(each.project_number, measured.key) for each in chosen)

    formula = f"criteria waaraan voldaan is / criteria × {things} met een rapport"
    everyone = rows(score.projects)
    yield share_figure(f"{name}.score", f"{where}: gemiddelde", score.met, score.asked, 1, everyone, formula)
    yield count_figure(f"{name}.projecten", f"{where}: {things}", "projecten", everyone, f"{things} met een rapport")
    for band, (lowest, highest) in BANDS.items():
        chosen, label = rows(score.band(lowest, highest)), f"{where}: {things} met score {band}"
        yield count_figure(f"{name}.{band}", label, "projecten", chosen, f"aantal met een score van {band}")


def _gap(view: RoundView, before: RoundScore, now: RoundScore, number: int) -> Figure:
    points = now.mean - before.mean
    rows = tuple(view.report_row(each.project_number) for each in now.projects)
    rows += tuple(view.report_row(each.project_number, before.round_key) for each in before.projects)
    label = f"score Rekenhof: verschil met meting {number}, in procentpunt"
    text = dutch.percentage_points(abs(points), 1)
    formula = "gemiddelde van deze meting − gemiddelde van de vorige met een score"
    return Figure("rekenhof.verschil_punten", label, points, "procentpunt", text, formula, rows)
