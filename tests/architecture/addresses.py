"""What the arguments of addresses name: the row of a model, whose it is, and who of alder sees it.

A route with an argument that is not in `OBJECTS` fails every walk until it is told what to put in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from ohms.models import Base
from ohms.models.apf_reviews import ApfReview
from ohms.models.api_tokens import ApiToken
from ohms.models.billing import BillingBatch
from ohms.models.bulk import BulkAct
from ohms.models.claims import Claim, ComplexityGround, Delegation
from ohms.models.co_signing import CoSignature
from ohms.models.cohes import Cohe
from ohms.models.coverage import Absence, ApprovedContent, OnboardingStep, Training
from ohms.models.departures import Departure
from ohms.models.documents import Document
from ohms.models.feed import FeedRun, RehomingProposal
from ohms.models.job_descriptions import JobDescriptionStep
from ohms.models.lists import SavedView
from ohms.models.medical import WorkStatusEpisode
from ohms.models.notes import CallIntake, CaseNote
from ohms.models.providers import Provider
from ohms.models.recovery import Barrier, ContactRule, FrqAnswer, RecoveryMeasure
from ohms.models.referrals import Referral, ReferralPacket
from ohms.models.reports import Obligation, Setting
from ohms.models.retention import LegalHold, Purge
from ohms.models.staff import Position, StaffMember
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from ohms.models.transfers import ClaimTransfer
from ohms.models.webhooks import Webhook, WebhookDelivery
from ohms.models.workers import ContactPoint, Employer, SameEmployerProposal, SamePersonProposal
from tests.architecture.centre import CLAIM, Rows
from tests.architecture.who_sees import CASEWORKERS, seen_by


class Whose(Enum):
    """Of whom the object in an address is."""

    OWN = auto()
    FOREIGN = auto()
    MISSING = auto()


@dataclass(frozen=True, slots=True)
class InAddress:
    """What a URL argument names: the row of a model in `furnish_both`, by id unless told otherwise,
    seen by those who see the model's rows unless told otherwise."""

    model: type[Base]
    missing: str = "999999"
    written: Callable[[str, int], str] = lambda _slug, row_id: str(row_id)
    only_for: frozenset[str] | None = None

    @property
    def seen_by(self) -> frozenset[str]:
        return seen_by(self.model) if self.only_for is None else self.only_for

    def of(self, whose: Whose, rows: dict[str, Rows]) -> str:
        if whose is Whose.MISSING:
            return self.missing
        slug = "alder" if whose is Whose.OWN else "birch"
        return self.written(slug, rows[slug][self.model])


def told(own: str, foreign: str) -> Callable[[str, int], str]:
    """What is written as it is for everybody: of one's own centre, and of another one."""
    return lambda slug, _row_id: own if slug == "alder" else foreign


def by_id_or(foreign: str) -> Callable[[str, int], str]:
    """Of what belongs to no centre a foreign one is one that is not there."""
    return lambda slug, row_id: str(row_id) if slug == "alder" else foreign


def number_of(slug: str, _row_id: int) -> str:
    return CLAIM[slug]


def named(slug: str, _row_id: int) -> str:
    return slug


SUPERVISOR, ADMINISTRATOR = frozenset({"alder.supervisor"}), frozenset({"admin"})
HELD_TO_THE_CONTRACT = SUPERVISOR | {"lni.contract"}

# Of a claim the record of acts tells its number to who watches over the COHE, and nothing else of it.
WATCHED = InAddress(Claim, "AL99999", number_of, seen_by(Claim) | {"alder.privacy"})
OBJECTS = {
    "number": InAddress(Claim, "AL99999", number_of),
    "note_id": InAddress(CaseNote, only_for=frozenset({"alder.hsc1"})),  # a draft
    "call_id": InAddress(CallIntake),
    "entry_id": InAddress(TimeEntry),
    "task_id": InAddress(Task),
    "document_id": InAddress(Document),
    "referral_id": InAddress(Referral),
    # Of the referral in the address: a foreign version is one that it does not have.
    "version": InAddress(ReferralPacket, written=told("1", "2")),
    "view_id": InAddress(SavedView),
    "bulk_act_id": InAddress(BulkAct),
    "kept_id": InAddress(SavedView),
    "transfer_id": InAddress(ClaimTransfer),
    "waiting_id": InAddress(CoSignature),
    "step_id": InAddress(JobDescriptionStep),
    "rehoming_id": InAddress(RehomingProposal),
    "episode_id": InAddress(WorkStatusEpisode),
    "frq_id": InAddress(FrqAnswer),
    "barrier_id": InAddress(Barrier),
    "measure_id": InAddress(RecoveryMeasure),
    "rule_id": InAddress(ContactRule),
    "point_id": InAddress(ContactPoint),
    "delegation_id": InAddress(Delegation),
    "ground_id": InAddress(ComplexityGround),
    "pair_id": InAddress(SamePersonProposal),
    "accounts_id": InAddress(SameEmployerProposal),
    "hold_id": InAddress(LegalHold),
    "purge_id": InAddress(Purge),
    # Providers are seen by everybody; which coordinator has them is kept by the COHE's supervisor.
    "moving_id": InAddress(Claim, written=told("1", "3"), only_for=SUPERVISOR),
    # Every COHE has the house's templates under the same keys: a foreign one is one that is not there.
    "template_key": InAddress(
        Claim, "no-such-template", told("unable-to-contact", "own-of-birch"), CASEWORKERS
    ),
    "resource_key": InAddress(
        Claim, "no-such-page", told("uw-frq", "own-of-birch"), CASEWORKERS | {"alder.privacy"}
    ),
    "playbook_key": InAddress(
        Claim, "no-such-playbook", told("new-time-loss", "own-of-birch"), CASEWORKERS
    ),
    "letter_key": InAddress(
        Claim,
        "no-such-letter",
        told("unable-to-contact", "own-of-birch"),
        frozenset({"alder.hsc1", "alder.assistant1"}),
    ),
    "provider_id": InAddress(Provider, only_for=CASEWORKERS),
    "employer_id": InAddress(Employer, only_for=CASEWORKERS),
    "obligation_id": InAddress(Obligation, only_for=HELD_TO_THE_CONTRACT),
    "setting_id": InAddress(Setting, only_for=CASEWORKERS | {"lni.contract"}),
    # Reports are of a COHE and quarter: foreign ones are of a third COHE, or of a quarter to come.
    "cohe": InAddress(Obligation, "maple", told("alder", "third"), HELD_TO_THE_CONTRACT),
    "quarter": InAddress(Obligation, "2031Q2", told("2026Q3", "2031Q1"), HELD_TO_THE_CONTRACT),
    "review_id": InAddress(ApfReview, only_for=SUPERVISOR),
    "part": InAddress(Obligation, "weather", told("training", "nothing"), SUPERVISOR),
    "which": InAddress(Obligation, "others", told("parked", "none"), SUPERVISOR),  # figure's rows
    "kind": InAddress(Obligation, "doc", told("csv", "odt"), HELD_TO_THE_CONTRACT),
    "batch_id": InAddress(BillingBatch, only_for=SUPERVISOR),
    # Of no centre: administrators look after all, so that a foreign one is one that is not there.
    "account_id": InAddress(
        StaffMember, written=by_id_or("888888"), only_for=SUPERVISOR | ADMINISTRATOR
    ),
    "token_id": InAddress(ApiToken, only_for=frozenset({"alder.hsc1"})),
    # Of whose referrals the rows of a figure are.
    "figures_of": InAddress(Claim, "maple", named, SUPERVISOR),
    # People and positions of a centre: foreign to L&I's contract manager, who has both, is a third one's.
    "person_id": InAddress(
        StaffMember,
        only_for=frozenset({"alder.hsc1", "alder.supervisor", "alder.privacy", "lni.contract"}),
    ),
    "departure_id": InAddress(Departure, only_for=SUPERVISOR),
    "position_id": InAddress(Position, only_for=SUPERVISOR),
    "content_id": InAddress(ApprovedContent, only_for=frozenset({"lni.contract"})),
    "training_id": InAddress(Training, only_for=frozenset({"alder.hsc1"})),  # its host
    "left_id": InAddress(Departure, only_for=frozenset({"alder.hsc1", "alder.supervisor"})),
    "away_id": InAddress(Absence, only_for=frozenset({"alder.hsc1", "alder.supervisor"})),
    "recorded_id": InAddress(OnboardingStep, only_for=SUPERVISOR),
    "acceptance_id": InAddress(Cohe, only_for=frozenset({"lni.contract"})),
    "measures_of": InAddress(Claim, "maple", named, frozenset({"alder.hsc1", "alder.supervisor"})),
    # Of no centre: an import is every administrator's, so that a foreign one is one that is not there.
    "run_id": InAddress(FeedRun, written=by_id_or("999998"), only_for=ADMINISTRATOR),
    # Every administrator's as well; a foreign delivery is one of another webhook.
    "webhook_id": InAddress(Webhook, written=by_id_or("999998"), only_for=ADMINISTRATOR),
    "delivery_id": InAddress(WebhookDelivery, only_for=ADMINISTRATOR),
}
