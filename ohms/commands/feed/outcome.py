"""What came of a feed file, and how far it is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

STOPPED = {
    "failed": "Nothing was applied, because lines were refused.",
    "interrupted": "Nothing further was applied, because lines were refused. What was applied before"
    " stands: give the same file again, with leave to apply the good lines, and it goes on.",
}
"""What is told of an import that refused lines kept from its end, by its state."""


@dataclass(frozen=True, slots=True)
class FeedOutcome:
    """Lines by what became of them: their sum is every line of the file that says something new,
    except that a document that was listed without its file, which was refused, is counted twice.

    `state`: `done`; `failed` (refused lines without leave to go on, nothing applied); `interrupted` (as
    failed, but an earlier import had applied a part of the file, which these counts tell); `tried` (a dry
    run: these would be the counts). `files` are those kept of documents. `notices` are sentences
    for the person.
    """

    state: str
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    parked: int = 0
    files: int = 0
    notices: tuple[str, ...] = ()
    refused_file: Path | None = None
    run_id: int | None = None


class Step(NamedTuple):
    """Where an import is: `stage` is `checking`, `applying` or `filing`; `total` None while unknown."""

    stage: str
    done: int
    total: int | None
    run_id: int | None


Progress = Callable[[Step], None]


def tell_nobody(_step: Step) -> None:
    """The progress of an import that nobody watches."""


@dataclass(slots=True)
class Tally:
    """Good lines by what became of them."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    parked: int = 0

    def add(self, other: "Tally") -> None:
        self.added += other.added
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.parked += other.parked

    def counts(self) -> dict[str, int]:
        return {
            "added": self.added,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "parked": self.parked,
        }


@dataclass(slots=True)
class Notices:
    """Sentences for the person, each once."""

    sentences: list[str] = field(default_factory=list)

    def add(self, sentence: str) -> None:
        if sentence not in self.sentences:
            self.sentences.append(sentence)
