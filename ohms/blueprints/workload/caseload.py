"""The caseload and load of each person, and moving work from one to another with its consequence told."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask import render_template, request

from ohms.blueprints.workload.room import blueprint
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.calendar import Quarter
from ohms.domain.claims import as_claim_number
from ohms.domain.coordination import OPEN_COORDINATION
from ohms.domain.load import percent, told_move
from ohms.domain.values import Complexity, Role, StandardWork
from ohms.queries.load import FIRST_CONTACT_TITLE, Caseload, Caseloads, caseloads
from ohms.queries.rebalancing import Rebalancing, rebalancing
from ohms.queries.workload import Centre, Sight, centre_named, centres, counted_period
from ohms.web import filters
from ohms.web.access import current_actor, requires
from ohms.web.filters import link_to
from ohms.web.forms import new_key
from ohms.web.reading import shown

MOST_TICKED = 500


@dataclass(frozen=True, slots=True)
class Count:
    """A number with the rows behind it; no link where nobody answers."""

    number: int
    href: str


@dataclass(frozen=True, slots=True)
class PersonLine:
    person: Caseload
    open_claims: Count
    states: tuple[Count, ...]
    complexity: tuple[Count, ...]
    time_loss: Count
    overdue: Count
    first_contacts: Count
    items: tuple[Count, ...]
    """By item, and all of them."""

    expected_href: str
    """The claims with what each is expected to ask for, for who may move them."""

    @property
    def is_loaded(self) -> bool:
        """Claims are a coordinator's: an assistant's work is lent, and not reckoned as load."""
        return self.person.role is Role.HSC

    @property
    def load(self) -> str:
        return self.person.load.in_words

    @property
    def is_over(self) -> bool:
        share = self.person.load.share
        return share is not None and percent(share) > 100


@blueprint.get("/workload/load")
@requires(Permission.WORKLOAD_ROWS, reads="read_caseloads")
def load() -> str:
    """Of everybody of a supervised COHE; of oneself elsewhere."""
    actor = current_actor()
    mine = [each for each in centres(actor) if each.sight is not Sight.FIGURES]
    centre = centre_named(mine, request.args.get("cohe"))
    own = centre.sight is Sight.OWN
    quarter = Quarter.of(actor.on_day)
    found = caseloads(actor, centre.id, counted_period(actor, centre, quarter))
    shown(cohe_id=centre.id)
    return render_template(
        "workload/load.html",
        centre=centre,
        centres=mine,
        own=own,
        found=found,
        lines=[_line(each, quarter, centre) for each in found.people],
        quarter=quarter,
        states=OPEN_COORDINATION,
        complexities=tuple(Complexity),
        items=tuple(StandardWork),
    )


@blueprint.get("/workload/rebalance")
@requires(Permission.CLAIM_ASSIGN, reads="preview_rebalancing")
def rebalance() -> str:
    actor = current_actor()
    centre = _asked(actor)
    found = caseloads(actor, centre.id, counted_period(actor, centre, Quarter.of(actor.on_day)))
    people = [each for each in found.people if each.role is Role.HSC]
    pair = _pair(found, people)
    looked = rebalancing(actor, centre.id, found, *pair) if pair else None
    shown(cohe_id=centre.id, claim_ids=[each.id for each in looked.claims] if looked else [])
    return render_template(
        "workload/rebalance.html",
        centre=centre,
        people=[(each.staff_id, f"{each.name}, {each.load.in_words}") for each in people],
        looked=looked,
        key=new_key(),
        **(_told(looked) if looked else {}),
    )


def _line(person: Caseload, quarter: Quarter, centre: Centre) -> PersonLine:
    def claims(number: int, **state: object) -> Count:
        asked = {"scope": "cohe", "assignee": person.staff_id or "nobody", **state}
        return Count(number, link_to("/claims", asked))

    def tasks(number: int, **state: object) -> Count:
        asked = {"owner": person.staff_id, **state}
        return Count(number, link_to("/tasks", asked) if person.staff_id is not None else "")

    def minutes(item: StandardWork | None) -> Count:
        asked = {"cohe": centre.slug, "quarter": quarter, "hsc": person.staff_id}
        told = {**asked, "item": item.value} if item else asked
        count = person.items.get(item, 0) if item else person.minutes
        return Count(count, link_to("/workload/minutes", told))

    rest = {"open": "yes"}
    return PersonLine(
        person,
        claims(person.open_claims, **rest),
        tuple(claims(person.states.get(s, 0), coordination=s.value) for s in OPEN_COORDINATION),
        tuple(
            claims(person.complexity.get(each, 0), complexity=each.value, **rest)
            for each in Complexity
        ),
        claims(person.time_loss, time_loss="yes", **rest),
        tasks(person.overdue, due="overdue"),
        tasks(person.first_contacts, q=FIRST_CONTACT_TITLE),
        tuple(minutes(each) for each in (*StandardWork, None)),
        link_to("/workload/rebalance", {"cohe": centre.slug, "from": person.staff_id})
        if person.role is Role.HSC and centre.sight is Sight.PEOPLE
        else "",
    )


def _pair(found: Caseloads, people: list[Caseload]) -> tuple[int, int] | None:
    """From whom to whom: as asked, else from the highest load to the lowest."""
    ids = {each.staff_id for each in people}
    loaded = sorted(
        (each for each in people if each.load.share is not None and each.staff_id is not None),
        key=lambda each: each.load.share or 0,
    )
    giver = filters.whole_number(request.args, "from")
    taker = filters.whole_number(request.args, "to")
    if giver not in ids:
        giver = loaded[-1].staff_id if loaded else None
    if taker not in ids or taker == giver:
        taker = next((each.staff_id for each in loaded if each.staff_id != giver), None)
    return (giver, taker) if giver is not None and taker is not None else None


def _told(looked: Rebalancing) -> dict[str, Any]:
    """What the ticked claims would do, and what each provider would."""
    asked = request.args.getlist("claim")[:MOST_TICKED]
    numbers = {number for each in asked if (number := as_claim_number(each))}
    ticked = (
        frozenset(each.id for each in looked.claims if each.number in numbers)
        if request.args.get("ticked") == "yes"
        else looked.proposed_claims
    )
    return {
        "ticked": ticked,
        "minutes": looked.of_claims(ticked),
        "consequence": _consequence(looked, looked.of_claims(ticked)),
        "best": looked.proposed_provider and _consequence(looked, looked.proposed_provider.minutes),
        "of_provider": {
            each.id: [after.in_words for after in looked.after(each.minutes)]
            for each in looked.providers
        },
    }


def _consequence(looked: Rebalancing, minutes: Fraction) -> str:
    giver, taker = looked.after(minutes)
    first = told_move(looked.taker.name, looked.taker.load, taker)
    before = looked.giver.load.in_words
    return f"{first}, and {looked.giver.name} from {before} to {giver.in_words}."


def _supervised(actor: Actor) -> list[Centre]:
    mine = actor.cohes_as(Role.SUPERVISOR)
    return [centre for centre in centres(actor) if centre.id in mine]


def _asked(actor: Actor) -> Centre:
    return centre_named(_supervised(actor), request.args.get("cohe"))
