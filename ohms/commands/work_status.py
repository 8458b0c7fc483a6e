"""Work status by hand: episodes added, corrected, ended and removed, never two on one day.

What stood before stays in `work_status_correction`, with who changed it and when.
"""

from datetime import date

from ohms import clock
from ohms.commands.idempotency import made_before, remember
from ohms.commands.locked_claim import locked_claim
from ohms.commands.summaries import refresh_claim
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.apf_episodes import status_told
from ohms.domain.episode_changes import check_days, is_ended_by, room_for
from ohms.domain.errors import RuleBroken
from ohms.domain.recovery import EpisodeSource
from ohms.domain.values import WorkStatus
from ohms.domain.work_status import EpisodeFact
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.medical import WorkStatusCorrection, WorkStatusEpisode
from ohms.queries.one_in_sight import in_sight
from ohms.queries.scope import visible


@command(Permission.CLAIM_COORDINATE)
def add_work_status(
    actor: Actor,
    claim_id: int,
    *,
    status: WorkStatus,
    source: EpisodeSource,
    from_on: date,
    to_on: date | None = None,
    remark: str | None = None,
    cut: bool = False,
    key: str | None = None,
) -> int:
    """A work status over dated days (no last day: it lasts); the episode's id.

    It ends the open one that began before it. Others in its way are cut when `cut` says so, else it
    is refused beside `from_on` or `to_on`, naming them. The same form sent twice adds one.
    """
    if key and (made := made_before(actor, key)) is not None:
        return made
    claim = locked_claim(actor, claim_id)
    new = EpisodeFact(status, from_on, to_on)
    check_days(new, claim.injury_on, actor.on_day)
    _make_room(actor, claim, new, cut=cut)
    episode = WorkStatusEpisode(
        claim_id=claim.id,
        cohe_id=claim.cohe_id,
        work_status=status,
        source=source.value,
        from_on=from_on,
        to_on=to_on,
        remark=remark or None,
    )
    db.session.add(episode)
    _bring_up(actor, claim)
    if key:
        remember(actor, key, "add_work_status", episode.id)
    return episode.id


@command(Permission.CLAIM_COORDINATE)
def correct_work_status(
    actor: Actor,
    claim_id: int,
    episode_id: int,
    *,
    status: WorkStatus,
    source: EpisodeSource,
    from_on: date,
    to_on: date | None = None,
    remark: str | None = None,
    cut: bool = False,
    stood: str | None = None,
) -> WorkStatusEpisode:
    """Another status, source or other days for an episode; what stood is kept.

    `stood` is what the form was filled in over (`standing_as`): refused when it changed since. An
    episode that an APF of the feed made is ours from then on. Raises as `add_work_status` does.
    """
    claim = locked_claim(actor, claim_id)
    episode = _episode(actor, claim, episode_id)
    _check_stands(episode, stood)
    new = EpisodeFact(status, from_on, to_on)
    check_days(new, claim.injury_on, actor.on_day)
    _make_room(actor, claim, new, cut=cut, besides=episode.id)
    _keep_what_stood(actor, episode, "corrected")
    episode.work_status, episode.source = status, source.value
    episode.from_on, episode.to_on = from_on, to_on
    episode.remark = remark or None
    _take_over(actor, episode)
    _bring_up(actor, claim)
    return episode


@command(Permission.CLAIM_COORDINATE)
def end_work_status(
    actor: Actor, claim_id: int, episode_id: int, *, to_on: date
) -> WorkStatusEpisode:
    """The last day of an episode. Raises RuleBroken beside `to_on` when another holds by then."""
    claim = locked_claim(actor, claim_id)
    episode = _episode(actor, claim, episode_id)
    new = EpisodeFact(episode.work_status, episode.from_on, to_on)
    check_days(new, claim.injury_on, actor.on_day)
    _make_room(actor, claim, new, cut=False, besides=episode.id)
    _keep_what_stood(actor, episode, "ended")
    episode.to_on = to_on
    _take_over(actor, episode)
    _bring_up(actor, claim)
    return episode


@command(Permission.CLAIM_COORDINATE)
def remove_work_status(actor: Actor, claim_id: int, episode_id: int) -> None:
    """Take out an episode that was entered by mistake; what stood is kept.

    An episode of an APF is corrected, never removed: the form says what it says.
    """
    claim = locked_claim(actor, claim_id)
    episode = _episode(actor, claim, episode_id)
    if episode.activity_prescription_id is not None:
        raise RuleBroken("An APF told this work status. Correct it instead of removing it.")
    _keep_what_stood(actor, episode, "removed")
    db.session.delete(episode)
    _bring_up(actor, claim)


def standing_as(episode: WorkStatusEpisode) -> str:
    """An episode as a form that corrects it was filled in over: told apart when it changed."""
    until = episode.to_on.isoformat() if episode.to_on else ""
    return f"{episode.work_status.value}|{episode.source}|{episode.from_on.isoformat()}|{until}"


def _check_stands(episode: WorkStatusEpisode, stood: str | None) -> None:
    if stood and stood != standing_as(episode):
        raise RuleBroken(
            "Somebody changed this work status while you did. Look at how it stands now, and save"
            " again if yours is right."
        )


def _make_room(
    actor: Actor, claim: Claim, new: EpisodeFact, *, cut: bool, besides: int | None = None
) -> None:
    """Cut or end the episodes in the way of a new one; written before it, for none may overlap."""
    rows = {row.id: row for row in _episodes(actor, claim.id) if row.id != besides}
    kept = {id_: _fact(row) for id_, row in rows.items()}
    for id_, pieces in room_for(new, kept, cut=cut).items():
        row = rows[id_]
        _keep_what_stood(actor, row, "ended" if is_ended_by(new, kept[id_]) else "cut")
        if not pieces:
            db.session.delete(row)
            continue
        row.from_on, row.to_on = pieces[0].from_on, pieces[0].to_on
        _take_over(actor, row)
        db.session.flush()
        for piece in pieces[1:]:
            db.session.add(_like(row, piece))
    db.session.flush()


def _like(row: WorkStatusEpisode, piece: EpisodeFact) -> WorkStatusEpisode:
    """The other end of an episode that was cut in its middle."""
    return WorkStatusEpisode(
        claim_id=row.claim_id,
        cohe_id=row.cohe_id,
        work_status=row.work_status,
        source=row.source,
        remark=row.remark,
        activity_prescription_id=row.activity_prescription_id,
        corrected_by_hand=row.corrected_by_hand,
        from_on=piece.from_on,
        to_on=piece.to_on,
    )


def _take_over(actor: Actor, episode: WorkStatusEpisode) -> None:
    """What an APF of the feed made is kept by hand from now on: this episode, and every other that
    the same APF made around days kept by hand."""
    apf_id = episode.activity_prescription_id
    if apf_id is None:
        return
    for row in _episodes(actor, episode.claim_id):
        if row.activity_prescription_id == apf_id:
            row.corrected_by_hand = True


def _keep_what_stood(actor: Actor, episode: WorkStatusEpisode, how: str) -> None:
    assert actor.staff_id is not None
    db.session.add(
        WorkStatusCorrection(
            claim_id=episode.claim_id,
            cohe_id=episode.cohe_id,
            work_status=episode.work_status,
            source=episode.source,
            from_on=episode.from_on,
            to_on=episode.to_on,
            remark=episode.remark,
            how=how,
            changed_by_id=actor.staff_id,
            changed_at=clock.now(),
        )
    )


def _bring_up(actor: Actor, claim: Claim) -> None:
    """The claim's work status and what follows from it."""
    db.session.flush()
    facts = [_fact(row) for row in _episodes(actor, claim.id)]
    claim.work_status = status_told(facts, actor.on_day)
    refresh_claim(claim)


def _episodes(actor: Actor, claim_id: int) -> list[WorkStatusEpisode]:
    statement = visible(actor, WorkStatusEpisode).where(WorkStatusEpisode.claim_id == claim_id)
    return list(db.session.execute(statement.order_by(WorkStatusEpisode.from_on)).scalars())


def _episode(actor: Actor, claim: Claim, episode_id: int) -> WorkStatusEpisode:
    of_claim = WorkStatusEpisode.claim_id == claim.id
    return in_sight(actor, WorkStatusEpisode, episode_id, of_claim)


def _fact(row: WorkStatusEpisode) -> EpisodeFact:
    return EpisodeFact(row.work_status, row.from_on, row.to_on)
