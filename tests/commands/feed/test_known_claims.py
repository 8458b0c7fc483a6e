"""A line about a known claim changes L&I's fields with old and new recorded, and nothing of ours."""

from datetime import date, timedelta

from sqlalchemy import select, update

from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.feed import FeedKind
from ohms.domain.values import Coordination, Fund, Party
from ohms.extensions import db
from ohms.models.claims import AttendingProvider, Claim
from ohms.models.feed import FeedChange, FeedRefusal, RehomingProposal
from ohms.models.workers import ContactPoint, Worker
from tests.commands.feed.files import A1, A2, AS_OF, B1, Feed
from tests.house import count_of, one

LATER = AS_OF + timedelta(days=1)


def claim_id(feed: Feed, number: str = "A123456") -> int:
    with feed.house.app.app_context():
        return int(one(select(Claim.id).where(Claim.claim_number == number)))


def changes(feed: Feed) -> dict[str, tuple[str | None, str | None]]:
    with feed.house.app.app_context():
        from ohms.queries.guard import unscoped

        with unscoped("a test looks"):
            rows = db.session.execute(select(FeedChange.field, FeedChange.old, FeedChange.new))
            return {field: (old, new) for field, old, new in rows}


def test_changed_fields_are_recorded_old_and_new_and_ours_stay(feed: Feed) -> None:
    feed.claims({})
    with feed.house.app.app_context(), bulk_unit("test", None):
        ours = {"coordination": Coordination.ACTIVE, "safety_flag": "Two people"}
        db.session.execute(update(Claim).values(**ours))
    outcome = feed.claims(
        {"status": "closed", "worker_last_name": "Okafor-Lind", "interpreter_needed": "yes"},
        as_of=LATER,
    )
    assert (outcome.updated, outcome.unchanged) == (1, 0)
    assert changes(feed) == {
        "status": ("allowed", "closed"),
        "worker_last_name": ("Okafor", "Okafor-Lind"),
        "interpreter_needed": ("no", "yes"),
    }
    with feed.house.app.app_context():
        claim = one(select(Claim).where(Claim.claim_number == "A123456"))
        assert (claim.coordination, claim.safety_flag) == (Coordination.ACTIVE, "Two people")
        assert (claim.status, claim.as_of_on) == ("closed", LATER)
        worker = one(select(Worker).where(Worker.id == claim.worker_id))
        assert worker.search_name == "okafor-lind ada"


def test_an_absent_column_leaves_and_an_empty_cell_empties(feed: Feed) -> None:
    feed.claims({})
    path = feed.write(FeedKind.CLAIMS, [{}], leave_out=["claim_manager", "worker_language"])
    assert feed.give_file(FeedKind.CLAIMS, path).unchanged == 1
    assert feed.claims({"claim_manager": "", "worker_language": ""}).updated == 1
    assert changes(feed)["claim_manager"] == ("Kim Ito", None)
    assert changes(feed)["worker_language"] == ("English", None)


def test_an_older_file_is_refused_and_a_newer_one_that_says_the_same_counts_as_newer(
    feed: Feed,
) -> None:
    feed.claims({})
    assert feed.claims({}, as_of=LATER).unchanged == 1
    outcome = feed.claims({"status": "closed"}, as_of=AS_OF, good_lines=True)
    assert (outcome.updated, outcome.refused) == (0, 1)
    with feed.house.app.app_context():
        refusal = one(select(FeedRefusal.reason))
        assert refusal.startswith("Give a newer file; a file as of 2026-11-21")
        assert one(select(Claim.status).where(Claim.claim_number == "A123456")) == "allowed"


def test_a_known_claims_change_of_fund_is_an_update_and_a_new_one_of_another_fund_refused(
    feed: Feed,
) -> None:
    feed.claims({})
    outcome = feed.claims(
        {"fund": "self_insured"},
        {"claim_number": "B123456", "fund": "self_insured"},
        good_lines=True,
    )
    assert (outcome.updated, outcome.refused) == (1, 1)
    with feed.house.app.app_context():
        fund = select(Claim.fund).where(Claim.claim_number == "A123456")
        assert one(fund) is Fund.SELF_INSURED
        assert count_of(Claim, Claim.claim_number == "B123456") == 0


def test_a_changed_initiating_provider_or_day_waits_and_the_rest_is_applied(feed: Feed) -> None:
    feed.claims({})
    moved = {"initiating_provider_id": B1, "initiated_on": "2026-09-08", "status": "closed"}
    assert feed.claims(moved).updated == 1
    with feed.house.app.app_context():
        claim = one(select(Claim).where(Claim.claim_number == "A123456"))
        assert claim.cohe_id == feed.house.cohe["alder"]
        assert claim.initiating_provider_id == feed.house.provider["alder.1"]
        assert (claim.initiated_on, claim.status) == (date(2026, 9, 3), "closed")
        proposal = one(select(RehomingProposal))
        assert proposal.initiating_provider_id == feed.house.provider["birch.1"]
        assert (proposal.initiated_on, proposal.decision) == (date(2026, 9, 8), None)
    assert feed.claims(moved).unchanged == 1
    with feed.house.app.app_context():
        assert count_of(RehomingProposal) == 1


def test_what_supervisors_refused_is_not_proposed_again_and_what_lni_takes_back_is_gone(
    feed: Feed,
) -> None:
    feed.claims({}, {"claim_number": "B123456"})
    first = {"initiating_provider_id": A2}
    feed.claims(first, {"claim_number": "B123456", **first})
    with feed.house.app.app_context(), bulk_unit("test", None):
        refused = RehomingProposal.claim_id == claim_of(feed, "A123456")
        db.session.execute(
            update(RehomingProposal).where(refused).values(decision="refused", reason="No")
        )
    outcome = feed.claims(first, {"claim_number": "B123456"})
    assert (outcome.unchanged, outcome.updated) == (1, 1)
    with feed.house.app.app_context():
        assert count_of(RehomingProposal) == 1
        assert one(select(RehomingProposal.decision)) == "refused"


def claim_of(feed: Feed, number: str) -> int:
    return int(one(select(Claim.id).where(Claim.claim_number == number)))


def test_an_injury_after_the_kept_day_of_initiation_waits_with_the_rehoming(feed: Feed) -> None:
    feed.claims({})
    outcome = feed.claims(
        {
            "injury_on": "2026-09-10",
            "first_visit_on": "2026-09-11",
            "roa_received_on": "2026-09-12",
            "initiated_on": "2026-09-12",
            "established_on": "2026-09-14",
            "time_loss_from": "",
        }
    )
    assert (outcome.updated, outcome.refused) == (1, 0)
    with feed.house.app.app_context():
        claim = one(select(Claim).where(Claim.claim_number == "A123456"))
        assert (claim.injury_on, claim.initiated_on) == (date(2026, 9, 1), date(2026, 9, 3))
        assert claim.first_visit_on == date(2026, 9, 11)


def test_an_injury_after_the_first_visit_that_is_known_is_refused(feed: Feed) -> None:
    feed.claims({})
    path = feed.write(FeedKind.CLAIMS, [{"injury_on": "2026-09-03"}], leave_out=["first_visit_on"])
    outcome = feed.give_file(FeedKind.CLAIMS, path)
    assert (outcome.state, outcome.refused) == ("failed", 1)
    with feed.house.app.app_context():
        assert "2026-09-02" in one(select(FeedRefusal.reason))


def test_another_attending_provider_ends_the_history_of_the_one_before(feed: Feed) -> None:
    feed.claims({})
    feed.claims({"attending_provider_id": "7654321"}, as_of=LATER)
    id_ = claim_id(feed)
    with feed.house.app.app_context():
        before = AttendingProvider.provider_id == feed.house.provider["alder.1"]
        mine = AttendingProvider.claim_id == id_
        assert one(select(AttendingProvider.to_on).where(mine, before)) == AS_OF
        now = one(select(AttendingProvider).where(mine, ~before))
        assert (now.from_on, now.to_on) == (LATER, None)
        claim = one(select(Claim).where(Claim.id == id_))
        assert claim.attending_provider_id == now.provider_id
    assert changes(feed)["attending_provider_id"] == (A1, "7654321")
    assert feed.claims({"attending_provider_id": "7654321"}, as_of=LATER).unchanged == 1


def test_what_people_keep_by_hand_is_neither_changed_nor_doubled(feed: Feed) -> None:
    feed.claims({})
    id_ = claim_id(feed)
    with feed.house.app.app_context():
        feed.house.add(
            ContactPoint,
            claim_id=id_,
            cohe_id=feed.house.cohe["alder"],
            party=Party.WORKER,
            kind="phone",
            value="(360) 555-9999",
            do_not_call=True,
            source="by_hand",
            noted_on=AS_OF,
        )
    outcome = feed.claims({"worker_phone": "360.555.9999"}, as_of=LATER)
    assert outcome.updated == 1
    with feed.house.app.app_context():
        worker = (ContactPoint.claim_id == id_, ContactPoint.party == Party.WORKER)
        by_hand = one(select(ContactPoint).where(*worker, ContactPoint.source == "by_hand"))
        assert (by_hand.value, by_hand.do_not_call, by_hand.ended_on) == (
            "(360) 555-9999",
            True,
            None,
        )
        same = ContactPoint.value == "360.555.9999"
        assert count_of(ContactPoint, *worker, same) == 0
        old = one(select(ContactPoint).where(*worker, ContactPoint.value == "360-555-0123"))
        assert old.ended_on == LATER
    assert feed.claims({"worker_phone": "360.555.9999"}, as_of=LATER).unchanged == 1


def test_numbers_that_lni_combined_point_to_the_one_that_remains(feed: Feed) -> None:
    lines = ({"combined_into": "B123456"}, {"claim_number": "B123456"})
    feed.claims(*lines)
    with feed.house.app.app_context():
        combined = select(Claim.combined_into_id).where(Claim.claim_number == "A123456")
        assert one(combined) == claim_of(feed, "B123456")
    assert feed.claims(*lines).unchanged == 2
    assert feed.claims({}, {"claim_number": "B123456"}).updated == 1
    assert changes(feed)["combined_into"] == ("B123456", None)


def test_a_claim_combined_into_one_that_is_not_here_is_told_of(feed: Feed) -> None:
    outcome = feed.claims({"combined_into": "B123456"})
    assert outcome.added == 1
    assert any("combined into one that is not here" in notice for notice in outcome.notices)
    late = feed.claims({"combined_into": "B123456"}, {"claim_number": "B123456"})
    assert (late.added, late.updated) == (1, 1)
