"""What the database refuses, told as a person would: constraint names become sentences."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from sqlalchemy.exc import IntegrityError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.orm.exc import StaleDataError

from ohms.domain.errors import NotCertain, RuleBroken


class Conflict(Exception):
    """Somebody saved the same thing first; nothing of the second save was applied."""


class DatabaseBusy(Exception):
    """The database could not be used now: locked, full, read-only or gone. Nothing was changed, but for
    the one whose answer was lost."""


class AnswerLost(DatabaseBusy, NotCertain):
    """The database went away while it was told to keep the change: it stands, or it does not."""


class PartlyDone(DatabaseBusy, NotCertain):
    """The database could not be used any more, and something of the same act stands."""


class GaveWay(DatabaseBusy):
    """Somebody else wrote the same rows the other way round, and PostgreSQL let them go on. Nothing was
    changed; done again, it goes through."""


SENTENCES: Mapping[str, tuple[str, str | None]] = {
    "ex_enrolment_overlap": ("This provider is enrolled in a COHE on those days already.", None),
    "ex_provider_assignment_overlap": (
        "This provider already has a coordinator on those days.",
        None,
    ),
    "ex_standing_deputy_overlap": ("This provider already has a deputy on those days.", None),
    "ex_assistant_assignment_overlap": (
        "This assistant works under a coordinator on those days already.",
        None,
    ),
    "ex_claim_assignment_overlap": ("This claim is given to somebody on those days already.", None),
    "ex_work_status_episode_overlap": (
        "Another work status stands on some of those days. End it first.",
        "from_on",
    ),
    "ex_coverage_overlap": ("This provider is covered on some of those days already.", None),
    "ex_coordination_period_overlap": (
        "Somebody took this claim up first. Look at it again.",
        None,
    ),
    "claim_transfer.claim_id": ("This claim is offered to somebody already.", None),
    "ix_claim_transfer_open": ("This claim is offered to somebody already.", None),
    "claim_transfer_is_final": ("This offer was answered already.", None),
    "case_note_is_final": ("A signed note never changes. Write an addendum instead.", None),
    "uq_idempotency_key_key": ("It was sent twice at once. Send it once more.", None),
    "idempotency_key.key": ("It was sent twice at once. Send it once more.", None),
    "uq_stay_at_work_use_referral_id_number": (
        "Somebody else told what was used first. Look at it again.",
        None,
    ),
    "stay_at_work_use.referral_id": (
        "Somebody else told what was used first. Look at it again.",
        None,
    ),
    **dict.fromkeys(
        ("ix_saved_view_own", "ix_saved_view_shared", "saved_view.name"),
        ("Choose another name: there is a view of this name.", "name"),
    ),
    **dict.fromkeys(
        ("uq_list_setting_staff_id_list_name", "list_setting.staff_id"),
        ("It was sent twice at once. Send it once more.", None),
    ),
    "billing_batch_is_final": ("A billing batch stays as it was made.", None),
    "billing_line_is_final": ("A billed line stays as it was made.", None),
    "text_template_is_final": ("A version of a template never changes. Save a new one.", None),
    "text_template.number": ("Somebody saved this template first. Look at it again.", None),
    "uq_text_template_cohe_id_template_key_number": (
        "Somebody saved this template first. Look at it again.",
        None,
    ),
    "resource_is_final": ("A version of a resource never changes. Save a new one.", None),
    "resource.number": ("Somebody saved this page first. Look at it again.", None),
    "uq_resource_cohe_id_resource_key_number": (
        "Somebody saved this page first. Look at it again.",
        None,
    ),
    "light_duty_policy_is_final": ("A version of a policy never changes. Save a new one.", None),
    "light_duty_policy.number": ("Somebody saved this policy first. Look at it again.", None),
    "uq_light_duty_policy_employer_id_cohe_id_number": (
        "Somebody saved this policy first. Look at it again.",
        None,
    ),
    **dict.fromkeys(
        (
            "uq_apf_review_activity_prescription_id",
            "uq_apf_review_cohe_id_year_quarter_place",
            "apf_review.activity_prescription_id",
            "apf_review.place",
        ),
        ("Somebody else drew a sample at the same time. Look at it again.", None),
    ),
    "staff_member.username": ("Choose another user name: this one is taken.", "username"),
    "uq_staff_member_username": ("Choose another user name: this one is taken.", "username"),
    "cohe.slug": ("Choose another short name: this one is taken.", "slug"),
    "uq_cohe_slug": ("Choose another short name: this one is taken.", "slug"),
}

UNUSABLE_CLASSES = ("08", "53", "58")
"""PostgreSQL's states of a connection that is lost, of a disk, memory or number of connections that is
exhausted, and of a fault of the system below it."""
UNUSABLE = ("25006", "55P03", "57P01", "57P02", "57P03")
"""It takes no writing, somebody holds what is waited for, or it stops and starts."""
UNWRITABLE = ("locked", "full", "readonly", "disk I/O", "unable to open database file")
"""In the words of SQLite, which has no such states."""
BREAKING_OFF, BROKEN = ("08", "57P", "58"), ("disk I/O",)
"""Those after which it is not known what became of a COMMIT."""
STOOD_IN_THE_WAY = ("40001", "40P01")
"""PostgreSQL's states of two transactions of which one had to give way."""
TIMES = 4

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


@contextmanager
def refused_by_the_database() -> Iterator[None]:
    """Turn refusals of the database into the product's own."""
    try:
        yield
    except StaleDataError as stale:
        raise Conflict from stale
    except IntegrityError as refusal:
        told = sentence_for(str(refusal.orig))
        if told is None:
            raise
        message, field = told
        raise RuleBroken(message, field=field) from refusal
    except (OperationalError, InternalError, PoolExhausted) as trouble:
        if getattr(_refusal(trouble), "sqlstate", None) in STOOD_IN_THE_WAY:
            raise GaveWay from trouble
        if cannot_be_used(trouble):
            raise DatabaseBusy from trouble
        raise


@contextmanager
def lost_where_unanswered() -> Iterator[None]:
    """Around a COMMIT: what the database refused was not kept; where it went away, nobody knows."""
    try:
        yield
    except (OperationalError, InternalError) as trouble:
        if _went_away(_refusal(trouble)):
            raise AnswerLost from trouble
        raise


def _went_away(refusal: Any) -> bool:
    if not hasattr(refusal, "sqlstate"):
        return any(word in str(refusal) for word in BROKEN)
    state = refusal.sqlstate
    return state is None or state.startswith(BREAKING_OFF)


def cannot_be_used(trouble: Exception) -> bool:
    """Whether the database itself cannot be used at the moment: full, read-only, stopped or gone. What
    is wrong in a statement is a fault of the program."""
    if isinstance(trouble, PoolExhausted):
        return True
    refusal = _refusal(trouble)
    if not hasattr(refusal, "sqlstate"):
        return any(word in str(refusal) for word in UNWRITABLE)
    state = refusal.sqlstate
    if state is None:  # the server itself had no word in it: it was not reached, or went away
        return isinstance(trouble, OperationalError)
    return state in UNUSABLE or state[:2] in UNUSABLE_CLASSES


def _refusal(trouble: Exception) -> Any:
    """What the driver said."""
    return getattr(trouble, "orig", None)


def again_where_it_gave_way(act: Callable[[], Result]) -> Result:
    """What `act` returns; it is one whole transaction, done again where it gave way to another, at most
    three times more."""
    for _again in range(TIMES - 1):
        with suppress(GaveWay):
            return act()
    return act()


def done_again(act: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """A function that is one whole transaction, done again where it gave way to another."""

    @wraps(act)
    def run(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        return again_where_it_gave_way(lambda: act(*args, **kwargs))

    return run


def sentence_for(text: str) -> tuple[str, str | None] | None:
    return next((told for name, told in SENTENCES.items() if name in text), None)
