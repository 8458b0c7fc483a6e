"""What was proposed of the numbers of a COHE's contract, what became of it, and what it would change."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from ohms.domain.access import CLAIM_READERS
from ohms.domain.actor import Actor
from ohms.domain.benchmark_lines import LINED
from ohms.domain.calendar import Quarter
from ohms.domain.contract_terms import TERMS, ContractTerm, in_text
from ohms.domain.errors import NotFound
from ohms.domain.quarter_figures import QuarterFacts
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.cohes import Cohe
from ohms.models.reports import Setting
from ohms.models.staff import StaffMember
from ohms.queries.rounds import Question, ask
from ohms.queries.settings import SettingsHistory, read_term, settings_history
from ohms.queries.workload import centre_named, centres, workload

READERS = CLAIM_READERS | {Role.CONTRACT_MANAGER}


@dataclass(frozen=True, slots=True)
class ContractChange:
    """A value that was proposed for a setting of the contract, from a day on, and what became of it."""

    id: int
    cohe_id: int | None
    cohe: str | None
    slug: str | None
    term: ContractTerm
    value: str
    from_on: date
    source: str
    proposed_by_id: int | None
    proposed_by: str | None
    proposed_at: datetime
    approved_by: str | None
    approved_at: datetime | None
    refused_by: str | None
    refused_at: datetime | None
    refused_why: str | None

    @property
    def waits(self) -> bool:
        return self.approved_at is None and self.refused_at is None

    @property
    def in_words(self) -> str:
        return self.term.in_words(self.value)


@dataclass(frozen=True, slots=True)
class Consequence:
    """The last finished quarter as it stands, and as it would with the proposal."""

    quarter: Quarter
    limit: str
    ratio: str
    needs_discussion: bool


def contract_changes(cohe_id: int) -> list[ContractChange]:
    """Everything that was proposed for a COHE, or set for all of them, the newest first."""
    whose = or_(Setting.cohe_id.is_(None), Setting.cohe_id == cohe_id)
    return ask(_changes(_rows().where(whose).order_by(Setting.id.desc())))


def changes_waiting(
    cohe_ids: Collection[int], *, or_decided_since: datetime | None = None
) -> Question[list[ContractChange]]:
    """What waits for the contract manager of these COHEs, the nearest day first; after it, where asked
    for, what L&I decided since."""
    told = is_waiting()
    if or_decided_since is not None:
        decided_at = func.coalesce(Setting.approved_at, Setting.refused_at)
        told = or_(told, and_(Setting.proposed_by_id.is_not(None), decided_at >= or_decided_since))
    statement = _rows().where(Setting.cohe_id.in_(cohe_ids), told)
    found = yield from _changes(statement.order_by(Setting.from_on, Setting.id))
    return sorted(found, key=lambda change: not change.waits)


def contract_change(actor: Actor, setting_id: int) -> ContractChange:
    """One that the actor may read; NotFound for any other."""
    found = ask(_changes(_rows().where(Setting.id == setting_id, knows_proposal(actor))))
    if not found:
        raise NotFound
    return found[0]


def knows_proposal(actor: Actor) -> ColumnElement[bool]:
    """Contract settings of the COHEs in which the actor sees claims, or whose contract they manage."""
    return and_(Setting.name.in_(TERMS), Setting.cohe_id.in_(actor.cohes_as(*READERS)))


def is_waiting() -> ColumnElement[bool]:
    return and_(
        Setting.name.in_(TERMS), Setting.approved_at.is_(None), Setting.refused_at.is_(None)
    )


def last_row_of_contract(cohe_id: int) -> int:
    """The id of the newest row of a COHE's contract settings, 0 for none."""
    newest = select(func.max(Setting.id)).where(Setting.cohe_id == cohe_id, Setting.name.in_(TERMS))
    return db.session.execute(newest).scalar_one() or 0


def in_force(cohe_id: int, day: date) -> tuple[dict[str, str], SettingsHistory]:
    """The contract's numbers of a day in the spelling in which they are kept, with their history."""
    history = settings_history(cohe_id)
    lines = history.benchmark_lines(day)
    return {
        **in_text(history.on(day)),
        **{name: str(lines[of.name].value) for name, of in LINED.items()},
    }, history


def consequences(actor: Actor, change: ContractChange) -> list[Consequence]:
    """The last finished quarter's claims per FTE without and with what is proposed; nothing where that
    changes none of it, as a benchmark's line, and before there is one."""
    if change.term.name in LINED:
        return []
    centre = centre_named(centres(actor), change.slug)
    facts = ask(workload(actor, centre, Quarter.of(actor.on_day).previous)).facts
    if not facts.has_begun:
        return []
    value = read_term(change.term.name, change.value)
    proposed = replace(facts, settings=replace(facts.settings, **{change.term.name: value}))
    before, after = _consequence(facts), _consequence(proposed)
    return [] if before == after else [before, after]


def _consequence(facts: QuarterFacts) -> Consequence:
    figure = facts.figure(facts.basis, facts.bases())
    limit = str(facts.settings.claims_per_fte_limit)
    return Consequence(facts.quarter, limit, figure.shown, figure.needs_discussion)


_proposer, _approver, _refuser = (aliased(StaffMember) for _who in range(3))


def _rows() -> Any:
    return (
        select(
            Setting.id,
            Setting.cohe_id,
            Cohe.name.label("cohe"),
            Cohe.slug,
            Setting.name,
            Setting.value,
            Setting.from_on,
            Setting.source,
            Setting.proposed_by_id,
            _proposer.name.label("proposed_by"),
            Setting.proposed_at,
            _approver.name.label("approved_by"),
            Setting.approved_at,
            _refuser.name.label("refused_by"),
            Setting.refused_at,
            Setting.refused_why,
        )
        .outerjoin(Cohe, Cohe.id == Setting.cohe_id)
        .outerjoin(_proposer, _proposer.id == Setting.proposed_by_id)
        .outerjoin(_approver, _approver.id == Setting.approved_by_id)
        .outerjoin(_refuser, _refuser.id == Setting.refused_by_id)
        .where(Setting.name.in_(TERMS))
    )


def _changes(statement: Any) -> Question[list[ContractChange]]:
    (rows,) = yield (statement,)
    told = [row._asdict() for row in rows]
    return [ContractChange(term=TERMS[row.pop("name")], **row) for row in told]
