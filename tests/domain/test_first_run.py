"""The first steps of a COHE: what is done, and what comes next."""

from dataclasses import replace

import pytest

from ohms.domain.first_run import CentreFacts, next_of, steps_of

NEW = CentreFacts(1, "Sound COHE", 0, 0, 0, 0, 0, 0, False, 0)
READY = CentreFacts(1, "Sound COHE", 1, 2, 1, 12, 12, 12, True, 3)


@pytest.mark.parametrize(
    ("centre", "comes_next"),
    [
        (NEW, "People"),
        (replace(NEW, supervisors=1), "People"),
        (replace(NEW, coordinators=1), "People"),
        (replace(NEW, supervisors=1, coordinators=1), "Providers"),
        (replace(READY, assigned=0, has_claims=False), "Claims"),
        (replace(READY, assigned=11, deputies=0), "A coordinator for each provider"),
        (replace(READY, deputies=0, settings=0), "A standing deputy for each provider"),
        (replace(READY, settings=0), "Settings"),
        (READY, None),
    ],
)
def test_the_next_step_is_the_first_that_is_needed_then_what_may_wait(
    centre: CentreFacts, comes_next: str | None
) -> None:
    step = next_of(steps_of(centre))
    assert (step.title if step else None) == comes_next


def test_nothing_is_done_in_an_empty_cohe_and_everybody_has_somewhere_to_go() -> None:
    steps = steps_of(NEW)
    assert not any(step.is_done for step in steps)
    assert all(step.for_administrator or step.for_supervisor for step in steps)
    assert "1 supervisor, 2 coordinators" in steps_of(READY)[0].told
    assert not any("0 of 0" in step.told for step in steps), "a part of nothing says nothing"
    assert steps_of(READY)[3].told.startswith("12 of 12 have one.")
