"""Cases about amounts beside status, progress, decisions and words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from meetcyclus.domain.credits import Credit
from meetcyclus.domain.snapshot import ProgrammeData
from tests.quality.case import case
from tests.quality.small_programme import ROUNDS, THIS, WORDS
from tests.quality.spoiling import Spoil, both, credit, report, without


def _every_credit(number: str, change: Callable[[Credit], Credit]) -> Spoil:
    def spoil(data: ProgrammeData, prefix: str) -> ProgrammeData:
        return replace(
            data,
            credits=tuple(change(each) if each.project_number == prefix + number else each for each in data.credits),
        )

    return spoil


def _shift(**values: Any) -> Spoil:
    return lambda data, _: replace(data, shifts=tuple(replace(each, **values) for each in data.shifts))


def _no_lines(number: str) -> Spoil:
    return without("credits", lambda each, prefix: getattr(each, "project_number", "") == prefix + number)


def _in_thousands(each: Credit) -> Credit:
    """What was euro in the round before is now thousands of euro."""
    if each.round_key == ROUNDS[1].key:
        return replace(each, committed_cents=150_000)
    return replace(each, remark="Nieuwe eenheid") if each.round_key == THIS.key else each


def _says(text: str) -> Spoil:
    return report("1", state_of_play=f"{WORDS[2]} {text}")


_nothing = {"committed_cents": 0, "settled_cents": 0, "remark": "Geannuleerd"}

MONEY = (
    case("much to pay still", credit("3", 2022, settled_cents=137), ("KC-033", "3", "vereffend_eur")),
    case("little to pay still", credit("3", 2022, settled_cents=140)),
    case(
        "much to pay still, explained",
        credit("3", 2022, settled_cents=137, remark="De eindafrekening volgt in maart"),
    ),
    case(
        "committed after the end",
        report("3", place=1, status_code="gerealiseerd"),
        ("KC-036", "3", "vastgelegd_eur"),
    ),
    case("other day", credit("1", 2022, stand_on=date(2023, 12, 30)), ("KC-101", "1/2022/KA-1", "standdatum")),
    case("not in the extract", _no_lines("1"), ("KC-104", "1", "project")),
    case(
        "paid too early",
        both(credit("1", 2022, settled_cents=151), credit("1", 2023, settled_cents=60)),
        ("KC-106", "1/2022", "vereffend_eur"),
    ),
    case("paid just in time", both(credit("1", 2022, settled_cents=150), credit("1", 2023, settled_cents=60))),
    case(
        "below nought",
        both(credit("1", 2022, committed_cents=310), credit("1", 2023, committed_cents=-10)),
        ("KC-109", "1/2023/KA-1", "opmerking"),
    ),
    case(
        "below nought, explained",
        both(credit("1", 2022, committed_cents=310), credit("1", 2023, committed_cents=-10, remark="Terugvordering")),
    ),
    case("shift without decision", _shift(vr_number=""), ("KC-110", "4/2023-07-07", "vr_nummer")),
    case("shift by an unknown decision", _shift(vr_number="VR 2023 0807"), ("KC-110", "4/2023-07-07", "vr_nummer")),
    case("shift of nothing", _shift(amount_cents=0), ("KC-110", "4/2023-07-07", "bedrag_eur")),
    case(
        "nothing committed",
        both(credit("2", 2022, **_nothing), credit("2", 2023, **_nothing)),
        ("KC-113", "2", "vastgelegd_eur"),
    ),
    case("all committed", credit("2", 2023, committed_cents=975), ("KC-114", "2", "status")),
    case("nearly all committed", credit("2", 2023, committed_cents=974)),
    case("paid ahead", credit("1", 2023, settled_cents=147), ("KC-115", "1", "vereffend_eur")),
    case("paid a little ahead", credit("1", 2023, settled_cents=144)),
    case("paid ahead, explained", both(credit("1", 2023, settled_cents=147), report("1", issues="Voorschot betaald."))),
    case(
        "nothing paid",
        _every_credit("1", lambda each: replace(each, settled_cents=12)),
        ("KC-116", "1", "vereffend_eur"),
    ),
    case("other total in words", _says("In totaal is 5 euro vastgelegd."), ("KC-117", "1", "stand_van_zaken")),
    case("same total in words", _says("In totaal is 3 euro vastgelegd.")),
    case("part in words", _says("In 2023 is 5 euro vastgelegd.")),
    case("thousandfold", _every_credit("1", _in_thousands), ("KC-118", "1", "vastgelegd_eur")),
    case("no means stated", _no_lines("6"), ("KC-120", "6", "project")),
)
