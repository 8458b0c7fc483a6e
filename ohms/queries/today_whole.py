"""Today whole: what needs somebody now in every role that they hold, asked side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ohms import clock
from ohms.domain.access import CLAIM_READERS, Permission
from ohms.domain.actor import Actor
from ohms.domain.values import Role
from ohms.queries.contract_inbox import ContractInbox, contract_inbox
from ohms.queries.contract_settings import ContractChange, changes_waiting
from ohms.queries.desk_queue import DeskNow, desk_now
from ohms.queries.drafts import count_drafts
from ohms.queries.duties import Duty, duties
from ohms.queries.feed import FeedAsOf, ListedRun, feed_as_of, refused_lately
from ohms.queries.first_run import CentreStart, first_steps
from ohms.queries.handover import AwayLine
from ohms.queries.looks import looks_to_review
from ohms.queries.mentions import UnreadMention, unread_mentions
from ohms.queries.obligations import Owed, owed_by_oneself
from ohms.queries.positions import HeldBy, new_with_sight
from ohms.queries.rehoming import RehomingLine, rehomings_to_decide
from ohms.queries.rounds import Question, ask, settled, side_by_side
from ohms.queries.running_quarters import RunningQuarter, running_quarters
from ohms.queries.today import Casework, casework, works_on_claims
from ohms.queries.today_of_supervisor import Supervision, supervision
from ohms.queries.transfers import Transfer, waiting_for
from ohms.queries.triage import count_came_back

SETS_UP = (Role.SUPERVISOR, Role.ADMINISTRATOR)
HELD_TO_THE_CONTRACT = (Role.SUPERVISOR, Role.CONTRACT_MANAGER)
DECIDED_LATELY = timedelta(days=14)
REPORTED_LATELY = timedelta(days=184)
PRESSING = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Today:
    """Of a role that one does not hold nothing: None where the page has no such part."""

    mine: Casework | None
    came_back: int | None
    """Claims at triage again; None: one decides on none."""
    lead: Supervision | None
    mentions: list[UnreadMention]
    offers: list[Transfer]
    drafts: int
    owed: list[Owed]
    contract_settings: list[ContractChange]
    inbox: ContractInbox | None
    new_positions: list[HeldBy]
    duties: list[Duty] | None
    feed: FeedAsOf | None
    rehomings: list[RehomingLine]
    looks: tuple[int, date | None] | None
    starting: list[CentreStart] | None
    """COHEs in which casework cannot begin yet, for who sets them up; None: there is no COHE at all."""
    desk: DeskNow | None
    refused: list[ListedRun]
    """Files of L&I's feed whose refused lines wait for an administrator."""
    running: list[RunningQuarter]
    """Of each COHE that one answers for, against its limit."""

    def owes_soon(self, day: date) -> bool:
        """Whether something that one owes is asked for now: else it stands below the day's work."""
        return any(each.due_by is None or each.due_by <= day + PRESSING for each in self.owed)

    @property
    def handovers(self) -> Sequence[AwayLine]:
        whose = self.mine or self.lead
        return whose.handovers if whose else []

    @property
    def claim_ids(self) -> list[int]:
        """Every claim that the page tells of."""
        ids = {mention.claim_id for mention in self.mentions}
        ids |= {offer.claim_id for offer in self.offers}
        ids |= {rehoming.claim_id for rehoming in self.rehomings}
        if self.mine:
            ids.update(self.mine.claim_ids)
        if self.lead:
            ids |= self.lead.claim_ids
        return sorted(ids)


def today_of(actor: Actor) -> Today:
    """Two rounds; rehomings, looks, first steps and a desk go beyond one's own claims and are asked apart,
    and so are the running quarters, whose statements are kept."""
    found = ask(
        side_by_side(
            casework(actor) if works_on_claims(actor) else settled(None),
            count_came_back(actor) if actor.may(Permission.TRIAGE_DECIDE) else settled(None),
            supervision(actor) if actor.holds(Role.SUPERVISOR) else settled(None),
            unread_mentions(actor) if actor.holds(*CLAIM_READERS) else settled([]),
            waiting_for(actor) if actor.may(Permission.CLAIM_HAND_OVER) else settled([]),
            count_drafts(actor),
            owed_by_oneself(actor),
            _contract_settings(actor),
            _inbox(actor),
            new_with_sight(actor) if actor.holds(Role.SUPERVISOR) else settled([]),
            duties(actor) if actor.holds(*HELD_TO_THE_CONTRACT) else settled(None),
            feed_as_of(actor),
        )
    )
    found += [
        rehomings_to_decide(actor) if actor.may(Permission.REHOMING_DECIDE) else [],
        looks_to_review(actor) if actor.may(Permission.LOOK_REVIEW) else None,
        _starting(actor) if actor.holds(*SETS_UP) else [],
        desk_now(actor) if actor.may(Permission.DESK_WORK) else None,
        refused_lately(actor) if actor.may(Permission.FEED_IMPORT) else [],
        ask(running_quarters(actor)) if actor.holds(*HELD_TO_THE_CONTRACT) else [],
    ]
    return Today(*found)


def _starting(actor: Actor) -> list[CentreStart] | None:
    known = first_steps(actor)
    return [each for each in known if each.waits] if known else None


def _contract_settings(actor: Actor) -> Question[list[ContractChange]]:
    """What L&I's side has to decide on; for a supervisor also what it decided these two weeks."""
    if not actor.holds(*HELD_TO_THE_CONTRACT):
        return settled([])
    since = clock.now() - DECIDED_LATELY if actor.holds(Role.SUPERVISOR) else None
    return changes_waiting(actor.cohes_as(*HELD_TO_THE_CONTRACT), or_decided_since=since)


def _inbox(actor: Actor) -> Question[ContractInbox | None]:
    """What L&I's contract manager has beside their duties."""
    if not actor.holds(Role.CONTRACT_MANAGER):
        return settled(None)
    since = clock.now() - REPORTED_LATELY
    return contract_inbox(actor.cohes_as(Role.CONTRACT_MANAGER), since=since)
