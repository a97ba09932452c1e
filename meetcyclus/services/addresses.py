"""Where the world finds what leaves the house: one place for what letters and the catalogue say of it."""

from __future__ import annotations

from dataclasses import dataclass

from meetcyclus.domain.programme import Programme


@dataclass(frozen=True)
class Addresses:
    """The addresses of an installation, from its settings; empty where nothing was set.

    `packages`: where the Rekenhof fetches its packages. `open_data`: the catalogue of the open datasets.
    """

    packages: str = ""
    open_data: str = ""

    def package(self, name: str) -> str:
        """The link to a package; empty where packages are handed over in another way."""
        return f"{self.packages}/{name}" if self.packages else ""

    def catalogue(self, programme: Programme) -> str:
        """The catalogue: as it was set, else on the domain that the programme sends from."""
        return self.open_data or f"https://{programme.sender_email.partition('@')[2]}/opendata"

    def dataset(self, programme: Programme, round_key: str) -> str:
        """The open dataset of a round, in the catalogue."""
        return f"{self.catalogue(programme)}/{programme.code.lower()}/{round_key}"
