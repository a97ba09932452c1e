"""What a process makes in surroundings of its own: the hash of every document, file of the dataset and of the package.

Run as a program with the folder in which the facts are kept; the result is one JSON object on standard output.
"""

from __future__ import annotations

import hashlib
import json
import pickle
import sys
import time
from pathlib import Path

from meetcyclus.audit.open_data import DatasetDescription, dataset_files
from meetcyclus.audit.package import PackageContents, package_files
from meetcyclus.documents import WordReports
from meetcyclus.exchange.data_package import write_data_package
from meetcyclus.exchange.finance import write_finance
from meetcyclus.exchange.programme_writer import write_programme
from meetcyclus.exchange.workbooks import EntryWorkbooks
from meetcyclus.services.figures import figures_of
from tests.documents import samples
from tests.exchange.workbook_world import subject_for

TEMPLATES = Path(__file__).parents[2] / "templates"
FACTS = "facts.pickle"


def hashes(folder: Path, contents: PackageContents, description: DatasetDescription) -> dict[str, str]:
    """Everything that leaves the house, made anew in this process."""
    files = {
        **_documents(),
        **_workbooks(folder),
        **{f"dataset/{name}": content for name, content in _dataset(folder, description).items()},
        **{f"package/{name}": content for name, content in package_files(contents).items()},
    }
    return {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}


def _documents() -> dict[str, bytes]:
    snapshot, writer = samples.snapshot(), WordReports(TEMPLATES / "documents")
    facts = (snapshot, "ab" * 32, figures_of(snapshot))
    return {
        "covernota.docx": writer.cover_note(*facts),
        "monitoringsrapport.docx": writer.monitoring_report(*facts),
        "financien.docx": writer.financial_report(*facts),
    }


def _workbooks(folder: Path) -> dict[str, bytes]:
    data = samples.data()
    extracts = [write_finance(data.credits, data, folder / f"emoe.{suffix}") for suffix in ("xlsx", "csv")]
    workbook = EntryWorkbooks(TEMPLATES).write(subject_for())
    return {"werkboek.xlsx": workbook, **{each.name: each.read_bytes() for each in extracts}}


def _dataset(folder: Path, description: DatasetDescription) -> dict[str, bytes]:
    place = folder / "dataset"
    write_programme(samples.data(), place)
    write_data_package(place, name="meting-6", title="Meting 6", version="1.0.0")
    return dataset_files({each.name: each.read_bytes() for each in place.iterdir()}, description)


if __name__ == "__main__":
    own = Path(sys.argv[1])
    given = pickle.loads((own / FACTS).read_bytes())
    print(json.dumps({"zone": time.strftime("%z"), "hashes": hashes(own, *given)}))
