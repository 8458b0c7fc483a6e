"""What stands in the statewide database: drawn by seed, a stretch of claims at a time.

Every stretch is drawn alone from its number, so that the same size is the same database, several can be
drawn at once, and no more of it stands in memory than they.
"""

import random
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from benchmarks.drawn_from import (
    CLOSINGS,
    FIRST,
    LAST,
    UNDER_WAY,
)
from benchmarks.organisation import Organisation, at
from benchmarks.work import Row, Rows, Work
from ohms.domain.calendar import ONE_DAY
from ohms.domain.values import (
    AccidentKind,
    ClaimStatus,
    Complexity,
    Coordination,
    Fund,
    Party,
    TimeLossKind,
    WorkStatus,
)

YEARS = 10
OPEN = 0.08
Columns = dict[str, list[Any]]


class Claims:
    """Draws the claims with these numbers, oldest first, up to the day before `today`."""

    def __init__(self, claims: int, organisation: Organisation, today: date) -> None:
        self._claims = claims
        self._house = organisation
        self._today = today
        self._days = YEARS * 365
        self._first_day = today - timedelta(days=self._days)

    def stretch(self, first: int, count: int) -> dict[str, Columns]:
        """What so many claims add to each table, column by column."""
        drawn: Rows = defaultdict(list)
        rng = random.Random(f"statewide {first}")
        for number in range(first, first + count):
            self._claim(drawn, rng, number)
        return {
            table: {name: [row[name] for row in rows] for name in rows[0]}
            for table, rows in drawn.items()
        }

    def _claim(self, drawn: Rows, rng: random.Random, number: int) -> None:
        provider = rng.randrange(len(self._house.coordinator_of))
        post = self._house.coordinator_of[provider]
        initiated = self._first_day + timedelta(days=number * self._days // self._claims)
        age = (self._today - initiated).days
        coordination = self._coordination(rng, number)
        closed_on = min(initiated + timedelta(days=rng.randint(20, 200)), self._today - ONE_DAY)
        closed = coordination is Coordination.CLOSED
        time_loss = rng.random() < 0.15
        status = rng.choice(tuple(WorkStatus)[:4])
        injury = initiated - timedelta(days=rng.randint(0, 6))
        of_claim = {"claim_id": number + 1, "cohe_id": post.cohe_id}
        name = f"{rng.choice(LAST)}{number % 613}"
        first_name = rng.choice(FIRST)
        drawn["worker"].append(
            {
                "id": number + 1,
                "cohe_id": post.cohe_id,
                "last_name": name,
                "first_name": first_name,
                "search_name": f"{name} {first_name}".lower(),
                "birth_date": date(1950 + number % 50, 1 + number % 12, 1 + number % 28),
            }
        )
        drawn["claim"].append(
            {
                "id": number + 1,
                "claim_number": numbered(number),
                "cohe_id": post.cohe_id,
                "worker_id": number + 1,
                "employer_id": 1 + rng.randrange(self._house.employers),
                "initiating_provider_id": provider + 1,
                "attending_provider_id": provider + 1,
                "status": ClaimStatus.CLOSED if closed else ClaimStatus.ALLOWED,
                "fund": Fund.STATE_FUND if rng.random() < 0.97 else Fund.SELF_INSURED,
                "accident_kind": AccidentKind.INJURY,
                "injury_on": injury,
                "first_visit_on": initiated,
                "roa_received_on": initiated + ONE_DAY,
                "initiated_on": initiated,
                "established_on": min(initiated + timedelta(days=rng.randint(1, 5)), self._today),
                "coordination": coordination,
                "close_reason": rng.choice(CLOSINGS) if closed else None,
                "complexity": rng.choice(
                    (Complexity.STANDARD, Complexity.STANDARD, Complexity.HIGH)
                ),
                "on_time_loss": time_loss,
                "work_status": status,
                "last_contact_on": None,
                "next_due_by": None,
                "open_tasks": 0,
            }
        )
        self._facts(drawn, of_claim, injury, status, time_loss)
        if coordination is Coordination.NEW:
            return
        drawn["coordination_period"].append(
            {
                **of_claim,
                "from_on": initiated,
                "to_on": closed_on if closed else None,
                "ended_at": at(closed_on, 17) if closed else None,
                "end_reason": "released" if closed else None,
            }
        )
        until = closed_on if closed else self._today - ONE_DAY
        span = max(1, min((until - initiated).days, age))
        work = Work(drawn, rng, post, of_claim, initiated, span, closed, self._today)
        drawn["claim"][-1].update(work.done())

    def _coordination(self, rng: random.Random, number: int) -> Coordination:
        """The newest are open, and some of the older ones: 8 % in all."""
        place = number / self._claims
        if place > 1 - OPEN / 16:
            return Coordination.NEW
        is_open = place > 1 - OPEN / 2 or rng.random() < OPEN / 2
        return rng.choice(UNDER_WAY) if is_open else Coordination.CLOSED

    def _facts(
        self, drawn: Rows, of_claim: Row, injury: date, status: WorkStatus, time_loss: bool
    ) -> None:
        drawn["work_status_episode"].append(
            {**of_claim, "work_status": status, "source": "lni", "from_on": injury}
        )
        drawn["contact_point"].append(
            {
                **of_claim,
                "party": Party.WORKER,
                "kind": "phone",
                "value": f"360-555-{of_claim['claim_id'] % 10_000:04}",
                "source": "feed",
                "noted_on": injury,
            }
        )
        if time_loss:
            drawn["time_loss_payment"].append(
                {
                    **of_claim,
                    "paid_from_on": injury,
                    "paid_to_on": injury + timedelta(days=9),
                    "kind": TimeLossKind.TIME_LOSS,
                }
            )


def numbered(number: int) -> str:
    """A claim number as L&I writes them: `AA00000` onward."""
    letters, digits = divmod(number, 100_000)
    return f"{chr(65 + letters // 26)}{chr(65 + letters % 26)}{digits:05}"
