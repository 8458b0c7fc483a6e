"""One measure of workload: its figure, what it counts, and by provider, clinic or coordinator."""

from flask import render_template, request

from ohms.blueprints.measures.asking import BY, asked_for
from ohms.blueprints.measures.quantities import HERE, beside, lines_of, scoped_lines
from ohms.blueprints.measures.room import blueprint
from ohms.domain.access import Permission
from ohms.domain.errors import NotFound
from ohms.domain.measure import Measure, ScopeKind
from ohms.domain.workload_measures import WORKLOAD_MEASURES
from ohms.queries.rounds import ask
from ohms.queries.workload import workload
from ohms.queries.workload_figures import is_told_apart, quarter_figures, told_apart
from ohms.web import filters
from ohms.web.access import current_actor, requires
from ohms.web.filters import link_with
from ohms.web.measure_words import source_of
from ohms.web.reading import shown


@blueprint.get(HERE)
@requires(Permission.MEASURE_READ, reads="read_workload_measure", may_lag=True)
def counted() -> str:
    actor = current_actor()
    asked, of = asked_for(actor), _measure_asked()
    load = ask(workload(actor, asked.centre, asked.quarter))
    lines = {
        each.measure: each for each in lines_of(asked, load, ask(quarter_figures(actor, load)))
    }
    by = _by_asked(of)
    shown(cohe_id=asked.centre.id, detail={"quarter": str(asked.quarter)})
    return render_template(
        "measures/counted.html",
        asked=asked,
        of=of,
        line=lines.get(of),
        source=source_of(of, load),
        made_of=[
            *beside(of, load),
            *(lines[part] for name in of.made_of if (part := WORKLOAD_MEASURES[name]) in lines),
        ],
        counted_to=load.facts.as_of,
        is_told_apart=is_told_apart(load, of),
        groups=scoped_lines(asked, load, of, told_apart(actor, load, of, by)) if by else [],
        ways=[
            (BY[kind], link_with(by=kind.value), kind is by)
            for kind in (ScopeKind.HSC, ScopeKind.CLINIC, ScopeKind.PROVIDER)
            if kind in of.by
        ],
        by_name=BY[by] if by else "",
        later=asked.later(actor),
    )


def _measure_asked() -> Measure:
    """The one that the address names, else the first; another does not exist."""
    try:
        return WORKLOAD_MEASURES[request.args.get("measure", "claims_initiated")]
    except KeyError:
        raise NotFound from None


def _by_asked(of: Measure) -> ScopeKind | None:
    """By whom, as far as the measure is told apart so; None: it is not."""
    asked = filters.one_of(request.args, "by", ScopeKind)
    return asked if asked in of.by else next(iter(of.by[::-1]), None)
