"""The package described as an RO-Crate: its files, and what cabinets decided about it, for programs that read those."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC
from urllib.parse import quote

from meetcyclus.audit.package_files import PackageContents
from meetcyclus.domain.verdicts import Decision, Verdict

_SPECIFICATION = "https://w3id.org/ro/crate/1.1"
_MEDIA_TYPES = {
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".md": "text/markdown",
    ".html": "text/html",
    ".py": "text/x-python",
    ".toml": "application/toml",
    ".txt": "text/plain",
}
_DECISIONS = {
    Decision.VALIDATED: "gevalideerd",
    Decision.REMARK: "gevalideerd met opmerking",
    Decision.RETURNED: "teruggestuurd",
}
Entity = dict[str, object]


def crate_metadata(contents: PackageContents, files: Mapping[str, bytes]) -> bytes:
    """The file ro-crate-metadata.json for these files."""
    programme = contents.snapshot.data.programme
    verdicts = sorted(contents.verdicts, key=_verdict_id)
    graph = [
        {
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": _SPECIFICATION},
        },
        _root(contents, files, verdicts),
        {"@id": "#programma", "@type": "Organization", "name": programme.name, "email": programme.sender_email},
        {"@id": "#rekenhof", "@type": "Organization", "name": "Rekenhof", "url": "https://www.ccrek.be"},
        {"@id": "#voorwaarden", "@type": "CreativeWork", "name": "Alleen voor de controle door het Rekenhof"},
        *(_file(name, files[name]) for name in sorted(files)),
        *(_action(each) for each in verdicts),
        *(_person(email) for email in sorted({each.decided_by for each in verdicts})),
    ]
    document = {"@context": f"{_SPECIFICATION}/context", "@graph": graph}
    return f"{json.dumps(document, ensure_ascii=False, indent=2)}\n".encode()


def _root(contents: PackageContents, files: Mapping[str, bytes], verdicts: list[Verdict]) -> Entity:
    snapshot = contents.snapshot
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": f"Overdrachtspakket {snapshot.data.programme.name}, meting {snapshot.round_key}",
        "description": "Gegevens, documenten, bevindingen, oordelen en grootboek van een meting.",
        "identifier": f"{snapshot.data.programme.code}-{snapshot.round_key}",
        "datePublished": snapshot.taken_at.astimezone(UTC).date().isoformat(),
        "license": {"@id": "#voorwaarden"},
        "author": {"@id": "#programma"},
        "publisher": {"@id": "#programma"},
        "audience": {"@id": "#rekenhof"},
        "hasPart": [{"@id": quote(name)} for name in sorted(files)],
        "mentions": [{"@id": _verdict_id(each)} for each in verdicts],
    }


def _file(name: str, content: bytes) -> Entity:
    return {
        "@id": quote(name),
        "@type": "File",
        "name": name,
        "contentSize": str(len(content)),
        "encodingFormat": _media_type(name),
    }


def _media_type(name: str) -> str:
    # The table of this file goes before that of the machine, which differs from one computer to the next.
    ending = f".{name.rpartition('.')[2]}"
    return _MEDIA_TYPES.get(ending, "application/octet-stream")


def _verdict_id(verdict: Verdict) -> str:
    return f"#oordeel-{quote(verdict.project_number)}-{quote(verdict.mandate_code)}-{verdict.sequence:03d}"


def _action(verdict: Verdict) -> Entity:
    return {
        "@id": _verdict_id(verdict),
        "@type": "AssessAction",
        "name": f"Oordeel over {verdict.project_number}: {_DECISIONS[verdict.decision]}",
        "agent": {"@id": f"mailto:{verdict.decided_by}"},
        "endTime": verdict.decided_at.astimezone(UTC).isoformat(),
        "object": {"@id": "data/oordelen.csv"},
        "description": f"Mandaat {verdict.mandate_code}. Controlegetal van de inhoud: {verdict.content_sha256}.",
    }


def _person(email: str) -> Entity:
    return {"@id": f"mailto:{email}", "@type": "Person", "name": email}
