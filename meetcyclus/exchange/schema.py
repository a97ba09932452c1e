"""Table Schemas (Frictionless) of the files of the format, made from the columns that also read and write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from meetcyclus.exchange.cells import COLOUR_PATTERN, ROUND_KEY_PATTERN
from meetcyclus.exchange.columns import FIRST_YEAR, LAST_YEAR, LIST_SEPARATOR, Column, Kind, Table
from meetcyclus.exchange.round_tables import TABLES

Schema = dict[str, object]

_TYPES = {
    Kind.DATE: "date",
    Kind.MOMENT: "datetime",
    Kind.MONEY: "number",
    Kind.DECIMAL: "number",
    Kind.INTEGER: "integer",
    Kind.BOOLEAN: "boolean",
}
_PATTERNS = {Kind.COLOUR: COLOUR_PATTERN, Kind.ROUND_KEY: ROUND_KEY_PATTERN}
_NOTES = {
    Kind.CODES: f"Meerdere waarden, gescheiden door {LIST_SEPARATOR}",
    Kind.DATE: "Datum als jjjj-mm-dd",
    Kind.MOMENT: "Tijdstip met het verschil met de wereldtijd",
    Kind.MONEY: "Bedrag in euro met een punt en twee decimalen",
    Kind.DECIMAL: "Getal met een punt voor de decimalen",
    Kind.BOOLEAN: "ja of nee",
    Kind.COLOUR: "Kleur als # en zes hexadecimale cijfers",
    Kind.ROUND_KEY: "Meting als jjjj-mm",
}


def table_schemas(*, with_optional: bool = False) -> dict[str, Schema]:
    """The Table Schema of every file of the format, by table name, with or without the columns a file may lack."""
    return {
        table.name: schema_of(
            table, [each.name for each in table.columns if with_optional or not each.is_optional], None
        )
        for table in TABLES
    }


def table_titles() -> dict[str, tuple[str, str]]:
    """Dutch title and description of every file of the format, by table name."""
    return {table.name: (table.title, table.description) for table in TABLES}


def schema_of(table: Table, present: Sequence[str], headers: Mapping[str, Sequence[str]] | None) -> Schema:
    """The Table Schema for the columns that are present, in their order.

    `headers` are the columns of each file beside it: keys that point at anything else are left out. None means all.
    """
    schema: Schema = {"fields": [_field(table, table.column(name)) for name in present]}
    if all(name in present for name in table.key):
        schema["primaryKey"] = list(table.key)
    foreign = [_foreign_key(table, each) for each in table.columns if each.name in present and _has(each, headers)]
    if foreign:
        schema["foreignKeys"] = foreign
    return schema


def _field(table: Table, column: Column) -> dict[str, object]:
    field: dict[str, object] = {"name": column.name, "type": _TYPES.get(column.kind, "string"), "title": column.title}
    if column.kind is Kind.EMAIL:
        field["format"] = "email"
    if column.kind is Kind.BOOLEAN:
        field |= {"trueValues": ["ja"], "falseValues": ["nee"]}
    if column.kind in _NOTES:
        field["description"] = _NOTES[column.kind]
    constraints = _constraints(table, column)
    if constraints:
        field["constraints"] = constraints
    return field


def _constraints(table: Table, column: Column) -> dict[str, object]:
    found: dict[str, object] = {"required": True} if column.required else {}
    if column.unique or table.key == (column.name,):
        found["unique"] = True
    if column.choices:
        found["enum"] = list(column.choices)
    if column.kind in _PATTERNS:
        found["pattern"] = _PATTERNS[column.kind]
    if column.kind is Kind.DATE:
        found |= {"minimum": f"{FIRST_YEAR}-01-01", "maximum": f"{LAST_YEAR}-12-31"}
    if column.minimum is not None:
        found["minimum"] = column.minimum
    if column.maximum is not None:
        found["maximum"] = column.maximum
    return found


def _has(column: Column, headers: Mapping[str, Sequence[str]] | None) -> bool:
    # A cell with several values cannot be a foreign key in a Table Schema.
    if not column.refers_to or column.kind is Kind.CODES:
        return False
    return headers is None or _key_of(column.refers_to) in headers.get(column.refers_to, ())


def _foreign_key(table: Table, column: Column) -> dict[str, object]:
    # An empty name of a resource means the file itself.
    resource = "" if column.refers_to == table.name else column.refers_to
    reference = {"resource": resource, "fields": [_key_of(column.refers_to)]}
    return {"fields": [column.name], "reference": reference}


def _key_of(table_name: str) -> str:
    return {each.name: each.key[0] for each in TABLES}[table_name]
