"""What a digest tells: the counts of one's Today, and who asked for them."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import select

from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.digests import Digest, Waiting
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.housekeeping import OutboxMessage
from ohms.models.staff import StaffMember
from ohms.queries.desk_queue import DeskFilter, Queue, counts
from ohms.queries.duties import duties
from ohms.queries.mentions import unread_mentions
from ohms.queries.rounds import ask
from ohms.queries.today import casework, works_on_claims
from ohms.queries.today_of_supervisor import supervision
from ohms.queries.transfers import waiting_for


class Reader(NamedTuple):
    """Somebody with an address who chose a digest."""

    staff_id: int
    username: str
    email: str
    chosen: Digest


def digest_readers() -> list[Reader]:
    rows: Any = db.session.execute(
        select(StaffMember.id, StaffMember.username, StaffMember.email, StaffMember.digest)
        .where(
            StaffMember.digest != Digest.OFF,
            StaffMember.email.is_not(None),
            StaffMember.active.is_(True),
        )
        .order_by(StaffMember.id)
    )
    return [Reader(row.id, row.username, row.email, Digest(row.digest)) for row in rows]


def own_digest(actor: Actor) -> tuple[str, str | None]:
    """What one chose, and the address to which it goes."""
    row = db.session.execute(
        select(StaffMember.digest, StaffMember.email).where(StaffMember.id == actor.staff_id)
    ).one()
    return row.digest, row.email


def is_written(key: str) -> bool:
    statement = select(OutboxMessage.id).where(OutboxMessage.key == key)
    return db.session.execute(statement).first() is not None


def waiting_on_today(actor: Actor) -> list[Waiting]:
    """Everything that Today counts for a person and is not none; the figures of their own page."""
    found: list[Waiting] = []
    if works_on_claims(actor):
        found += _of_casework(actor)
    if actor.may(Permission.CLAIM_READ):
        mentions = ask(unread_mentions(actor))
        found.append(Waiting(len(mentions), "mention of you", "mentions of you", "/"))
    if actor.may(Permission.CLAIM_HAND_OVER):
        found.append(
            Waiting(
                len(ask(waiting_for(actor))),
                "claim offered to you",
                "claims offered to you",
                "/transfers",
            )
        )
    if actor.holds(Role.SUPERVISOR):
        found += _of_supervision(actor)
    if actor.holds(Role.SUPERVISOR, Role.CONTRACT_MANAGER):
        owed = ask(duties(actor))
        found.append(
            Waiting(len(owed), "open duty of the contract", "open duties of the contract", "/")
        )
    if actor.may(Permission.DESK_WORK):
        found += _of_a_desk(actor)
    return [each for each in found if each.number]


def _of_casework(actor: Actor) -> Iterator[Waiting]:
    mine = ask(casework(actor))
    claims = f"/claims?scope={mine.scope.value}"
    decides = actor.may(Permission.TRIAGE_DECIDE)
    new = "/triage?waiting=new" if decides else f"{claims}&coordination=new"
    yield Waiting(mine.tasks.overdue, "overdue task", "overdue tasks", "/tasks?due=overdue")
    yield Waiting(mine.tasks.due_today, "task due today", "tasks due today", "/tasks?due=today")
    yield Waiting(mine.new_claims.total, "new claim", "new claims", new)
    yield Waiting(
        mine.first_contacts.total,
        "claim without a contact",
        "claims without a contact",
        f"{claims}&milestone=first_contact",
    )
    yield Waiting(mine.calls.total, "open call", "open calls", "/calls")
    yield Waiting(
        len(mine.notes.to_co_sign) + len(mine.entries_to_co_sign),
        "co-signature",
        "co-signatures",
        "/cosign",
    )
    yield Waiting(
        len(mine.notes.returned) + len(mine.entries_returned),
        "entry returned with a question",
        "entries returned with a question",
        "/",
    )
    yield Waiting(
        len(mine.referrals.answered), "referral answered", "referrals answered", "/referrals"
    )
    yield Waiting(
        len(mine.silent),
        "referral without an answer",
        "referrals without an answer",
        "/referrals",
    )
    yield Waiting(len(mine.notes.drafts), "unsigned note", "unsigned notes", "/")


def _of_supervision(actor: Actor) -> Iterator[Waiting]:
    lead = ask(supervision(actor))
    yield Waiting(
        lead.overdue,
        "overdue task of everybody",
        "overdue tasks of everybody",
        "/tasks?owner=anyone&due=overdue",
    )
    yield Waiting(
        lead.orphans_total,
        "claim without a coordinator",
        "claims without a coordinator",
        "/claims?scope=cohe&assignee=nobody",
    )
    yield Waiting(
        lead.to_co_sign,
        "co-signature passed on to you",
        "co-signatures passed on to you",
        "/cosign",
    )
    yield Waiting(
        len(lead.openings), "claim opened by break-glass", "claims opened by break-glass", "/"
    )


def _of_a_desk(actor: Actor) -> Iterator[Waiting]:
    queues = counts(actor, DeskFilter())
    yield Waiting(queues[Queue.NEW], "new referral", "new referrals", "/desk?queue=new")
    yield Waiting(
        queues[Queue.MINE], "referral that you have", "referrals that you have", "/desk?queue=mine"
    )
