"""Many people at once, as security.md asks: each a request every 4 s on average, a fifth of them notes.

    OHMS_INSTANCE=... python -m benchmarks.load --people 50 --seconds 120

Serves the installation of the environment (the filled demonstration, or a database of
`benchmarks.statewide`) on a port of its own, lets its coordinators work, and prints a table in Markdown: p50, p95 and worst of reading and writing, errors, memory of the server, and what a request cost the server and those who asked.
"""

import argparse
import os
import random
import statistics
import sys
import threading
import time
from collections import Counter

from sqlalchemy import or_, select

from benchmarks.people import Answered, Person
from benchmarks.served import OHMS, Served
from ohms import clock
from ohms.app import create_app
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.staff import Position, StaffMember
from ohms.queries.guard import unscoped

TARGETS = {"read": 0.300, "write": 0.500}


def main() -> int:
    asked = _arguments()
    with Served(OHMS, os.environ) as server:
        people = _people(server.port, asked)
        warmed_by = len(_at_work(people, asked.warm_up))
        before, own, served = server.megabytes(), time.process_time(), server.cpu_milliseconds()
        answers = _at_work(people, asked.seconds)
        own, served = time.process_time() - own, server.cpu_milliseconds() - served
        after = server.megabytes()
    told = (
        f"memory of the server: {before:.0f} MB after {warmed_by:,} requests of warming up"
        f" ({asked.warm_up:.0f} s), {after:.0f} MB after {len(answers):,} more;"
        f" processor time of a request: {served / len(answers):.1f} ms of the server,"
        f" without a PostgreSQL beside it, {own * 1000 / len(answers):.1f} ms of those who asked"
    )
    return _tell(asked, answers, told)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument(
        "--warm-up", type=float, default=45.0, help="seconds of the same work before, not counted"
    )
    parser.add_argument("--pause", type=float, default=4.0)
    parser.add_argument("--writes", type=float, default=0.2)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _coordinators() -> list[str]:
    """The sign-in names of the installation's coordinators of today, taking turns by COHE."""
    today = clock.today()
    of_today = (
        select(StaffMember.username)
        .join(Position, Position.staff_id == StaffMember.id)
        .where(Position.role == Role.HSC, Position.from_on <= today)
        .where(or_(Position.to_on.is_(None), Position.to_on >= today))
        .order_by(StaffMember.id)
    )
    with create_app().app_context(), unscoped("who may be played"):
        return list(dict.fromkeys(db.session.scalars(of_today)))


def _people(port: int, asked: argparse.Namespace) -> list[Person]:
    accounts = _coordinators()
    people = [
        Person(
            port,
            accounts[place % len(accounts)],
            asked.pause,
            asked.writes,
            random.Random(asked.seed * 1_000 + place),
        )
        for place in range(asked.people)
    ]
    for person in people:
        person.sign_in()
    return people


def _at_work(people: list[Person], seconds: float) -> list[Answered]:
    end = time.monotonic() + seconds
    for person in people:
        person.answers.clear()
    threads = [threading.Thread(target=person.work_until, args=(end,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answer for person in people for answer in person.answers]


def _tell(asked: argparse.Namespace, answers: list[Answered], told: str) -> int:
    held = True
    print(f"{asked.people} people, {asked.seconds:.0f} s, {len(answers):,} requests\n")
    print(
        "| | requests | p50 ms | p95 ms | worst ms | to reach p95 |\n|---|---:|---:|---:|---:|---:|"
    )
    for kind, target in TARGETS.items():
        taken = sorted(answer.seconds for answer in answers if answer.kind == kind)
        p95 = statistics.quantiles(taken, n=20)[-1]
        held = held and p95 < target
        print(
            f"| {kind} | {len(taken):,} | {statistics.median(taken) * 1000:.0f} | {p95 * 1000:.0f}"
            f" | {taken[-1] * 1000:.0f} | {target * 1000:.0f} |"
        )
    wrong = [answer for answer in answers if answer.status not in {200, 303}]
    print(f"\nerrors: {len(wrong)}; {told}")
    for (status, path), times in Counter((each.status, each.path) for each in wrong).most_common(
        10
    ):
        print(f"  {times} times {status} at {path}")
    return 0 if held and not wrong else 1


if __name__ == "__main__":
    sys.exit(main())
