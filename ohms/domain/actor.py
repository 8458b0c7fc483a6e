"""Who acts: a person with the positions that they hold today, or the operator of the machine.

Permissions and sight are the union of those positions; the audit names the position used.
Source: `security.md`, "Access".
"""

from dataclasses import dataclass, field
from datetime import date

from ohms.domain.access import ROLES_WITH, Permission
from ohms.domain.errors import NotAllowed, NotFound
from ohms.domain.values import Role


@dataclass(frozen=True, slots=True)
class HeldPosition:
    """A position as it is held today: `cohe_id` is empty for L&I desks and administrators."""

    id: int | None
    role: Role
    cohe_id: int | None
    cohe_name: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as the front door found them on `on_day`; never changes while a request lasts.

    `staff_id` is empty for the operator of the command line only.
    """

    staff_id: int | None
    username: str
    name: str
    positions: tuple[HeldPosition, ...]
    on_day: date
    session_id: int | None = None
    token_id: int | None = None
    """The token by which another program acts for the person; empty for a browser."""
    opened: frozenset[int] = frozenset()
    """Claims of another COHE that are open to the actor by break-glass, for reading alone."""
    session_hash: str | None = None
    address: str | None = None
    request_id: str | None = None
    _roles: frozenset[Role] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_roles", frozenset(held.role for held in self.positions))

    @property
    def roles(self) -> frozenset[Role]:
        return self._roles

    def is_assistant_in(self, cohe_id: int) -> bool:
        """Whether the COHE's casework is done there as an assistant, whatever is held elsewhere."""
        there = {held.role for held in self.positions if held.cohe_id == cohe_id}
        return Role.HSC_ASSISTANT in there and Role.HSC not in there

    def may(self, permission: Permission) -> bool:
        return not ROLES_WITH[permission].isdisjoint(self._roles)

    def may_in(self, permission: Permission, cohe_id: int) -> bool:
        """Whether a position in this COHE, or one of L&I which has none, gives the permission."""
        allowed = ROLES_WITH[permission]
        return any(
            held.role in allowed and held.cohe_id in (cohe_id, None) for held in self.positions
        )

    def holds(self, *roles: Role) -> bool:
        return not self._roles.isdisjoint(roles)

    def cohes_as(self, *roles: Role) -> tuple[int, ...]:
        """The COHEs in which one of these roles is held, in a stable order."""
        return tuple(
            sorted({h.cohe_id for h in self.positions if h.role in roles and h.cohe_id is not None})
        )

    def position_for(
        self, permission: Permission, cohe_id: int | None = None
    ) -> HeldPosition | None:
        """The position that gives the permission: in that COHE when one is named."""
        allowed = ROLES_WITH[permission]
        for held in self.positions:
            if held.role in allowed and (cohe_id is None or held.cohe_id == cohe_id):
                return held
        return None


def operator(on_day: date) -> Actor:
    """The person at the command line of the machine itself: manages accounts and the feed."""
    administrator = HeldPosition(id=None, role=Role.ADMINISTRATOR, cohe_id=None)
    return Actor(
        staff_id=None,
        username="operator",
        name="Operator",
        positions=(administrator,),
        on_day=on_day,
    )


def check_may(actor: Actor, permission: Permission) -> None:
    if not actor.may(permission):
        raise NotAllowed(permission)


def check_supervises(actor: Actor, cohe_id: int) -> None:
    """A COHE that the actor does not supervise does not exist for them: NotFound."""
    if cohe_id not in actor.cohes_as(Role.SUPERVISOR):
        raise NotFound
