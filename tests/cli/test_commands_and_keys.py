"""The contract with programs that call the command line: commands, options and the keys of their JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from meetcyclus.cli.main import root
from tests.cli.command_line import Seat
from tests.cli.conftest import Played

COMMON = {"--home", "--by", "--json", "--help"}
# Every command with the options that it must at least have; arguments in capitals.
COMMANDS = {
    "demo": "--seed --out --programme",
    "bench report": "--programme",
    "doctor": "",
    "programme import": "FOLDER",
    "programme export": "FOLDER",
    "programme show": "",
    "round open": "KEY --reference-date --governance --entry-from --entry-until",
    "round list": "",
    "round show": "KEY",
    "round history": "KEY",
    "round advance": "KEY",
    "round close-step": "KEY STEP --note",
    "round reopen-step": "KEY STEP --note",
    "round extend": "KEY PROJECT --until --reason",
    "round freeze": "KEY",
    "round move": "KEY --rules --path --reason",
    "progress": "KEY",
    "workbook export": "KEY --out --lead",
    "workbook import": "FILES",
    "entry show": "KEY PROJECT",
    "entry diff": "KEY PROJECT OLD NEW",
    "entry confirm": "KEY --project --all --note",
    "entry import": "FOLDER",
    "check run": "KEY --stage --project --suite",
    "check rules": "--suite",
    "check report": "KEY --out",
    "check stats": "KEY",
    "check score": "KEY",
    "finding list": "KEY --project --state --severity",
    "finding answer": "ID --text",
    "finding waive": "ID --reason --until",
    "finding withdraw": "ID --reason",
    "finding close": "ID",
    "finding reopen": "ID --reason",
    "mail list": "KEY --trouble",
    "mail send": "--now",
    "mail show": "ID",
    "mail hold": "ID --all --reason",
    "mail release": "ID --all --kind --reason",
    "mail edit": "ID --intro",
    "mail settle": "ID --reason",
    "mail reconcile": "KEY",
    "mail bounce": "FILE",
    "validation list": "KEY",
    "validation decide": "KEY --mandate --all --project --decision --except",
    "finance load": "KEY FILE --reason",
    "finance reconcile": "KEY",
    "finance sign-off": "KEY",
    "meeting record": "KEY STEP --date --decision --action",
    "report build": "KEY --out --pdf --template --narrative-from --only-places --for-writing",
    "report template": "--out",
    "report texts": "KEY",
    "report confirm": "KEY --place",
    "report check": "FILE",
    "figures": "KEY",
    "trace": "KEY FIGURE",
    "trend": "--from --to",
    "package build": "KEY --out",
    "package verify": "FOLDER",
    "log": "KEY --project --person --anchor",
    "opendata build": "KEY --out",
    "opendata prove": "FOLDER",
    "opendata correct": "KEY --note",
    "serve": "",
    "deploy": "--every",
    "watch": "--every",
    "backup": "--out --keep",
    "restore": "FILE",
    "chaos": "--every-step --kills --power --runs --kill-database --seed --programme",
    "goals": "--check",
}
# Per command of the round: the keys of its document; `list: names` are the keys of each item.
KEYS = {
    "programme import": "projects milestones rounds errors",
    "programme export": "projects milestones rounds errors",
    "programme show": "projects milestones rounds errors",
    "round open": "round steps: code kind owner planned_from planned_until state",
    "round list": "rounds: key",
    "round show": "prefect entry_until grace_until late waiting_for "
    "steps: code kind owner planned_from planned_until state opened_at closed_by",
    "round history": "events freezes steps: code state flow_run_id",
    "round advance": "ran waiting_for flow_run_id",
    "round close-step": "step",
    "round reopen-step": "step",
    "round extend": "project until",
    "round freeze": "snapshot sha256",
    "progress": "total submitted on_time late missing overdue on_time_pct completeness_pct grace_until "
    "overdue_projects extended_projects by_entity by_speerpunt "
    "by_mandate: code total submitted late missing on_time_pct completeness_pct",
    "workbook export": "files: path lead",
    "workbook import": "accepted errors receipts: project version receipt_sha256",
    "entry show": "entry version sha256",
    "entry diff": "changes: object_key field before after",
    "entry import": "errors receipts: project version receipt_sha256",
    "check run": "rules_run crashed findings: rule severity project object message value",
    "check rules": "undecided rules: code version severity stage owner what parameters basis",
    "check report": "files: kind path sha256",
    "check stats": "round rules: rule_code hits live waived withdrawn corrected share_corrected hours_to_mend",
    "finding list": "counts outcomes findings: id rule severity project object message value state",
    "finding answer": "findings: id state",
    "finding waive": "findings: id state waived_until",
    "finding close": "findings: id state outcome closed_by closed_at",
    "finding reopen": "findings: id state",
    "mail list": "letters: id kind to state message_id next_attempt_at detail",
    "mail hold": "letters: id kind to state message_id",
    "mail release": "letters: id kind to state message_id",
    "mail edit": "text letters: id kind to state message_id introduction",
    "mail settle": "letters: id kind to state message_id settled_by",
    "mail reconcile": "planned states difference missing unplanned contradicted",
    "mail show": "id kind to state message_id text",
    "mail bounce": "letters: id kind to state message_id",
    "validation list": "decisions: project mandate decision content_sha256",
    "validation decide": "decisions: project mandate decision content_sha256",
    "finance load": "rows committed_eur settled_eur unmatched differences",
    "finance reconcile": "rows committed_eur settled_eur unmatched differences",
    "finance sign-off": "rows committed_eur settled_eur",
    "meeting record": "meeting",
    "report build": "told files: kind path sha256",
    "report template": "files: kind path",
    "report texts": "texts",
    "report check covernota": "problems compared_with",
    "report check monitoringsrapport": "problems compared_with",
    "figures": "figures: id value unit text formula",
    "report check financiele_rapportering": "problems",
    "report check dc_nota": "problems",
    "trace": "rows trail rules looked_through snapshot_sha256 sources: file_name sha256",
    "trend": "statuses same_projects mapping money problems "
    "published: round code_list projects clusters counts not_reported total closes",
    "package build": "ok problems",
    "package verify": "ok problems",
    "log": "events: seq at by action object before after sha256",
    "log verify": "ok problems",
    "opendata build": "files differences",
    "opendata prove": "differences",
    "opendata correct": "files differences",
}


def _leaves(group: click.Group, words: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _leaves(command, f"{words}{name} ")
        else:
            yield f"{words}{name}", command


LEAVES = dict(_leaves(root))


def test_every_command_of_the_contract_exists_and_no_other_stays_untested() -> None:
    assert sorted(LEAVES) == sorted(COMMANDS)


@pytest.mark.parametrize("words", COMMANDS)
def test_command_has_its_arguments_and_options(words: str) -> None:
    params = LEAVES[words].params
    named = {option for each in params for option in each.opts if isinstance(each, click.Option)}
    named |= {each.make_metavar(click.Context(LEAVES[words])).strip("[].") for each in params
              if isinstance(each, click.Argument)}  # fmt: skip
    assert named >= set(COMMANDS[words].split()) | (COMMON - {"--help"})


@pytest.mark.parametrize("words", ["", *sorted({each.partition(" ")[0] for each in COMMANDS}), *COMMANDS])
def test_help_explains_itself_with_an_example(words: str, tmp_path: Path) -> None:
    answer = Seat(tmp_path / "home").run(*words.split(), "--help")
    assert answer.code == 0
    example = answer.out.partition("Example:  meetcyclus ")[2]
    assert example.startswith(words), answer.out
    assert set(answer.out.split()) >= COMMON


@pytest.mark.parametrize("name", KEYS)
def test_json_has_the_keys_that_programs_rely_on(name: str, played: Played) -> None:
    document = played.answers[name].json
    alone, _, of_items = KEYS[name].partition(":")
    assert set(alone.split()) <= document.keys()
    if of_items:
        items = document[alone.split()[-1]]
        assert items, f"{name} shows an empty list: nothing is proven"
        assert all(set(of_items.split()) <= each.keys() for each in items)


def test_every_command_that_shows_something_was_asked_for_json(played: Played) -> None:
    elsewhere = {
        "demo",
        "doctor",
        "serve",
        "deploy",
        "watch",
        "backup",
        "restore",
        "chaos",
        "bench report",
        "round move",
    }
    elsewhere |= {"entry confirm", "report confirm", "goals", "finding withdraw", "check score", "mail send"}
    assert {each for each in COMMANDS if not any(name.startswith(each) for name in KEYS)} == elsewhere


def test_refusal_of_a_file_has_the_keys_of_a_problem(entering: Seat, tmp_path: Path) -> None:
    spoiled = tmp_path / "reports"
    spoiled.mkdir()
    answer = entering.ask("entry", "import", spoiled, by="secretariaat@example.org", expect=2)
    assert {"file", "line", "column", "value", "expected"} <= answer.json["errors"][0].keys()
