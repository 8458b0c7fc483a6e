"""Who of the house sees which rows: one of each role in alder, in birch, and at L&I."""

from ohms.models import Base
from ohms.models.audit import AuditEntry
from ohms.models.break_glass import BrokenGlass
from ohms.models.bulk import BulkAct, BulkRow
from ohms.models.feed import ParkedLine
from ohms.models.looks import LookReview
from ohms.models.notes import Mention
from ohms.models.referrals import (
    Referral,
    ReferralPacket,
    ReferralStepTaken,
    ReferralVersion,
    StayAtWorkUse,
)
from ohms.models.retention import LegalHold, Purge, PurgeClaim
from ohms.models.roll_ups import InitiatedRollUp, MinutesRollUp
from ohms.models.tasks import Reassignment
from ohms.models.time import TimeEntry
from ohms.models.workers import SameEmployerProposal, SamePersonProposal

CASEWORKERS = frozenset({"alder.hsc1", "alder.hsc2", "alder.assistant1", "alder.supervisor"})
WATCHING = frozenset({"alder.supervisor", "alder.privacy"})
SEEN_BY = {
    LegalHold: WATCHING,
    LookReview: WATCHING,
    Purge: WATCHING,
    PurgeClaim: WATCHING,
    Mention: frozenset({"alder.hsc1", "alder.hsc2"}),
    TimeEntry: frozenset({"alder.hsc1", "alder.supervisor"}),
    MinutesRollUp: frozenset({"alder.hsc1", "alder.supervisor"}),
    InitiatedRollUp: frozenset({"alder.supervisor", "lni.contract"}),
    SamePersonProposal: CASEWORKERS - {"alder.assistant1"},
    SameEmployerProposal: CASEWORKERS - {"alder.assistant1"},
    Referral: CASEWORKERS | {"lni.stayatwork"},
    ReferralStepTaken: CASEWORKERS | {"lni.stayatwork"},
    ReferralVersion: CASEWORKERS | {"lni.stayatwork"},
    ReferralPacket: CASEWORKERS | {"lni.stayatwork"},
    StayAtWorkUse: CASEWORKERS | {"lni.stayatwork"},
    BrokenGlass: frozenset(
        {"alder.supervisor", "alder.privacy", "birch.hsc2", "birch.supervisor", "birch.privacy"}
    ),
    Reassignment: frozenset({"alder.hsc1"}),
    BulkAct: frozenset({"alder.hsc1"}),
    BulkRow: frozenset({"alder.hsc1"}),
    ParkedLine: frozenset[str](),
    AuditEntry: frozenset({"alder.hsc1", "alder.supervisor", "alder.privacy"}),
}
# One of each role in alder, and one of each that L&I and the house itself have.
ALDER = ("hsc1", "hsc2", "assistant1", "supervisor", "privacy")
EACH_ROLE = (
    *(f"alder.{ending}" for ending in ALDER),
    "lni.contract",
    "lni.riskmanagement",
    "lni.stayatwork",
    "admin",
)
ELSEWHERE = tuple(f"birch.{ending}" for ending in ALDER)


def seen_by(model: type[Base]) -> frozenset[str]:
    """The people of the house who see the row of `model` that `add_rows` put in."""
    return SEEN_BY.get(model, CASEWORKERS)
