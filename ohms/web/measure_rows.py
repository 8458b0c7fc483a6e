"""Where the rows behind a measure stand: the address of the list that its figure of a COHE's quarter leads to."""

from ohms.domain.measures import MEASURES
from ohms.queries.workload_figures import FTE, MINUTES, OF_POSITIONS
from ohms.web.filters import link_to

Of = tuple[str, str]
"""A COHE by its name in addresses, and a quarter."""


def counted_rows(name: str, of: Of, **state: object) -> str:
    """Of a measure of workload: nothing where it is worked out from others, which stand on its own page."""
    if MEASURES[name].made_of:
        return ""
    if name in MINUTES:
        return _at("/workload/minutes", of, kind=MINUTES[name], **state)
    if name in OF_POSITIONS:
        return _at("/workload/positions", of, **{"fte": "yes" if name in FTE else None, **state})
    span = "year" if name == "claims_in_year" else None
    return _at("/workload/claims", of, span=span, **state)


def counted_page(name: str, of: Of) -> str:
    """What a measure of workload counts and what it is made of."""
    return _at("/measures/workload", of, measure=name)


def benchmark_page(name: str, of: Of) -> str:
    return _at("/measures/benchmark", of, measure=name)


def benchmark_rows(name: str, which: str, of: Of, **state: object) -> str:
    """`which`: those met, all that are counted, or those not ripe."""
    cohe, quarter = of
    asked = {"quarter": quarter, "measure": name, "which": which, **state}
    return link_to(f"/measures/{cohe}/rows", asked)


def _at(path: str, of: Of, **state: object) -> str:
    cohe, quarter = of
    return link_to(path, {"cohe": cohe, "quarter": quarter, **state})
