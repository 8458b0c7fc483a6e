"""By whom a COHE's figures are told apart: providers, clinics and coordinators, with what each is behind.

A claim is its initiating provider's, that provider's clinic's, and the coordinator's who was responsible
for it on the day of initiation. Minutes are of who worked them; on a claim, also of the claim's provider
and clinic.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, exists, select

from ohms.domain.measure import ScopeKind
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.cohes import Clinic
from ohms.models.providers import Provider
from ohms.models.staff import StaffMember
from ohms.models.time import TimeEntry
from ohms.queries.responsibility import responsible_at_initiation
from ohms.queries.scope import claim_of_counted

_NAMES: dict[ScopeKind, Any] = {
    ScopeKind.PROVIDER: (Provider.id, Provider.last_name + ", " + Provider.first_name),
    ScopeKind.CLINIC: (Clinic.id, Clinic.name),
    ScopeKind.HSC: (StaffMember.id, StaffMember.name),
}


class Scope(NamedTuple):
    """One provider, clinic or coordinator; `id` None: claims that nobody was responsible for."""

    kind: ScopeKind
    id: int | None


def names_of(kind: ScopeKind, ids: Iterable[int | None]) -> dict[int | None, str]:
    """The names of providers, clinics or people; nobody where nobody was responsible."""
    number, name = _NAMES[kind]
    rows = db.session.execute(
        select(number, name).where(number.in_([each for each in ids if each is not None]))
    )
    return {None: "Nobody"} | {row[0]: row[1] for row in rows}


def claim_key(kind: ScopeKind) -> Any:
    """Whose a claim is, of a SELECT that joined its initiating provider."""
    match kind:
        case ScopeKind.PROVIDER:
            return Claim.initiating_provider_id
        case ScopeKind.CLINIC:
            return Provider.clinic_id
        case ScopeKind.HSC:
            return responsible_at_initiation()


def claims_of(scope: Scope) -> ColumnElement[bool]:
    """The condition on claims that are one's."""
    match scope.kind:
        case ScopeKind.PROVIDER:
            return Claim.initiating_provider_id == scope.id
        case ScopeKind.CLINIC:
            return Claim.initiating_provider_id.in_(_of_clinic(scope.id))
        case ScopeKind.HSC:
            return responsible_at_initiation().is_not_distinct_from(scope.id)


def entries_of(scope: Scope) -> ColumnElement[bool]:
    """The condition on time entries that are one's."""
    if scope.kind is ScopeKind.HSC:
        return TimeEntry.staff_id == scope.id
    return exists().where(claim_of_counted(TimeEntry), claims_of(scope)).correlate(TimeEntry)


def _of_clinic(clinic_id: int | None) -> Any:
    return select(Provider.id).where(Provider.clinic_id == clinic_id)
