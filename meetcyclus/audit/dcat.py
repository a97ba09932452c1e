"""The dataset described for catalogues: Turtle with what DCAT-AP Vlaanderen 2.0 asks, and a few useful extras."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import quote

from meetcyclus.audit import texts
from meetcyclus.audit.description import DatasetDescription
from meetcyclus.domain.errors import BadInput, Problem

PROFILE = "https://data.vlaanderen.be/doc/applicatieprofiel/DCAT-AP-VL/erkendestandaard/2022-04-21"
# The concept with which a record says that it is Flemish open data (statuut).
_OPEN_DATA = "https://metadata.vlaanderen.be/id/GDI-Vlaanderen-Trefwoorden/VLOPENDATA"
_FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/"
_MEDIA_TYPE = "https://www.iana.org/assignments/media-types/"
_FORMATS = {"csv": ("CSV", "text/csv"), "json": ("JSON", "application/json")}
_PREFIXES = """\
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix mdcat: <http://data.vlaanderen.be/ns/metadata-dcat#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
_UNSAFE_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}

Statements = list[tuple[str, str]]


def dcat_turtle(files: Mapping[str, bytes], description: DatasetDescription) -> bytes:
    """The file dcat.ttl for these data files: catalogue, record, dataset, one distribution a file."""
    _require_iris(description)
    named = [name for name in sorted(files) if name.rpartition(".")[2] in _FORMATS]
    blocks = [
        _block(description.catalogue_uri, "dcat:Catalog", _catalogue(description)),
        _block(f"{description.version_url}#record", "dcat:CatalogRecord", _record(description)),
        _block(description.version_url, "dcat:Dataset", _dataset(description, named)),
        *(
            _block(
                _distribution_uri(name, description), "dcat:Distribution", _distribution(name, files[name], description)
            )
            for name in named
        ),
        _block(description.publisher_uri, "foaf:Agent, dct:Agent", [("foaf:name", _dutch(description.publisher_name))]),
        _block(f"{description.base_url}#contact", "vcard:Organization", _contact(description)),
        _block(description.licence_uri, "dct:LicenseDocument", []),
        _block(_OPEN_DATA, "skos:Concept", [("skos:prefLabel", '"Vlaamse Open data"@nl')]),
    ]
    return "\n".join([_PREFIXES, *blocks]).encode()


def _catalogue(description: DatasetDescription) -> Statements:
    name = description.programme_name
    return [
        ("dct:title", _dutch(texts.CATALOGUE_TITLE.format(programme=name))),
        ("dct:description", _dutch(texts.CATALOGUE_DESCRIPTION.format(programme=name))),
        ("dct:identifier", _text(description.catalogue_uri)),
        ("dct:publisher", _iri(description.publisher_uri)),
        ("dcat:contactPoint", _iri(f"{description.base_url}#contact")),
        ("dct:license", _iri(description.licence_uri)),
        ("dcat:record", _iri(f"{description.version_url}#record")),
        ("dcat:dataset", _iri(description.version_url)),
    ]


def _record(description: DatasetDescription) -> Statements:
    return [
        ("dct:title", _dutch(description.title)),
        ("dct:identifier", _text(f"{description.version_identifier}-record")),
        ("dct:modified", _instant(description.modified_at)),
        ("dct:conformsTo", _iri(PROFILE)),
        ("foaf:primaryTopic", _iri(description.version_url)),
    ]


def _dataset(description: DatasetDescription, named: Iterable[str]) -> Statements:
    return [
        ("dct:title", _dutch(description.title)),
        ("dct:description", _dutch(description.description)),
        ("dct:identifier", _text(description.version_identifier)),
        ("dct:publisher", _iri(description.publisher_uri)),
        ("dcat:contactPoint", _iri(f"{description.base_url}#contact")),
        ("dct:accessRights", _iri(description.access_rights_uri)),
        ("mdcat:statuut", _iri(_OPEN_DATA)),
        ("dct:issued", _instant(description.issued_at)),
        ("dct:modified", _instant(description.modified_at)),
        ("owl:versionInfo", _text(str(description.version))),
        ("adms:versionNotes", _dutch(description.changes[-1].note)),
        ("dct:isVersionOf", _iri(description.base_url)),
        ("dct:language", _iri("http://publications.europa.eu/resource/authority/language/NLD")),
        *(("dcat:keyword", _dutch(word)) for word in description.keywords),
        *(("dcat:theme", _iri(theme)) for theme in description.themes),
        *(("dcat:distribution", _iri(_distribution_uri(name, description))) for name in named),
    ]


def _distribution(name: str, content: bytes, description: DatasetDescription) -> Statements:
    file_type, media_type = _FORMATS[name.rpartition(".")[2]]
    told = texts.DISTRIBUTION.format(name=name, title=description.title, version=description.version)
    checksum = f'[ spdx:algorithm spdx:checksumAlgorithm_sha256 ; spdx:checksumValue "{sha256(content).hexdigest()}" ]'
    return [
        ("dct:title", _dutch(name)),
        ("dct:description", _dutch(told)),
        ("dct:identifier", _text(f"{description.version_identifier}-{name}")),
        ("dcat:accessURL", _iri(description.version_url)),
        ("dcat:downloadURL", _iri(f"{description.version_url}/{quote(name)}")),
        ("dct:license", _iri(description.licence_uri)),
        ("dct:format", _iri(_FILE_TYPE + file_type)),
        ("dcat:mediaType", _iri(_MEDIA_TYPE + media_type)),
        ("dcat:byteSize", f'"{len(content)}"^^xsd:decimal'),
        ("spdx:checksum", checksum),
    ]


def _contact(description: DatasetDescription) -> Statements:
    return [
        ("vcard:fn", _dutch(description.contact_name)),
        ("vcard:hasEmail", _iri(f"mailto:{description.contact_email}")),
    ]


def _distribution_uri(name: str, description: DatasetDescription) -> str:
    return f"{description.version_url}/{quote(name)}#distributie"


def _block(subject: str, types: str, statements: Statements) -> str:
    lines = [f"{_iri(subject)} a {types}", *(f"    {predicate} {value}" for predicate, value in statements)]
    return " ;\n".join(lines) + " .\n"


def _require_iris(description: DatasetDescription) -> None:
    named = {
        "base_url": description.base_url,
        "catalogue_uri": description.catalogue_uri,
        "publisher_uri": description.publisher_uri,
        "licence_uri": description.licence_uri,
        "access_rights_uri": description.access_rights_uri,
        "contact_email": f"mailto:{description.contact_email}",
        **{f"themes {number}": theme for number, theme in enumerate(description.themes, start=1)},
    }
    bad = {name: value for name, value in named.items() if _UNSAFE_IRI.search(value) or ":" not in value}
    if bad:
        problems = [Problem("dcat.ttl", 0, name, value, "an absolute address (URI)") for name, value in bad.items()]
        raise BadInput("the dataset cannot be described", problems)


def _iri(value: str) -> str:
    return f"<{value}>"


def _text(value: str) -> str:
    escaped = "".join(_ESCAPES.get(char, char if char.isprintable() else f"\\U{ord(char):08X}") for char in value)
    return f'"{escaped}"'


def _dutch(value: str) -> str:
    return f"{_text(value)}@nl"


def _instant(moment: datetime) -> str:
    return f'"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"^^xsd:dateTime'
