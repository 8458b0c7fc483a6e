"""The FRQ: six answers under labels of our own, whether they are positive, and its window.

The wording belongs to the University of Washington (domain notes S18) and is never stored or shown.
Positive: yes to question 1, and question 2 at 5 or more of 10, and in question 3 two or more pain
sites or low back with leg pain. Questions 4 to 6 guide the talk and are not scored.
"""

from dataclasses import dataclass

from ohms.domain.errors import RuleBroken

POSITIVE_FROM = 5
SCALE = range(11)
MANY_SITES = 2
MOST_SITES = 20


@dataclass(frozen=True, slots=True)
class Frq:
    """The answers of one FRQ. Questions 4 to 6 may stay empty."""

    q1: bool
    q2: int
    q3_sites: int
    q3_low_back_with_leg: bool
    q4: bool | None = None
    q5: int | None = None
    q6: int | None = None


def is_positive(answers: Frq) -> bool:
    """Whether the answers speak for a contact with the provider about functional recovery."""
    spread = answers.q3_sites >= MANY_SITES or answers.q3_low_back_with_leg
    return answers.q1 and answers.q2 >= POSITIVE_FROM and spread


def check_answers(answers: Frq) -> None:
    """Refuse numbers that lie outside their scales."""
    for name in ("q2", "q5", "q6"):
        value = getattr(answers, name)
        if value is not None and value not in SCALE:
            raise RuleBroken("Enter a whole number from 0 to 10.", field=name)
    if not 0 <= answers.q3_sites <= MOST_SITES:
        raise RuleBroken(f"Enter a number of sites from 0 to {MOST_SITES}.", field="q3_sites")


def in_words(answers: Frq) -> str:
    """The answers in one line, under the labels of our own."""
    sites = f"{answers.q3_sites} site{'' if answers.q3_sites == 1 else 's'}"
    leg = ", low back with leg" if answers.q3_low_back_with_leg else ""
    told = [f"Q1 {_yes(answers.q1)}", f"Q2 {answers.q2} of 10", f"Q3 {sites}{leg}"]
    if answers.q4 is not None:
        told.append(f"Q4 {_yes(answers.q4)}")
    told += [
        f"{name} {value} of 10"
        for name, value in (("Q5", answers.q5), ("Q6", answers.q6))
        if value is not None
    ]
    return f"{'Positive' if is_positive(answers) else 'Negative'}: {'; '.join(told)}."


def _yes(said: bool) -> str:
    return "yes" if said else "no"
