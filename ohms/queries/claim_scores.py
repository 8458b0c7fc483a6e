"""The claim list sorted by triage's score, which no column keeps: worked out for the claims of a list.

Open claims have one. Where our work has ended, and while a list holds too many open claims, nothing is
worked out: ended ones stand last, and the list is asked for in its usual order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select

from ohms.domain.actor import Actor
from ohms.domain.values import Coordination
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.queries.claim_filter import SCORE, USUAL_SORT, ClaimFilter, claims_matching
from ohms.queries.claim_list import (
    ClaimPage,
    ListedClaim,
    claim_page,
    every_listed_claim,
    listed_claims,
)
from ohms.queries.cursors import Cursor, Page, read_cursor
from ohms.queries.rounds import ask
from ohms.queries.triage import triage_lines

MOST_SCORED = 2_000
AT_ONCE = 1_000  # values in one IN list

Place = tuple[str | None, int]
"""A claim's score, in digits that sort as text does, and its id."""


def in_a_sort_that_can_be(actor: Actor, asked: ClaimFilter) -> ClaimFilter:
    """The same list, in its usual order where it holds more open claims than are scored."""
    if not is_by_score(asked):
        return asked
    some = _open(actor, asked).limit(MOST_SCORED + 1).subquery()
    number = db.session.execute(select(func.count()).select_from(some)).scalar_one()
    return replace(asked, sort=USUAL_SORT) if number > MOST_SCORED else asked


def is_by_score(asked: ClaimFilter) -> bool:
    return asked.sort.lstrip("-") == SCORE


def page_of_claims(actor: Actor, asked: ClaimFilter) -> ClaimPage:
    """One page in the filter's order, whatever it is, with the exact total."""
    if not is_by_score(asked):
        return claim_page(actor, asked)
    matching = claims_matching(actor, asked).with_only_columns(Claim.id).subquery()
    total = db.session.execute(select(func.count()).select_from(matching)).scalar_one()
    cursor = read_cursor(asked.after, str)
    found = _after(actor, asked, cursor)
    listed = found[: asked.per_page]
    before = cursor.position if cursor else 0
    more = len(found) > asked.per_page
    end = Cursor(before + len(listed), *listed[-1]) if more else None
    rows = _rows(actor, asked, listed)
    return Page(rows, total, before + 1 if rows else 0, str(end) if end else None)


def every_claim(actor: Actor, asked: ClaimFilter) -> Iterator[ListedClaim]:
    """All rows of the filter in its order, for an export."""
    if not is_by_score(asked):
        yield from every_listed_claim(actor, asked)
        return
    scored = _scored(actor, asked)
    for start in range(0, len(scored), AT_ONCE):
        yield from _rows(actor, asked, scored[start : start + AT_ONCE])
    ended = replace(asked, coordination=Coordination.CLOSED, sort=USUAL_SORT)
    if asked.coordination in (None, Coordination.CLOSED):
        yield from every_listed_claim(actor, ended)


def _open(actor: Actor, asked: ClaimFilter) -> Any:
    return (
        claims_matching(actor, asked)
        .where(Claim.coordination != Coordination.CLOSED)
        .with_only_columns(Claim.id)
        .order_by(Claim.id)
    )


def _scored(actor: Actor, asked: ClaimFilter) -> list[Place]:
    ids = list(db.session.execute(_open(actor, asked).limit(MOST_SCORED)).scalars())
    places: list[Place] = []
    for start in range(0, len(ids), AT_ONCE):
        lines = ask(triage_lines(actor, ids[start : start + AT_ONCE]))
        places += [(f"{line.score:06}", line.claim.id) for line in lines]
    return sorted(places, reverse=asked.sort.startswith("-"))


def _after(actor: Actor, asked: ClaimFilter, cursor: Cursor | None) -> list[Place]:
    """One place more than a page shows: scored ones first, then those where our work has ended."""
    wanted = asked.per_page + 1
    scored = [] if cursor and cursor.value is None else _scored(actor, asked)
    if cursor is not None and cursor.value is not None:
        last: Place = (str(cursor.value), cursor.last_id)
        backwards = asked.sort.startswith("-")
        scored = [place for place in scored if place != last and (place > last) != backwards]
    if len(scored) >= wanted:
        return scored[:wanted]
    ended = (
        claims_matching(actor, asked)
        .where(Claim.coordination == Coordination.CLOSED)
        .with_only_columns(Claim.id)
        .order_by(Claim.id)
        .limit(wanted - len(scored))
    )
    if cursor is not None and cursor.value is None:
        ended = ended.where(Claim.id > cursor.last_id)
    return [*scored, *((None, claim_id) for claim_id in db.session.execute(ended).scalars())]


def _rows(actor: Actor, asked: ClaimFilter, places: Sequence[Place]) -> list[ListedClaim]:
    rows = listed_claims(actor, asked, [claim_id for _score, claim_id in places])
    return [
        rows[claim_id]._replace(score=int(score) if score is not None else None)
        for score, claim_id in places
    ]
