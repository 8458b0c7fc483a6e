"""What the simulated world is made of: plain, frozen rows, keyed by names instead of database ids.

Ranges of days are inclusive at both ends; an empty end is open. People are keyed by user name,
COHEs by slug, providers by L&I id, employers by account id, positions and clinics by `key`.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from ohms.domain.values import AbsenceKind, EndedBy, Role


@dataclass(frozen=True, slots=True)
class PlannedCohe:
    """A fictional centre. `share`: its claim minutes over the minutes its HSCs have available."""

    slug: str
    name: str
    sponsor: str
    number: int
    area_codes: tuple[str, ...]
    cities: tuple[str, ...]
    claims_per_year: int
    share: Fraction
    closing_days: tuple[tuple[date, str], ...]


@dataclass(frozen=True, slots=True)
class PlannedClinic:
    key: str
    cohe: str
    name: str
    city: str
    phone: str
    fax: str


@dataclass(frozen=True, slots=True)
class PlannedProvider:
    """An attending provider with habits.

    `weight`: share of the COHE's claims; `roa_on_time`, `roa_complete`, `apf_habit`: the chance
    that a Report of Accident is received in two business days, that it is complete, and that a
    claim without time loss gets an APF within 12 weeks.
    """

    provider_id: str
    last_name: str
    first_name: str
    credential: str
    clinic: str
    cohe: str
    enrolled_from: date
    enrolled_to: date | None
    weight: float
    roa_on_time: float
    roa_complete: float
    apf_habit: float


@dataclass(frozen=True, slots=True)
class PlannedEmployer:
    account_id: str
    name: str
    contact: str
    phone: str
    cohe: str
    weight: float
    has_light_duty: bool


@dataclass(frozen=True, slots=True)
class PlannedStaff:
    """Someone who signs in. `cohe` is empty for L&I's people and the administrator."""

    username: str
    name: str
    cohe: str | None
    hired_on: date


@dataclass(frozen=True, slots=True)
class PlannedPosition:
    """A dated position; `weekday_minutes` from Monday to Sunday. `cohe` empty: everywhere."""

    key: str
    staff: str
    role: Role
    cohe: str | None
    weekday_minutes: tuple[int, int, int, int, int, int, int]
    from_on: date
    to_on: date | None = None
    ended_by: EndedBy | None = None

    @property
    def weekly_minutes(self) -> int:
        """Minutes of a whole week; 2,400 are one FTE."""
        return sum(self.weekday_minutes)

    def held_on(self, day: date) -> bool:
        """Whether the position is held on a day; its last day counts."""
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


@dataclass(frozen=True, slots=True)
class PlannedAssignment:
    """Who coordinates the claims of a provider, and who stands in. No deputy: a gap, shown."""

    provider_id: str
    cohe: str
    staff: str
    deputy: str | None
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True)
class PlannedAssistantship:
    assistant: str
    coordinator: str
    from_on: date
    to_on: date | None = None


@dataclass(frozen=True, slots=True)
class PlannedAbsence:
    """`minutes_a_day` empty: all that was scheduled."""

    staff: str
    from_on: date
    to_on: date
    kind: AbsenceKind
    minutes_a_day: int | None = None


@dataclass(frozen=True, slots=True)
class PlannedTraining:
    """One piece of training evidence.

    `kind`: `basic` (topic: `roles`, `responsibilities`, `processes`), `approved_content`,
    `orientation`, `shadowing` (host: an HSC of another COHE) or `conference`.
    """

    staff: str
    kind: str
    topic: str
    on: date
    minutes: int
    host: str | None = None


@dataclass(frozen=True, slots=True)
class PlannedOnboarding:
    """The papers of a new HSC; an empty day is a step not yet taken."""

    staff: str
    position: str
    number_applied_on: date
    number_received_on: date | None
    application_sent_on: date | None
    application_accepted_on: date | None
    training_due_by: date


@dataclass(frozen=True, slots=True)
class PlannedVacancy:
    """An HSC position ended by departure that left the COHE below its required FTE."""

    cohe: str
    position: str
    ended_on: date
    due_by: date
    staffed_before: Fraction
    staffed_after: Fraction
    required: Fraction


@dataclass(frozen=True)
class World:
    """All that stands before the first claim arrives. Built by `ohms.simulator.world.build_world`.

    `first_day`: the first day of claims and time; `notes_from`: of notes, contacts and tasks.
    """

    today: date
    seed: int
    first_day: date
    notes_from: date
    cohes: tuple[PlannedCohe, ...]
    clinics: tuple[PlannedClinic, ...]
    providers: tuple[PlannedProvider, ...]
    employers: tuple[PlannedEmployer, ...]
    staff: tuple[PlannedStaff, ...]
    positions: tuple[PlannedPosition, ...]
    assignments: tuple[PlannedAssignment, ...]
    assistantships: tuple[PlannedAssistantship, ...]
    absences: tuple[PlannedAbsence, ...]
    trainings: tuple[PlannedTraining, ...]
    onboardings: tuple[PlannedOnboarding, ...]
    vacancies: tuple[PlannedVacancy, ...]
    resting: frozenset[str] = frozenset()
    """Coordinators and assistants whom real people play: the simulation does no work for them."""

    @cached_property
    def cohe_by_slug(self) -> dict[str, PlannedCohe]:
        return {cohe.slug: cohe for cohe in self.cohes}

    @cached_property
    def clinic_by_key(self) -> dict[str, PlannedClinic]:
        return {clinic.key: clinic for clinic in self.clinics}

    def providers_of(self, cohe: str) -> list[PlannedProvider]:
        return [provider for provider in self.providers if provider.cohe == cohe]

    def employers_of(self, cohe: str) -> list[PlannedEmployer]:
        return [employer for employer in self.employers if employer.cohe == cohe]

    def positions_of(self, cohe: str, role: Role) -> list[PlannedPosition]:
        """The positions of one role in a COHE, past ones included."""
        return [p for p in self.positions if p.cohe == cohe and p.role == role]
