"""Parked claims are tried again: before the lines of a claims file, after those of a providers file."""

from datetime import datetime

from sqlalchemy import update

from ohms.commands.feed.parking import ready_batches
from ohms.commands.feed.plans import PLANS
from ohms.commands.feed.rows import Numbers
from ohms.domain.feed import FeedKind
from ohms.extensions import db
from ohms.models.feed import ParkedLine


def take_in_parked(numbers: Numbers, at: datetime) -> int:
    """Apply every parked line whose provider is enrolled by now; how many claims came in or changed.

    A line that a newer file has overtaken is settled without effect.
    """
    taken = 0
    for batch in ready_batches(numbers, at):
        planned = PLANS[FeedKind.CLAIMS](batch)
        planned.write()
        taken += planned.tally.added + planned.tally.updated
        overtaken = {each.line_number for each in planned.refused}
        if overtaken:
            db.session.execute(
                update(ParkedLine)
                .where(
                    ParkedLine.run_id == batch.run_id,
                    ParkedLine.settled_at.is_(None),
                    ParkedLine.line_number.in_(overtaken),
                )
                .values(settled_at=at)
                .execution_options(synchronize_session=False)
            )
    return taken


def taken_in(number: int) -> str:
    """The sentence about them."""
    return f"{number:,} parked {'claim was' if number == 1 else 'claims were'} taken in."
