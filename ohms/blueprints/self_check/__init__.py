"""Whether the installation is well: for administrators, without anything of a claim."""

from pathlib import Path

from flask import Blueprint, current_app, render_template, request

from ohms import clock
from ohms.config import AS_HOSTS
from ohms.domain.access import Permission
from ohms.domain.self_check import State, lines_of
from ohms.queries.self_check import Front, self_check_facts
from ohms.web.access import current_actor, requires

blueprint = Blueprint("self_check", __name__)


@blueprint.get("/admin/self-check")
@requires(Permission.SETTING_TECHNICAL, reads="read_self_check")
def index() -> str:
    lines = lines_of(self_check_facts(current_actor(), Path(current_app.instance_path), _front()))
    return render_template(
        "self_check/index.html",
        lines=lines,
        bad=sum(line.state is State.BAD for line in lines),
        look=sum(line.state is State.LOOK for line in lines),
        now=clock.now().astimezone(clock.PACIFIC),
    )


def _front() -> Front:
    return Front(
        live=not current_app.config["DEMONSTRATION"],
        secure=request.is_secure,
        trusted_hosts=len(set(current_app.config["TRUSTED_HOSTS"] or ()) - set(AS_HOSTS)),
        proxies=current_app.config["PROXIES"],
        secret_length=len(str(current_app.secret_key)),
        sends_mail=current_app.config["MAILED_ADDRESS"] is not None,
    )
