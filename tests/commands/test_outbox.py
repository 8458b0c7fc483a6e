"""The outbox: one sender a message, put off, given up, and never sent again by itself."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select

from ohms import clock as program_clock
from ohms.commands import outbox
from ohms.commands.account_care import change_email, mail_link
from ohms.commands.unit_of_work import housekeeping
from ohms.domain.errors import RuleBroken
from ohms.domain.outbox import OVERTAKEN, UNCLEAR, WAITS
from ohms.extensions import db
from ohms.models.account_links import AccountLink
from ohms.models.audit import AuditEntry
from ohms.models.housekeeping import OutboxMessage
from ohms.queries.outbox import OutboxState, outbox_state
from tests.house import House, count_of, one

Clock = Callable[[str], None]
NOON = "2026-11-24T12:00:00-08:00"


@pytest.fixture(autouse=True)
def _at_noon(clock: Clock) -> None:
    clock(NOON)


def write(recipient: str = "rosa@example.org") -> int:
    with housekeeping("furnish"):
        message = OutboxMessage(
            kind="test",
            recipient=recipient,
            subject="A test",
            body="It says this.",
            written_at=program_clock.now(),
        )
        db.session.add(message)
    return message.id


def claimed() -> outbox.Claimed:
    found = outbox.claim_next()
    assert isinstance(found, outbox.Claimed)
    return found


def by_three_at_once(app: Flask, act: Callable[[], None]) -> None:
    start = Barrier(3)

    def one_of_them() -> None:
        start.wait()
        with app.app_context():
            act()

    threads = [Thread(target=one_of_them) for _each in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_of_many_senders_at_once_one_gets_each_message(house: House) -> None:
    with house.app.app_context():
        written = {write() for _each in range(12)}
    got: list[int] = []

    def sender() -> None:
        while isinstance(found := outbox.claim_next(), outbox.Claimed):
            got.append(found.id)
            outbox.note_sent(found)

    by_three_at_once(house.app, sender)
    assert (sorted(got), len(got)) == (sorted(written), len(written))
    with house.app.app_context():
        assert count_of(OutboxMessage, OutboxMessage.sent_at.is_(None)) == 0
        assert count_of(AuditEntry, AuditEntry.action == "send_message") == len(written)


def test_of_many_senders_at_once_one_gives_up_each_message(house: House, clock: Clock) -> None:
    with house.app.app_context():
        written = {write() for _each in range(12)}
    clock("2026-11-28T12:00:00-08:00")
    told: list[int] = []

    def sender() -> None:
        told.extend(each.id for each in outbox.give_up_what_is_past())

    by_three_at_once(house.app, sender)
    assert sorted(told) == sorted(written)
    with house.app.app_context():
        assert count_of(AuditEntry, AuditEntry.action == "send_message") == len(written)


def test_what_is_put_off_waits_its_time_and_is_given_up_after_the_last_try(
    house: House, clock: Clock
) -> None:
    with house.app.app_context():
        write()
        assert outbox.put_off(claimed(), "451 later") is None
        assert outbox.claim_next() is None
        now = program_clock.now()
        for wait in WAITS[:-1]:
            now += wait
            clock(now.isoformat())
            assert outbox.put_off(claimed(), "451 later") is None
        now += WAITS[-1]
        clock(now.isoformat())
        ended = outbox.put_off(claimed(), "451 later")
        assert ended is not None
        assert outbox.claim_next() is None
        assert outbox_state() == OutboxState(0, None, 1)
        outbox.send_again(ended.id)
        assert claimed().tries == 1
        with pytest.raises(RuleBroken, match="was not given up"):
            outbox.send_again(ended.id)


def test_a_link_goes_to_the_address_of_its_person_alone_and_one_overtaken_never(
    house: House,
) -> None:
    with house.app.app_context():
        admin, hsc = house.actor("admin"), house.staff["alder.hsc1"]
        change_email(admin, hsc, "rosa@example.org")
        mail_link(admin, hsc, "https://ohms.example.org/welcome?token=")
        sending = claimed()
        change_email(admin, hsc, "alvarez@example.org")  # while it is being sent
        outbox.give_up(sending, "550 nobody")
        outbox.send_again(sending.id)
        ended = outbox.claim_next()
        assert isinstance(ended, outbox.GivenUp)
        assert ended.error == OVERTAKEN
        with pytest.raises(RuleBroken, match="overtaken"):
            outbox.send_again(sending.id)
        assert count_of(AccountLink, AccountLink.ended_at.is_(None)) == 0


def test_what_a_dead_sender_had_claimed_is_told_and_not_sent_again(
    house: House, clock: Clock
) -> None:
    with house.app.app_context():
        lost = write()
        claimed()
        assert outbox.give_up_what_is_past() == []
        clock("2026-11-24T12:16:00-08:00")
        assert outbox.give_up_what_is_past() == [outbox.GivenUp(lost, "test", UNCLEAR)]
        assert outbox.claim_next() is None


def test_what_waited_for_days_is_given_up_and_after_a_month_forgotten(
    house: House, clock: Clock
) -> None:
    with house.app.app_context():
        write()
        clock("2026-11-28T12:00:00-08:00")
        assert [each.kind for each in outbox.give_up_what_is_past()] == ["test"]
        assert outbox.forget_old_messages() == 0
        clock("2026-12-25T12:00:00-08:00")
        assert outbox.forget_old_messages() == 1
        assert one(select(AuditEntry.detail).where(AuditEntry.action == "forget_messages"))
