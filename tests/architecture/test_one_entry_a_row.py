"""One entry of the audit for each changed row, in any program of a process."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from ohms.domain.actor import Actor
from ohms.models.claims import Claim
from tests.architecture.flagging import (
    NUMBER,
    flag_both,
    flag_claim,
    flag_of,
    written,
)
from tests.house import House, one


@pytest.fixture
def actor(house: House) -> Iterator[Actor]:
    with house.app.app_context():
        yield house.actor("alder.hsc1")


def test_a_command_changes_the_row_and_tells_the_audit_once(actor: Actor) -> None:
    before = written()
    flag_claim(actor, "Two people at home visits")
    assert flag_of() == "Two people at home visits"
    (entry,) = written()[len(before) :]
    assert (entry.action, entry.object_type, entry.result) == ("flag_claim", "claim", "done")
    assert (
        entry.object_id
        == entry.claim_id
        == one(select(Claim.id).where(Claim.claim_number == NUMBER))
    )
    assert (entry.staff_id, entry.role) == (actor.staff_id, "hsc")
    assert entry.detail == '{"columns": ["safety_flag"], "how": "changed"}'
    assert "Two people" not in str(tuple(entry))


def test_each_changed_row_has_its_entry_and_each_entry_follows_the_last(actor: Actor) -> None:
    before = written()
    flag_both(actor)
    first, second = written()[len(before) :]
    assert [first.action, second.action] == ["flag_both", "flag_both"]
    assert first.claim_id != second.claim_id
    assert (second.number, second.previous_hash) == (first.number + 1, first.hash)
