"""meetcyclus validation ...: what cabinets decide."""

from __future__ import annotations

from datetime import timedelta

import click

from meetcyclus.bootstrap import application
from meetcyclus.cli.shared import CommonGroup, Shown, actor, app_for_change, emit
from meetcyclus.domain.errors import BadInput
from meetcyclus.domain.verdicts import Decision
from meetcyclus.services import validation as service

_LINE = ("project_number", "mandate_code", "decision", "remark", "decided_by", "content_sha256", "is_current")


@click.group(cls=CommonGroup)
def validation() -> None:
    """Validation by the cabinets.

    Example:  meetcyclus validation list 2023-12
    """


@validation.command("list")
@click.argument("key")
def list_(key: str) -> None:
    """Per project and mandate: the decision that stands for the current content.

    Example:  meetcyclus validation list 2023-12
    """
    with application().work() as uow:
        lines = service.validation_lines(uow, round_key=key)
    names = {"project_number": "project", "mandate_code": "mandate"}
    facts = [{names.get(name, name): getattr(line, name) for name in _LINE} for line in lines]
    emit(
        {"decisions": facts, "open": sum(not each["decision"] for each in facts)},
        Shown(
            f"Validation of {key}",
            ("project", "mandate", "decision", "by", "hash"),
            ((f["project"], f["mandate"], f["decision"] or "-", f["decided_by"], str(f["content_sha256"])[:12])
             for f in facts),
        ),
    )  # fmt: skip


@validation.command()
@click.argument("key")
@click.option("--mandate", required=True)
@click.option("--all", "is_all", is_flag=True, help="All projects of the mandate.")
@click.option("--project", "projects", multiple=True, help="One project; may be repeated.")
@click.option("--decision", required=True, type=click.Choice([each.value for each in Decision]))
@click.option("--except", "exceptions", multiple=True, metavar="P=REASON", help="Send this one back, with a reason.")
@click.option("--remark", default="", help="Words with the decision; needed to send back.")
def decide(
    key: str,
    mandate: str,
    is_all: bool,
    projects: tuple[str, ...],
    decision: str,
    exceptions: tuple[str, ...],
    remark: str,
) -> None:
    """Decide about all or some projects of a mandate; exceptions go back to their leads.

    Example:  meetcyclus validation decide 2023-12 --mandate M01 --all --decision validated
                --except VV014="graag de nieuwe timing" --by kabinet-01@example.org
    """
    if is_all == bool(projects):
        raise BadInput("say --all or name projects with --project, not both")
    app = app_for_change()
    with app.work() as uow:
        desk = app.desk(uow, key)
        made = service.decide(
            uow,
            round_key=key,
            mandate_code=mandate,
            project_numbers=None if is_all else projects,
            decision=Decision(decision),
            exceptions=dict(_exception(each) for each in exceptions),
            remark=remark,
            return_until=max(desk.soon(None), app.now() + timedelta(days=1)),
            by=actor(),
            at=app.now(),
        )
    facts = [
        {
            "project": each.project_number,
            "mandate": each.mandate_code,
            "decision": each.decision,
            "remark": each.remark,
            "content_sha256": each.content_sha256,
        }
        for each in made
    ]
    emit(
        {"decisions": facts},
        Shown(f"{len(made)} decisions", ("project", "decision", "remark"),
              ((each.project_number, each.decision.value, each.remark) for each in made)),
        lines=[f"Next: meetcyclus round advance {key}"],
    )  # fmt: skip


def _exception(text: str) -> tuple[str, str]:
    number, _, reason = text.partition("=")
    return number.strip(), reason.strip()


COMMANDS = (validation,)
