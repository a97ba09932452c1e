"""Figures: counted on paper on a small programme, and against the published totals of meting 6."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from meetcyclus.domain.figures import Figure
from meetcyclus.domain.snapshot import ProgrammeData, Snapshot
from meetcyclus.services.figures import figures_of
from meetcyclus.services.wording import plural
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
