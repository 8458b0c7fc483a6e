"""`ohms check` and `ohms audit verify`: what must be true of the data, recomputed."""

import json
from typing import Any

import click

from ohms import clock
from ohms.cli.house import open_house
from ohms.database import sessions_elsewhere
from ohms.domain.anchors import Anchor
from ohms.extensions import db
from ohms.models.anchor_file import AnchorFile
from ohms.models.document_store import DocumentStore
from ohms.queries.audit_anchors import first_forgotten, restores_told, what_came_to_be
from ohms.queries.audit_chain import Break, first_break
from ohms.queries.checks import Checked, recompute

MOST_SHOWN = 20


@click.command(epilog="\b\nExample:\n  ohms check\n  ohms check --json > checked.json")
@click.option("--json", "as_json", is_flag=True, help="Everything found, as one JSON object.")
def check(as_json: bool) -> None:
    """Recompute every invariant of the data and of its files.

    Exit 1 where one does not hold. A gap is work for somebody and no fault: it is told, exit 0.
    """
    checked: list[Checked] = []
    with open_house() as settings:
        store = DocumentStore(settings.instance)
        for each in recompute(clock.today(), store, elsewhere=sessions_elsewhere()):
            checked.append(each)
            if not as_json:
                _tell(each)
    if as_json:
        click.echo(json.dumps(_as_data(checked), indent=2))
    faults = sum(each.is_fault for each in checked)
    if faults:
        raise click.ClickException(f"{faults} of {len(checked)} invariants do not hold.")


@click.group()
def audit() -> None:
    """The audit of what was done and seen."""


@audit.command(epilog="\b\nExample:\n  ohms audit verify\n  ohms audit verify --json")
@click.option("--json", "as_json", is_flag=True, help="First broken entry and restores, as JSON.")
def verify(as_json: bool) -> None:
    """Recompute the audit chain and hold it against its anchors; exit 1 with the first broken entry.

    What a restore took is told and no fault: the anchors' file has a line of it.
    """
    with open_house() as settings:
        anchors = list(AnchorFile(settings.instance).anchors())
        broken = broken_entry(anchors)
        restores = list(restores_told(what_came_to_be(db.session(), anchors)))
    if as_json:
        told = {"whole": broken is None, "first_break": _break_as_data(broken)}
        click.echo(json.dumps({**told, "restores": restores}))
    else:
        click.echo("\n".join([*["The audit chain is whole."] * (broken is None), *restores]))
    if broken is not None:
        raise click.ClickException(
            f"The audit chain breaks in lane {broken.lane} at entry {broken.number}:"
            f" {broken.reason}"
        )


def broken_entry(anchors: list[Anchor]) -> Break | None:
    """The first entry of the audit that does not hold, by its chain or by its anchors."""
    return first_break(db.session()) or first_forgotten(db.session(), anchors)


def _tell(checked: Checked) -> None:
    invariant, findings = checked.invariant, checked.findings
    state = invariant.severity.value if findings else "holds"
    click.echo(f"{state:<6} {invariant.name}: {invariant.sentence}")
    for line in findings[:MOST_SHOWN]:
        click.echo(f"       {line}")
    if len(findings) > MOST_SHOWN:
        click.echo(f"       and {len(findings) - MOST_SHOWN:,} more (all of them with --json)")


def _as_data(checked: list[Checked]) -> dict[str, Any]:
    return {
        "holds": not any(each.is_fault for each in checked),
        "as_of": clock.today().isoformat(),
        "invariants": [
            {
                "name": each.invariant.name,
                "sentence": each.invariant.sentence,
                "severity": each.invariant.severity.value,
                "findings": list(each.findings),
            }
            for each in checked
        ],
    }


def _break_as_data(broken: Break | None) -> dict[str, Any] | None:
    if broken is None:
        return None
    return {"lane": broken.lane, "number": broken.number, "reason": broken.reason}
