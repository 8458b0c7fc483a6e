"""A row of everything in either centre, for walks that try one's own and a foreign one."""

from ohms.domain.values import Complexity, ReferralStep, Role, Service, StandardWork
from ohms.models.api_tokens import ApiToken
from ohms.models.billing import BillingBatch
from ohms.models.claims import Claim
from ohms.models.cohes import Cohe
from ohms.models.coverage import Absence, ApprovedContent, OnboardingStep, Training
from ohms.models.departures import Departure
from ohms.models.feed import FeedRun
from ohms.models.notes import CaseNote
from ohms.models.providers import Provider
from ohms.models.referrals import Referral
from ohms.models.reports import Obligation, Setting
from ohms.models.staff import Position, StaffMember
from ohms.models.webhooks import Webhook, WebhookDelivery
from ohms.models.workers import Employer
from tests.architecture.centre import DAY, MOMENT, Rows
from tests.architecture.rows import add_rows
from tests.billing import add_batch
from tests.contract_settings import add_proposal
from tests.discussions import add_obligation
from tests.house import House, add_claim, add_person
from tests.webhooks import add_webhook_row, delivery_values


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
