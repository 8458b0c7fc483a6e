"""The whole log of a clinic or an employer, page by page."""

from flask import render_template, request, url_for

from ohms.blueprints.parties.room import ONE_EMPLOYER, ONE_PROVIDER, blueprint
from ohms.domain.access import Permission
from ohms.queries.asked_parties import AskedParty, asked_employer, asked_provider
from ohms.queries.party_log import party_log
from ohms.queries.rounds import ask
from ohms.web.access import current_actor, requires
from ohms.web.filters import turning
from ohms.web.reading import shown

PER_PAGE = 50


@blueprint.get(f"{ONE_PROVIDER}/log")
@requires(Permission.PROVIDER_READ, reads="read_log_of_clinic")
def log_of_clinic(provider_id: int) -> str:
    asked = asked_provider(current_actor(), provider_id)
    return _page(asked, url_for("parties.provider", provider_id=provider_id))


@blueprint.get(f"{ONE_EMPLOYER}/log")
@requires(Permission.EMPLOYER_READ, reads="read_log_of_employer")
def log_of_employer(employer_id: int) -> str:
    asked = asked_employer(current_actor(), employer_id)
    return _page(asked, url_for("parties.employer", employer_id=employer_id))


def _page(asked: AskedParty, back: str) -> str:
    after = request.args.get("after")
    page = ask(party_log(current_actor(), asked, after=after, per_page=PER_PAGE))
    shown(claim_ids=sorted({row.claim_id for row in page.rows}), detail={"total": page.total})
    return render_template("parties/log.html", asked=asked, page=page, back=back, **turning(page))
