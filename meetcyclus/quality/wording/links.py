"""Links in a text that a reader outside cannot open. Nothing is fetched: only the address is looked at."""

from __future__ import annotations

import re
from fnmatch import translate
from urllib.parse import urlsplit

from meetcyclus.quality.wording.lexicon import Lexicon

RULE = "KC-012"
_LINK = re.compile(r"(?:[a-z][a-z0-9+]*:/{1,3}|www\.|\\\\)[^\s<>\"‘’“”]+|\b[a-z]:\\[^\s<>\"]+", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.IGNORECASE)


class LinkReader:
    """Judges addresses by the hosts and schemes of the rule."""

    def __init__(self, lexicon: Lexicon) -> None:
        # A pattern that never matches stands for an empty list.
        self._closed = re.compile("|".join(map(translate, lexicon.texts(RULE, "closed_hosts"))) or "(?!)")
        self._schemes = frozenset(lexicon.texts(RULE, "public_schemes"))

    def bad(self, text: str) -> tuple[str, ...]:
        """The links that are malformed or closed to the public."""
        if "/" not in text and "\\" not in text and "www." not in text.lower():
            return ()
        links = (each.group().rstrip(".,;:!?)]") for each in _LINK.finditer(text))
        return tuple(link for link in links if not self._is_public(link))

    def _is_public(self, link: str) -> bool:
        try:
            parts = urlsplit(link if "://" in link or ":/" in link else f"https://{link}")
            host, _ = parts.hostname or "", parts.port
        except ValueError:
            return False
        # `www.vlaanderen` was cut short: behind www there must be a name with an ending.
        if parts.scheme.lower() not in self._schemes or not _HOST.fullmatch(host.removeprefix("www.")):
            return False
        return not self._closed.match(host)
