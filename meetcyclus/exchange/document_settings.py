"""[documenten] in programma.toml: names and titles that only the documents of this programme use."""

from __future__ import annotations

import json
from collections.abc import Iterator

from meetcyclus.domain.programme import Programme
from meetcyclus.exchange import settings_values as values
from meetcyclus.exchange.settings_reader import SettingsReader

TABLE = "documenten"
_WORDS = "a word or words on one line"
# What a communication to the government cannot do without, and what it may have besides.
_COMMUNICATION = ("mededeling_forum", "mededeling_hoofding", "mededeling_titel", "mededeling_besluit")
_MORE = ("boekhouding", "auditor", "mededeling_nummer", "mededeling_mandaat", "mededeling_situering")
_MONTHS = "maanden_tot_volgende_meting"


def read_document_words(reader: SettingsReader) -> dict[str, str]:
    """The words by their name; a communication with a forum needs its heading, its title and its decision too."""
    reader.table((TABLE,), (*_MORE, *_COMMUNICATION, _MONTHS))
    given = reader.names((TABLE,))
    wanted = [name for name in _MORE if name in given]
    if any(name.startswith("mededeling_") for name in given):
        wanted += _COMMUNICATION
    found = {name: reader.value((TABLE, name), values.words, _WORDS, "") for name in wanted}
    if _MONTHS in given:
        found[_MONTHS] = reader.value((TABLE, _MONTHS), values.months, "a number of months from 1 to 60", "")
    return found


def document_lines(programme: Programme) -> Iterator[str]:
    """The table as text; nothing where there are no such words."""
    if programme.document_words:
        yield f"\n[{TABLE}]"
    for name, words in programme.document_words.items():
        yield f"{name} = {words if name == _MONTHS else json.dumps(words, ensure_ascii=False)}"
