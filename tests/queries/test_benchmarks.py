"""The benchmarks of a quarter from the database: whose claims they count, and what stands for what."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.actor import Actor
from ohms.domain.benchmark_measures import BENCHMARKS, Benchmark, Judged
from ohms.domain.benchmarks import BenchmarkFigure
from ohms.domain.calendar import Quarter
from ohms.domain.errors import NotFound
from ohms.domain.measure import ScopeKind
from ohms.extensions import db
from ohms.models.claims import Claim, ClaimAssignment
from ohms.models.time import TimeEntry
from ohms.queries.benchmark_rows import Which, claim_rows, provider_rows, standings_behind
from ohms.queries.benchmarks import (
    Judging,
    benchmarks_of,
    by_scope,
    centre_by_id,
    judge,
)
from ohms.queries.measure_scopes import Scope
from ohms.queries.rounds import ask
from tests.benchmark_world import AT, JULY, QUARTER, TODAY, activity, quarter_of_claims, voided
from tests.house import House, add_claim
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("inside")

THIRD = Quarter.parse(QUARTER)


def figures(
    house: House, username: str = "alder.supervisor", on_day: date = TODAY
) -> dict[str, BenchmarkFigure]:
    found = benchmarks_of(house.actor(username, on_day), house.cohe["alder"], THIRD)
    return {figure.benchmark.name: figure for figure in found.figures}


def test_the_quarter_of_a_centre_counts_what_is_ripe_and_names_the_rest(house: House) -> None:
    quarter_of_claims(house)
    found = figures(house)
    told = {name: (each.numerator, each.denominator, each.not_ripe) for name, each in found.items()}
    assert told == {
        "apf_review": (0, 0, 0),
        "apf_in_12_weeks": (9, 20, 6),  # the last APF of July came after 90 days
        "provider_employer_call": (4, 20, 6),
        "time_loss_touched": (1, 2, 1),
        "claims_with_activity": (7, 20, 6),
        "time_loss_share": (2, 20, 6),
        "time_loss_with_activity": (1, 2, 1),
        "first_activity": (5, 7, 6),
        "low_adopters": (1, 2, 0),
        "roa_complete_when_sent": (22, 26, 0),
        "roa_in_2_days": (20, 26, 0),
    }
    assert found["claims_with_activity"].reached == 2
    assert found["time_loss_share"].is_met is None


def test_a_note_counts_while_it_stands_with_minutes_of_a_coordinator(house: House) -> None:
    claim = add_claim(
        house,
        "alder",
        "BM30000",
        provider="alder.1",
        injury_on=JULY,
        initiated_on=JULY,
        first_visit_on=JULY,
        established_on=JULY,
    )
    note = activity(house, claim, JULY)
    assert figures(house)["claims_with_activity"].numerator == 1
    with bulk_unit("furnish", None):
        db.session.execute(update(TimeEntry).values(confirmed_at=None))
    assert figures(house)["claims_with_activity"].numerator == 0
    with bulk_unit("furnish", None):
        db.session.execute(update(TimeEntry).values(confirmed_at=AT))
    voided(house, claim, note)
    assert figures(house)["claims_with_activity"].numerator == 0


def test_figures_of_a_coordinator_go_by_who_was_responsible_on_the_day_of_initiation(
    house: House,
) -> None:
    claims = quarter_of_claims(house)
    own = figures(house, "alder.hsc1")["claims_with_activity"]
    assert (own.numerator, own.denominator, own.not_ripe) == (4, 10, 3)
    given = {"cohe_id": house.cohe["alder"], "given_by_id": house.staff["alder.supervisor"]}
    for claim, from_on in ((claims[0], JULY), (claims[2], JULY + timedelta(days=1))):
        house.add(
            ClaimAssignment,
            claim_id=claim,
            staff_id=house.staff["alder.hsc2"],
            from_on=from_on,
            reason="By name",
            **given,
        )
    assert figures(house, "alder.hsc1")["claims_with_activity"].denominator == 9
    assert figures(house, "alder.hsc2")["claims_with_activity"].denominator == 11
    actor = house.actor("alder.supervisor", TODAY)
    benchmark = BENCHMARKS["claims_with_activity"]
    judging = ask(judge(actor, centre_by_id(actor, house.cohe["alder"]), THIRD, [benchmark]))
    people = {each.scope.id: each.figure for each in by_scope(judging, benchmark, ScopeKind.HSC)}
    assert people[house.staff["alder.hsc2"]].denominator == 11


def test_the_contract_manager_has_the_same_figures_and_another_centre_has_none(
    house: House,
) -> None:
    claims = quarter_of_claims(house)
    before = figures(house)
    with bulk_unit("restrict", None):
        db.session.execute(update(Claim).where(Claim.id == claims[0]).values(restricted=True))
    assert figures(house) == figures(house, "lni.contract") == before
    with pytest.raises(NotFound):
        figures(house, "birch.supervisor")


def test_a_quarter_takes_a_few_statements_however_many_claims(house: House) -> None:
    actor = house.actor("alder.supervisor", TODAY)
    quarter_of_claims(house)
    with counted(house.app) as statements:
        benchmarks_of(actor, house.cohe["alder"], THIRD)
    assert len(statements) <= 6, statements


@pytest.mark.parametrize("name", [each for each in BENCHMARKS if each != "apf_review"])
def test_every_figure_of_every_scope_counts_the_rows_behind_it(house: House, name: str) -> None:
    quarter_of_claims(house)
    actor, benchmark = house.actor("alder.supervisor", TODAY), BENCHMARKS[name]
    judging = ask(judge(actor, centre_by_id(actor, house.cohe["alder"]), THIRD, [benchmark]))
    scopes = [each.scope for kind in ScopeKind for each in by_scope(judging, benchmark, kind)]
    assert {each.kind for each in scopes} == set(ScopeKind)
    seen = 0
    for scope in [None, *scopes]:
        figure = judging.figure(benchmark, judging.of(scope))
        wanted = {
            Which.MET: figure.numerator,
            Which.MISSED: figure.denominator - figure.numerator,
            Which.COUNTED: figure.denominator,
            Which.OPEN: figure.not_ripe,
        }
        found = {which: len(rows_of(actor, judging, benchmark, scope, which)) for which in Which}
        assert found == wanted, scope
        seen += figure.denominator
    assert seen


def rows_of(
    actor: Actor, judging: Judging, benchmark: Benchmark, scope: Scope | None, which: Which
) -> Sequence[object]:
    if benchmark.judged is Judged.PROVIDER:
        return provider_rows(judging, scope, which)
    return claim_rows(actor, standings_behind(judging, benchmark, scope, which))
