"""datapackage.json: describes the files of a folder so that any Frictionless reader can check and load them."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from meetcyclus.exchange.round_tables import TABLES
from meetcyclus.exchange.schema import Schema, schema_of
from meetcyclus.safe_files import write_file

PACKAGE_FILE = "datapackage.json"


def write_data_package(
    folder: Path,
    *,
    name: str,
    title: str,
    description: str = "",
    version: str = "",
    created: datetime | None = None,
    licence_url: str = "",
    licence_title: str = "",
    homepage: str = "",
    sources: Sequence[Mapping[str, str]] = (),
    keywords: Sequence[str] = (),
    extra_schemas: Mapping[str, Schema] | None = None,
) -> Path:
    """Describe the files that are present, with the columns they have; gives the path of datapackage.json.

    Facts that are not given are left out. `extra_schemas` describes files outside the exchange format, by table name.
    """
    package: dict[str, object] = {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "description": description,
        "homepage": homepage,
        "version": version,
        "created": created.isoformat() if created else "",
        "licenses": _licences(licence_url, licence_title),
        "sources": [dict(each) for each in sources],
        "keywords": list(keywords),
        "resources": _resources(folder, extra_schemas or {}),
    }
    given = {key: value for key, value in package.items() if value}
    path = folder / PACKAGE_FILE
    write_file(path, (json.dumps(given, ensure_ascii=False, indent=2) + "\n").encode())
    return path


def _licences(url: str, title: str) -> list[dict[str, str]]:
    licence = {"path": url, "title": title}
    return [{key: value for key, value in licence.items() if value}] if url else []


def _resources(folder: Path, extra: Mapping[str, Schema]) -> list[dict[str, object]]:
    present = [each for each in TABLES if (folder / each.file_name).is_file()]
    headers = {each.name: _header(folder / each.file_name) for each in present}
    resources = [
        _resource(folder / each.file_name, each.title, each.description, schema_of(each, headers[each.name], headers))
        for each in present
    ]
    for name, schema in extra.items():
        path = folder / f"{name}.csv"
        if path.is_file():
            title, description = str(schema.get("title", name)), str(schema.get("description", ""))
            resources.append(_resource(path, title, description, schema))
    return resources


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return next(csv.reader(lines), [])


def _resource(path: Path, title: str, description: str, schema: Schema) -> dict[str, object]:
    content = path.read_bytes()
    resource: dict[str, object] = {
        "profile": "tabular-data-resource",
        "name": path.stem,
        "path": path.name,
        "title": title,
        "description": description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\n", "header": True},
        "bytes": len(content),
        "hash": "sha256:" + hashlib.sha256(content).hexdigest(),
        "schema": schema,
    }
    return {key: value for key, value in resource.items() if value != ""}
