"""What benchmark 8 is held against in a quarter: entered with its source, and each entry before."""

from flask import flash, render_template, request
from flask import redirect as go

from ohms.blueprints.measures.asking import ONE
from ohms.blueprints.measures.room import blueprint
from ohms.commands.comparators import enter_comparator
from ohms.domain.access import Permission
from ohms.domain.benchmark_measures import BENCHMARKS
from ohms.domain.comparators import LONGEST_SOURCE
from ohms.queries.comparators import comparators_entered
from ohms.queries.quarterly_report import centre_of_report
from ohms.queries.workload import quarter_asked
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.fields import LineField
from ohms.web.filters import link_to
from ohms.web.forms import VersionedForm
from ohms.web.reading import shown

COMPARED = BENCHMARKS["time_loss_share"]
HERE = "/measures/comparator/<cohe>/<quarter>"


class ComparatorForm(VersionedForm):
    percent = LineField("Share of non-COHE claims with time loss", longest=8)
    source = LineField("Source", longest=LONGEST_SOURCE)


@blueprint.get(HERE)
@requires(Permission.COMPARATOR_WRITE, reads="read_comparator")
def comparator(cohe: str, quarter: str) -> str:
    return _page(cohe, quarter, ComparatorForm(formdata=None))


@blueprint.post(HERE)
@requires(Permission.COMPARATOR_WRITE)
def write_comparator(cohe: str, quarter: str) -> Answer:
    actor, form = current_actor(), ComparatorForm()
    asked = quarter_asked(quarter, actor.on_day)

    def act() -> None:
        said = (form.percent.data, form.source.data)
        enter_comparator(actor, cohe, asked, *said, stood=form.filled_in_over, key=form.key)

    if form.validate() and form.carried_out(act):
        flash("Entered: the measures and the report's draft are held against it.", "good")
        state = {"cohe": cohe, "quarter": str(asked), "measure": COMPARED.name}
        return go(link_to(ONE, state), 303)
    return _page(cohe, quarter, form), 422


def _page(cohe: str, quarter: str, form: ComparatorForm) -> str:
    actor = current_actor()
    asked = quarter_asked(quarter, actor.on_day)
    centre = centre_of_report(actor, cohe, asked)
    shown(cohe_id=centre.id, detail={"quarter": str(asked)})
    return render_template(
        "measures/comparator.html",
        centre=centre,
        quarter=asked,
        of=COMPARED,
        entered=comparators_entered(centre.id, asked),
        form=form,
        here=request.path,
        back=link_to(ONE, {"cohe": cohe, "quarter": str(asked), "measure": COMPARED.name}),
    )
