"""Figures: counted on paper on a small programme, and against the published totals of meting 6."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from meetcyclus.domain.entries import MilestoneReport
from meetcyclus.domain.figures import Figure
from meetcyclus.domain.findings import FindingState, Severity
from meetcyclus.domain.snapshot import ProgrammeData, Snapshot
from meetcyclus.services.figures import figures_of
from meetcyclus.services.tallies import RoundView
from meetcyclus.services.wording import plural
from meetcyclus.services.year_gaps import year_gaps
from tests.documents import samples, shipped

NBSP = "\u00a0"


@pytest.fixture(scope="module")
def small() -> dict[str, Figure]:
    return by_id(samples.snapshot())


@pytest.fixture(scope="module")
def published() -> dict[str, Figure]:
    return by_id(shipped.vlaamse_veerkracht())


def by_id(snapshot: Snapshot) -> dict[str, Figure]:
    return {each.id: each for each in figures_of(snapshot)}


def test_ids_are_unique_and_are_lower_case_slugs() -> None:
    ids = [each.id for each in figures_of(samples.snapshot())]
    assert len(ids) == len(set(ids))
    assert all(name == name.lower() and " " not in name for name in ids)


def test_statuses_close_with_the_population(small: dict[str, Figure]) -> None:
    counts = [
        each.value for name, each in small.items() if name.startswith("projecten.status.") and name.endswith(".aantal")
    ]
    silent = small["projecten.zonder_rapport.aantal"].value
    assert sum(counts) + silent == small["projecten.totaal"].value == 8
    assert silent == 1


def test_counts_name_their_rows(small: dict[str, Figure]) -> None:
    assert small["projecten.volgens_schema.aantal"].rows == (
        "projectrapporten:2023-12:P3",
        "projectrapporten:2023-12:P4",
    )
    assert small["projecten.aandacht.aantal"].rows == ("projectrapporten:2023-12:P5", "projectrapporten:2023-12:P7")
    assert small["projecten.zonder_rapport.aantal"].rows == ("projecten:P8",)
    assert small["vak.totaal"].rows == ("financien:2023-12:P1:2023:AB0",)


def test_realised_is_compared_as_published_and_for_the_same_projects(small: dict[str, Figure]) -> None:
    assert small["projecten.gerealiseerd.verschil"].value == 1
    assert small["projecten.gerealiseerd.verschil_zelfde"].value == 1
    assert small["projecten.nieuw_gerealiseerd.aantal"].rows == ("projectrapporten:2023-12:P1",)


def test_like_for_like_differs_when_a_realised_project_leaves_the_scope() -> None:
    figures = by_id(samples.snapshot(population=tuple(number for number in samples.STATUSES if number != "P2")))
    assert figures["projecten.gerealiseerd.verschil"].value == 0
    assert figures["projecten.gerealiseerd.verschil_zelfde"].value == 1


def test_milestones_that_were_dropped_before_or_come_later_do_not_count(small: dict[str, Figure]) -> None:
    assert small["mijlpalen.totaal"].value == 10
    assert "mijlpalen:P1-M03" in small["mijlpalen.totaal"].rows
    assert not {"mijlpalen:P1-M02", "mijlpalen:P1-M04"} & set(small["mijlpalen.totaal"].rows)
    assert small["mijlpalen.op_schema_of_gerealiseerd.aantal"].value == 6
    assert small["mijlpalen.op_schema_of_gerealiseerd.aandeel"].text == "60,0%"


def test_money_has_shares_of_the_means_and_a_difference_in_points(small: dict[str, Figure]) -> None:
    assert small["vak.aandeel"].text == "97%"
    assert small["vek.aandeel"].text == "50,28%"
    assert small["vek.verschil"].value == Decimal("402800000")
    assert small["vek.verschil_punten"].text == f"40,28{NBSP}procentpunt"


def test_old_codes_are_mapped_and_unknown_ones_are_absent(small: dict[str, Figure]) -> None:
    assert small["evolutie.2022-12.in_uitvoering"].value == 5
    assert small["evolutie.2022-12.niet_gestart"].value == 1
    assert "evolutie.2022-12.stopgezet" not in small
    assert "projecten.status.stopgezet.verschil" not in small
    assert "evolutie.2022-06.totaal" not in small


def test_groups_close_with_the_whole(small: dict[str, Figure]) -> None:
    for kind in ("speerpunt", "mandaat", "beleidsdomein"):
        totals = [each.value for name, each in small.items() if name.startswith(f"{kind}.") and name.count(".") == 2]
        whole = [each.value for name, each in small.items() if name.startswith(f"{kind}.") and name.endswith(".totaal")]
        groups = [value for name, value in ((n, e.value) for n, e in small.items()) if name.startswith(f"{kind}.")]
        assert groups and totals
        assert sum(value for value in whole[:2]) == 8


def test_validation_counts_only_what_stands_for_all_mandates(small: dict[str, Figure]) -> None:
    assert small["validatie.projecten.aantal"].rows == ("projectrapporten:2023-12:P1",)


def test_money_of_projects_outside_the_population_does_not_count() -> None:
    figures = by_id(samples.snapshot(population=("P2", "P3")))
    assert "vak.totaal" not in figures


@pytest.mark.parametrize(
    ("data", "absent"),
    [
        (samples.data(credits=()), "vak.totaal"),
        (samples.data(programme=samples.programme(budget_cents=0)), "vak.aandeel"),
        (samples.data(milestones=()), "mijlpalen.totaal"),
        (samples.data(rounds=samples.data().rounds[-1:]), "projecten.gerealiseerd.verschil"),
        (samples.data(code_values=()), "projecten.aandacht.aantal"),
    ],
    ids=["no money", "no means", "no milestones", "no earlier round", "no code list"],
)
def test_what_cannot_be_computed_is_absent(data: ProgrammeData, absent: str) -> None:
    figures = by_id(samples.snapshot(data=data))
    assert absent not in figures
    assert figures["projecten.totaal"].value == 8


@pytest.mark.goal("65")
def test_published_totals_of_meting_6_are_computed(published: dict[str, Figure]) -> None:
    texts = {name: each.text.replace(NBSP, " ") for name, each in published.items()}
    expected = {
        "projecten.totaal": "181",
        "projecten.status.gerealiseerd.aantal": "33",
        "projecten.status.gerealiseerd.aandeel": "18%",
        "projecten.gerealiseerd.verschil": "20",
        "projecten.volgens_schema.aantal": "141",
        "projecten.volgens_schema.aandeel": "78%",
        "projecten.status.stopgezet.aantal": "3",
        "projecten.aandacht.aantal": "4",
        "mijlpalen.op_schema_of_gerealiseerd.aantal": "1.483",
        "mijlpalen.totaal": "1.753",
        "mijlpalen.op_schema_of_gerealiseerd.aandeel": "84,6%",
        "vak.totaal": "4,168 miljard euro",
        "vak.aandeel": "97%",
        "vek.totaal": "2,16 miljard euro",
        "vek.aandeel": "50,28%",
        "middelen.totaal": "4,3 miljard euro",
        "vek.verschil": "853 miljoen euro",
        "vek.verschil_punten": "19,83 procentpunt",
    }
    assert {name: texts[name] for name in expected} == expected


@pytest.mark.goal("62")
def test_every_round_of_the_trend_closes(published: dict[str, Figure]) -> None:
    for key, total in {
        "2021-03": 180,
        "2021-09": 180,
        "2021-12": 180,
        "2022-06": 180,
        "2022-12": 181,
        "2023-12": 181,
    }.items():
        codes = [f"evolutie.{key}.{code}" for code in ("niet_gestart", "opgestart", "in_uitvoering", "gerealiseerd")]
        codes += [f"evolutie.{key}.{code}" for code in ("aandacht", "actie", "stopgezet")]
        assert sum(published[code].value for code in codes if code in published) == total
        assert published[f"evolutie.{key}.totaal"].value == total


@pytest.mark.goal("66")
def test_every_figure_has_a_formula_and_only_zero_has_no_rows(published: dict[str, Figure]) -> None:
    for each in published.values():
        assert each.formula and each.label
        assert each.rows or each.value == 0


@pytest.mark.parametrize(
    ("word", "many"),
    [("maatregel", "maatregelen"), ("missie", "missies"), ("mijlpaal of streefdoel", "mijlpalen of streefdoelen")],
)
def test_plural_follows_dutch(word: str, many: str) -> None:
    assert plural(word) == many


def test_shares_come_from_counts_not_from_rounded_parts() -> None:
    numbers = tuple(f"Q{place:03d}" for place in range(180))
    entries = tuple(
        replace(
            samples.entries()[0], round_key=samples.NEW, project_number=number, report=samples.report(number, status)
        )
        for place, number in enumerate(numbers)
        for status in ["in_uitvoering" if place < 168 else "aandacht"]
    )
    data = samples.data(projects=tuple(samples.project(number) for number in numbers), entries=entries)
    share = by_id(samples.snapshot(data=data, population=numbers))["projecten.volgens_schema.aandeel"]
    assert share.value == Decimal(16800) / 180
    assert round(share.value, 2) == Decimal("93.33")


@pytest.mark.goal("65")
def test_late_are_open_milestones_that_are_delayed_or_over_their_date(small: dict[str, Figure]) -> None:
    late = small["mijlpalen.vertraging.aantal"]
    assert late.value == 8 and "mijlpaalrapporten:2023-12:P5-M01" in late.rows
    assert "mijlpaalrapporten:2023-12:P1-M01" not in late.rows
    assert small["projecten.vertraging.aantal"].value == 7
    assert small["projecten.vertraging.volgens_schema.aantal"].rows == (
        "projectrapporten:2023-12:P3",
        "projectrapporten:2023-12:P4",
    )
    # With a date to come, only the one that is reported as delayed is late.
    milestones = tuple(replace(each, original_on=date(2024, 3, 1)) for each in samples.milestones())
    later = by_id(samples.snapshot(data=samples.data(milestones=milestones)))
    assert later["mijlpalen.vertraging.aantal"].rows == ("mijlpaalrapporten:2023-12:P5-M01",)
    assert later["mijlpalen.verstreken.aantal"].value == 0


def test_share_of_milestones_before_is_counted_in_the_same_way(
    published: dict[str, Figure], small: dict[str, Figure]
) -> None:
    name = "evolutie.2022-12.mijlpalen"
    assert published[f"{name}.totaal"].text == "1.753"
    assert published[f"{name}.op_schema_of_gerealiseerd.aantal"].text == "1.125"
    assert published[f"{name}.op_schema_of_gerealiseerd.aandeel"].text == "64,2%"
    assert published[f"{name}.totaal"].rows[0].startswith("mijlpaalrapporten:2022-12:VV001")
    # Nobody reported on milestones in the round before, so there is nothing to compare with.
    assert f"{name}.totaal" not in small


def test_share_of_milestones_before_counts_silent_projects_as_this_round_does() -> None:
    reported = tuple(
        replace(each, milestones=(MilestoneReport("P1-M01", "op_schema"),))
        if (each.round_key, each.project_number) == (samples.OLD, "P1")
        else each
        for each in samples.entries()
        if (each.round_key, each.project_number) != (samples.OLD, "P2")
    )
    data, name = samples.data(entries=reported), f"evolutie.{samples.OLD}.mijlpalen"
    frozen = samples.snapshot(data=data, populations={samples.OLD: ("P1", "P2")})
    before = by_id(frozen)
    # P1 has three milestones in that round (one was dropped in it), and P2, which said nothing, has one.
    assert before[f"{name}.totaal"].value == 4 and "mijlpalen:P2-M01" in before[f"{name}.totaal"].rows
    assert before[f"{name}.op_schema_of_gerealiseerd.aandeel"].text == "25,0%"
    # Where nobody kept who was asked, those who reported are all that is known.
    unknown = by_id(replace(frozen, populations={}))
    assert "mijlpalen:P2-M01" not in unknown[f"{name}.totaal"].rows


@pytest.mark.goal("63")
def test_money_per_mandate_adds_up_to_the_money_of_the_round(published: dict[str, Figure]) -> None:
    for name in ("vak", "vek", "encours"):
        parts = [
            each.value for key, each in published.items() if key.startswith("geld.mandaat.") and key.endswith(name)
        ]
        assert len(parts) == 9
        assert sum(parts) == published[f"geld.totaal.{name}"].value == published[f"{name}.totaal"].value
    assert published["geld.totaal.middelen"].text == "4.300,0"
    assert published["geld.totaal.vek.aandeel"].text == "50%"


def test_means_rest_on_the_budgets_and_the_shifts_of_the_projects(small: dict[str, Figure]) -> None:
    shift = "verschuivingen:2023-01-01:P3:P1"
    # Neither the second minister nor its projects have credits or shifts: their means are their budgets all the same.
    budgets = tuple(f"projecten:P{at}" for at in range(5, 9))
    assert small["geld.mandaat.m2.middelen"].value and small["geld.mandaat.m2.middelen"].rows == budgets
    assert small["rrf.middelen"].rows == ("projecten:P1", "projecten:P5", shift)
    assert small["geld.totaal.middelen"].rows[-1] == shift and len(small["geld.totaal.middelen"].rows) == 9
    assert small["rrf.vak"].rows == ("financien:2023-12:P1:2023:AB0",)
    # What moves after the reference date is no part of it.
    later = tuple(replace(each, shifted_on=date(2024, 1, 1)) for each in samples.data().shifts)
    assert by_id(samples.snapshot(data=samples.data(shifts=later)))["rrf.middelen"].rows == (
        "projecten:P1",
        "projecten:P5",
    )


def test_amounts_of_budget_years_rest_on_the_credits_of_those_years_only() -> None:
    before, now = samples.credits()
    older = replace(now, budget_year=2022, committed_cents=before.committed_cents - 5)
    rows = (replace(before, budget_year=2022), older, replace(now, committed_cents=100))
    figures = by_id(samples.snapshot(data=samples.data(credits=rows)))
    fresh = ("financien:2023-12:P1:2023:AB0",)
    old = ("financien:2023-12:P1:2022:AB0", "financien:2022-12:P1:2022:AB0")
    assert figures["jaren.vak.nieuw"].rows == fresh
    assert figures["jaren.vak.eerder"].rows == old
    assert figures["jaren.vak.verschil"].rows == (*fresh, *old)


def test_money_of_the_facility_and_of_stopped_projects_is_known(
    published: dict[str, Figure], small: dict[str, Figure]
) -> None:
    words = [published[f"stopgezet.{each}"].text for each in ("middelen", "vak", "vek", "encours")]
    assert words == [f"{each}{NBSP}miljoen{NBSP}euro" for each in ("16,08", "16,08", "4,67", "11,41")]
    assert published["rrf.vak"].text == f"1,39{NBSP}miljard{NBSP}euro"
    assert published["rrf.encours"].value == published["rrf.vak"].value - published["rrf.vek"].value
    assert small["rrf.vek"].text == f"502,80{NBSP}miljoen{NBSP}euro"
    assert "stopgezet.vak" not in small


def test_rise_and_amount_of_the_new_year_differ_by_what_was_booked_on_older_years(
    published: dict[str, Figure], small: dict[str, Figure]
) -> None:
    new, older, rise = (published[f"jaren.vak.{each}"].value for each in ("nieuw", "eerder", "verschil"))
    assert older == -1_250_000 and new + older == rise == published["vak.verschil"].value
    assert not [name for name in published if name.startswith("jaren.vek.")]
    assert not [name for name in small if name.startswith("jaren.")]


def test_older_years_are_compared_only_after_a_round_at_the_end_of_a_year() -> None:
    before, now = samples.credits()
    older = replace(
        now, budget_year=2022, committed_cents=before.committed_cents + 5, settled_cents=before.settled_cents
    )
    rows = (replace(before, budget_year=2022), older, replace(now, committed_cents=100, settled_cents=7))
    data = samples.data(credits=rows)
    assert [(each.name, each.new_cents, each.older) for each in year_gaps(RoundView(samples.snapshot(data=data)))] == [
        ("vak", 100, {"P1": 5})
    ]
    half = tuple(replace(each, reference_date=date(2022, 11, 30)) if each.number == 5 else each for each in data.rounds)
    assert list(year_gaps(RoundView(samples.snapshot(data=replace(data, rounds=half))))) == []


def test_open_questions_are_counted_without_what_only_informs_or_was_settled() -> None:
    found = tuple(
        samples.finding(f"f{at}", "P1", state=state, severity=severity)
        for at, (state, severity) in enumerate(
            (
                (FindingState.OPEN, Severity.WARNING),
                (FindingState.ANSWERED, Severity.ERROR),
                (FindingState.OPEN, Severity.INFO),
                (FindingState.WAIVED, Severity.WARNING),
                (FindingState.CLOSED, Severity.BLOCKING),
            )
        )
    )
    figures = by_id(samples.snapshot(findings=found))
    assert figures["bevindingen.open.aantal"].rows == ("bevindingen:f0", "bevindingen:f1")
    assert "bevindingen.open.aantal" not in by_id(samples.snapshot())
