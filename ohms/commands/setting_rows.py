"""The rows of settings that whoever sets them also approves: in force from their day on."""

from collections.abc import Mapping
from datetime import date

from ohms import clock
from ohms.domain.actor import Actor
from ohms.extensions import db
from ohms.models.reports import Setting


def set_at_once(
    actor: Actor,
    cohe_id: int | None,
    values: Mapping[str, int] | Mapping[str, str],
    from_on: date,
    why: str,
) -> int:
    """Written in one act, without a COHE for all of them; the id of the first row."""
    now = clock.now()
    rows = [
        Setting(
            name=name,
            cohe_id=cohe_id,
            value=str(value),
            from_on=from_on,
            source=why,
            proposed_by_id=actor.staff_id,
            proposed_at=now,
            approved_by_id=actor.staff_id,
            approved_at=now,
        )
        for name, value in values.items()
    ]
    db.session.add_all(rows)
    db.session.flush()
    return rows[0].id
