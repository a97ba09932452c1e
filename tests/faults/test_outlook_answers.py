"""What a server can answer beside what Prefect answers: pages of something else, and a walk that nobody took up."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from meetcyclus.cli.outlook import outlook_lines
from meetcyclus.conductor.outlook import look


@pytest.mark.goal("41")
@pytest.mark.parametrize(
    "answer",
    [b"<html>Aanmelden</html>", b'{"detail": "ok"}', b'[{"name": "x"}]', b'["x"]', b"\xff\xfe"],
    ids=["page", "object", "other rows", "words", "bytes"],
)
def test_an_answer_that_is_not_of_prefect_tells_nothing(answer: bytes) -> None:
    with answering(answer) as url:
        assert look(url, "", tags=("meting:2023-12",), steps=("invoer",)) is None


@pytest.mark.goal("41")
@pytest.mark.parametrize(("minutes", "is_late"), [(-20, True), (10, False)])
def test_a_walk_whose_moment_passed_is_called_late(minutes: int, is_late: bool) -> None:
    planned = datetime.now(UTC) + timedelta(minutes=minutes)
    row = {"id": "1", "state_name": "Late", "state_type": "SCHEDULED", "expected_start_time": planned.isoformat()}
    with answering(json.dumps([row]).encode()) as url:
        found = look(url, "", tags=("meting:2023-12",), steps=())
    assert found is not None and (found.next_walk, found.is_late) == (planned, is_late)
    (line,) = (each for each in outlook_lines(found, str) if each.startswith("Next walk"))
    assert ("late: no worker took it up" in line) is is_late


@contextmanager
def answering(answer: bytes) -> Iterator[str]:
    """A server that gives every question the same answer, with code 200."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            """Keep the output of the tests clean."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
