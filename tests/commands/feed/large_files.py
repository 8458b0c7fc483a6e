"""A large file for the tests of the feed: how small one is here, how one is cut off, and what stood of it then."""

from sqlalchemy import select

from ohms.commands.feed import FeedOutcome, Step
from ohms.models.claims import Claim
from ohms.models.feed import FeedRun
from tests.commands.feed.files import Feed
from tests.house import count_of, one

IMPORTED = Claim.claim_number.startswith("T0")


class CutOff(Exception):
    """The process ended here."""


def claims_here(feed: Feed) -> int:
    with feed.house.app.app_context():
        return count_of(Claim, IMPORTED)


def cut_off_after(lines: int) -> object:
    def watch(step: Step) -> None:
        if step.stage == "applying" and step.done >= lines:
            raise CutOff

    return watch


def check_finished(feed: Feed, outcome: FeedOutcome) -> None:
    assert (outcome.state, outcome.added, outcome.unchanged) == ("done", 30, 0)
    assert claims_here(feed) == 30
    with feed.house.app.app_context():
        run = one(select(FeedRun))
        assert (run.id, run.state, run.resumed_after_line) == (outcome.run_id, "done", 31)
