"""The URL map as a table to walk: every route with who may open it, and addresses with objects in.

A route with an argument that is not in `OBJECTS` fails every walk until it is told what to put in.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from ohms.domain.access import ROLES_WITH
from ohms.domain.values import Complexity, ReferralStep, Role, Service, StandardWork
from ohms.models import Base
from ohms.models.apf_reviews import ApfReview
from ohms.models.api_tokens import ApiToken
from ohms.models.billing import BillingBatch
from ohms.models.bulk import BulkAct
from ohms.models.claims import Claim, ComplexityGround, Delegation
from ohms.models.co_signing import CoSignature
from ohms.models.cohes import Cohe
from ohms.models.coverage import Absence, ApprovedContent, OnboardingStep, Training
from ohms.models.departures import Departure
from ohms.models.documents import Document
from ohms.models.feed import FeedRun, RehomingProposal
from ohms.models.job_descriptions import JobDescriptionStep
from ohms.models.lists import SavedView
from ohms.models.medical import WorkStatusEpisode
from ohms.models.notes import CallIntake, CaseNote
from ohms.models.providers import Provider
from ohms.models.recovery import Barrier, ContactRule, FrqAnswer, RecoveryMeasure
from ohms.models.referrals import Referral, ReferralPacket
from ohms.models.reports import Obligation, Setting
from ohms.models.retention import LegalHold, Purge
from ohms.models.staff import Position, StaffMember
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from ohms.models.transfers import ClaimTransfer
from ohms.models.webhooks import Webhook, WebhookDelivery
from ohms.models.workers import ContactPoint, Employer, SameEmployerProposal, SamePersonProposal
from ohms.web.access import Access
from tests.architecture.rows import CASEWORKERS, CLAIM, DAY, MOMENT, Rows, add_rows, seen_by
from tests.billing import add_batch
from tests.contract_settings import add_proposal
from tests.discussions import add_obligation
from tests.forms import posting_form
from tests.house import PASSWORD, House, add_claim, add_person
from tests.pages import CheckedClient
from tests.webhooks import add_webhook_row, delivery_values

ACTORS = {
    "alder.hsc1": Role.HSC,
    "alder.assistant1": Role.HSC_ASSISTANT,
    "alder.supervisor": Role.SUPERVISOR,
    "alder.privacy": Role.PRIVACY_OFFICER,
    "lni.contract": Role.CONTRACT_MANAGER,
    "lni.riskmanagement": Role.DESK_RISK_MANAGEMENT,
    "lni.stayatwork": Role.DESK_STAY_AT_WORK,
    "admin": Role.ADMINISTRATOR,
}
BY_TOKEN = ("api.", "tasks.calendar")
"""Routes that know nobody by a browser. Those of a calendar: tests/blueprints/test_task_calendar.py."""
CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class Whose(Enum):
    """Of whom the object in an address is."""

    OWN = auto()
    FOREIGN = auto()
    MISSING = auto()


@dataclass(frozen=True, slots=True)
class InAddress:
    """What a URL argument names: the row of a model in `furnish_both`, by id unless told otherwise,
    seen by those who see the model's rows unless told otherwise."""

    model: type[Base]
    missing: str = "999999"
    written: Callable[[str, int], str] = lambda _slug, row_id: str(row_id)
    only_for: frozenset[str] | None = None

    @property
    def seen_by(self) -> frozenset[str]:
        return seen_by(self.model) if self.only_for is None else self.only_for

    def of(self, whose: Whose, rows: dict[str, Rows]) -> str:
        if whose is Whose.MISSING:
            return self.missing
        slug = "alder" if whose is Whose.OWN else "birch"
        return self.written(slug, rows[slug][self.model])


# Of a claim the record of acts tells its number to who watches over the COHE, and nothing else of it.
WATCHED = InAddress(
    Claim,
    "AL99999",
    lambda slug, _row_id: CLAIM[slug],
    seen_by(Claim) | {"alder.privacy"},
)
OBJECTS = {
    "number": InAddress(Claim, "AL99999", lambda slug, _row_id: CLAIM[slug]),
    "note_id": InAddress(CaseNote, only_for=frozenset({"alder.hsc1"})),  # a draft
    "call_id": InAddress(CallIntake),
    "entry_id": InAddress(TimeEntry),
    "task_id": InAddress(Task),
    "document_id": InAddress(Document),
    "referral_id": InAddress(Referral),
    # Of the referral in the address: a foreign version is one that it does not have.
    "version": InAddress(
        ReferralPacket, written=lambda slug, _row_id: "1" if slug == "alder" else "2"
    ),
    "view_id": InAddress(SavedView),
    "bulk_act_id": InAddress(BulkAct),
    "kept_id": InAddress(SavedView),
    "transfer_id": InAddress(ClaimTransfer),
    "waiting_id": InAddress(CoSignature),
    "step_id": InAddress(JobDescriptionStep),
    "rehoming_id": InAddress(RehomingProposal),
    "episode_id": InAddress(WorkStatusEpisode),
    "frq_id": InAddress(FrqAnswer),
    "barrier_id": InAddress(Barrier),
    "measure_id": InAddress(RecoveryMeasure),
    "rule_id": InAddress(ContactRule),
    "point_id": InAddress(ContactPoint),
    "delegation_id": InAddress(Delegation),
    "ground_id": InAddress(ComplexityGround),
    "pair_id": InAddress(SamePersonProposal),
    "accounts_id": InAddress(SameEmployerProposal),
    "hold_id": InAddress(LegalHold),
    "purge_id": InAddress(Purge),
    # Providers are seen by everybody; which coordinator has them is kept by the COHE's supervisor.
    "moving_id": InAddress(
        Claim,
        written=lambda slug, _row_id: "1" if slug == "alder" else "3",
        only_for=frozenset({"alder.supervisor"}),
    ),
    # Every COHE has the house's templates under the same keys: a foreign one is one that is not there.
    "template_key": InAddress(
        Claim,
        "no-such-template",
        lambda slug, _row_id: "unable-to-contact" if slug == "alder" else "own-of-birch",
        CASEWORKERS,
    ),
    "resource_key": InAddress(
        Claim,
        "no-such-page",
        lambda slug, _row_id: "uw-frq" if slug == "alder" else "own-of-birch",
        CASEWORKERS | {"alder.privacy"},
    ),
    "playbook_key": InAddress(
        Claim,
        "no-such-playbook",
        lambda slug, _row_id: "new-time-loss" if slug == "alder" else "own-of-birch",
        CASEWORKERS,
    ),
    "letter_key": InAddress(
        Claim,
        "no-such-letter",
        lambda slug, _row_id: "unable-to-contact" if slug == "alder" else "own-of-birch",
        frozenset({"alder.hsc1", "alder.assistant1"}),
    ),
    "provider_id": InAddress(Provider, only_for=CASEWORKERS),
    "employer_id": InAddress(Employer, only_for=CASEWORKERS),
    "obligation_id": InAddress(
        Obligation, only_for=frozenset({"alder.supervisor", "lni.contract"})
    ),
    "setting_id": InAddress(Setting, only_for=CASEWORKERS | {"lni.contract"}),
    # Reports are of a COHE and quarter: foreign ones are of a third COHE, or of a quarter to come.
    "cohe": InAddress(
        Obligation,
        "maple",
        lambda slug, _row_id: "alder" if slug == "alder" else "third",
        frozenset({"alder.supervisor", "lni.contract"}),
    ),
    "quarter": InAddress(
        Obligation,
        "2031Q2",
        lambda slug, _row_id: "2026Q3" if slug == "alder" else "2031Q1",
        frozenset({"alder.supervisor", "lni.contract"}),
    ),
    "review_id": InAddress(ApfReview, only_for=frozenset({"alder.supervisor"})),
    "part": InAddress(
        Obligation,
        "weather",
        lambda slug, _row_id: "training" if slug == "alder" else "nothing",
        frozenset({"alder.supervisor"}),
    ),
    "kind": InAddress(
        Obligation,
        "doc",
        lambda slug, _row_id: "csv" if slug == "alder" else "odt",
        frozenset({"alder.supervisor", "lni.contract"}),
    ),
    "batch_id": InAddress(BillingBatch, only_for=frozenset({"alder.supervisor"})),
    # Of no centre: administrators look after all, so that a foreign one is one that is not there.
    "account_id": InAddress(
        StaffMember,
        written=lambda slug, row_id: str(row_id) if slug == "alder" else "888888",
        only_for=frozenset({"alder.supervisor", "admin"}),
    ),
    "token_id": InAddress(ApiToken, only_for=frozenset({"alder.hsc1"})),
    # Of whose referrals the rows of a figure are.
    "figures_of": InAddress(
        Claim, "maple", lambda slug, _row_id: slug, frozenset({"alder.supervisor"})
    ),
    # People and positions of a centre: foreign to L&I's contract manager, who has both, is a third one's.
    "person_id": InAddress(
        StaffMember,
        only_for=frozenset({"alder.hsc1", "alder.supervisor", "alder.privacy", "lni.contract"}),
    ),
    "departure_id": InAddress(Departure, only_for=frozenset({"alder.supervisor"})),
    "position_id": InAddress(Position, only_for=frozenset({"alder.supervisor"})),
    "content_id": InAddress(ApprovedContent, only_for=frozenset({"lni.contract"})),
    "training_id": InAddress(Training, only_for=frozenset({"alder.hsc1"})),  # its host
    "left_id": InAddress(Departure, only_for=frozenset({"alder.hsc1", "alder.supervisor"})),
    "away_id": InAddress(Absence, only_for=frozenset({"alder.hsc1", "alder.supervisor"})),
    "recorded_id": InAddress(OnboardingStep, only_for=frozenset({"alder.supervisor"})),
    "acceptance_id": InAddress(Cohe, only_for=frozenset({"lni.contract"})),
    "measures_of": InAddress(
        Claim,
        "maple",
        lambda slug, _row_id: slug,
        frozenset({"alder.hsc1", "alder.supervisor"}),
    ),
    # Of no centre: an import is every administrator's, so that a foreign one is one that is not there.
    "run_id": InAddress(
        FeedRun,
        written=lambda slug, row_id: str(row_id) if slug == "alder" else "999998",
        only_for=frozenset({"admin"}),
    ),
    # Every administrator's as well; a foreign delivery is one of another webhook.
    "webhook_id": InAddress(
        Webhook,
        written=lambda slug, row_id: str(row_id) if slug == "alder" else "999998",
        only_for=frozenset({"admin"}),
    ),
    "delivery_id": InAddress(WebhookDelivery, only_for=frozenset({"admin"})),
}


@dataclass(frozen=True, slots=True)
class Route:
    """One rule of the URL map."""

    rule: Rule
    access: Access

    def __str__(self) -> str:
        return f"{'/'.join(sorted(self.methods))} {self.rule.rule}"

    @property
    def methods(self) -> frozenset[str]:
        return frozenset(self.rule.methods or ()) - {"HEAD", "OPTIONS"}

    @property
    def arguments(self) -> tuple[str, ...]:
        return tuple(sorted(self.rule.arguments))

    @property
    def is_open_to_all(self) -> bool:
        return self.access.permission is None

    def is_given_to(self, role: Role) -> bool:
        return self.access.permission is None or role in ROLES_WITH[self.access.permission]

    def is_seen_by(self, username: str) -> bool:
        """Whether the person sees every own object in the address."""
        return all(username in object_in(self, name).seen_by for name in self.arguments)

    def path(self, rows: dict[str, Rows], **whose: Whose) -> str:
        """The address with each argument filled in; what is not told is one's own."""
        values = {
            name: object_in(self, name).of(whose.get(name, Whose.OWN), rows)
            for name in self.arguments
        }
        built = self.rule.build(values, append_unknown=False)
        assert built is not None
        return built[1]

    def ways_to(self, whose: Whose) -> Iterator[dict[str, Whose]]:
        """Each argument alone of somebody else's, and all of them together."""
        for name in self.arguments:
            yield {name: whose}
        if len(self.arguments) > 1:
            yield dict.fromkeys(self.arguments, whose)


def object_in(route: Route, argument: str) -> InAddress:
    if argument not in OBJECTS:
        pytest.fail(
            f"{route}: tell this test how to fill <{argument}>: add it to OBJECTS in"
            " tests/architecture/routes.py, with the model whose row it names"
        )
    return WATCHED if route.rule.endpoint == "audit.claim_looks" else OBJECTS[argument]


def routes_of(app: Flask) -> list[Route]:
    """Every route that a browser goes, in the order of their addresses, but the static files."""
    return [each for each in all_routes_of(app) if not each.rule.endpoint.startswith(BY_TOKEN)]


def api_routes_of(app: Flask) -> list[Route]:
    """Every route of the API, which knows nobody by a browser."""
    return [each for each in all_routes_of(app) if each.rule.endpoint.startswith("api.")]


def all_routes_of(app: Flask) -> list[Route]:
    return [
        Route(rule, app.view_functions[rule.endpoint].access)  # type: ignore[attr-defined]
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
        if rule.endpoint != "static"
    ]


def furnish_both(house: House) -> dict[str, Rows]:
    """A row of everything in either centre; the note is a draft of its hsc1, the import nobody's."""
    both = {slug: add_rows(house, slug) for slug in ("alder", "birch")}
    for slug, rows in both.items():
        rows[CaseNote] = house.add(
            CaseNote,
            claim_id=rows[Claim],
            cohe_id=house.cohe[slug],
            author_id=house.staff[f"{slug}.hsc1"],
            position_id=house.position[f"{slug}.hsc1"],
            standard_work=StandardWork.BARRIERS,
            body="Not yet signed.",
            performed_on=DAY,
            written_at=MOMENT,
        )
        rows[FeedRun] = house.add(
            FeedRun,
            kind="claims",
            file_name="claims.csv",
            sha256="0" * 64,
            as_of_on=DAY,
            state="done",
            started_at=MOMENT,
        )
        rows[Provider] = house.provider[f"{slug}.1"]
        rows[ApiToken] = house.add(
            ApiToken,
            staff_id=house.staff[f"{slug}.hsc1"],
            name="Of a program",
            token_hash=slug * 8,
            scopes="referrals.read",
            made_at=MOMENT,
            expires_on=DAY.replace(year=2027),
        )
        rows[StaffMember] = house.staff[f"{slug}.hsc1"]
        rows[Employer] = _employer_of(house, slug)
    # A desk has no COHE: foreign to it is what was not sent.
    both["birch"][Referral] = house.add(
        Referral,
        claim_id=both["birch"][Claim],
        cohe_id=house.cohe["birch"],
        employer_id=house.employer["Mill"],
        service=Service.VOCATIONAL,
        step=ReferralStep.DRAFT,
        drafted_by_id=house.staff["birch.hsc1"],
        drafted_at=MOMENT,
    )
    # L&I's contract manager has both centres: foreign to all is a third one's.
    house.cohe["third"] = house.add(Cohe, slug="third", name="Third COHE", sponsor="S")
    _add_people(house, both)
    both["alder"][Obligation] = add_obligation(house, "alder")
    both["birch"][Obligation] = add_obligation(house, "third")
    both["alder"][Setting] = add_proposal(house, "alder")
    both["birch"][Setting] = add_proposal(house, "third")
    for slug, rows in both.items():
        rows[BillingBatch] = add_batch(house, slug)
        rows[Webhook] = add_webhook_row(house, cohe_id=house.cohe[slug])
        ended = delivery_values(rows[Webhook], house.cohe[slug], 1, given_up_at=MOMENT)
        rows[WebhookDelivery] = house.add(WebhookDelivery, **ended)
    return both


def _add_people(house: House, both: dict[str, Rows]) -> None:
    """In alder its hsc1, who is host of a shadowing from birch and whose centre submitted content."""
    third = house.cohe["third"]
    add_person(house, "third.hsc1", "Vera Third", Role.HSC, third)
    for slug, of, host in (("alder", "alder", "alder.hsc1"), ("birch", "third", "birch.hsc2")):
        rows, visitor = both[slug], "birch.hsc1" if slug == "alder" else "third.hsc1"
        rows[StaffMember] = house.staff[f"{of}.hsc1"]
        rows[Position] = house.position[f"{of}.hsc1"]
        rows[Departure] = house.add(
            Departure,
            staff_id=house.staff[f"{slug}.hsc2"],
            cohe_id=house.cohe[slug],
            holder_id=house.staff[f"{slug}.supervisor"],
            last_on=DAY,
            access_ended_at=MOMENT,
            reason="Moves away",
        )
        rows[Absence] = house.add(
            Absence,
            staff_id=house.staff[f"{slug}.hsc1"],
            from_on=DAY,
            to_on=DAY,
            kind="vacation",
            recorded_by_id=house.staff[f"{slug}.hsc1"],
            recorded_at=MOMENT,
        )
        rows[ApprovedContent] = house.add(
            ApprovedContent, cohe_id=house.cohe[of], title="How we work", submitted_on=DAY
        )
        rows[Training] = house.add(
            Training,
            staff_id=house.staff[visitor],
            cohe_id=house.cohe[visitor.partition(".")[0]],
            kind="shadowing",
            done_on=DAY,
            minutes=60,
            host_id=house.staff[host],
        )
        # Beside it one that the centre recorded of its own, named by the model of its other papers.
        rows[OnboardingStep] = house.add(
            Training,
            staff_id=house.staff[f"{of}.hsc1"],
            cohe_id=house.cohe[of],
            kind="basic",
            topic="roles",
            done_on=DAY,
            evidence="List",
        )
        # And one that the contract manager of the centre accepted, named by the model of who may.
        rows[Cohe] = house.add(
            Training,
            staff_id=house.staff[f"{of}.hsc1"],
            cohe_id=house.cohe[of],
            kind="accepted",
            done_on=DAY,
            evidence="Letter",
        )


def _employer_of(house: House, slug: str) -> int:
    """An employer with a claim of this centre alone, which its assistant sees too."""
    name = f"Shop of {slug}"
    account = f"{house.cohe[slug]}00,000-01".rjust(10, "9")
    employer = house.add(Employer, account_id=account, name=name, search_name=name)
    add_claim(
        house,
        slug,
        f"{slug[:2].upper()}60000",
        provider=f"{slug}.1",
        complexity=Complexity.LOW,
        employer_id=employer,
    )
    return employer


def signed_in(app: Flask, username: str) -> CheckedClient:
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    assert client.fill("/login", username=username, password=PASSWORD).status_code == 303
    return client


def token_of(client: FlaskClient) -> str:
    """The CSRF token that any page gives this browser."""
    form = posting_form(client.get("/about").text, "/logout")
    return form.holds["csrf_token"][0]
