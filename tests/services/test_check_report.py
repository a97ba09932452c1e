"""The report of the checks is one Dutch page that loads nothing, can be read aloud, and is the same every time."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from meetcyclus.bootstrap import Application
from meetcyclus.domain.findings import FindingState
from meetcyclus.pages.check_report import check_report_page
from meetcyclus.services import checks
from meetcyclus.services.check_report import check_report
from tests.factories import CONTROLLER, KEY
from tests.services.world import DURING_ENTRY, everything_entered, found, hit


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
