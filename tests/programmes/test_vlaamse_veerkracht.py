"""The shipped programme: the committed bytes, keys and foreign keys, and every published figure."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "meetcyclus" / "programmes" / "vlaamse_veerkracht"
LAST = "2023-12"
ROUNDS = ["2021-03", "2021-09", "2021-12", "2022-06", "2022-12", LAST]
ENTRIES = ("projectrapporten", "mijlpaalrapporten", "indicatorrapporten", "financien")
KEYS = {
    "speerpunten": "code",
    "clusters": "code",
    "entiteiten": "code",
    "mandaten": "code",
    "personen": "email",
    "projecten": "nummer",
    "mijlpalen": "id",
    "indicatoren": "id",
    "metingen": "sleutel",
    "projectrapporten": "meting project",
    "mijlpaalrapporten": "meting mijlpaal",
    "indicatorrapporten": "meting indicator",
    "financien": "meting project begrotingsjaar begrotingsartikel",
    "vr_documenten": "vr_nummer",
    "verschuivingen": "datum van naar",
    "codelijsten": "lijst versie code",
}
PLAN = Decimal("4300000000.00")
MILLION = Decimal(1_000_000)
Shipped = Any  # the fixture of conftest.py


def rounded(amount: Decimal, unit: str) -> Decimal:
    return amount.quantize(Decimal(unit), ROUND_HALF_UP)


# --- the files themselves


def test_generator_writes_the_committed_bytes(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "meetcyclus.programmes.generate_vlaamse_veerkracht", "--out", str(tmp_path)],
        cwd=ROOT,
        check=True,
    )
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    kept = {path.relative_to(FOLDER): path.read_bytes() for path in FOLDER.rglob("*") if path.is_file()}
    assert made == kept
    assert sum(map(len, kept.values())) < 8_000_000
    assert not any(b"\r" in content or content.startswith(b"\xef\xbb\xbf") for content in kept.values())


@pytest.mark.parametrize("name", KEYS)
def test_rows_have_unique_keys_in_order(shipped: Shipped, name: str) -> None:
    keys = [tuple(row[column] for column in KEYS[name].split()) for row in shipped.rows(name)]
    assert keys == sorted(set(keys))
    assert all(all(key) for key in keys)


def test_foreign_keys_exist(shipped: Shipped) -> None:
    targets = {
        ("clusters", "speerpunt"): "speerpunten",
        ("personen", "entiteit"): "entiteiten",
        ("personen", "mandaat"): "mandaten",
        ("projecten", "cluster"): "clusters",
        ("projecten", "entiteit"): "entiteiten",
        ("projecten", "mandaten"): "mandaten",
        ("projecten", "verantwoordelijke"): "personen",
        ("projecten", "spoc"): "personen",
        ("projecten", "in_scope_van"): "metingen",
        ("mijlpalen", "project"): "projecten",
        ("mijlpalen", "ingevoerd_in"): "metingen",
        ("indicatoren", "project"): "projecten",
        ("projectrapporten", "project"): "projecten",
        ("projectrapporten", "ingediend_door"): "personen",
        ("mijlpaalrapporten", "mijlpaal"): "mijlpalen",
        ("indicatorrapporten", "indicator"): "indicatoren",
        ("financien", "project"): "projecten",
        ("vr_documenten", "projecten"): "projecten",
        ("verschuivingen", "van"): "projecten",
        ("verschuivingen", "naar"): "projecten",
        ("verschuivingen", "vr_nummer"): "vr_documenten",
    }
    for (name, column), target in targets.items():
        known = {row[KEYS[target]] for row in shipped.rows(target)}
        used = {value for row in shipped.rows(name) for value in row[column].split(";") if value}
        assert used <= known, (name, column)


def test_main_folder_knows_only_five_rounds(shipped: Shipped) -> None:
    assert [row["sleutel"] for row in shipped.rows("metingen")] == ROUNDS[:5]
    assert {row["meting"] for name in ENTRIES for row in shipped.read(FOLDER / f"{name}.csv")} == set(ROUNDS[:5])
    assert {row["meting"] for name in ENTRIES for row in shipped.read(FOLDER / f"meting_{LAST}" / f"{name}.csv")} == {
        LAST
    }


def test_programme_file_has_both_paths_with_known_predecessors() -> None:
    settings = tomllib.loads((FOLDER / "programma.toml").read_text(encoding="utf-8"))
    assert Decimal(settings["programma"]["middelen_eur"]) == PLAN
    assert settings["emoe"]["kolommen"]["project"] == "VV-nummer"
    for path, count in {"A_2021": 15, "B_2024": 11}.items():
        codes: list[str] = []
        for step in settings["governance"][path]["stap"]:
            assert set(step.get("na", [])) <= set(codes)
            codes.append(step["code"])
        assert len(codes) == count


# --- published figures


def test_register_has_the_published_size(shipped: Shipped) -> None:
    sizes = {"speerpunten": 7, "clusters": 36, "projecten": 181, "mandaten": 9, "mijlpalen": 1753, "entiteiten": 30}
    assert {name: len(shipped.rows(name)) for name in sizes} == sizes
    assert len({row["beleidsdomein"] for row in shipped.rows("entiteiten")}) == 10
    kinds = Counter((row["financiering"], row["cluster"] == "C35") for row in shipped.projects().values())
    assert kinds == {("relanceprovisie", False): 159, ("regulier", True): 22}
    assert [code for code, row in shipped.projects().items() if row["cluster"] == "C36"] == ["VV181"]
    assert sum(row["rrf"] == "ja" and bool(row["rrf_maatregel"]) for row in shipped.projects().values()) == 55
    assert sum(";" in row["mandaten"] for row in shipped.projects().values()) == 12
    assert {code for code, row in shipped.projects().items() if row["in_scope_van"] != "2021-03"} == {"VV181"}
    assert sum(Decimal(row["budget_eur"]) for row in shipped.projects().values()) == PLAN
    roles = Counter(row["rol"] for row in shipped.rows("personen"))
    assert (roles["secretariaat"], roles["dossierbeheerder"], roles["kabinet"], roles["dfb"], roles["spoc"]) == (
        2,
        4,
        9,
        2,
        30,
    )
    heads = [row["entiteit"] for row in shipped.rows("personen") if row["rol"] == "leidend_ambtenaar"]
    assert sorted(heads) == sorted(row["code"] for row in shipped.rows("entiteiten"))
    assert max(Counter(row["verantwoordelijke"] for row in shipped.projects().values()).values()) <= 4
    assert all(row["email"].endswith("@example.org") for row in shipped.rows("personen"))


@pytest.mark.parametrize(
    ("meting", "counts"),
    {
        "2021-03": {"niet_gestart": 11, "opgestart": 91, "in_uitvoering": 77, "aandacht": 1},
        "2021-09": {"niet_gestart": 4, "opgestart": 26, "in_uitvoering": 149, "aandacht": 1},
        "2021-12": {"niet_gestart": 2, "opgestart": 17, "in_uitvoering": 158, "aandacht": 3},
        "2022-06": {
            "niet_gestart": 1,
            "opgestart": 9,
            "in_uitvoering": 162,
            "gerealiseerd": 2,
            "aandacht": 5,
            "actie": 1,
        },
        "2022-12": {"opgestart": 3, "in_uitvoering": 162, "gerealiseerd": 13, "aandacht": 2, "actie": 1},
        LAST: {"opgestart": 1, "in_uitvoering": 140, "gerealiseerd": 33, "aandacht": 3, "actie": 1, "stopgezet": 3},
    }.items(),
)
def test_statuses_per_round(shipped: Shipped, meting: str, counts: dict[str, int]) -> None:
    assert Counter(shipped.statuses(meting).values()) == counts


def test_named_projects_have_their_published_status(shipped: Shipped) -> None:
    named = defaultdict(set)
    for project, status in shipped.statuses("2022-06").items():
        named[status].add(project)
    assert named["aandacht"] == {"VV014", "VV056", "VV087", "VV120", "VV168"}
    assert (named["actie"], named["gerealiseerd"]) == ({"VV078"}, {"VV139", "VV146"})
    assert shipped.statuses("2022-12")["VV044"] == "gerealiseerd"
    assert shipped.statuses("2021-03")["VV168"] == "aandacht"
    realised = [project for project, status in shipped.statuses(LAST).items() if status == "gerealiseerd"]
    assert sum(shipped.projects()[project]["financiering"] == "relanceprovisie" for project in realised) == 28


def test_milestone_shares_are_published_ones(shipped: Shipped) -> None:
    found = Counter(row["status"] for row in shipped.rows("mijlpaalrapporten") if row["meting"] == LAST)
    assert found["op_schema"] + found["gerealiseerd"] == 1483
    assert sum(found.values()) == 1753
    found = Counter(row["status"] for row in shipped.rows("mijlpaalrapporten") if row["meting"] == "2022-06")
    good, started = found["op_schema"] + found["gerealiseerd"], sum(found.values()) - found["niet_gestart"]
    assert rounded(Decimal(100 * good) / started, "0.1") == 92


def test_money_prints_as_published(shipped: Shipped) -> None:
    first = {column: shipped.totals("2021-03", column) for column in ("vastgelegd_eur", "vereffend_eur")}
    assert [sum(amount > 0 for amount in sums.values()) for sums in first.values()] == [23, 9]
    assert (rounded(shipped.vak("2021-03") / MILLION, "1"), rounded(shipped.vek("2021-03") / MILLION, "1")) == (92, 17)
    assert rounded(shipped.vek("2021-12") / MILLION, "0.1") == Decimal("218.8")
    shares = {meting: (100 * shipped.vak(meting) / PLAN, 100 * shipped.vek(meting) / PLAN) for meting in ROUNDS}
    assert [rounded(share, "0.1") for share in shares["2022-06"]] == [Decimal("46.5"), Decimal("10.0")]
    assert (rounded(shares["2022-12"][0], "1"), rounded(shares["2022-12"][1], "0.1")) == (95, Decimal("30.4"))
    assert (rounded(shipped.vak(LAST) / MILLION, "1"), rounded(shares[LAST][0], "1")) == (4168, 97)
    assert (rounded(shipped.vek(LAST) / MILLION / 1000, "0.01"), rounded(shares[LAST][1], "0.01")) == (
        Decimal("2.16"),
        Decimal("50.28"),
    )
    rise = shipped.vek(LAST) - shipped.vek("2022-12")
    assert (rounded(rise / MILLION, "1"), rounded(100 * rise / PLAN, "0.01")) == (853, Decimal("19.83"))
    assert len({row["project"] for row in shipped.rows("financien")}) == 159
    given = [Decimal(row["bedrag_eur"]) for row in shipped.rows("verschuivingen") if row["naar"] == "VV181"]
    assert sum(given) == 6 * MILLION
