"""Packets of referrals: what one would say if it were sent now, and what each sent version said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case
from sqlalchemy.orm import aliased

from ohms.clock import day_of
from ohms.domain.actor import Actor
from ohms.domain.errors import NotFound
from ohms.domain.packets import Packet
from ohms.domain.referral_content import (
    checked_content,
    lines_of,
    read_content,
    written_content,
)
from ohms.domain.services import SERVICES
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.cohes import Cohe
from ohms.models.referrals import Referral, ReferralPacket, ReferralVersion
from ohms.models.staff import StaffMember
from ohms.queries.one_in_sight import only_row
from ohms.queries.referral_facts import told_of
from ohms.queries.scope import sees, visible


@dataclass(frozen=True, slots=True)
class SentPacket:
    """A version as it was sent. `file` is None where it was sent before files were kept."""

    packet: Packet
    version_id: int
    claim_id: int
    cohe_id: int
    sent_at: datetime
    file: ReferralPacket | None


def packet_to_send(
    actor: Actor, referral_id: int, entered: Mapping[str, str] | None = None
) -> Packet:
    """What a draft would say if it were sent now; with `entered`, what an update would.

    For printing before the transaction that sends it: whether it may be sent is asked there.
    RuleBroken where something entered has not its shape, NotFound outside the actor's sight.
    """
    referral, claim, cohe = _of_the_claim(actor, referral_id)
    newest = _newest(actor, referral_id)
    facts = SERVICES[referral.service]
    before = read_content(newest.content)
    fields = before if entered is None else checked_content(facts, entered)
    content = written_content(facts, fields, told_of(actor, claim, referral.employer_id, facts))
    earlier = None if entered is None else before
    return Packet(
        referral_id=referral_id,
        service=referral.service,
        number=newest.number + (entered is not None),
        cohe=cohe,
        sent_by=actor.name,
        sent_on=actor.on_day,
        content=content,
        lines=tuple(lines_of(facts, read_content(content), earlier)),
    )


def sent_packet(actor: Actor, referral_id: int, number: int) -> SentPacket:
    """A sent version, from its content as it was sent: nothing of it is asked of the claim anew."""
    rows = _sent_versions(actor, referral_id, number)
    if not rows or rows[-1].ReferralVersion.number != number:
        raise NotFound
    row = rows[-1]
    version, facts = row.ReferralVersion, SERVICES[row.service]
    earlier = read_content(rows[-2].ReferralVersion.content) if len(rows) > 1 else None
    packet = Packet(
        referral_id=referral_id,
        service=row.service,
        number=number,
        cohe=row.cohe,
        sent_by=row.sent_by,
        sent_on=day_of(version.sent_at),
        content=version.content,
        lines=tuple(lines_of(facts, read_content(version.content), earlier)),
    )
    return SentPacket(
        packet,
        version.id,
        version.claim_id,
        version.cohe_id,
        version.sent_at,
        _file_of(actor, version.id),
    )


def _of_the_claim(actor: Actor, referral_id: int) -> tuple[Referral, Claim, str]:
    row: Any = only_row(
        visible(actor, Referral)
        .where(Referral.id == referral_id)
        .join(Claim, Claim.id == Referral.claim_id)
        .where(sees(actor, Claim))
        .join(Cohe, Cohe.id == Claim.cohe_id)
        .with_only_columns(Referral, Claim, Cohe.name)
    )
    return row.Referral, row.Claim, row.name


def _newest(actor: Actor, referral_id: int) -> Any:
    return db.session.execute(
        visible(actor, ReferralVersion)
        .where(ReferralVersion.referral_id == referral_id)
        .with_only_columns(ReferralVersion.number, ReferralVersion.content)
        .order_by(ReferralVersion.number.desc())
        .limit(1)
    ).one()


def _sent_versions(actor: Actor, referral_id: int, number: int) -> list[Any]:
    """The version, after the one before it where there is one."""
    sender, writer = aliased(StaffMember), aliased(StaffMember)
    by = case((ReferralVersion.number == 1, sender.name), else_=writer.name)
    rows = db.session.execute(
        visible(actor, ReferralVersion)
        .where(
            ReferralVersion.referral_id == referral_id,
            ReferralVersion.number.in_([number - 1, number]),
            ReferralVersion.sent_at.is_not(None),
        )
        .join(Referral, Referral.id == ReferralVersion.referral_id)
        .where(sees(actor, Referral))
        .join(Cohe, Cohe.id == ReferralVersion.cohe_id)
        .join(writer, writer.id == ReferralVersion.written_by_id)
        .outerjoin(sender, sender.id == Referral.sent_by_id)
        .with_only_columns(
            ReferralVersion,
            Referral.service,
            Cohe.name.label("cohe"),
            by.label("sent_by"),
        )
        .order_by(ReferralVersion.number)
    )
    return list(rows)


def _file_of(actor: Actor, version_id: int) -> ReferralPacket | None:
    rows = visible(actor, ReferralPacket).where(ReferralPacket.version_id == version_id)
    found: ReferralPacket | None = db.session.execute(rows).scalar_one_or_none()
    return found
