"""The tables described as the World Wide Web Consortium asks (CSV on the Web), made from Frictionless Table Schemas."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import cast

from meetcyclus.audit.description import DatasetDescription

_DATATYPES: dict[str, object] = {
    "string": "string",
    "integer": "integer",
    "number": "decimal",
    "date": "date",
    "datetime": "dateTime",
    "year": "gYear",
    "boolean": {"base": "boolean", "format": "ja|nee"},
}
Schema = Mapping[str, object]


def csvw_metadata(names: Sequence[str], description: DatasetDescription) -> bytes:
    """The file csvw-metadata.json for those of the named files that have a schema."""
    given = description.table_schemas
    urls = {name.removesuffix(".csv"): name for name in names if name.endswith(".csv")}
    schemas = {name: given[table] for table, name in urls.items() if table in given}
    urls = {table: name for table, name in urls.items() if table in given}
    document = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "nl"}],
        "dc:title": description.title,
        "dc:license": {"@id": description.licence_uri},
        "tables": [{"url": name, "tableSchema": _table(name, schema, urls)} for name, schema in schemas.items()],
    }
    return f"{json.dumps(document, ensure_ascii=False, indent=2)}\n".encode()


def _table(name: str, schema: Schema, urls: Mapping[str, str]) -> dict[str, object]:
    table: dict[str, object] = {"columns": [_column(each) for each in cast(Sequence[Schema], schema["fields"])]}
    if "primaryKey" in schema:
        table["primaryKey"] = _names(schema["primaryKey"])
    keys = [_foreign_key(each, name, urls) for each in cast(Sequence[Schema], schema.get("foreignKeys", ()))]
    known = [each for each in keys if each is not None]
    return {**table, "foreignKeys": known} if known else table


def _column(column: Schema) -> dict[str, object]:
    constraints = cast(Mapping[str, object], column.get("constraints", {}))
    described: dict[str, object] = {"name": column["name"], "titles": column["name"]}
    described |= {f"dc:{each}": column[each] for each in ("title", "description") if each in column}
    described["datatype"] = _datatype(str(column.get("type", "string")), constraints)
    if column.get("type") == "list":
        described["separator"] = column.get("delimiter", ";")
    if constraints.get("required"):
        described["required"] = True
    return described


def _datatype(kind: str, constraints: Mapping[str, object]) -> object:
    datatype = _DATATYPES.get(kind, "string")
    if datatype == "string" and "pattern" in constraints:
        return {"base": "string", "format": constraints["pattern"]}
    return datatype


def _foreign_key(key: Schema, name: str, urls: Mapping[str, str]) -> dict[str, object] | None:
    """The key in the words of CSVW; None where it points at a table that is not described."""
    reference = cast(Schema, key["reference"])
    target = str(reference.get("resource") or name.removesuffix(".csv"))
    if target not in urls:
        return None
    return {
        "columnReference": _names(key["fields"]),
        "reference": {"resource": urls[target], "columnReference": _names(reference["fields"])},
    }


def _names(fields: object) -> list[str]:
    return [fields] if isinstance(fields, str) else [str(each) for each in cast(Sequence[object], fields)]
