"""The report of the checks is one Dutch page that loads nothing, can be read aloud, and is the same every time."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from meetcyclus.bootstrap import Application
from meetcyclus.domain.findings import CheckOutcome, FindingState, Hit, Severity, Stage
from meetcyclus.pages.check_report import check_report_page
from meetcyclus.pages.words import field_words, stage_words
from meetcyclus.quality.catalogue import read_catalogue, read_files
from meetcyclus.quality.text_rows import OTHER_TEXTS, REQUIRED_TEXTS
from meetcyclus.services import checks
from meetcyclus.services.authority import SYSTEM
from meetcyclus.services.check_report import check_report
from tests.factories import CONTROLLER, KEY
from tests.quality.conftest import EXPECTATIONS
from tests.services.world import DURING_ENTRY, everything_entered, found, hit, rule


class _Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.heads: list[str | None] = []
        self.language: str | None = None
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.language = given.get("lang") if tag == "html" else self.language
        self.heads += [given.get("scope")] if tag == "th" else []
        self.headings += [int(tag[1])] if re.fullmatch(r"h[1-6]", tag) else []
        self.links += [name for name in given if name in ("src", "href")]


@pytest.fixture
def page(app: Application) -> bytes:
    """A round with one finding that was waived in words that could be markup."""
    everything_entered(app)
    found(app, hit("KL001"), hit("KL002"))
    with app.work() as uow:
        (finding,) = uow.findings.where(project_number="KL001")
        checks.decide_finding(
            uow,
            finding_id=finding.id,
            target=FindingState.WAIVED,
            text="<script>klopt</script>",
            by=CONTROLLER,
            at=DURING_ENTRY,
        )
        report = check_report(uow, round_key=KEY, quality=app.quality)
    assert check_report_page(report) == check_report_page(report)
    return check_report_page(report)


def test_page_tells_finding_state_and_what_was_said(page: bytes) -> None:
    text = page.decode()
    assert "aanvaard met motivering" in text and CONTROLLER in text and "KL002" in text
    assert "&lt;script&gt;klopt" in text and "<script" not in text


def test_page_can_be_read_aloud_and_loads_nothing(page: bytes) -> None:
    outline = _Outline()
    outline.feed(page.decode())
    assert outline.language == "nl-BE" and outline.links == []
    assert b"http:" not in page and b"https:" not in page and b"url(" not in page
    assert outline.headings[0] == 1
    assert all(after - before <= 1 for before, after in zip(outline.headings, outline.headings[1:], strict=False))
    assert set(outline.heads) == {"col", "row"}


def test_page_opens_in_a_browser(page: bytes, tmp_path: Path) -> None:
    browser = shutil.which("chromium")
    if browser is None:
        pytest.skip("no chromium on this machine")
    path = tmp_path / "controle.html"
    path.write_bytes(page)
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/profile", "--dump-dom"]
    shown = subprocess.run([browser, *options, path.as_uri()], capture_output=True, text=True, timeout=120, check=True)
    assert "Bevindingen" in shown.stdout and "KL001" in shown.stdout


@pytest.fixture
def informed(app: Application) -> str:
    """A round with an error, and with something to know about two projects and about a group."""
    everything_entered(app)
    known = (rule("KC-005"), rule("KC-179", Severity.INFO))
    told = [
        Hit("KC-179", number, f"{number}-M01", "datum_verwacht", "01/12/2023", "klaar") for number in ("KL001", "KL002")
    ]
    found(app, hit("KL001"), *told, Hit("KC-179", "", "Cluster 12 (C12)", "aandeel", "25%", "2%"), rules=known)
    with app.work() as uow:
        return check_report_page(check_report(uow, round_key=KEY, quality=app.quality)).decode()


def _rows_under(page: str, heading: str) -> list[str]:
    """The rows of the first table under a heading."""
    table = page.split(heading, 1)[1].split("</table>", 1)[0]
    return [re.sub(r"<[^>]+>", " ", each) for each in table.split("<tr>")[2:]]


def test_what_only_informs_is_one_table_of_its_rule(informed: str) -> None:
    assert informed.count("<h2>Ter informatie</h2>") == 1 and informed.count("<h3>KC-179") == 1
    rows = _rows_under(informed, "<h3>KC-179")
    assert [each.split()[0] for each in rows] == ["Cluster", "KL001", "KL002"]
    assert "KC-179" not in informed.split("<h2>Bevindingen</h2>")[1].split("<h2>")[0]
    assert [each.split()[-2:] for each in _rows_under(informed, "Bevindingen per fase")] == [
        ["1", "1"],
        ["3", "n.v.t."],
    ]


def test_page_leads_with_its_dates_and_says_since_when(informed: str) -> None:
    head = informed.split("</header>")[0]
    assert "<dt>Meetmoment</dt><dd>31 december 2023" in head.replace("\u00a0", " ")
    assert re.search(r"<dt>Laatste controle</dt><dd>\d\d/\d\d/\d{4}, [\d.]+ u\. \(", head)
    assert re.search(r"open sinds\u00a0\d\d/\d\d/\d{4}", informed)


def test_tables_have_no_caption_that_repeats_the_heading(informed: str) -> None:
    captions, headings = re.findall("<caption>(.*?)<", informed), re.findall("<h3>(.*?)<", informed)
    assert captions and headings and len(set(captions)) == len(captions)
    assert not [each for each in captions for heading in headings if heading in each]
    assert '<table class="wide">' in informed


def test_stages_are_in_dutch_and_in_the_order_of_the_round(app: Application) -> None:
    everything_entered(app)
    with app.work() as uow:
        for stage, number, code in ((Stage.MONEY, "KL001", "KC-104"), (Stage.ENTRY, "KL002", "KC-002")):
            mine = replace(rule(code), stage=stage)
            outcome = CheckOutcome((code,), (), (hit(number, code=code),))
            checks.store_outcome(
                uow, round_key=KEY, stages=frozenset({stage}), rules=[mine], outcome=outcome, by=SYSTEM, at=DURING_ENTRY
            )
        page = check_report_page(check_report(uow, round_key=KEY, quality=app.quality)).decode()
    assert [each.split()[0] for each in _rows_under(page, "Bevindingen per fase")] == ["invoer", "financiën"]
    assert "financien" not in page


def test_every_field_of_a_rule_reads_as_dutch() -> None:
    fields = {check.field for check in read_catalogue(read_files(EXPECTATIONS)).checks}
    fields |= {field for field, _, _ in (*REQUIRED_TEXTS, *OTHER_TEXTS)}
    plain = {each for each in fields if "{" not in each}
    assert len(plain) > 50
    assert not [each for each in plain if re.search(r"_|eur$", field_words(each))]
    assert (
        field_words("vastgelegd_eur") == "vastgelegd bedrag" and field_words("motivering KC-005") == "motivering KC-005"
    )
    assert stage_words("invoer+financien") == "invoer en financiën"
