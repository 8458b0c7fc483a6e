"""The packet of a referral: one version as it leaves the house, printed and kept as it went.

What is flagged as mental health never goes: not by itself, and not where somebody wrote it in.
Source: security.md, "Access".
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ohms.domain.errors import RuleBroken
from ohms.domain.referral_content import Content, ContentLine
from ohms.domain.services import SERVICES, ServiceFacts
from ohms.domain.values import Service

SHORTEST_PASSAGE = 16
"""Characters from which a sentence says something of its own; a shorter text counts as a whole."""

CHANGED_MEANWHILE = (
    "What it tells changed while it was being sent. Look at it once more, and send it again."
)

NOT_READ = "is flagged as mental health, and its text is not read yet. Open it first, or wait for the night."


@dataclass(frozen=True, slots=True)
class Packet:
    """One version of a referral as it is printed; `content` is what its lines were read from.

    `lines` mark what the version before said otherwise.
    """

    referral_id: int
    service: Service
    number: int
    cohe: str
    sent_by: str
    sent_on: date
    content: str
    lines: tuple[ContentLine, ...]

    @property
    def facts(self) -> ServiceFacts:
        return SERVICES[self.service]

    @property
    def title(self) -> str:
        return f"Referral to {self.facts.name}"

    @property
    def heading(self) -> str:
        """How both sides name it: nothing in it tells of a claim."""
        return f"Referral {self.referral_id}, version {self.number}"

    @property
    def file_name(self) -> str:
        return f"referral-{self.referral_id}-version-{self.number}.pdf"


@dataclass(frozen=True, slots=True)
class ProducedPacket:
    """The stored file of a packet, and the content that was printed on it."""

    content: str
    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class FlaggedText:
    """A text of the claim that is flagged as mental health; `source` says where it stands. None: it is
    not read yet, so nobody can say that it is not quoted."""

    source: str
    text: str | None
    reviewed: bool


def check_printed(packet: ProducedPacket, content: str) -> None:
    """Refuse to send something else than what was printed."""
    if packet.content != content:
        raise RuleBroken(CHANGED_MEANWHILE)


def check_nothing_flagged(
    facts: ServiceFacts, fields: Content, flagged: Iterable[FlaggedText]
) -> None:
    """Refuse a packet in which a flagged text, or a sentence of one, stands.

    A flag that nobody reviewed yet can be: until then the packet waits.
    """
    pieces = list(flagged)
    for each in facts.fields:
        check_text_goes(fields.get(each.name), pieces, label=each.label, field=each.name)


def check_text_goes(
    said: str | None, flagged: Iterable[FlaggedText], *, label: str = "Why", field: str = "reason"
) -> None:
    """The same for one text that a service reads: why something is updated, given, withdrawn."""
    for piece in flagged:
        if piece.text is None and said:
            raise RuleBroken(f"{label}: {piece.source} {NOT_READ}", field=field)
        if not _quotes(said or "", piece.text or ""):
            continue
        raise RuleBroken(
            f"{label}: this stands in {piece.source}, which is flagged as mental health"
            + (
                ", and that never goes out. Say it without."
                if piece.reviewed
                else " and not reviewed. Review its flag first, or say it without."
            ),
            field=field,
        )


def _quotes(said: str, flagged: str) -> bool:
    plain, whole = _plain(said), _plain(flagged)
    if not plain or not whole:
        return False
    return plain == whole or any(passage in plain for passage in _passages(flagged))


def _passages(text: str) -> Iterator[str]:
    for part in re.split(r"[.!?;\n]+", text):
        passage = _plain(part)
        if len(passage) >= SHORTEST_PASSAGE:
            yield passage


def _plain(text: str) -> str:
    return " ".join(text.split()).strip(" .!?;").casefold()
