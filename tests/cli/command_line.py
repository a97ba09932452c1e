"""Typing a command: the real `main()`, with its own arguments, surroundings, input and output."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from meetcyclus.cli.main import main


@dataclass(frozen=True)
class Answer:
    """What a command left: its exit code and both outputs."""

    words: tuple[str, ...]
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as the one JSON document that it must be."""
        return json.loads(self.out)

    def __str__(self) -> str:
        return f"meetcyclus {' '.join(self.words)}\nexit {self.code}\n{self.out}\n{self.err}"


@dataclass(frozen=True)
class Seat:
    """Where somebody sits at the command line: the home, the clock and further settings."""

    home: Path
    now: str = ""
    settings: dict[str, str] = field(default_factory=dict)

    def at(self, now: str) -> Seat:
        """The same seat at another moment."""
        return replace(self, now=now)

    def run(self, *words: object, by: str = "", stdin: bytes = b"") -> Answer:
        """Type the words; `--json` is never added for you."""
        typed = tuple(str(each) for each in words)
        out, err = io.StringIO(), io.StringIO()
        given = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
        with self._surroundings(by), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            before, sys.argv, sys.stdin = (sys.argv, sys.stdin), ["meetcyclus", *typed], given
            try:
                main()
            except SystemExit as stop:
                code = stop.code
            finally:
                sys.argv, sys.stdin = before
        assert isinstance(code, int), code
        return Answer(typed, code, out.getvalue(), err.getvalue())

    def ask(self, *words: object, by: str = "", stdin: bytes = b"", expect: int = 0) -> Answer:
        """Type the words and `--json`; the exit code must be the expected one and the output one document."""
        answer = self.run(*words, "--json", by=by, stdin=stdin)
        assert answer.code == expect, f"expected exit {expect}\n{answer}"
        assert isinstance(answer.json, dict), answer
        return answer

    @contextlib.contextmanager
    def _surroundings(self, by: str) -> Iterator[None]:
        before = dict(os.environ)
        for name in [name for name in os.environ if name.startswith("MEETCYCLUS_")]:
            del os.environ[name]
        os.environ.update(self.settings, MEETCYCLUS_HOME=str(self.home))
        os.environ.update({name: text for name, text in (("MEETCYCLUS_NOW", self.now), ("MEETCYCLUS_BY", by)) if text})
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)
