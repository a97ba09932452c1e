"""What every table shares: naming of constraints and the order in which rows came in."""

from __future__ import annotations

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# Fixed names let a migration find a constraint again on every database.
_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(naming_convention=_NAMES)


class Ordered:
    """Keeps the order of the files that a table was imported from, so that an export equals its import."""

    position: Mapped[int] = mapped_column(default=0)
