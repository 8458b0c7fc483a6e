"""Referrals exchanged as FHIR R4, so that a service's own program can stand in for its desk: the
ServiceRequest and its Task are read, and a step is taken by putting the Task back."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from flask import Response

from ohms.blueprints.api.bundles import FHIR_PAGING, PAGE, searchset
from ohms.blueprints.api.room import asked, blueprint
from ohms.blueprints.api.schemas import SCHEMAS
from ohms.commands import referral_steps, referrals
from ohms.commands.refusals import Conflict
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.api_tokens import TokenScope
from ohms.domain.errors import RuleBroken
from ohms.domain.referral_exchange import STEP_OF, Exchanged, Resource, service_request, task
from ohms.domain.referral_exchange_back import Act, AskedStep, act_for, asked_step
from ohms.queries.packets import packet_to_send
from ohms.queries.referral_exchange import referral_to_exchange, referrals_to_exchange
from ohms.queries.told_to_programs import Found
from ohms.web.access import current_actor
from ohms.web.api_answers import FHIR, answered, version_named
from ohms.web.api_bodies import sent_as
from ohms.web.api_routes import Parameter, operation
from ohms.web.packets import produced
from ohms.web.reading import shown

ONE = "<int(max=2147483647):referral_id>"
READ = Permission.REFERRAL_EXCHANGE
Reason = Callable[..., object]


@operation(
    blueprint,
    "GET",
    "/fhir/Task",
    READ,
    reads="list_referral_tasks",
    leaves="export_program_referrals",
    says="The Tasks of the referrals that one sees, the newest first, as a searchset Bundle",
    answers="TaskBundle",
    media=FHIR,
    scope=TokenScope.REFERRALS_READ,
    parameters=(
        Parameter("status", {"enum": list(STEP_OF)}, "Only those that stand so"),
        *FHIR_PAGING,
    ),
)
def list_tasks() -> Response:
    told = asked()
    found = referrals_to_exchange(
        current_actor(),
        step=STEP_OF.get(told.get("status", "")),
        after=told.get("after"),
        count=told.get("_count", PAGE),
    )
    return searchset("Task", found, task)


@operation(
    blueprint,
    "GET",
    f"/fhir/Task/{ONE}",
    READ,
    reads="read_referral_task",
    leaves="export_program_referrals",
    says="What the service does about a referral",
    answers="Task",
    media=FHIR,
    scope=TokenScope.REFERRALS_READ,
    has_version=True,
)
def read_task(referral_id: int) -> Response:
    return _answered(task, referral_to_exchange(current_actor(), referral_id))


@operation(
    blueprint,
    "GET",
    f"/fhir/ServiceRequest/{ONE}",
    READ,
    reads="read_referral_request",
    leaves="export_program_referrals",
    says="What a referral asks for, as it was sent last",
    answers="ServiceRequest",
    media=FHIR,
    scope=TokenScope.REFERRALS_READ,
    has_version=True,
)
def read_request(referral_id: int) -> Response:
    return _answered(service_request, referral_to_exchange(current_actor(), referral_id))


@operation(
    blueprint,
    "PUT",
    f"/fhir/Task/{ONE}",
    Permission.REFERRAL_ANSWER,
    says="Take the step that the Task's status names: its statusReason says why, its output of type"
    " Outcome what came of it",
    answers="Task",
    media=FHIR,
    scope=TokenScope.REFERRALS_WRITE,
    takes="TaskUpdate",
    has_version=True,
    over_version=True,
)
def update_task(referral_id: int) -> Response:
    actor, version = current_actor(), version_named()
    wanted = asked_step(sent_as(SCHEMAS["TaskUpdate"]), referral_id)
    with _told_of_the_task():
        _take_step(actor, referral_to_exchange(actor, referral_id), wanted, version)
    return _answered(task, referral_to_exchange(actor, referral_id))


@contextmanager
def _told_of_the_task() -> Iterator[None]:
    """A rule that speaks of a field of the pages names the Task's element that fills it."""
    try:
        yield
    except RuleBroken as broken:
        element = {"reason": "statusReason", "outcome": "output"}.get(broken.field or "")
        raise RuleBroken(broken.message, field=element or broken.field) from broken


def _take_step(actor: Actor, found: Found[Exchanged], wanted: AskedStep, version: int) -> None:
    """By the same commands as the pages; the version is looked at in them once more."""
    standing = found.told
    if standing.version != version:
        raise Conflict
    act = act_for(standing.step, wanted.step, was_sent=bool(standing.since_sent))
    if act is Act.SEND:
        with produced(packet_to_send(actor, standing.referral_id)) as packet:
            referrals.send_referral(actor, standing.referral_id, packet, version=version)
    elif act is Act.ANSWER:
        referral_steps.answer_referral(
            actor,
            standing.referral_id,
            wanted.step,
            reason=wanted.reason,
            outcome=wanted.outcome,
            version=version,
        )
    else:
        _FOR_A_REASON[act](actor, standing.referral_id, reason=wanted.reason or "", version=version)


_FOR_A_REASON: Mapping[Act, Reason] = MappingProxyType(
    {
        Act.GIVE_INFORMATION: referral_steps.give_information,
        Act.WITHDRAW: referral_steps.withdraw_referral,
        Act.TAKE_UP_AGAIN: referral_steps.reopen_referral,
    }
)


def _answered(say: Callable[[Exchanged], Resource], found: Found[Exchanged]) -> Response:
    told = found.told
    shown(
        claim_id=found.claim_id,
        cohe_id=found.cohe_id,
        object_type="referral",
        object_id=told.referral_id,
    )
    return answered(say(told), version=told.version, media=FHIR)
