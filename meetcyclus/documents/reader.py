"""Reads a finished Word file back as plain facts for the check: its texts, tables, pictures, and what does not fit."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from meetcyclus.documents.chart_inspection import chart_problems
from meetcyclus.documents.figure_inspection import figure_problems
from meetcyclus.documents.word_reading import read_word
from meetcyclus.services.check_facts import ShownDocument, ShownTable

# A problem with a figure quotes the text in which it stands, or names the table.
_QUOTED = re.compile(r"“(.+)”|'(.+?)'", re.DOTALL)


class WordDocuments:
    """Fulfils the DocumentReader port."""

    def read(self, kind: str, file_name: str, content: bytes) -> ShownDocument:
        """The document as a reader sees it; BadInput when it is no Word file or damaged."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / Path(file_name).name
            path.write_bytes(content)
            text = read_word(path)
        said = [*text.paragraphs, *(each.alternative for each in text.pictures)]
        problems = (*figure_problems(text.tables, said, text.kept_figures), *chart_problems(text))
        return ShownDocument(
            kind=kind,
            file_name=file_name,
            paragraphs=(*text.paragraphs, *text.hand_written),
            tables=tuple(ShownTable(each.title, each.has_header, each.rows) for each in text.tables),
            pictures=tuple((each.name, each.alternative) for each in text.pictures),
            misfits=(
                *dict.fromkeys(map(_place, problems)),
                *text.marks,
            ),
        )


def _place(problem: str) -> str:
    """Where a problem stands, in the words of the document."""
    found = _QUOTED.search(problem)
    return f"‘{found[1] or found[2]}’" if found else problem
