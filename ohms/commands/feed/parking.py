"""Claims of providers who are not enrolled (yet): kept whole, and tried again at each import."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select

from ohms.commands.feed.batches import Batch, Line, Planned
from ohms.commands.feed.directory import Directory
from ohms.commands.feed.rows import Numbers, rows_in
from ohms.domain.feed import ClaimLine, Refusal, kept_as_text, read_again
from ohms.extensions import db
from ohms.models.feed import ParkedLine

OLDER = (
    "Give a newer file; a file as of {known} has told of this claim, and this one is as of {told}."
)


class Parked:
    """The lines that wait, by claim number."""

    def __init__(self, claim_numbers: Iterable[str]) -> None:
        statement = select(
            ParkedLine.id, ParkedLine.claim_number, ParkedLine.as_of_on, ParkedLine.content
        ).where(ParkedLine.settled_at.is_(None))
        any_waits = db.session.execute(statement.limit(1)).first() is not None
        rows = rows_in(statement, ParkedLine.claim_number, claim_numbers if any_waits else ())
        self._waiting = {row.claim_number: row for row in rows}

    def park(self, line: Line, batch: Batch, planned: Planned) -> Refusal | None:
        """Keep the line whole, in place of an older one; an older line than the kept is refused."""
        said: ClaimLine = line.said
        kept = self._waiting.get(said.claim_number)
        if kept is not None and kept.as_of_on > batch.as_of:
            reason = OLDER.format(known=kept.as_of_on, told=batch.as_of)
            return Refusal(line.number, "claim_number", reason)
        content = kept_as_text(said, batch.columns)
        values = {
            "run_id": batch.run_id,
            "line_number": line.number,
            "claim_number": said.claim_number,
            "lni_provider_id": said.initiating_provider_id,
            "as_of_on": batch.as_of,
            "content": content,
            "parked_at": batch.at,
        }
        if kept is None:
            planned.changes.add(ParkedLine, values)
        elif (kept.content, kept.as_of_on) != (content, batch.as_of):
            planned.changes.change(ParkedLine, {"id": kept.id, **values})
        planned.tally.parked += 1
        return None

    def settle(self, claim_number: str, batch: Batch, planned: Planned) -> None:
        """The claim was taken in, so that its parked line has nothing more to say."""
        kept = self._waiting.pop(claim_number, None)
        if kept is not None:
            planned.changes.change(ParkedLine, {"id": kept.id, "settled_at": batch.at})


def ready_batches(numbers: Numbers, at: datetime) -> Iterator[Batch]:
    """Parked lines whose provider is enrolled by now, each as the batch of the run that parked it."""
    directory = Directory()
    statement = select(
        ParkedLine.run_id,
        ParkedLine.line_number,
        ParkedLine.as_of_on,
        ParkedLine.content,
    ).where(ParkedLine.settled_at.is_(None))
    alike: dict[tuple[Any, ...], list[Line]] = defaultdict(list)
    for row in rows_in(statement, ParkedLine.lni_provider_id, directory.enrolled()):
        columns, said = read_again(row.content, row.as_of_on)
        if directory.cohe_on(said.initiating_provider_id, said.initiated_on) is not None:
            key = (row.run_id, row.as_of_on, columns)
            alike[key].append(Line(row.line_number, said, ()))
    for (run_id, as_of, columns), lines in alike.items():
        yield Batch(run_id, as_of, at, columns, lines, numbers)
