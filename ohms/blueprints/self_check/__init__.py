"""Whether the installation is well: for administrators, without anything of a claim."""

from flask import Blueprint, render_template

from ohms import clock
from ohms.domain.access import Permission
from ohms.domain.self_check import State
from ohms.web.access import current_actor, requires
from ohms.web.self_checked import self_checked

blueprint = Blueprint("self_check", __name__)


@blueprint.get("/admin/self-check")
@requires(Permission.SETTING_TECHNICAL, reads="read_self_check")
def index() -> str:
    lines = self_checked(current_actor())
    return render_template(
        "self_check/index.html",
        lines=lines,
        bad=sum(line.state is State.BAD for line in lines),
        look=sum(line.state is State.LOOK for line in lines),
        now=clock.now().astimezone(clock.PACIFIC),
    )
