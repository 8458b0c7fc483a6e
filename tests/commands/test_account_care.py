"""Closing accounts at once: the last administrator stays, whoever is quicker."""

from threading import Barrier, Thread

from sqlalchemy import update

from ohms.commands.account_care import deactivate_account
from ohms.commands.unit_of_work import ActorGone, bulk_unit
from ohms.domain.errors import RuleBroken
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.staff import StaffMember
from tests.house import House, add_person, count_of

ROUNDS = 5


def test_of_administrators_who_close_each_other_at_once_one_is_left(house: House) -> None:
    names = ("admin", "admin2")
    with house.app.app_context():
        add_person(house, "admin2", "Ben Admin", Role.ADMINISTRATOR, None)
        actors = [house.actor(name) for name in names]
    mine = StaffMember.id.in_([house.staff[name] for name in names])
    for _round in range(ROUNDS):
        together = Barrier(2)

        def close(actor_at: int, together: Barrier = together) -> None:
            with house.app.app_context():
                together.wait()
                try:
                    deactivate_account(actors[actor_at], house.staff[names[1 - actor_at]])
                except (RuleBroken, ActorGone):
                    db.session.rollback()

        threads = [Thread(target=close, args=(at,)) for at in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with house.app.app_context():
            assert count_of(StaffMember, mine, StaffMember.active.is_(True)) == 1
            with bulk_unit("open again", None):
                db.session.execute(update(StaffMember).where(mine).values(active=True))
