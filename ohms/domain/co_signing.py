"""Which entries of an assistant wait for a coordinator's co-signature: kinds, a setting of the COHE.

Source: design.md section 5, "Assistants". An entry that waits stands and counts: a fact may raise
complexity at any time. Only a closing takes effect when it is co-signed, not before.
"""

from enum import StrEnum

from ohms.domain.values import Role, StandardWork


class CoSignKind(StrEnum):
    """What an assistant enters and a coordinator co-signs."""

    FRQ = "frq"
    BARRIER_PLAN = "barrier_plan"
    CLOSING = "closing"


ALL_KINDS = frozenset(CoSignKind)
"""Until a COHE has set otherwise."""


def waits_for_coordinator(
    roles: frozenset[Role], kind: CoSignKind, kinds: frozenset[CoSignKind] = ALL_KINDS
) -> bool:
    """Whether what somebody of these roles enters waits: an assistant's of certain kinds does."""
    return roles == {Role.HSC_ASSISTANT} and kind in kinds


def note_waits(
    roles: frozenset[Role],
    standard_work: StandardWork,
    kinds: frozenset[CoSignKind] = ALL_KINDS,
) -> bool:
    """An assistant's note about barriers is a barrier plan; no other kind of note waits."""
    is_plan = standard_work is StandardWork.BARRIERS
    return is_plan and waits_for_coordinator(roles, CoSignKind.BARRIER_PLAN, kinds)
