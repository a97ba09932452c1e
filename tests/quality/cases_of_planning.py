"""Cases about planning, proof, indicators and the tie to Europe."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.quality.case import case
from tests.quality.spoiling import Spoil, both, entry, milestone, report, rows, value, without

_at_risk_before = report(
    "5",
    place=1,
    status_code="aandacht",
    cause_code="vergunning",
    corrective_measure="Overleg met de stad",
    corrective_owner="Stad",
    corrective_due_on=date(2023, 3, 31),
)
_no_indicator = both(
    without("indicators", lambda each, prefix: getattr(each, "id", "") == prefix + "1-I01"),
    entry("1", lambda each: replace(each, indicators=())),
)


def _done(number: str, key: str, day: date = date(2023, 10, 1), evidence: str = "proces-verbaal") -> Spoil:
    return milestone(number, key, status_code="gerealiseerd", realised_on=day, evidence=evidence)


def _without_m03(day: date, status: str = "op_schema") -> Spoil:
    return both(
        milestone("5", "M03", status_code="geschrapt", explanation="Niet meer nodig."),
        milestone("5", "M02", status_code=status, expected_on=day, explanation="Levering"),
        rows("projects", "5", ends_on=max(day, date(2024, 1, 15))),
    )


def _ends(day: date) -> Spoil:
    later = milestone("1", "M02", expected_on=day, explanation="Levering")
    return both(later, rows("projects", "1", ends_on=day))


_commented = report("1", issues="De eindafrekening volgt.")

PLANNING = (
    case("same measure", _at_risk_before, ("KC-024", "5", "bijsturing")),
    case("other measure", both(_at_risk_before, report("5", corrective_measure="De gouverneur bemiddelt"))),
    case(
        "all done",
        both(_done("1", "M02"), _done("1", "M03"), value("1", value=Decimal(200)), _commented),
        ("KC-034", "1", "status"),
    ),
    case("nearly all done", both(_done("1", "M02"), _done("1", "M03"), value("1", value=Decimal(199)), _commented)),
    case(
        "green and late",
        rows("milestones", "1-M03", original_on=date(2023, 9, 30)),
        ("KC-037", "1", "status"),
    ),
    case(
        "green and late on a critical step",
        rows("milestones", "1-M03", original_on=date(2023, 9, 30), is_critical=True),
        ("KC-037", "1", "kritiek"),
        ("KC-037", "1", "status"),
    ),
    case("no visible trouble", report("5", issues=""), ("KC-038", "5", "knelpunten")),
    case("trouble in a milestone", both(report("5", issues=""), milestone("5", "M03", status_code="aandacht"))),
    case("before the project", _done("1", "M01", date(2020, 12, 31)), ("KC-053", "1-M01", "datum_realisatie")),
    case("long before its creation", _done("1", "M01", date(2021, 6, 29)), ("KC-053", "1-M01", "datum_realisatie")),
    case("a year before its creation", _done("1", "M01", date(2021, 6, 30))),
    case("slips long", _ends(date(2025, 7, 4)), ("KC-056", "1-M02", "datum_verwacht")),
    case("slips half a year", _ends(date(2025, 7, 3))),
    case(
        "moved afterwards",
        milestone("1", "M01", expected_on=date(2022, 10, 15)),
        ("KC-057", "1-M01", "datum_verwacht"),
    ),
    case(
        "new and done",
        both(rows("milestones", "1-M01", introduced_in="2023-12"), _done("1", "M01", date(2023, 2, 1))),
        ("KC-061", "1-M01", "status"),
    ),
    case("next step is far", _without_m03(date(2025, 1, 31)), ("KC-065", "5", "mijlpalen")),
    case("next step is within a year", _without_m03(date(2024, 12, 31))),
    case("no next step", _without_m03(date(2023, 12, 31), "vertraagd"), ("KC-065", "5", "mijlpalen")),
    case("ends later", rows("projects", "1", ends_on=date(2025, 2, 1)), ("KC-068", "1", "einddatum")),
    case("ends a month later", rows("projects", "1", ends_on=date(2025, 1, 31))),
    case("end before the rest", _done("1", "M02"), ("KC-069", "1", "mijlpalen")),
    case("no proof of a step", milestone("1", "M01", evidence=""), ("KC-071", "1-M01", "bewijs")),
    case(
        "no proof of the end",
        both(_done("1", "M03"), _done("1", "M02", evidence=""), _commented),
        ("KC-071", "1-M02", "bewijs"),
    ),
    case(
        "one proof for two",
        both(milestone("3", "M01", evidence="Dossier 2023-118"), milestone("3", "M02", evidence="Dossier 2023-118")),
        ("KC-073", "3-M01", "bewijs"),
        ("KC-073", "3-M02", "bewijs"),
    ),
    case(
        "all on the last day",
        both(
            milestone("3", "M02", realised_on=date(2023, 12, 31)), milestone("3", "M03", realised_on=date(2023, 12, 31))
        ),
        ("KC-074", "3", "datum_realisatie"),
    ),
    case("no baseline", rows("indicators", "1-I01", baseline=None), ("KC-082", "1-I01", "nulwaarde")),
    case("late baseline", rows("indicators", "1-I01", baseline_on=date(2021, 1, 2)), ("KC-082", "1-I01", "nuldatum")),
    case("value of tomorrow", value("1", value_on=date(2024, 1, 1)), ("KC-085", "1-I01", "waardedatum")),
    case("old value", value("1", value_on=date(2023, 6, 29)), ("KC-085", "1-I01", "waardedatum")),
    case("value of half a year ago", value("1", value_on=date(2023, 6, 30))),
    case("far over the target", value("3", value=Decimal(241)), ("KC-086", "3-I01", "waarde")),
    case("over the target", value("3", value=Decimal(240))),
    case(
        "six hundred times the target",
        value("3", value=Decimal(120379)),
        ("KC-086", "3-I01", "waarde"),
        ("KC-087", "3-I01", "waarde"),
    ),
    case("behind", rows("indicators", "1-I01", target=Decimal(400)), ("KC-090", "1-I01", "waarde")),
    case("a little behind", rows("indicators", "1-I01", target=Decimal(300))),
    case("no indicator", _no_indicator, ("KC-092", "1", "indicatoren")),
    case("other unit than Europe", rows("indicators", "1-I01", common_indicator=10), ("KC-094", "1-I01", "eenheid")),
    case("same unit as Europe", rows("indicators", "5-I01", common_indicator=10)),
    case("no number of Europe", rows("milestones", "1-M03", cid_number=""), ("KC-130", "1", "cid_nummer")),
    case(
        "after the deadline of Europe",
        rows("milestones", "1-M03", cid_due_on=date(2024, 3, 30)),
        ("KC-132", "1-M03", "datum_verwacht"),
    ),
    case("on the deadline of Europe", rows("milestones", "1-M03", cid_due_on=date(2024, 3, 31))),
    case(
        "after the last day of Europe",
        both(
            rows("milestones", "5-M03", cid_number="9"),
            milestone("5", "M03", expected_on=date(2026, 9, 1), explanation="Levering"),
        ),
        ("KC-133", "5-M03", "datum_verwacht"),
    ),
    case(
        "on the last day of Europe",
        both(
            rows("milestones", "5-M03", cid_number="9"),
            milestone("5", "M03", expected_on=date(2026, 8, 31), explanation="Levering"),
        ),
    ),
)
