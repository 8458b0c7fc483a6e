"""ROA, APF, time loss and documents: what hangs on a claim."""

from datetime import date, timedelta

from sqlalchemy import select, update

from ohms.commands.unit_of_work import bulk_unit
from ohms.commands.work_status import add_work_status, end_work_status
from ohms.domain.feed import FeedKind
from ohms.domain.recovery import EpisodeSource
from ohms.domain.values import TimeLossKind, WorkStatus
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.documents import Document
from ohms.models.feed import FeedRefusal
from ohms.models.medical import (
    ActivityPrescription,
    ReportOfAccident,
    TimeLossPayment,
    WorkStatusEpisode,
)
from ohms.models.providers import Provider
from ohms.queries.guard import unscoped
from tests.commands.feed.files import AS_OF, Feed
from tests.house import count_of, one

LATER = AS_OF + timedelta(days=1)
THIS_CLAIM = Claim.claim_number == "A123456"


def test_what_hangs_on_a_claim_that_is_not_here_is_refused_without_its_number(feed: Feed) -> None:
    for kind in (FeedKind.ROA, FeedKind.APF, FeedKind.TIME_LOSS, FeedKind.DOCUMENTS):
        assert feed.give(kind, {}).state == "failed"
    with feed.house.app.app_context(), unscoped("a test looks"):
        rows = db.session.execute(select(FeedRefusal.field, FeedRefusal.reason)).all()
    assert len(rows) == 4
    assert {row.field for row in rows} == {"claim_number"}
    assert all(row.reason.startswith("Bring this claim with claims.csv") for row in rows)
    assert not any("A123456" in row.reason for row in rows)


def test_a_roa_fills_the_claims_day_of_receipt_where_it_is_empty(feed: Feed) -> None:
    feed.claims({"roa_received_on": ""}, {"claim_number": "B123456"})
    lines: tuple[dict[str, str], ...] = (
        {},
        {"claim_number": "B123456", "received_on": "2026-09-09"},
    )
    assert feed.give(FeedKind.ROA, *lines).added == 2
    with feed.house.app.app_context():
        assert one(select(Claim.roa_received_on).where(THIS_CLAIM)) == date(2026, 9, 4)
        other = select(Claim.roa_received_on).where(Claim.claim_number == "B123456")
        assert one(other) == date(2026, 9, 4)
    assert feed.claims({"roa_received_on": ""}).unchanged == 1
    assert feed.give(FeedKind.ROA, *lines).unchanged == 2
    assert feed.give(FeedKind.ROA, {"received_on": "2026-09-05"}).updated == 1
    with feed.house.app.app_context():
        assert count_of(ReportOfAccident) == 2


def test_an_older_file_of_the_same_kind_is_refused_for_that_claim(feed: Feed) -> None:
    feed.claims({})
    feed.give(FeedKind.ROA, {}, as_of=LATER)
    assert feed.give(FeedKind.ROA, {"received_on": "2026-09-05"}).refused == 1
    assert feed.give(FeedKind.APF, {}).added == 1


def episodes(feed: Feed) -> list[tuple[str, date, date | None]]:
    with feed.house.app.app_context(), unscoped("a test looks"):
        rows = db.session.execute(
            select(
                WorkStatusEpisode.work_status, WorkStatusEpisode.from_on, WorkStatusEpisode.to_on
            ).order_by(WorkStatusEpisode.from_on)
        )
        return [(status.value, from_on, to_on) for status, from_on, to_on in rows]


OFF = {
    "exam_on": "2026-09-03",
    "work_status": "off_work",
    "from_on": "2026-09-03",
    "to_on": "2026-09-30",
    "hours_per_day": "",
    "next_exam_on": "",
}
BACK = {**OFF, "exam_on": "2026-09-20", "work_status": "modified_duty", "from_on": "2026-09-21"}


def test_a_newer_exam_ends_the_older_episode_the_day_before(feed: Feed) -> None:
    feed.claims({})
    lines = ({**BACK, "to_on": ""}, OFF)
    assert feed.give(FeedKind.APF, *lines).added == 2
    wanted = [
        ("off_work", date(2026, 9, 3), date(2026, 9, 20)),
        ("modified_duty", date(2026, 9, 21), None),
    ]
    assert episodes(feed) == wanted
    with feed.house.app.app_context():
        assert one(select(Claim.work_status).where(THIS_CLAIM)) is WorkStatus.MODIFIED_DUTY
    assert feed.give(FeedKind.APF, *lines).unchanged == 2
    assert episodes(feed) == wanted
    feed.give(
        FeedKind.APF, {**BACK, "exam_on": "2026-09-25", "work_status": "full_duty", "to_on": ""}
    )
    assert episodes(feed) == [wanted[0], ("full_duty", date(2026, 9, 21), None)]


def test_episodes_kept_by_hand_stay_and_win_on_their_days(feed: Feed) -> None:
    feed.claims({})
    with feed.house.app.app_context():
        claim_id = one(select(Claim.id).where(THIS_CLAIM))
        feed.house.add(
            WorkStatusEpisode,
            claim_id=claim_id,
            cohe_id=feed.house.cohe["alder"],
            work_status=WorkStatus.KEPT_ON_SALARY,
            from_on=date(2026, 9, 10),
            to_on=date(2026, 9, 12),
            source="employer",
        )
    feed.give(FeedKind.APF, OFF)
    assert episodes(feed) == [
        ("off_work", date(2026, 9, 3), date(2026, 9, 9)),
        ("kept_on_salary", date(2026, 9, 10), date(2026, 9, 12)),
        ("off_work", date(2026, 9, 13), date(2026, 9, 30)),
    ]


def test_what_people_corrected_of_an_apf_stays_when_the_feed_tells_it_again(feed: Feed) -> None:
    feed.claims({})
    feed.give(FeedKind.APF, OFF)
    with feed.house.app.app_context():
        actor = feed.house.actor("alder.hsc1")
        claim_id = one(select(Claim.id).where(THIS_CLAIM))
        episode = one(select(WorkStatusEpisode.id))
        end_work_status(actor, claim_id, episode, to_on=date(2026, 9, 10))
    corrected = ("off_work", date(2026, 9, 3), date(2026, 9, 10))
    assert episodes(feed) == [corrected]
    feed.give(FeedKind.APF, OFF, as_of=LATER)
    assert episodes(feed) == [corrected]
    feed.give(FeedKind.APF, OFF, BACK, as_of=LATER)
    assert episodes(feed) == [
        corrected,
        ("modified_duty", date(2026, 9, 21), date(2026, 9, 30)),
    ]


def test_the_other_part_of_an_apf_stays_when_one_part_is_corrected(feed: Feed) -> None:
    feed.claims({})
    with feed.house.app.app_context():
        actor = feed.house.actor("alder.hsc1")
        claim_id = one(select(Claim.id).where(THIS_CLAIM))
        add_work_status(
            actor,
            claim_id,
            status=WorkStatus.KEPT_ON_SALARY,
            source=EpisodeSource.EMPLOYER,
            from_on=date(2026, 9, 10),
            to_on=date(2026, 9, 12),
        )
    feed.give(FeedKind.APF, OFF)
    assert len(episodes(feed)) == 3
    with feed.house.app.app_context():
        first = one(
            select(WorkStatusEpisode.id).where(WorkStatusEpisode.from_on == date(2026, 9, 3))
        )
        end_work_status(actor, claim_id, first, to_on=date(2026, 9, 5))
    feed.give(FeedKind.APF, OFF, as_of=LATER)
    assert episodes(feed) == [
        ("off_work", date(2026, 9, 3), date(2026, 9, 5)),
        ("kept_on_salary", date(2026, 9, 10), date(2026, 9, 12)),
        ("off_work", date(2026, 9, 13), date(2026, 9, 30)),
    ]


def test_an_apf_by_a_provider_nobody_named_keeps_the_number(feed: Feed) -> None:
    feed.claims({})
    assert feed.give(FeedKind.APF, {**OFF, "provider_id": "7654321"}).added == 1
    with feed.house.app.app_context():
        provider = one(select(Provider).where(Provider.lni_provider_id == "7654321"))
        assert provider.name.startswith("Provider 7654321, name not known")
        assert count_of(ActivityPrescription) == 1


def test_the_time_loss_file_wins_over_the_two_columns_of_claims(feed: Feed) -> None:
    columns = {"time_loss_from": "2026-09-05", "time_loss_to": "2026-09-30"}
    feed.claims(columns)
    with feed.house.app.app_context():
        assert one(select(TimeLossPayment.paid_to_on)) == date(2026, 9, 30)
        assert one(select(Claim.on_time_loss).where(THIS_CLAIM)) is True
    assert feed.claims(columns).unchanged == 1
    lines: tuple[dict[str, str], ...] = ({}, {"paid_from": "2026-09-19", "paid_to": "2026-10-02"})
    assert feed.give(FeedKind.TIME_LOSS, *lines).added == 2
    assert feed.claims({"time_loss_from": "2026-09-06"}).unchanged == 1
    assert feed.give(FeedKind.TIME_LOSS, *lines).unchanged == 2
    with feed.house.app.app_context():
        assert count_of(TimeLossPayment) == 2


def test_kept_on_salary_alone_makes_no_time_loss_claim(feed: Feed) -> None:
    feed.claims({"time_loss_from": "2026-09-05"})
    feed.give(FeedKind.TIME_LOSS, {"kind": "kept_on_salary"})
    with feed.house.app.app_context():
        assert one(select(Claim.on_time_loss).where(THIS_CLAIM)) is False
        assert one(select(TimeLossPayment.kind)) is TimeLossKind.KEPT_ON_SALARY
    feed.give(FeedKind.TIME_LOSS, {"paid_from": "2026-10-01", "paid_to": "2026-10-02"})
    with feed.house.app.app_context():
        assert one(select(Claim.on_time_loss).where(THIS_CLAIM)) is True


def test_columns_that_become_empty_take_their_payment_away(feed: Feed) -> None:
    feed.claims({"time_loss_from": "2026-09-05"})
    assert feed.claims({"time_loss_from": ""}).updated == 1
    with feed.house.app.app_context():
        assert count_of(TimeLossPayment) == 0
        assert one(select(Claim.on_time_loss).where(THIS_CLAIM)) is False


def test_documents_are_listed_by_file_name_and_uploaded_ones_left_alone(feed: Feed) -> None:
    feed.claims({})
    assert feed.give(FeedKind.DOCUMENTS, {}).added == 1
    assert feed.give(FeedKind.DOCUMENTS, {}).unchanged == 1
    assert feed.give(FeedKind.DOCUMENTS, {"title": "First exam"}).updated == 1
    with feed.house.app.app_context():
        document = one(select(Document))
        assert (document.title, document.source, document.sha256) == ("First exam", "feed", None)
        with bulk_unit("test", None):
            db.session.execute(update(Document).values(source="upload"))
    assert feed.give(FeedKind.DOCUMENTS, {}).added == 1


def test_a_file_name_longer_than_its_column_is_refused_with_the_limit(feed: Feed) -> None:
    feed.claims({})
    assert feed.give(FeedKind.DOCUMENTS, {"file": "d" * 201}).refused == 1
    with feed.house.app.app_context():
        assert one(select(FeedRefusal.reason)).startswith("Shorten file to at most 200 characters")
