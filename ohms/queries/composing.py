"""What the composer of a claim offers: tasks that a note may finish, people to name and to hand on to."""

from typing import NamedTuple

from ohms.domain.actor import Actor
from ohms.domain.tasks import is_open
from ohms.queries.mentions import Mentionable, mentionable
from ohms.queries.people import colleagues
from ohms.queries.rounds import Question, side_by_side
from ohms.queries.tasks import ListedTask, tasks_of_claim


class Panel(NamedTuple):
    """The open tasks of the claim, whom a note may mention, and whose its next step may be."""

    tasks: list[ListedTask]
    mentionable: list[Mentionable]
    colleagues: list[tuple[int, str]]


def panel_of(actor: Actor, claim_id: int) -> Question[Panel]:
    tasks, named, people = yield from side_by_side(
        tasks_of_claim(actor, claim_id), mentionable(actor), colleagues(actor)
    )
    return Panel([task for task in tasks if is_open(task.state)], named, people)
