"""Work status by hand through its commands: places, corrections kept, the claim brought up."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ohms.commands.refusals import SENTENCES
from ohms.commands.work_status import (
    add_work_status,
    correct_work_status,
    end_work_status,
    remove_work_status,
)
from ohms.domain.actor import Actor
from ohms.domain.errors import NotAllowed, NotFound, RuleBroken
from ohms.domain.recovery import EpisodeSource
from ohms.domain.values import WorkStatus
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.medical import ActivityPrescription, WorkStatusCorrection, WorkStatusEpisode
from ohms.queries.checks.belonging import overlapping
from ohms.queries.checks.summaries import work_status_differs
from ohms.queries.guard import unscoped
from tests.house import House, count_of, one

OFF, FULL = WorkStatus.OFF_WORK, WorkStatus.FULL_DUTY
WORKER, EMPLOYER = EpisodeSource.WORKER, EpisodeSource.EMPLOYER
TODAY = date(2026, 11, 24)
REFUSED_BY_THE_DATABASE = SENTENCES["ex_work_status_episode_overlap"][0]


def nov(day: int) -> date:
    return date(2026, 11, day)


@pytest.fixture
def actor(house: House) -> Iterator[Actor]:
    with house.app.app_context():
        yield house.actor("alder.hsc1")


def stands(claim_id: int) -> list[tuple[WorkStatus, date, date | None]]:
    """The claim's episodes in order."""
    with unscoped("a test looks"):
        rows = db.session.execute(
            select(
                WorkStatusEpisode.work_status, WorkStatusEpisode.from_on, WorkStatusEpisode.to_on
            )
            .where(WorkStatusEpisode.claim_id == claim_id)
            .order_by(WorkStatusEpisode.from_on)
        )
        return [(status, from_on, to_on) for status, from_on, to_on in rows]


def status_of(claim_id: int) -> WorkStatus:
    db.session.rollback()
    found = one(select(Claim.work_status).where(Claim.id == claim_id))
    assert isinstance(found, WorkStatus)
    return found


def test_a_new_status_ends_the_open_one_and_the_claim_follows(house: House, actor: Actor) -> None:
    claim = house.claim["AL10001"]
    add_work_status(actor, claim, status=OFF, source=WORKER, from_on=nov(2))
    assert status_of(claim) is OFF
    add_work_status(actor, claim, status=FULL, source=EMPLOYER, from_on=nov(16))
    assert stands(claim) == [(OFF, nov(2), nov(15)), (FULL, nov(16), None)]
    assert status_of(claim) is FULL
    kept = one(select(WorkStatusCorrection.how).where(WorkStatusCorrection.claim_id == claim))
    assert kept == "ended"


def test_a_clash_is_refused_with_the_other_named_or_cut_when_asked(
    house: House, actor: Actor
) -> None:
    claim = house.claim["AL10001"]
    add_work_status(actor, claim, status=OFF, source=WORKER, from_on=nov(2), to_on=nov(20))
    wanted = {"status": FULL, "source": WORKER, "from_on": nov(9), "to_on": nov(10)}
    with pytest.raises(RuleBroken, match="Off work, Mon Nov 2, 2026 to Fri Nov 20") as refusal:
        add_work_status(actor, claim, **wanted)  # type: ignore[arg-type]
    assert refusal.value.field == "from_on"
    assert len(stands(claim)) == 1
    add_work_status(actor, claim, **wanted, cut=True)  # type: ignore[arg-type]
    assert stands(claim) == [
        (OFF, nov(2), nov(8)),
        (FULL, nov(9), nov(10)),
        (OFF, nov(11), nov(20)),
    ]


def test_a_correction_keeps_what_stood_and_who_changed_it(house: House, actor: Actor) -> None:
    claim = house.claim["AL10001"]
    first = add_work_status(actor, claim, status=OFF, source=WORKER, from_on=nov(2))
    correct_work_status(actor, claim, first, status=OFF, source=EMPLOYER, from_on=nov(4))
    end_work_status(actor, claim, first, to_on=nov(9))
    assert stands(claim) == [(OFF, nov(4), nov(9))]
    with unscoped("a test looks"):
        rows = db.session.execute(
            select(
                WorkStatusCorrection.how,
                WorkStatusCorrection.from_on,
                WorkStatusCorrection.to_on,
                WorkStatusCorrection.changed_by_id,
            ).order_by(WorkStatusCorrection.id)
        ).all()
    me = house.staff["alder.hsc1"]
    assert [tuple(row) for row in rows] == [
        ("corrected", nov(2), None, me),
        ("ended", nov(4), None, me),
    ]
    remove_work_status(actor, claim, first)
    assert stands(claim) == []
    assert status_of(claim) is WorkStatus.UNKNOWN


def test_a_correction_over_what_somebody_changed_meanwhile_is_refused(
    house: House, actor: Actor
) -> None:
    claim = house.claim["AL10001"]
    first = add_work_status(actor, claim, status=OFF, source=WORKER, from_on=nov(2))
    seen = "off_work|worker|2026-11-02|"
    end_work_status(actor, claim, first, to_on=nov(9))
    with pytest.raises(RuleBroken, match="Somebody changed this work status"):
        correct_work_status(
            actor, claim, first, status=FULL, source=WORKER, from_on=nov(2), stood=seen
        )
    now = f"{seen}2026-11-09"
    correct_work_status(actor, claim, first, status=FULL, source=WORKER, from_on=nov(2), stood=now)
    assert stands(claim) == [(FULL, nov(2), None)]


def test_an_episode_of_an_apf_becomes_ours_by_correcting_and_is_never_removed(
    house: House, actor: Actor
) -> None:
    claim = house.claim["AL10001"]
    about = {"claim_id": claim, "cohe_id": house.cohe["alder"], "from_on": nov(2)}
    apf = house.add(
        ActivityPrescription,
        **about,
        provider_id=house.provider["alder.1"],
        exam_on=nov(2),
        work_status=OFF,
        complete=True,
    )
    episode = house.add(
        WorkStatusEpisode, **about, work_status=OFF, source="apf", activity_prescription_id=apf
    )
    with pytest.raises(RuleBroken, match="An APF told this work status"):
        remove_work_status(actor, claim, episode)
    end_work_status(actor, claim, episode, to_on=nov(9))
    assert one(select(WorkStatusEpisode.corrected_by_hand)) is True


def test_the_same_form_sent_twice_adds_one(house: House, actor: Actor) -> None:
    claim = house.claim["AL10001"]
    sent = {"status": OFF, "source": WORKER, "from_on": nov(2), "key": "one form load"}
    assert add_work_status(actor, claim, **sent) == add_work_status(actor, claim, **sent)  # type: ignore[arg-type]
    assert count_of(WorkStatusEpisode) == 1


def test_only_casework_within_its_sight_records_a_work_status(house: House, actor: Actor) -> None:
    claim, wanted = house.claim["AL10003"], {"status": OFF, "source": WORKER, "from_on": nov(2)}
    for outsider in ("birch.hsc1", "alder.assistant1"):
        with pytest.raises(NotFound):
            add_work_status(house.actor(outsider), claim, **wanted)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        add_work_status(house.actor("alder.supervisor"), claim, **wanted)  # type: ignore[arg-type]
    own = add_work_status(actor, claim, **wanted)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        end_work_status(actor, house.claim["AL10001"], own, to_on=nov(9))
    low = house.claim["AL10002"]
    add_work_status(house.actor("alder.assistant1"), low, **wanted)  # type: ignore[arg-type]
    assert stands(low) == [(OFF, nov(2), None)]


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["add", "add", "correct", "end", "remove"]),
        st.integers(0, 25),
        st.one_of(st.none(), st.integers(0, 8)),
        st.booleans(),
        st.integers(0, 5),
    ),
    min_size=3,
    max_size=8,
)


def one_act(
    actor: Actor, claim: int, act: tuple[str, int, int | None, bool, int], ids: list[int]
) -> None:
    kind, start, length, cut, which = act
    first = date(2026, 10, 30) + timedelta(days=start)
    last = None if length is None else first + timedelta(days=length)
    told = {"status": OFF, "source": WORKER, "from_on": first, "to_on": last, "cut": cut}
    if kind == "add" or not ids:
        add_work_status(actor, claim, **told)  # type: ignore[arg-type]
        return
    chosen = ids[which % len(ids)]
    if kind == "correct":
        correct_work_status(actor, claim, chosen, **told)  # type: ignore[arg-type]
    elif kind == "end":
        end_work_status(actor, claim, chosen, to_on=last or first)
    else:
        remove_work_status(actor, claim, chosen)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=ACTS)
def test_episodes_in_the_database_never_overlap_and_the_claim_agrees(
    house: House, acts: list[tuple[str, int, int | None, bool, int]]
) -> None:
    with house.app.app_context():
        actor, claim = house.actor("alder.hsc1"), house.claim["AL10001"]
        for act in acts:
            with unscoped("a test looks"):
                ids = list(db.session.execute(select(WorkStatusEpisode.id)).scalars())
            said = ""
            try:
                one_act(actor, claim, act, ids)
            except RuleBroken as refusal:
                said = refusal.message
            assert said != REFUSED_BY_THE_DATABASE  # the rule comes first
            with unscoped("a test looks"):
                assert list(overlapping(TODAY)) == []
                assert list(work_status_differs(TODAY)) == []
            db.session.rollback()
