"""The score on the criteria of the Rekenhof in the method part of the cover note: what it is, and how it moves."""

from __future__ import annotations

from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import Subject, round_name
from meetcyclus.documents.tables import Column, Row
from meetcyclus.domain.scores import BANDS
from meetcyclus.services.figure_score import score_name, scored_rounds
from meetcyclus.services.wording import capital


def score_point(subject: Subject) -> str:
    """The definition with the mean and the trend; nothing where the round has no score."""
    if not subject.has("rekenhof.score"):
        return ""
    facts = {"gemiddelde": subject.text("rekenhof.score"), "criteria": subject.text("rekenhof.criteria")}
    return subject.say("methode.rekenhof", trend=_trend(subject), **facts)


def score_table(story: Story, subject: Subject) -> None:
    """Mean and spread per round that has a score."""
    if not subject.has("rekenhof.score"):
        return
    columns = [
        Column("Meting", 46),
        Column("Gemiddelde score", 30, True),
        *(Column(f"Score {band}", 22, True) for band in BANDS),
        Column("Met rapport", 24, True),
    ]
    rows: list[Row] = [
        [round_name(each), *(subject.text(f"{score_name(subject.view, each)}.{name}") for name in _NAMES)]
        for each in scored_rounds(subject.view)
    ]
    things = str(subject.facts["projecten"])
    story.captioned_table(columns, rows, f"{capital(things)} naar score op de criteria van het Rekenhof")


_NAMES = ("score", *BANDS, "projecten")


def _trend(subject: Subject) -> str:
    if not subject.has("rekenhof.verschil_punten"):
        return subject.say("methode.rekenhof_zonder_trend")
    gap = subject.figures["rekenhof.verschil_punten"]
    before = scored_rounds(subject.view)[-2].number
    if not gap.value:
        return subject.say("methode.rekenhof_gelijk", vorige_score=before)
    direction = "hoger" if gap.value > 0 else "lager"
    return subject.say("methode.rekenhof_trend", verschil=gap.text, richting=direction, vorige_score=before)
