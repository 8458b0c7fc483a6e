"""A claim that exists for named people alone: of a staff member, or of somebody's family.

Who restricts it names those who work on it. Its coordinator is always among them, and a supervisor of
the COHE: else nobody could work on it, or lift what was decided. Source: design.md section 5, "Scope";
who has to be among the named is ours.
"""

from collections.abc import Collection
from enum import StrEnum

from ohms.domain.errors import RuleBroken


class RestrictionReason(StrEnum):
    """Why a claim is for named people alone."""

    STAFF = "staff_member"
    FAMILY = "family_of_staff"
    OTHER = "another_reason"


def check_not_restricted(*, restricted: bool) -> None:
    if restricted:
        raise RuleBroken("It is restricted already. Name or remove people below.")


def check_restricted(*, restricted: bool) -> None:
    if not restricted:
        raise RuleBroken("It is not restricted: everybody of the COHE sees it.")


def check_named(
    named: Collection[int], coordinator: tuple[int, str] | None, supervisors: Collection[int]
) -> None:
    """Its coordinator and a supervisor are among those who see it, or there is no coordinator yet."""
    if coordinator is not None and coordinator[0] not in named:
        raise RuleBroken(
            f"{coordinator[1]} answers for this claim and would not see it. Name them, or hand the"
            " claim over first.",
            field="people",
        )
    if not set(named) & set(supervisors):
        raise RuleBroken("Name a supervisor of the COHE: somebody has to lift it.", field="people")


def check_are_there(named: Collection[int], there: Collection[int]) -> None:
    """Everybody named may see claims of the COHE at all."""
    if not named:
        raise RuleBroken("Name who may see it.", field="people")
    if set(named) - set(there):
        raise RuleBroken("Choose people who work on claims of this COHE.", field="people")
