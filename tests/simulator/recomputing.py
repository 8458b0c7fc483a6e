"""The product's figures beside those that its own export gives to a stranger."""

from datetime import date
from pathlib import Path

from ohms.commands.data_out import export_data
from ohms.domain.actor import operator
from ohms.domain.calendar import Quarter
from ohms.domain.contract import FteBasis
from ohms.domain.quarter_figures import QuarterFacts
from ohms.queries.rounds import ask
from ohms.queries.workload import centre_named, centres, workload
from tests.recomputation import Export, Recomputed
from tests.simulator.loaded import person


def recomputed_equals_shown(today: date, folder: Path, slugs: tuple[str, ...]) -> int:
    """Every COHE and quarter, to the last fraction; how many finished quarters were compared."""
    export_data(operator(today), folder)
    export = Export(folder)
    finished = 0
    for slug in slugs:
        supervisor = person(f"{slug}.supervisor", today)
        centre = centre_named(centres(supervisor), slug)
        for facts in ask(workload(supervisor, centre, Quarter.of(today))).past:
            if not facts.has_begun:
                continue
            first, days = facts.quarter.first_on, facts.quarter.days
            said = export.recompute(slug, first, facts.as_of, days)
            assert said == _shown(facts), (slug, str(facts.quarter))
            assert said.ratios == tuple(
                facts.figure(basis, facts.bases()).ratio for basis in FteBasis
            )
            finished += facts.is_finished
    return finished


def _shown(facts: QuarterFacts) -> Recomputed:
    bases = facts.bases()
    return Recomputed(facts.claims, bases.staffed, bases.claim_specific, bases.logged)
