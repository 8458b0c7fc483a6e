"""A SELECT made once for everybody who stands alike shows each of them their own."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from ohms.domain.access import Permission
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.staff import StaffMember
from ohms.queries import claim_list
from ohms.queries.claim_filter import ClaimFilter
from ohms.queries.claim_sight import answered_for_by
from ohms.queries.prepared import AnySelect, NotKnownYet, Prepared, _Alike, prepared
from ohms.queries.rounds import ask, asked
from ohms.queries.scope import visible
from tests.house import House


@prepared
def claims_of(actor, *, claim_ids) -> AnySelect:  # type: ignore[no-untyped-def]
    return (
        visible(actor, Claim)
        .where(Claim.id.in_(claim_ids), answered_for_by(actor, actor.staff_id))
        .with_only_columns(Claim.claim_number)
        .order_by(Claim.claim_number)
    )


@prepared
def named(_actor, *, name) -> AnySelect:  # type: ignore[no-untyped-def]
    return select(StaffMember.id).where(StaffMember.username == name)


def numbers(wanted: Prepared) -> list[str]:
    rows = db.session.execute(wanted.statement, dict(wanted.values))
    return [row.claim_number for row in rows]


def test_a_list_of_one_id_has_a_place_of_its_own_in_the_select(house: House) -> None:
    with house.app.app_context():
        (first, second, *_rest) = sorted(house.claim.values())
        actor = house.actor("alder.hsc1")
        one, other, both = (
            claims_of(actor, claim_ids=ids) for ids in ([first], [second], [first, second])
        )
        assert one.statement is other.statement is not both.statement
        assert [numbers(each) for each in (one, other)] == [["AL10001"], ["AL10002"]]
        assert numbers(both) == ["AL10001", "AL10002"]
        (few, many) = (str(each.statement.compile()) for each in (one, both))
        assert ("POSTCOMPILE_claim_ids" in few, "POSTCOMPILE_claim_ids" in many) == (False, True)


def test_who_stands_alike_shares_the_select_and_nothing_of_its_rows(house: House) -> None:
    every = sorted(house.claim.values())
    with house.app.app_context():
        mine, hers, elsewhere = (
            claims_of(house.actor(username), claim_ids=every)
            for username in ("alder.hsc1", "alder.hsc2", "birch.hsc1")
        )
        assert mine.statement is hers.statement is elsewhere.statement
        assert numbers(mine) == ["AL10001", "AL10002"]
        assert numbers(hers) == ["AL10003"]
        assert numbers(elsewhere) == ["BI10001", "BI10002"]
        # And side by side in one statement.
        rows, same = ask(asked(hers, hers))
        assert (
            [row.claim_number for row in rows] == [row.claim_number for row in same] == ["AL10003"]
        )


def test_another_standing_another_day_and_another_number_of_ids_are_told_apart(
    house: House,
) -> None:
    with house.app.app_context():
        actor = house.actor("alder.hsc1")
        one = claims_of(actor, claim_ids=[house.claim["AL10001"]])
        assert numbers(one) == ["AL10001"]
        assert numbers(claims_of(actor, claim_ids=[])) == []
        supervisor = claims_of(house.actor("alder.supervisor"), claim_ids=[1])
        before = claims_of(house.actor("alder.hsc1", date(2023, 12, 31)), claim_ids=[1])
        assert len({each.statement for each in (one, supervisor, before)}) == 3
        assert numbers(before) == []


def test_what_rests_on_more_than_a_standing_is_built_anew(house: House) -> None:
    """A claim opened by break-glass is seen by who opened it, by nobody who stands as they do."""
    foreign = house.claim["BI10001"]
    with house.app.app_context():
        actor = house.actor("alder.hsc1")
        opened = replace(actor, opened=frozenset({foreign}))
        visible_to = [
            db.session.execute(each.statement, dict(each.values)).all()
            for each in (_seen(opened, claim_id=foreign), _seen(actor, claim_id=foreign))
        ]
        of_both = [_seen(each, claim_id=foreign).is_shared for each in (opened, actor)]
    assert [len(rows) for rows in visible_to] == [1, 0]
    assert of_both == [False, True], "no round keeps what one person's look was built for"


def test_what_somebody_typed_and_where_they_stand_in_a_list_is_kept_nowhere(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[object] = []
    keeping = claim_list._paging._kept

    def shared(*asked: Any) -> Prepared:
        kept.append(asked)
        return keeping(*asked)

    monkeypatch.setattr(claim_list._paging, "_kept", shared)
    with house.app.app_context():
        actor = house.actor("alder.hsc1")
        first = claim_list.claim_page(actor, ClaimFilter(per_page=1))
        assert (len(kept), first.total > 1) == (1, True)
        claim_list.claim_page(actor, ClaimFilter(q="Worker"))
        claim_list.claim_page(actor, ClaimFilter(per_page=1, after=first.next))
    assert len(kept) == 1


@prepared
def _seen(actor, *, claim_id) -> AnySelect:  # type: ignore[no-untyped-def]
    return visible(actor, Claim).where(Claim.id == claim_id).with_only_columns(Claim.id)


def test_of_one_name_with_two_values_each_select_keeps_its_own(house: House) -> None:
    """Also lists of them, and the same SELECT asked once more alone."""
    actor, ids = house.actor, house.claim
    with house.app.app_context():
        mine = _seen(actor("alder.hsc1"), claim_id=ids["AL10001"])
        other = _seen(actor("alder.hsc1"), claim_id=ids["AL10002"])
        hers = claims_of(actor("alder.hsc2"), claim_ids=sorted(ids.values()))
        one, two, listed, again = ask(asked(mine, other, hers, mine))
        assert (one, two, again) == ([(ids["AL10001"],)], [(ids["AL10002"],)], one)
        assert [row.claim_number for row in listed] == ["AL10003"]
        assert ask(asked(other)) == [two]
        assert other.beside(1).statement is mine.beside(1).statement, "kept, whatever it sends"


def test_what_is_asked_in_python_has_no_answer_for_anybody() -> None:
    anybody = _Alike(((Role.HSC_ASSISTANT, 0),), date(2026, 11, 24), True).actor()
    with pytest.raises(NotKnownYet):
        anybody.is_assistant_in(1)
    with pytest.raises(NotKnownYet):
        anybody.may_in(Permission.CLAIM_READ, 1)


def test_what_everybody_may_read_needs_nobody(house: House) -> None:
    with house.app.app_context():
        found = named(None, name="birch.hsc1")
        assert found.statement is named(None, name="alder.hsc1").statement
        row = db.session.execute(found.statement, dict(found.values)).one()
    assert row.id == house.staff["birch.hsc1"]
