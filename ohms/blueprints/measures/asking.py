"""What an address of the measures asks for: COHE, quarter, benchmark, by whom, and which rows."""

from dataclasses import dataclass
from typing import Any

from flask import request

from ohms.domain.actor import Actor
from ohms.domain.benchmark_measures import BENCHMARKS, Benchmark
from ohms.domain.calendar import Quarter
from ohms.domain.errors import NotFound
from ohms.domain.measure import ScopeKind
from ohms.domain.values import Role
from ohms.queries.benchmark_rows import Which
from ohms.queries.measure_scopes import Scope
from ohms.queries.workload import Centre, Sight, centre_named, centres, quarter_asked
from ohms.web import filters
from ohms.web.filters import link_to
from ohms.web.measure_rows import benchmark_rows
from ohms.web.scopes import scope_state

HERE = "/measures"
ONE = f"{HERE}/benchmark"
SAMPLE = f"{HERE}/apf-review"
ROWS = f"{HERE}/<measures_of>/rows"
BY = {
    ScopeKind.HSC: "Coordinator",
    ScopeKind.CLINIC: "Clinic",
    ScopeKind.PROVIDER: "Provider",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """NotFound for a foreign COHE and for a quarter to come."""

    found: list[Centre]
    centre: Centre
    quarter: Quarter

    @property
    def quarter_name(self) -> str:
        return self.quarter.named

    @property
    def named(self) -> tuple[str, str]:
        """As addresses name COHE and quarter."""
        return self.centre.slug, str(self.quarter)

    @property
    def own(self) -> bool:
        return self.centre.sight is Sight.OWN

    @property
    def opens(self) -> bool:
        return self.centre.sight is not Sight.FIGURES

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        return [
            (each.name, filters.link_with(cohe=each.slug), each == self.centre)
            for each in self.found
        ]

    def at(self, path: str, **state: Any) -> str:
        """An address of the same COHE and quarter."""
        return link_to(path, {"cohe": self.centre.slug, "quarter": str(self.quarter), **state})

    def of(self, benchmark: Benchmark, **state: Any) -> str:
        return self.at(ONE, measure=benchmark.name, **state)

    def rows(self, benchmark: Benchmark, which: str, scope: Scope | None = None) -> str:
        """The way to the rows behind a figure; none for who has the figure alone."""
        if not self.opens:
            return ""
        return benchmark_rows(benchmark.name, which, self.named, **scope_state(scope))

    def comparator(self, actor: Actor) -> str:
        """The way to what the quarter is compared with; none for who may not enter it."""
        if self.centre.id not in actor.cohes_as(Role.SUPERVISOR, Role.CONTRACT_MANAGER):
            return ""
        return f"{HERE}/comparator/{self.centre.slug}/{self.quarter}"

    def sample(self, actor: Actor) -> str:
        """The way to the quarter's sample of APFs; none for who does not read it."""
        if self.centre.id not in actor.cohes_as(Role.SUPERVISOR):
            return ""
        return f"{SAMPLE}/{self.centre.slug}/{self.quarter}"

    @property
    def before(self) -> str:
        return filters.link_with(quarter=str(self.quarter.previous))

    def later(self, actor: Actor) -> str:
        is_last = self.quarter.next > Quarter.of(actor.on_day)
        return "" if is_last else filters.link_with(quarter=str(self.quarter.next))


def asked_for(actor: Actor, slug: str | None = None) -> Asked:
    """`slug`: the COHE that a path names, before what is asked."""
    found = centres(actor)
    return Asked(
        found,
        centre_named(found, slug or request.args.get("cohe")),
        quarter_asked(request.args.get("quarter"), actor.on_day),
    )


def benchmark_asked() -> Benchmark:
    """The one that the address names, else the first of claims; another does not exist."""
    try:
        return BENCHMARKS[request.args.get("measure", "apf_in_12_weeks")]
    except KeyError:
        raise NotFound from None


def which_asked() -> Which:
    return filters.one_of(request.args, "which", Which) or Which.COUNTED


def by_asked() -> ScopeKind:
    return filters.one_of(request.args, "by", ScopeKind) or ScopeKind.HSC
