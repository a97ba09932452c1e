"""What a page calls stages of the check, fields of the exchange format, and moments."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from meetcyclus.domain.dutch import short_date
from meetcyclus.domain.findings import Stage

# In the order in which a round goes through them.
_STAGES = {
    Stage.ENTRY: "invoer",
    Stage.QUALITY: "kwaliteitscheck",
    Stage.VALIDATION: "validatie",
    Stage.MONEY: "financiën",
    Stage.REPORT: "rapportering",
    Stage.PUBLICATION: "publicatie",
}
_FIELDS = {
    "beslist_door": "beslist door",
    "bedrag_eur": "bedrag",
    "bijsturing_datum": "datum van de bijsturing",
    "bijsturing_eigenaar": "wie de bijsturing uitvoert",
    "cid_nummer": "nummer in het Europese uitvoeringsbesluit",
    "datum_origineel": "oorspronkelijke datum",
    "datum_realisatie": "datum van realisatie",
    "datum_verwacht": "verwachte datum",
    "id": "sleutel",
    "in_scope": "deel van de meting",
    "ingediend_op": "datum van indiening",
    "nagekeken_door": "nagekeken door",
    "nuldatum": "datum van de nulwaarde",
    "spoc": "aanspreekpunt",
    "stand_van_zaken": "stand van zaken",
    "standdatum": "datum van de stand",
    "vastgelegd_eur": "vastgelegd bedrag",
    "vereffend_eur": "vereffend bedrag",
    "vr_nummer": "nummer van het VR-document",
    "waardedatum": "datum van de waarde",
}
_NAME = re.compile(r"[a-z]+(?:_[a-z]+)*")


def stage_words(stages: str) -> str:
    """The words for a stage, or for several joined by a plus: kwaliteitscheck en validatie."""
    return " en ".join(_STAGES[Stage(each)] for each in stages.split("+"))


def stage_place(stage: Stage) -> int:
    """The place of a stage in the course of a round."""
    return list(_STAGES).index(stage)


def field_words(field: str) -> str:
    """A field as people call it; what has no name of its own in the data stays as it is."""
    return _NAME.sub(lambda found: _FIELDS.get(found[0], found[0].replace("_", " ")), field)


def day_words(moment: datetime, time_zone: str) -> str:
    """The day of an instant on the clocks of the programme: 14/12/2023."""
    return short_date(moment.astimezone(ZoneInfo(time_zone)).date())


def clock_words(moment: datetime, time_zone: str) -> str:
    """Day and hour of an instant on the clocks of the programme: 14/12/2023, 9 u. or 9.30 u."""
    local = moment.astimezone(ZoneInfo(time_zone))
    clock = f"{local.hour} u." if local.minute == 0 else f"{local.hour}.{local:%M} u."
    return f"{short_date(local.date())}, {clock}"
