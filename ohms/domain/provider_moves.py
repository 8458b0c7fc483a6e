"""A provider's claims in other hands from a day on: the new claims only, or the open ones too."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from ohms.domain.calendar import written
from ohms.domain.errors import RuleBroken


class Goes(StrEnum):
    """Which of a provider's claims go along; closed ones always go with the provider."""

    NEW_ONLY = "new_only"
    OPEN_TOO = "open_too"


def task_goes(due_by: date, from_on: date, today: date) -> bool:
    """Whether an open task goes along. From today all of them; ahead of a later day those that are
    due from then on, for what is due before is the former coordinator's to finish."""
    return from_on <= today or due_by >= from_on


def check_is_another(standing_id: int | None, to_staff_id: int) -> None:
    if standing_id == to_staff_id:
        raise RuleBroken("This provider is theirs already.", field="to")


def check_has_nobody(provider: str, coordinator: str | None) -> None:
    """Many at once are given to somebody alone where nothing is taken from anybody."""
    if coordinator is not None:
        raise RuleBroken(
            f"{provider} has a coordinator by now, {coordinator}: look at the list again."
        )


def check_none_is_planned(provider: str, planned_on: date | None) -> None:
    """Nor where somebody has been found already, from a later day."""
    if planned_on is not None:
        raise RuleBroken(
            f"{provider} has a coordinator planned from {written(planned_on)}: look at the list again."
        )


def check_some_are_picked(provider_ids: Sequence[int]) -> None:
    if not provider_ids:
        raise RuleBroken("Pick the providers, or all who have nobody.")


def check_some_still_wait(provider_ids: Sequence[int]) -> None:
    """Of all who had nobody on a page, at least one has nobody yet."""
    if not provider_ids:
        raise RuleBroken(
            "Each of those shown has found a coordinator by now: look at the list again."
        )


def told_of_given(given: int, taker: str, shown: int | None, come: int) -> str:
    """Who has those picked now; of all that a page `shown`, what changed meanwhile too: those that had
    found somebody, and those that have `come` to have nobody."""
    told = [f"{given:,} provider{' has' if given == 1 else 's have'} {taker} as coordinator now."]
    if shown is not None and (left := shown - given):
        told.append(
            f"{left:,} of those shown had found one meanwhile, and {'keeps' if left == 1 else 'keep'} it."
        )
    if shown is not None and come:
        told.append(
            f"{come:,} more {'has' if come == 1 else 'have'} nobody since the page was shown."
        )
    return " ".join(told)


def check_nothing_planned(planned_on: date | None) -> None:
    """Refuse a move before another one that is planned."""
    if planned_on is not None:
        raise RuleBroken(
            f"Another coordinator is planned from {written(planned_on)}. Choose a day after it.",
            field="from_on",
        )
