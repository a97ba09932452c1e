"""What the monitoring report of a whole round costs on this machine: `meetcyclus bench report`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

from meetcyclus.bootstrap import application
from meetcyclus.demo.material import ROUND_KEY, material_folder, read_material, with_round
from meetcyclus.domain.errors import OutsideFailure
from meetcyclus.domain.snapshot import Snapshot
from meetcyclus.services.figures import figures_of
from meetcyclus.services.ports import ExchangeFiles

_CHARTS = "word/charts/chart"


@dataclass(frozen=True)
class ReportCost:
    """One report: what is in it, seconds on the clock, and the peak of its process in MB (data and Python included)."""

    sheets: int
    milestones: int
    charts: int
    seconds: float
    megabytes: int
    bytes: int


def round_on_paper(exchange: ExchangeFiles, programme: Path) -> Snapshot:
    """The round that the programme ships for simulated people, as if everybody had entered and it was frozen."""
    data = exchange.read_programme(programme)
    material = read_material(exchange, material_folder(programme), data)
    data = with_round(data)
    data = replace(
        data, entries=(*data.entries, *material.entries.values()), credits=(*data.credits, *material.credits)
    )
    population = tuple(each.number for each in data.projects)
    at = datetime(2024, 1, 19, 13, 5, tzinfo=UTC)
    return Snapshot(ROUND_KEY, 1, at, "secretariaat@example.org", True, population, data)


def measure_report(programme: Path) -> ReportCost:
    """Build the report in a process and a home of its own; OutsideFailure when that process ends badly."""
    material_folder(programme)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MEETCYCLUS_")}
    with tempfile.TemporaryDirectory(prefix="meetcyclus-bench-") as home:
        command = [sys.executable, "-m", __name__, os.fspath(programme.resolve()), f"{home}/report.docx"]
        done = subprocess.run(
            command, env={**kept, "MEETCYCLUS_HOME": home}, capture_output=True, text=True, check=False
        )
    if done.returncode:
        raise OutsideFailure(f"the report could not be built, exit code {done.returncode}: {done.stderr[-500:]}")
    return ReportCost(**json.loads(done.stdout))


def _main(programme: Path, target: Path) -> None:
    app = application()
    snapshot = round_on_paper(app.exchange, programme)
    began = time.perf_counter()
    target.write_bytes(app.reports.monitoring_report(snapshot, "0" * 64, figures_of(snapshot)))
    seconds = time.perf_counter() - began
    with ZipFile(target) as package:
        charts = sum(name.startswith(_CHARTS) for name in package.namelist())
    cost = ReportCost(
        len(snapshot.population), len(snapshot.data.milestones), charts, seconds, _peak(), target.stat().st_size
    )
    print(json.dumps(asdict(cost)))


def _peak() -> int:
    """Megabytes; from the kernel's own book, because the usual count begins with what the parent process held."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) // 1024


if __name__ == "__main__":
    _main(Path(sys.argv[1]), Path(sys.argv[2]))
