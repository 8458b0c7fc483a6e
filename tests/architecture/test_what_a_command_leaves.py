"""A command happens as a whole, by somebody who may, under its own name; or not at all."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import insert, select, update

from ohms.commands.refusals import Conflict
from ohms.commands.unit_of_work import (
    ActorGone,
    bulk_unit,
    command,
    housekeeping,
)
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import NotAllowed, RuleBroken
from ohms.extensions import db
from ohms.models.housekeeping import SignInSession
from ohms.models.staff import StaffMember
from ohms.models.workers import Employer
from tests.architecture.centre import MOMENT
from tests.architecture.flagging import (
    NUMBER,
    flag_and_fail,
    flag_both,
    flag_claim,
    flag_for_others,
    flag_of,
    heads,
    loaded_claim,
    written,
)
from tests.house import House, one


@pytest.fixture
def actor(house: House) -> Iterator[Actor]:
    with house.app.app_context():
        yield house.actor("alder.hsc1")


def test_a_command_that_changes_nothing_tells_the_audit_nothing(actor: Actor) -> None:
    flag_claim(actor, "same")
    before = written()
    flag_claim(actor, "same")
    assert written() == before


def test_whoever_may_not_do_it_is_refused_and_changes_nothing(house: House) -> None:
    with house.app.app_context():
        before = written()
        for username in ("alder.supervisor", "alder.privacy", "lni.contract", "admin"):
            with pytest.raises(NotAllowed):
                flag_claim(house.actor(username), "not mine")
        assert flag_of() is None
        assert written() == before
        flag_claim(house.actor("alder.hsc2"), "mine to write")
        assert flag_of() == "mine to write"


def test_a_deactivated_person_is_gone_before_anything_happens(house: House, actor: Actor) -> None:
    with bulk_unit("deactivate", None):
        db.session.execute(
            update(StaffMember).where(StaffMember.id == actor.staff_id).values(active=False)
        )
    before = written()
    with pytest.raises(ActorGone):
        flag_claim(actor, "too late")
    assert (flag_of(), written()) == (None, before)


def test_a_person_whose_session_ended_is_gone(house: House, actor: Actor) -> None:
    started = {"token_hash": "t", "started_at": MOMENT, "last_seen_at": MOMENT}
    with housekeeping("sign_in"):
        session_id = db.session.execute(
            insert(SignInSession)
            .values(staff_id=actor.staff_id, **started)
            .returning(SignInSession.id)
        ).scalar_one()
    signed_in = replace(actor, session_id=session_id)
    flag_claim(signed_in, "in time")
    with housekeeping("sign_out"):
        db.session.execute(update(SignInSession).values(ended_at=MOMENT))
    with pytest.raises(ActorGone):
        flag_claim(signed_in, "too late")
    assert flag_of() == "in time"


def test_somebody_who_never_was_is_gone(actor: Actor) -> None:
    with pytest.raises(ActorGone):
        flag_claim(replace(actor, staff_id=999_999), "nobody")


def test_a_failing_command_leaves_neither_row_nor_entry_nor_a_gap(actor: Actor) -> None:
    before, heads_before = written(), heads()
    with pytest.raises(RuleBroken):
        flag_and_fail(actor)
    assert flag_of() is None
    assert one(select(Employer.id)) == 1
    assert (written(), heads()) == (before, heads_before)
    flag_claim(actor, "kept")
    first = written()[len(before)]
    assert first.number == 1 + max((r.number for r in before if r.lane == first.lane), default=0)


def test_a_command_called_by_a_command_joins_it(actor: Actor) -> None:
    before = written()
    with pytest.raises(RuleBroken):
        flag_both(actor, fails=True)
    assert (flag_of(NUMBER), flag_of("AL10003"), written()) == (None, None, before)
    flag_both(actor)
    assert (flag_of(NUMBER), flag_of("AL10003")) == ("one", "two")


def test_a_command_called_by_a_command_asks_for_its_own_permission(house: House) -> None:
    with house.app.app_context():
        before = written()
        with pytest.raises(NotAllowed):
            flag_for_others(house.actor("alder.supervisor"))
        assert (flag_of(), written()) == (None, before)
        flag_for_others(house.actor("alder.hsc1"))
        assert flag_of() == "for others"


def test_the_second_save_of_a_stale_row_is_a_conflict(actor: Actor) -> None:
    @command(Permission.CLAIM_COORDINATE)
    def save_over(actor: Actor) -> None:
        """Save a claim that somebody else saved after it was loaded."""
        claim = loaded_claim(actor)
        db.session.connection().exec_driver_sql("update claim set version = version + 1")
        claim.safety_flag = "stale"

    before = written()
    with pytest.raises(Conflict):
        save_over(actor)
    assert (flag_of(), written()) == (None, before)


def test_a_day_on_which_somebody_holds_no_position_allows_nothing(house: House) -> None:
    with house.app.app_context():
        early = house.actor("alder.hsc1", date(2020, 1, 1))
        with pytest.raises(NotAllowed):
            flag_claim(early, "before my time")
