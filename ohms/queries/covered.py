"""Who covers whom for which provider on a day, as the database answers it beside claims.

A provider's claims are covered with its coordinator; those given to somebody by name, with that person.
"""

from datetime import date
from typing import Any

from sqlalchemy import Select, Subquery, and_, select

from ohms.models.coverage import Coverage
from ohms.models.providers import ProviderAssignment
from ohms.queries.lane import holds


def cover_on(day: date, *, covering: int | None = None, provider: Any = None) -> Subquery:
    """The cover that stands on a day and that nobody declined; of one person or one provider where
    they are told."""
    statement = select(
        Coverage.provider_id,
        Coverage.cohe_id,
        Coverage.absent_id,
        Coverage.covering_id,
        Coverage.to_on,
    ).where(Coverage.declined_at.is_(None), holds(Coverage, day))
    if covering is not None:
        statement = statement.where(Coverage.covering_id == covering)
    if provider is not None:
        statement = statement.where(Coverage.provider_id == provider)
    return statement.subquery("cover")


def covered_providers(day: date, covering: int) -> Select[Any]:
    """The providers whose own coordinator somebody covers on a day."""
    cover = cover_on(day, covering=covering)
    return select(cover.c.provider_id).join(
        ProviderAssignment,
        and_(
            ProviderAssignment.provider_id == cover.c.provider_id,
            ProviderAssignment.cohe_id == cover.c.cohe_id,
            ProviderAssignment.staff_id == cover.c.absent_id,
            holds(ProviderAssignment, day),
        ),
    )
