"""The two ways into the simulation: fill what is empty, go on with what is there."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from ohms import clock
from ohms.commands.memory import collection_paused
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.errors import RuleBroken
from ohms.simulator.loading.first import load_first
from ohms.simulator.loading.history import (
    ACTION,
    Simulated,
    is_untouched,
    simulated_so_far,
    was_begun,
)
from ohms.simulator.loading.looking import look_around
from ohms.simulator.loading.onward import simulate_onward
from ohms.simulator.loading.progress import Tell, tell_nobody
from ohms.simulator.planned import World
from ohms.simulator.world import MOST_COHES, Size, build_world


@dataclass(frozen=True, slots=True)
class Standing:
    """What a database holds of a simulation. `unfinished`: a first load that did not come to its end."""

    simulated: Simulated | None
    unfinished: bool
    untouched: bool


def standing() -> Standing:
    """Look, inside an app context."""
    with bulk_unit(ACTION, None):
        simulated = simulated_so_far()
        return Standing(simulated, simulated is None and was_begun(), is_untouched())


def fill_demonstration(
    *,
    password: str,
    size: Size = Size.SMALL,
    seed: int = 1,
    claims_per_year: int | None = None,
    tell: Tell = tell_nobody,
) -> dict[str, int]:
    """Fill an empty database up to yesterday, or bring what is simulated there up to yesterday.

    Raises RuleBroken where the database holds centres that were not simulated.
    """
    found = standing()
    if found.simulated is not None:
        yesterday = clock.today() - timedelta(days=1)
        counts = _onward(found.simulated, yesterday, password, tell)
    else:
        world = build_world(clock.today(), seed, size, claims_per_year=claims_per_year)
        counts = _first(found, world, claims_per_year, password, tell)
    return {**counts, "looks": look_around(clock.today())}


def simulate_days(
    days: int,
    *,
    password: str,
    seed: int | None = None,
    claims_per_year: int | None = None,
    cohes: int | None = None,
    tell: Tell = tell_nobody,
) -> tuple[date, dict[str, int]]:
    """So many days more, to yesterday at the latest; on an empty database the days up to yesterday.

    The last day simulated, and counts. Raises RuleBroken for a seed, volume or number of COHEs other
    than those with which the database was founded.
    """
    found = standing()
    yesterday = clock.today() - timedelta(days=1)
    if found.simulated is None:
        world = build_world(
            clock.today(),
            1 if seed is None else seed,
            claims_per_year=claims_per_year,
            cohes=MOST_COHES if cohes is None else cohes,
            first_day=clock.today() - timedelta(days=days),
        )
        return yesterday, _first(found, world, claims_per_year, password, tell)
    _check_same(found.simulated, seed, claims_per_year, cohes)
    to_on = min(found.simulated.to_on + timedelta(days=days), yesterday)
    counts = _onward(found.simulated, to_on, password, tell)
    return max(to_on, found.simulated.to_on), counts


def _check_same(
    done: Simulated, seed: int | None, claims_per_year: int | None, cohes: int | None
) -> None:
    told = {"seed": seed, "claims_per_year": claims_per_year, "cohes": cohes}
    for name, wanted in told.items():
        if wanted is not None and wanted != getattr(done, name):
            option = "--" + name.replace("_", "-")
            raise RuleBroken(
                f"Leave out {option}: this database was founded with another value and keeps it."
            )


def _first(
    found: Standing, world: World, claims_per_year: int | None, password: str, tell: Tell
) -> dict[str, int]:
    if not found.untouched:
        raise RuleBroken(
            "This database holds centres that were not simulated to the end; nothing was changed."
            " Start over with `ohms demo --fresh`, or name another database."
        )
    with TemporaryDirectory(prefix="ohms-feed-") as folder, collection_paused():
        return load_first(
            world,
            claims_per_year=claims_per_year,
            password=password,
            folder=Path(folder),
            tell=tell,
        )


def _onward(done: Simulated, to_on: date, password: str, tell: Tell) -> dict[str, int]:
    with TemporaryDirectory(prefix="ohms-feed-") as folder:
        return simulate_onward(done, to_on, password=password, folder=Path(folder), tell=tell)
