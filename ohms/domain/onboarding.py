"""How somebody who works on claims is brought in: papers, the COHE's basic training, and the yearly
word to keep what they see to themselves.

L&I: a new HSC has an L&I provider number first, then the HSC Supplemental Application is sent. An HSC
has a bachelor's degree and three years in direct patient care, return-to-work coordination,
occupational health or similar, or seven years; an assistant three. Schedulers and referral clerks do
not count. That the number, the application and the basic training have no day of their own is how
public material leaves it; that confidentiality is acknowledged on the first day and each year after is
our assumption.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ohms.domain.calendar import add_months
from ohms.domain.errors import RuleBroken
from ohms.domain.training import BasicTopic, missing_basic_topics
from ohms.domain.values import Role

MONTHS_A_YEAR = 12


class Step(StrEnum):
    """The dated steps, in their order."""

    QUALIFICATION = "qualification"
    PROVIDER_NUMBER_APPLIED = "provider_number_applied"
    PROVIDER_NUMBER_RECEIVED = "provider_number_received"
    APPLICATION_SENT = "application_sent"
    APPLICATION_ACCEPTED = "application_accepted"
    CONFIDENTIALITY = "confidentiality"


BY_SUPERVISOR = tuple(step for step in Step if step is not Step.CONFIDENTIALITY)
"""The last is the person's own word."""

FIRST: Mapping[Step, Step] = {
    Step.PROVIDER_NUMBER_RECEIVED: Step.PROVIDER_NUMBER_APPLIED,
    Step.APPLICATION_SENT: Step.PROVIDER_NUMBER_RECEIVED,
    Step.APPLICATION_ACCEPTED: Step.APPLICATION_SENT,
}
"""What must have been done before, on the same day at the latest."""


class Route(StrEnum):
    """How the qualification is met."""

    BACHELOR_3_YEARS = "bachelor_3_years"
    SEVEN_YEARS = "seven_years"
    ASSISTANT_3_YEARS = "assistant_3_years"


ROUTES: Mapping[Role, tuple[Route, ...]] = {
    Role.HSC: (Route.BACHELOR_3_YEARS, Route.SEVEN_YEARS),
    Role.HSC_ASSISTANT: (Route.ASSISTANT_3_YEARS, Route.BACHELOR_3_YEARS, Route.SEVEN_YEARS),
}


@dataclass(frozen=True, slots=True)
class Onboarding:
    """How far somebody is brought in."""

    role: Role
    begins_on: date
    done: Mapping[Step, date] = field(default_factory=dict)
    topics: frozenset[BasicTopic] = frozenset()

    @property
    def missing(self) -> list[Step]:
        """Steps by the supervisor that nobody recorded; an assistant sends no application."""
        return [step for step in self.needed if step not in self.done]

    @property
    def needed(self) -> list[Step]:
        """An assistant has a provider number too, but no HSC Supplemental Application."""
        papers = (Step.APPLICATION_SENT, Step.APPLICATION_ACCEPTED)
        return [s for s in BY_SUPERVISOR if self.role is Role.HSC or s not in papers]

    @property
    def missing_topics(self) -> list[BasicTopic]:
        return missing_basic_topics(self.topics)

    @property
    def confidentiality_due(self) -> date:
        return confidentiality_due(self.begins_on, self.done.get(Step.CONFIDENTIALITY))


def confidentiality_due(begins_on: date, last_on: date | None) -> date:
    """The first day, and then a year after the last time, clamped to the month's end."""
    return begins_on if last_on is None else add_months(last_on, MONTHS_A_YEAR)


def check_step(step: Step, done_on: date, done: Mapping[Step, date], today: date) -> None:
    """A step has been done, and after the one that it follows."""
    if step not in BY_SUPERVISOR:
        raise RuleBroken("The person acknowledges it, on their own page.", field="step")
    if done_on > today:
        raise RuleBroken("Enter a day that is not after today.", field="done_on")
    first = FIRST.get(step)
    if first is not None and (first not in done or done[first] > done_on):
        words = str(first).replace("_", " ")
        raise RuleBroken(f"First comes: {words}.", field="step")


def check_route(step: Step, route: Route | None, role: Role) -> None:
    if step is Step.QUALIFICATION and route not in ROUTES[role]:
        raise RuleBroken("Choose the route by which they qualify.", field="route")
    if step is not Step.QUALIFICATION and route is not None:
        raise RuleBroken("Only the qualification has a route.", field="route")


def check_provider_number(number: str | None) -> str:
    """L&I's number of a provider as the feed has it: digits, up to seven."""
    text = (number or "").strip()
    if not (text.isascii() and text.isdigit() and 4 <= len(text) <= 7):
        raise RuleBroken("Enter the number that L&I gave, 4 to 7 digits.", field="number")
    return text
