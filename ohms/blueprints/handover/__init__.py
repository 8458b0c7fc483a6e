"""Handover packs, there and back: what somebody leaves to who covers or takes over, and what happened
while they were away."""

from collections.abc import Sequence

from flask import Blueprint, render_template

from ohms.domain.access import Permission
from ohms.queries.handover import Away, absence_read, departure_read
from ohms.queries.handover_back import meanwhile
from ohms.queries.handover_packs import PackedClaim, pack_of
from ohms.web.access import current_actor, requires
from ohms.web.reading import shown

blueprint = Blueprint("handover", __name__)

OF_ABSENCE = "/handover/absences/<int(max=2147483647):away_id>"
OF_DEPARTURE = "/handover/departures/<int(max=2147483647):left_id>"


@blueprint.get(OF_ABSENCE)
@requires(Permission.CLAIM_READ, reads="read_handover")
def absence(away_id: int) -> str:
    return _pack(absence_read(current_actor(), away_id), "absences")


@blueprint.get(f"{OF_ABSENCE}/print")
@requires(Permission.CLAIM_READ, reads="print_handover")
def print_absence(away_id: int) -> str:
    return _pack(absence_read(current_actor(), away_id), "absences", printed=True)


@blueprint.get(f"{OF_ABSENCE}/back")
@requires(Permission.CLAIM_READ, reads="read_meanwhile")
def back(away_id: int) -> str:
    actor = current_actor()
    away = absence_read(actor, away_id)
    found = meanwhile(actor, away)
    _shown(away, "absences", [each.id for each in found.claims])
    return render_template("handover/back.html", away=away, found=found)


@blueprint.get(OF_DEPARTURE)
@requires(Permission.CLAIM_READ, reads="read_handover")
def departure(left_id: int) -> str:
    return _pack(departure_read(current_actor(), left_id), "departures")


@blueprint.get(f"{OF_DEPARTURE}/print")
@requires(Permission.CLAIM_READ, reads="print_handover")
def print_departure(left_id: int) -> str:
    return _pack(departure_read(current_actor(), left_id), "departures", printed=True)


def _pack(away: Away, of: str, *, printed: bool = False) -> str:
    packed: Sequence[PackedClaim] = pack_of(current_actor(), away)
    _shown(away, of, [each.id for each in packed])
    return render_template(
        "handover/pack_print.html" if printed else "handover/pack.html",
        away=away,
        packed=packed,
        here=f"/handover/{of}/{away.id}",
    )


def _shown(away: Away, of: str, claim_ids: Sequence[int]) -> None:
    """A read of these very claims."""
    shown(
        claim_ids=sorted(claim_ids),
        object_type="absence" if of == "absences" else "departure",
        object_id=away.id,
        detail={"claims": len(claim_ids)},
    )
