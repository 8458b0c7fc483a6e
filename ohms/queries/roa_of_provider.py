"""The Reports of Accident of one provider, on claims that the actor sees."""

from sqlalchemy import and_

from ohms.domain.actor import Actor
from ohms.domain.calendar import add_months
from ohms.domain.roa_figures import RoaFigures, RoaSent
from ohms.models.claims import Claim
from ohms.models.medical import ReportOfAccident
from ohms.queries.rounds import Question
from ohms.queries.scope import sees, visible

MONTHS = 12


def roa_figures(actor: Actor, provider_id: int) -> Question[RoaFigures]:
    """Of the claims that the provider initiated in the last 12 months, today included: the first
    report of each, the newest claim first."""
    since = add_months(actor.on_day, -MONTHS)
    (rows,) = yield (
        visible(actor, ReportOfAccident)
        .join(Claim, Claim.id == ReportOfAccident.claim_id)
        .where(
            sees(actor, Claim),
            and_(Claim.initiating_provider_id == provider_id, Claim.initiated_on > since),
        )
        .with_only_columns(
            Claim.id,
            Claim.claim_number,
            Claim.first_visit_on,
            ReportOfAccident.signed_on,
            ReportOfAccident.received_on,
            ReportOfAccident.complete,
            ReportOfAccident.missing_fields,
        )
        .order_by(
            Claim.initiated_on.desc(),
            Claim.id.desc(),
            ReportOfAccident.received_on,
            ReportOfAccident.id,
        ),
    )
    first: dict[int, RoaSent] = {}
    for row in rows:
        first.setdefault(row.id, RoaSent(*row))
    return RoaFigures(list(first.values()))
