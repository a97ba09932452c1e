"""What is told about a published dataset: who publishes it, where, under which terms, and what changed per version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

MODEL_LICENCE = "http://data.vlaanderen.be/id/licentie/modellicentie-gratis-hergebruik/v1.0"
PUBLIC_ACCESS = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
GOVERNMENT_THEME = "http://publications.europa.eu/resource/authority/data-theme/GOVE"


@dataclass(frozen=True)
class DatasetChange:
    """One version of the dataset: when it appeared and why."""

    at: datetime
    note: str


@dataclass(frozen=True)
class DatasetDescription:
    """Everything the dataset says about itself.

    `changes` has one item per version, the first release first: its length is the version number. `base_url` is the
    lasting address of the dataset, without a version. `table_schemas` maps names of tables (`projecten`) to
    Frictionless Table Schemas.
    """

    identifier: str
    title: str
    description: str
    programme_name: str
    reference_date: date
    publisher_name: str
    publisher_uri: str
    contact_name: str
    contact_email: str
    catalogue_uri: str
    base_url: str
    snapshot_sha256: str
    changes: tuple[DatasetChange, ...]
    keywords: tuple[str, ...]
    time_zone: str = "Europe/Brussels"
    themes: tuple[str, ...] = (GOVERNMENT_THEME,)
    licence_uri: str = MODEL_LICENCE
    access_rights_uri: str = PUBLIC_ACCESS
    table_schemas: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

    @property
    def version(self) -> int:
        """The number of this version, from 1."""
        return len(self.changes)

    @property
    def issued_at(self) -> datetime:
        """When the first version appeared."""
        return self.changes[0].at

    @property
    def modified_at(self) -> datetime:
        """When this version appeared."""
        return self.changes[-1].at

    def local_day(self, moment: datetime) -> date:
        """The calendar day of an instant where the programme lives."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()

    @property
    def version_url(self) -> str:
        """Where this version can be found."""
        return f"{self.base_url}/v{self.version}"

    @property
    def version_identifier(self) -> str:
        """The identifier of this version."""
        return f"{self.identifier}-v{self.version}"
