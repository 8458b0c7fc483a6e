"""On PostgreSQL: an import that has to let somebody else go on is done again, and nothing of it twice."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, select, text

from ohms.commands import covering
from ohms.commands.feed import importing, large
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.feed import FeedRun
from tests.commands.feed.files import TODAY, Feed, numbered
from tests.house import count_of, one
from tests.queries.test_roll_ups_at_once import Other

OF_THE_IMPORT = "update claim set claim_manager = claim_manager where claim_number = 'AL10001'"
OF_SOMEBODY = "update cohe set name = name where slug = 'alder'"


@pytest.fixture
def theirs(feed: Feed) -> Iterator[Connection]:
    with feed.house.app.app_context():
        if db.engine.dialect.name != "postgresql":
            pytest.skip("SQLite has one writer at a time")
        with db.engine.connect() as connection:
            yield connection


def crossed(
    monkeypatch: pytest.MonkeyPatch, theirs: Connection, module: Any, inside: str
) -> list[Other]:
    """Somebody writes the same rows the other way round, the first time that `inside` is called."""
    really, others = getattr(module, inside), list[Other]()

    def crossing(*args: Any, **named: Any) -> Any:
        if not others:
            db.session.execute(text("set local deadlock_timeout = '5ms'"))
            db.session.execute(text(OF_THE_IMPORT))
            theirs.execute(text(OF_SOMEBODY))
            others.append(Other(theirs, OF_THE_IMPORT))
            db.session.execute(text(OF_SOMEBODY))
        return really(*args, **named)

    monkeypatch.setattr(module, inside, crossing)
    return others


@pytest.mark.parametrize(
    ("module", "inside", "lines_at_once"),
    [(importing, "keep_refusals", 20), (large, "advance", 3), (large, "link_late", 3)],
    ids=["a whole file", "a batch of a large one", "the end of a large one"],
)
def test_an_import_that_gives_way_is_done_again_and_nothing_of_it_twice(
    feed: Feed,
    theirs: Connection,
    monkeypatch: pytest.MonkeyPatch,
    module: Any,
    inside: str,
    lines_at_once: int,
) -> None:
    monkeypatch.setattr(importing, "ONE_TRANSACTION", lines_at_once)
    monkeypatch.setattr(large, "BATCH", lines_at_once)
    others = crossed(monkeypatch, theirs, module, inside)
    outcome = feed.claims(*numbered(7))
    others[0].end()
    assert (outcome.state, outcome.added, outcome.unchanged) == ("done", 7, 0)
    with feed.house.app.app_context():
        assert count_of(Claim, Claim.claim_number.startswith("T0")) == 7
        assert one(select(FeedRun.added)) == 7


def test_what_the_night_brings_to_facts_is_done_again_where_it_gave_way(
    feed: Feed, theirs: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = crossed(monkeypatch, theirs, covering, "follow_facts")
    covering.bring_cover_to_facts(TODAY)
    others[0].end()
