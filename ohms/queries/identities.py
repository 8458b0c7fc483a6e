"""Whom a subject at the identity provider names."""

from sqlalchemy import select

from ohms.extensions import db
from ohms.models.identities import Identity
from ohms.models.staff import StaffMember


def staff_by_subject(issuer: str, subject: str) -> tuple[int, bool] | None:
    """Id and whether active; None for a subject that is nobody's here."""
    row = db.session.execute(
        select(StaffMember.id, StaffMember.active)
        .join(Identity, Identity.staff_id == StaffMember.id)
        .where(Identity.issuer == issuer, Identity.subject == subject)
    ).one_or_none()
    return None if row is None else (row.id, row.active)


def subject_of(staff_id: int, issuer: str) -> str | None:
    found: str | None = db.session.execute(
        select(Identity.subject).where(Identity.staff_id == staff_id, Identity.issuer == issuer)
    ).scalar_one_or_none()
    return found
