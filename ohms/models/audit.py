"""Who did or saw what: append-only, chained by hash within a lane, free of claim text."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ohms.models.base import Base, Housekeeping, Prose, Scoped, index, unique

BIG = BigInteger().with_variant(Integer, "sqlite")


class AuditLane(Housekeeping, Base):
    """The head of one chain. Its row is locked as the last statement before COMMIT."""

    __tablename__ = "audit_lane"
    __table_args__ = (unique("lane"),)

    lane: Mapped[int]
    last_number: Mapped[int] = mapped_column(BIG, default=0)
    head_hash: Mapped[str] = mapped_column(String(64))


class AuditEntry(Scoped, Housekeeping, Base):
    """One act: its hash covers its fields and the hash before it. Never changed, never purged.

    `claim_ids` holds the ids of the claims a list showed; `detail` names columns, counts and versions only.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        unique("lane", "number"),
        CheckConstraint("result in ('done', 'refused', 'failed')", name="result"),
        index("ix_audit_entry_claim_id_at", "claim_id", "at"),
        index("ix_audit_entry_staff_id_at", "staff_id", "at"),
        index("ix_audit_entry_cohe_id_at", "cohe_id", "at"),
        index("ix_audit_entry_object", "object_type", "object_id"),
        index(  # in which exports a claim stood: few among the lists that were shown
            "ix_audit_entry_action_at",
            "action",
            "at",
            sqlite_where=text("claim_ids is not null"),
            postgresql_where=text("claim_ids is not null"),
        ),
    )

    id: Mapped[int] = mapped_column(BIG, primary_key=True, sort_order=-1)
    lane: Mapped[int] = mapped_column(ForeignKey("audit_lane.lane"))
    number: Mapped[int] = mapped_column(BIG)
    at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    role: Mapped[str | None] = mapped_column(String(32))
    cohe_id: Mapped[int | None] = mapped_column(ForeignKey("cohe.id"))
    action: Mapped[str] = mapped_column(String(80))
    object_type: Mapped[str | None] = mapped_column(String(40))
    object_id: Mapped[int | None] = mapped_column(BIG)
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"))
    claim_ids: Mapped[Prose | None]
    result: Mapped[str] = mapped_column(String(8))
    detail: Mapped[Prose | None]
    address: Mapped[str | None] = mapped_column(String(64))
    session_hash: Mapped[str | None] = mapped_column(String(64))
    request_id: Mapped[str | None] = mapped_column(String(32))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
