"""Referrals brought to a step through the product's own commands; call these inside an app context."""

from collections.abc import Mapping

from sqlalchemy import select

from ohms.commands.referrals import (
    change_draft,
    draft_referral,
    send_referral,
    update_referral,
)
from ohms.domain.actor import Actor
from ohms.domain.packets import ProducedPacket
from ohms.domain.services import SERVICES, Shape
from ohms.domain.values import Service
from ohms.models.referrals import Referral
from ohms.queries.packets import packet_to_send
from ohms.web.document_files import document_store
from tests.house import House, one


def filled_in(service: Service) -> dict[str, str]:
    """Every field of a service with something in it."""
    said: dict[str, str] = {}
    for each in SERVICES[service].fields:
        choice = each.choices[0][0] if each.choices else ""
        said[each.name] = (
            "2026-11-20" if each.shape is Shape.DAY else choice or f"Words for {each.name}"
        )
    return said


def packed(
    actor: Actor, referral_id: int, entered: Mapping[str, str] | None = None
) -> ProducedPacket:
    """A packet whose file is a stand-in: printing the real one takes a tenth of a second."""
    content = packet_to_send(actor, referral_id, entered).content
    pdf = f"%PDF- stand-in of {referral_id}: {content}".encode()
    return ProducedPacket(content, document_store().store(pdf), len(pdf), "application/pdf")


def send(actor: Actor, referral_id: int, *, version: int | None = None) -> Referral:
    return send_referral(actor, referral_id, packed(actor, referral_id), version=version)


def update(actor: Actor, referral_id: int, entered: Mapping[str, str], *, reason: str) -> Referral:
    packet = packed(actor, referral_id, entered)
    return update_referral(actor, referral_id, entered, packet, reason=reason)


def sent_referral(house: House, service: Service, number: str = "AL10001") -> int:
    """Sent by the centre's hsc1, with every field filled in."""
    actor = house.actor("alder.hsc1")
    referral_id = draft_referral(actor, house.claim[number], service)
    change_draft(actor, referral_id, filled_in(service))
    send(actor, referral_id)
    return referral_id


def referral_of(referral_id: int) -> Referral:
    statement = select(Referral).where(Referral.id == referral_id)
    found: Referral = one(statement.execution_options(populate_existing=True))
    return found
