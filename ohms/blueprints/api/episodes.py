"""Claims as FHIR R4 EpisodeOfCare, for programs that follow who cares for whom and since when."""

from flask import Response

from ohms.blueprints.api.bundles import FHIR_PAGING, PAGE, searchset
from ohms.blueprints.api.casework_schemas import DAY
from ohms.blueprints.api.room import asked, blueprint
from ohms.domain.access import Permission
from ohms.domain.api_tokens import TokenScope
from ohms.domain.care_episode import STATUSES, episode_of_care
from ohms.queries.care_episodes import care_episode, care_episodes
from ohms.web.access import current_actor
from ohms.web.api_answers import FHIR, answered, version_of
from ohms.web.api_routes import Parameter, operation
from ohms.web.reading import shown


@operation(
    blueprint,
    "GET",
    "/fhir/EpisodeOfCare",
    Permission.CLAIM_READ,
    reads="list_care_episodes",
    leaves="export_program_claims",
    says="The claims that one sees as EpisodeOfCare, the newest first, as a searchset Bundle",
    answers="EpisodeBundle",
    media=FHIR,
    scope=TokenScope.CLAIMS_READ,
    parameters=(
        Parameter("status", {"enum": list(STATUSES)}, "Only those that stand so"),
        Parameter("date", DAY, "Only those whose period holds this day"),
        *FHIR_PAGING,
    ),
)
def list_care_episodes() -> Response:
    told = asked()
    found = care_episodes(
        current_actor(),
        status=told.get("status"),
        on=told.get("date"),
        after=told.get("after"),
        count=told.get("_count", PAGE),
    )
    return searchset("EpisodeOfCare", found, episode_of_care)


@operation(
    blueprint,
    "GET",
    "/fhir/EpisodeOfCare/<number>",
    Permission.CLAIM_READ,
    reads="read_care_episode",
    leaves="export_program_claims",
    says="Our coordination of a claim: its status, period and coordinator",
    answers="EpisodeOfCare",
    media=FHIR,
    scope=TokenScope.CLAIMS_READ,
    has_version=True,
)
def read_care_episode(number: str) -> Response:
    found = care_episode(current_actor(), number)
    shown(claim_id=found.claim_id, cohe_id=found.cohe_id)
    body = episode_of_care(found.told)
    return answered(body, version=version_of(body), media=FHIR)
