"""What lies inside the package for the Rekenhof: each list as a file, made from plain facts of the domain."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from meetcyclus.audit.csv_text import csv_bytes
from meetcyclus.audit.ledger_file import ledger_json_lines
from meetcyclus.audit.package_lists import confirmations_csv, evidence_csv, population_csv, slips_csv
from meetcyclus.domain.canonical import plain
from meetcyclus.domain.findings import Finding, FindingState, Rule
from meetcyclus.domain.ledger import Event
from meetcyclus.domain.meetings import Meeting
from meetcyclus.domain.snapshot import Snapshot
from meetcyclus.domain.verdicts import Verdict

_FINDING_HEADER = (
    "id meting regel regelversie ernst fase eigenaar project object veld waarde verwacht bevinding waarom hoe "
    "toestand vastgesteld_op gewijzigd_op antwoord beslist_door afgesloten_als afgesloten_door afgesloten_op eerder"
)
_VERDICT_HEADER = (
    "meting project mandaat volgnummer beslissing opmerking beslist_door beslist_op controlegetal_van_de_inhoud"
)
_WAIVER_HEADER = "bevinding project object regel motivering aanvaard_door aanvaard_op geldig_tot"


@dataclass(frozen=True)
class PackageContents:
    """Everything the package is made of. Files are given as bytes by relative path or file name.

    `ledger` is the whole ledger from its first line, in order, otherwise its chain could not be checked. Nothing here
    depends on the clock: equal contents give equal bytes.
    """

    snapshot: Snapshot
    snapshot_sha256: str
    exchange_files: Mapping[str, bytes]
    documents: Mapping[str, bytes]
    flow_runs: Mapping[str, bytes]
    rules: tuple[Rule, ...]
    findings: tuple[Finding, ...]
    verdicts: tuple[Verdict, ...]
    meetings: tuple[Meeting, ...]
    ledger: tuple[Event, ...]
    pages: Mapping[str, bytes] = field(default_factory=dict)


def payload_files(contents: PackageContents) -> dict[str, bytes]:
    """The files under data/, by their path in the package."""
    data, round_key = contents.snapshot.data, contents.snapshot.round_key
    meetings = sorted(contents.meetings, key=lambda each: (each.step_code, each.sequence))
    rules = sorted(contents.rules, key=lambda each: (each.code, each.version))
    findings = sorted(
        contents.findings, key=lambda each: (each.project_number, each.rule_code, each.object_key, each.id)
    )
    return {
        **_under("data/gegevens", contents.exchange_files),
        **_under("data/documenten", contents.documents),
        **_under("data/verloop", contents.flow_runs),
        **_under("data/controle", contents.pages),
        "data/bevindingen.csv": _findings(findings),
        "data/motiveringen.csv": _waivers(findings),
        "data/oordelen.csv": _verdicts(contents.verdicts),
        "data/bevestigingen.csv": confirmations_csv(contents.snapshot.confirmations),
        "data/vergaderingen.json": _json(meetings),
        "data/verschoven_mijlpalen.csv": slips_csv(data, round_key),
        "data/bewijsstukken.csv": evidence_csv(data, round_key),
        "data/populatie.csv": population_csv(data),
        "data/regels.json": _json(rules),
        "data/grootboek.jsonl": ledger_json_lines(contents.ledger),
    }


def _under(folder: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {f"{folder}/{name}": content for name, content in files.items()}


def _json(values: Iterable[object]) -> bytes:
    text = json.dumps([plain(each) for each in values], ensure_ascii=False, indent=2, sort_keys=True)
    return f"{text}\n".encode()


def _findings(findings: Iterable[Finding]) -> bytes:
    rows = (
        (
            each.id,
            each.round_key,
            each.rule_code,
            each.rule_version,
            each.severity.value,
            each.stage.value,
            each.owner,
            each.project_number,
            each.object_key,
            each.field,
            each.value,
            each.expected,
            each.message,
            each.why,
            each.how,
            each.state.value,
            each.raised_at,
            each.changed_at,
            each.answer,
            each.decided_by,
            each.outcome.value if each.outcome else "",
            each.closed_by,
            each.closed_at,
            each.earlier,
        )
        for each in findings
    )
    return csv_bytes(_FINDING_HEADER.split(), rows)


def _waivers(findings: Iterable[Finding]) -> bytes:
    rows = (
        (
            each.id,
            each.project_number,
            each.object_key,
            each.rule_code,
            each.answer,
            each.decided_by,
            each.changed_at,
            each.waived_until,
        )
        for each in findings
        if each.decision is FindingState.WAIVED
    )
    return csv_bytes(_WAIVER_HEADER.split(), rows)


def _verdicts(verdicts: Iterable[Verdict]) -> bytes:
    rows = (
        (
            each.round_key,
            each.project_number,
            each.mandate_code,
            each.sequence,
            each.decision.value,
            each.remark,
            each.decided_by,
            each.decided_at,
            each.content_sha256,
        )
        for each in sorted(verdicts, key=lambda each: (each.project_number, each.mandate_code, each.sequence))
    )
    return csv_bytes(_VERDICT_HEADER.split(), rows)
