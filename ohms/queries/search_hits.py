"""What a search answers with: the hits of each kind, in groups that say whether there are more."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

from ohms.domain.marking import Piece
from ohms.domain.values import Party

SHOWN = 20
Hit = TypeVar("Hit")


class OfClaim(NamedTuple):
    """The claim of a hit; `beyond`: it is on neither the actor's list nor what they cover."""

    id: int
    number: str
    worker: str
    coordinator: str | None
    beyond: bool


class ClaimHit(NamedTuple):
    """A claim, found by its number, a phone number, its day of injury, or its worker."""

    claim: OfClaim
    number: tuple[Piece, ...]
    worker: tuple[Piece, ...]
    born_on: date | None
    injury_on: date
    party: Party | None
    phone: str | None


class NameHit(NamedTuple):
    """An employer or a provider with claims that the actor sees."""

    id: int
    name: tuple[Piece, ...]
    detail: str


class Words(NamedTuple):
    """A note, an addendum or a page of a document that holds what was typed."""

    claim: OfClaim
    on: date
    what: str
    by: str | None
    text: tuple[Piece, ...]
    note_id: int | None


@dataclass(frozen=True, slots=True)
class Group(Generic[Hit]):
    """The first hits of one kind; `more`: there are others."""

    hits: Sequence[Hit] = ()
    more: bool = False

    @staticmethod
    def of(hits: Sequence[Hit]) -> "Group[Hit]":
        return Group(hits[:SHOWN], len(hits) > SHOWN)

    def first(self, shown: int) -> "Group[Hit]":
        return Group(self.hits[:shown], self.more or len(self.hits) > shown)


@dataclass(frozen=True, slots=True)
class Found:
    """All groups; each is empty where nothing of its kind was asked for."""

    claims: Group[ClaimHit] = field(default_factory=Group)
    workers: Group[ClaimHit] = field(default_factory=Group)
    employers: Group[NameHit] = field(default_factory=Group)
    providers: Group[NameHit] = field(default_factory=Group)
    notes: Group[Words] = field(default_factory=Group)
    documents: Group[Words] = field(default_factory=Group)

    @property
    def groups(self) -> dict[str, Group[Any]]:
        return {name: getattr(self, name) for name in self.__slots__}

    @property
    def is_empty(self) -> bool:
        return not any(group.hits for group in self.groups.values())

    @property
    def claim_ids(self) -> list[int]:
        """The claims of which anything is shown, each once."""
        told = (self.claims, self.workers, self.notes, self.documents)
        hits: Iterator[Any] = (hit for group in told for hit in group.hits)
        return list(dict.fromkeys(hit.claim.id for hit in hits))
