"""What the self-check sees of the installation, and of the request by which somebody looks at it."""

from pathlib import Path

from flask import current_app, request

from ohms.config import AS_HOSTS
from ohms.domain.actor import Actor
from ohms.domain.self_check import Line, lines_of
from ohms.queries.self_check import Front, self_check_facts


def self_checked(actor: Actor) -> list[Line]:
    return lines_of(self_check_facts(actor, Path(current_app.instance_path), _front()))


def _front() -> Front:
    return Front(
        live=not current_app.config["DEMONSTRATION"],
        secure=request.is_secure,
        trusted_hosts=len(set(current_app.config["TRUSTED_HOSTS"] or ()) - set(AS_HOSTS)),
        proxies=current_app.config["PROXIES"],
        secret_length=len(str(current_app.secret_key)),
        sends_mail=current_app.config["MAILED_ADDRESS"] is not None,
    )
