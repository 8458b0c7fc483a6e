"""The review of a quarter's APFs: its sample drawn once, read one by one, each with what was found."""

from flask import flash, render_template, request
from flask import redirect as go

from ohms.blueprints.measures.asking import ONE, SAMPLE
from ohms.blueprints.measures.room import blueprint
from ohms.commands.apf_reviews import draw_apf_sample, record_apf_verdict
from ohms.domain.access import Permission
from ohms.domain.apf_reviews import LONGEST_REMARK, Verdict
from ohms.domain.benchmark_measures import BENCHMARKS
from ohms.queries.apf_reviews import ApfToRead, DrawnApf, apf_to_read, sample_of
from ohms.queries.benchmarks import centre_by_id
from ohms.queries.quarterly_report import centre_of_report
from ohms.queries.rounds import ask
from ohms.queries.settings import benchmark_rules
from ohms.queries.workload import quarter_asked
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.fields import ChoiceField, LineField
from ohms.web.filters import link_to
from ohms.web.forms import OhmsForm, VersionedForm
from ohms.web.reading import shown

HERE = f"{SAMPLE}/<cohe>/<quarter>"
READ = f"{SAMPLE}/<int(max=2147483647):review_id>"
REVIEWED = BENCHMARKS["apf_review"]
FOUND = {"yes": "Yes", "no": "No"}


class DrawForm(OhmsForm):
    """A press without anything to enter."""


class VerdictForm(VersionedForm):
    complete = ChoiceField("Complete", FOUND, empty="Choose")
    timely = ChoiceField("Timely", FOUND, empty="Choose")
    remark = LineField("Remark", longest=LONGEST_REMARK)

    @property
    def said(self) -> Verdict:
        meant = {"yes": True, "no": False}
        complete, timely = (meant.get(each.data or "") for each in (self.complete, self.timely))
        return Verdict(complete, timely, self.remark.data or "")


@blueprint.get(HERE)
@requires(Permission.APF_REVIEW, reads="read_apf_sample")
def apf_sample(cohe: str, quarter: str) -> str:
    return _sample(cohe, quarter, DrawForm(formdata=None))


@blueprint.post(HERE)
@requires(Permission.APF_REVIEW)
def draw_sample(cohe: str, quarter: str) -> Answer:
    actor, form = current_actor(), DrawForm()
    asked = quarter_asked(quarter, actor.on_day)
    if form.validate() and form.carried_out(lambda: draw_apf_sample(actor, cohe, asked)):
        flash("Drawn: read them one after another.", "good")
        return go(request.path, 303)
    return _sample(cohe, quarter, form), 422


@blueprint.get(READ)
@requires(Permission.APF_REVIEW, reads="read_drawn_apf")
def apf_review(review_id: int) -> str:
    found = apf_to_read(current_actor(), review_id)
    return _page(found, VerdictForm(formdata=None, data=_said_before(found)))


@blueprint.post(READ)
@requires(Permission.APF_REVIEW)
def write_apf_review(review_id: int) -> Answer:
    actor, form = current_actor(), VerdictForm()
    found = apf_to_read(actor, review_id)

    def act() -> None:
        record_apf_verdict(actor, review_id, form.said, version=form.filled_in_over)

    if form.validate() and form.carried_out(act):
        left = [each for each in _drawn(found) if each.claim_id and each.complete is None]
        flash("Kept. The next one of the sample." if left else "Kept. All of it is read.", "good")
        return go(f"{SAMPLE}/{left[0].id}" if left else _home(found), 303)
    return _page(found, form), 422


def _sample(cohe: str, quarter: str, form: DrawForm) -> str:
    actor = current_actor()
    asked = quarter_asked(quarter, actor.on_day)
    centre = centre_by_id(actor, centre_of_report(actor, cohe, asked).id)
    sample = sample_of(actor, centre, asked)
    claims = sorted({each.claim_id for each in sample if each.claim_id})
    shown(cohe_id=centre.id, claim_ids=claims, detail={"quarter": str(asked)})
    return render_template(
        "measures/apf_sample.html",
        centre=centre,
        quarter=asked,
        of=REVIEWED,
        sample=sample,
        size=ask(benchmark_rules(centre.id, asked.first_on)).apf_sample,
        is_over=asked.last_on < actor.on_day,
        form=form,
        here=request.path,
        one=SAMPLE,
        back=_benchmark(cohe, str(asked)),
    )


def _page(found: ApfToRead, form: VerdictForm) -> str:
    shown(
        cohe_id=found.cohe_id,
        claim_id=found.claim_id,
        object_type="apf_review",
        object_id=found.id,
    )
    return render_template(
        "measures/apf_review.html", apf=found, form=form, here=request.path, home=_home(found)
    )


def _drawn(found: ApfToRead) -> list[DrawnApf]:
    actor = current_actor()
    return sample_of(actor, centre_by_id(actor, found.cohe_id), found.quarter)


def _said_before(found: ApfToRead) -> dict[str, str]:
    words = {True: "yes", False: "no", None: ""}
    return {
        "complete": words[found.complete],
        "timely": words[found.timely],
        "remark": found.remark or "",
    }


def _home(found: ApfToRead) -> str:
    return f"{SAMPLE}/{found.cohe}/{found.quarter}"


def _benchmark(cohe: str, quarter: str) -> str:
    return link_to(ONE, {"cohe": cohe, "quarter": quarter, "measure": REVIEWED.name})
