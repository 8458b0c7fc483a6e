"""The obligations page: what is owed with its day, and the positions of the COHE."""

from flask import flash, render_template, request, url_for
from flask import redirect as go

from ohms.blueprints.staffing.forms import PressForm
from ohms.blueprints.staffing.room import PAGE, blueprint
from ohms.commands.vacancies import close_vacancies
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.measures import MEASURES
from ohms.domain.values import Role
from ohms.queries.obligations import TOLD, obligations
from ohms.queries.positions import READ_A_COHE, positions_of_cohe, positions_of_person
from ohms.queries.rounds import ask_all, settled
from ohms.queries.staffing_levels import StaffingLevel, staffing_level
from ohms.queries.vacancies import vacancies_of
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.filters import link_to
from ohms.web.reading import shown


@blueprint.get(PAGE)
@requires(Permission.STAFFING_READ, reads="read_obligations")
def index() -> str:
    return _page(current_actor(), PressForm())


@blueprint.post(f"{PAGE}/vacancies/close")
@requires(Permission.STAFFING_MANAGE)
def close() -> Answer:
    actor, form = current_actor(), PressForm()
    cohe_id = asked_cohe(actor)
    if (
        cohe_id is not None
        and form.validate()
        and form.carried_out(lambda: close_vacancies(actor, cohe_id))
    ):
        flash("Recorded: staffed FTE is at or above what is required.", "good")
        return go(url_for("staffing.index", cohe=cohe_id), 303)
    return _page(actor, form), 422


def asked_cohe(actor: Actor) -> int | None:
    """The COHE that the address means of those the actor reads as a whole; None: of none."""
    cohes = actor.cohes_as(*READ_A_COHE)
    return next(
        (each for each in cohes if str(each) == request.args.get("cohe")), (*cohes, None)[0]
    )


def _page(actor: Actor, form: PressForm) -> str:
    cohe_id = asked_cohe(actor)
    shown(cohe_id=cohe_id)
    counts = cohe_id in actor.cohes_as(Role.SUPERVISOR, Role.CONTRACT_MANAGER)
    readable = [held for held in actor.positions if held.role in READ_A_COHE]
    manages = cohe_id in actor.cohes_as(Role.SUPERVISOR)
    assert actor.staff_id is not None
    owed, level, positions, vacancies = ask_all(
        obligations(actor),
        staffing_level(actor, cohe_id) if counts and cohe_id else settled(None),
        positions_of_cohe(cohe_id, since=actor.on_day)
        if cohe_id
        else positions_of_person(actor.staff_id),
        vacancies_of(cohe_id) if cohe_id else settled([]),
    )
    return render_template(
        "staffing/index.html",
        owed=owed,
        is_told=actor.holds(*TOLD),
        level=level,
        required_fte=MEASURES["required_fte"],
        required_href=_behind_required(level, manages) if level and len(readable) == 1 else "",
        positions=positions,
        vacancies=vacancies,
        vacant=sum(each.is_open(actor.on_day) for each in vacancies),
        may_close=any(each.is_open(actor.on_day) and not each.closed_on for each in vacancies),
        cohe_id=cohe_id,
        readable=readable,
        manages=manages,
        several=len({held.cohe_id for held in actor.positions}) > 1,
        form=form,
    )


def _behind_required(level: StaffingLevel, sees_rows: bool) -> str:
    """Where the claims stand that required FTE goes by, else what it is made of."""
    if sees_rows and level.required:
        return link_to("/workload/claims", {"span": "year", "to": level.required_to})
    return link_to("/measures/workload", {"measure": "required_fte"})
