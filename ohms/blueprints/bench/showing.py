"""The bench: for a supervisor row by row, for an administrator as counts."""

from flask import render_template

from ohms.blueprints.bench.room import blueprint
from ohms.domain.access import Permission
from ohms.domain.values import Role
from ohms.queries.bench import bench, bench_counts
from ohms.web.access import current_actor, requires
from ohms.web.reading import shown


@blueprint.get("/bench")
@requires(Permission.BENCH_READ, reads="read_bench")
def index() -> str:
    actor = current_actor()
    parts = bench(actor) if actor.holds(Role.SUPERVISOR) else []
    shown(
        claim_ids=sorted(
            {row.claim_id for part in parts for row in part.rows if row.claim_id is not None}
        )
    )
    return render_template(
        "bench/index.html",
        parts=parts,
        counts=bench_counts(actor) if actor.holds(Role.ADMINISTRATOR) else None,
    )
