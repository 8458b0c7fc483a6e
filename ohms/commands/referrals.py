"""Referrals: drafted, changed while drafts, sent, and updated after that as a further version.

Whoever works on the claim drafts; a coordinator sends. What was sent stays as it was sent.
"""

from collections.abc import Mapping

from sqlalchemy.orm.attributes import flag_modified

from ohms import clock
from ohms.commands.idempotency import made_before, remember
from ohms.commands.locked_claim import locked_claim
from ohms.commands.referral_records import (
    check_none_open,
    keep_packet,
    loaded,
    newest_version,
    put_step,
    put_version,
    reason_that_goes,
    sides,
)
from ohms.commands.summaries import refresh_claim
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import RuleBroken
from ohms.domain.packets import ProducedPacket, check_nothing_flagged, check_printed
from ohms.domain.referral_content import (
    check_ready,
    checked_content,
    read_content,
    written_content,
)
from ohms.domain.referrals import check_step, check_under_way
from ohms.domain.services import SERVICES
from ohms.domain.values import ReferralStep, Service
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.referrals import Referral
from ohms.queries.flagged_texts import flagged_texts
from ohms.queries.referral_facts import known_of_claim, told_of


def draft_from_note(actor: Actor, claim: Claim, service: Service) -> Referral:
    """Begin a referral of a loaded claim, as part of the command that calls this.

    What the claim tells of the service's own fields stands in it. RuleBroken when one about the same
    thing is open already.
    """
    check_none_open(claim, service)
    assert actor.staff_id is not None
    facts = SERVICES[service]
    referral = Referral(
        claim_id=claim.id,
        cohe_id=claim.cohe_id,
        employer_id=claim.employer_id,
        service=service,
        step=ReferralStep.DRAFT,
        drafted_by_id=actor.staff_id,
        drafted_at=clock.now(),
    )
    db.session.add(referral)
    db.session.flush()
    put_step(actor, referral, claim, ReferralStep.DRAFT)
    content = written_content(facts, known_of_claim(actor, claim, facts), {})
    put_version(actor, referral, claim, 1, content, is_sent=False)
    db.session.flush()
    return referral


@command(Permission.REFERRAL_DRAFT)
def draft_referral(actor: Actor, claim_id: int, service: Service, *, key: str | None = None) -> int:
    """A draft on a claim that one sees; its id. The same form sent twice makes one."""
    if key and (made := made_before(actor, key)) is not None:
        return made
    referral = draft_from_note(actor, locked_claim(actor, claim_id), service)
    if key:
        remember(actor, key, "draft_referral", referral.id)
    return referral.id


@command(Permission.REFERRAL_DRAFT)
def change_draft(
    actor: Actor, referral_id: int, entered: Mapping[str, str], *, version: int | None = None
) -> Referral:
    """What a draft says; once it is sent this is an update."""
    referral, _claim = loaded(actor, referral_id, version)
    if referral.step is not ReferralStep.DRAFT:
        raise RuleBroken("This referral was sent: update it instead.")
    facts = SERVICES[referral.service]
    draft = newest_version(actor, referral)
    draft.content = written_content(facts, checked_content(facts, entered), {})
    draft.written_by_id, draft.written_at = actor.staff_id or 0, clock.now()
    flag_modified(referral, "step")  # whoever has the draft open is told
    return referral


@command(Permission.REFERRAL_SEND)
def send_referral(
    actor: Actor, referral_id: int, packet: ProducedPacket, *, version: int | None = None
) -> Referral:
    """To the service, when all that it needs is there and none about the same thing is open.

    What is told beside the fields is worked out now, and must be what the `packet` was printed from,
    whose file is stored before. The task to ask after it shows on the day by which an answer is
    expected.
    """
    referral, claim = loaded(actor, referral_id, version)
    check_step(referral.step, ReferralStep.SENT, sides(actor, referral, claim))
    if referral.sent_at is not None:
        raise RuleBroken("It was sent already: give the service what it asks for.")
    check_none_open(claim, referral.service, but=referral.id)
    facts = SERVICES[referral.service]
    draft = newest_version(actor, referral)
    fields = read_content(draft.content)
    check_ready(facts, fields, claim.fund)
    check_nothing_flagged(facts, fields, flagged_texts(actor, claim.id))
    draft.content = written_content(
        facts, fields, told_of(actor, claim, referral.employer_id, facts)
    )
    check_printed(packet, draft.content)
    draft.sent_at = referral.sent_at = clock.now()
    referral.sent_by_id = actor.staff_id
    put_step(actor, referral, claim, ReferralStep.SENT)
    keep_packet(draft, packet)
    refresh_claim(claim)
    return referral


@command(Permission.REFERRAL_SEND)
def update_referral(
    actor: Actor,
    referral_id: int,
    entered: Mapping[str, str],
    packet: ProducedPacket,
    *,
    reason: str,
    version: int | None = None,
) -> Referral:
    """A further version of what was sent, and why; the earlier ones stay, the step too. The `packet`
    is its own, printed and stored before."""
    referral, claim = loaded(actor, referral_id, version)
    check_under_way(referral.step, sides(actor, referral, claim))
    why = reason_that_goes(actor, claim, reason, field="why")
    facts = SERVICES[referral.service]
    fields = checked_content(facts, entered)
    check_ready(facts, fields, claim.fund)
    check_nothing_flagged(facts, fields, flagged_texts(actor, claim.id))
    newest = newest_version(actor, referral)
    content = written_content(facts, fields, told_of(actor, claim, referral.employer_id, facts))
    if content == newest.content:
        raise RuleBroken("Nothing is different from what was sent.")
    check_printed(packet, content)
    sent = put_version(actor, referral, claim, newest.number + 1, content, is_sent=True)
    keep_packet(sent, packet)
    told = f"Version {newest.number + 1}: {why}"
    put_step(actor, referral, claim, referral.step, told, referral.expected_by)
    refresh_claim(claim)
    return referral
