"""apf.csv: Activity Prescription Forms, and the work-status episodes that follow from them."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Row, select

from ohms.commands.apf_episodes import apf_fact, kept_episode
from ohms.commands.feed.batches import Batch, Line, Planned
from ohms.commands.feed.directory import Directory
from ohms.commands.feed.hanging import ClaimsOfLines, told_by_runs
from ohms.commands.feed.rows import rows_in
from ohms.domain.apf_episodes import ApfEpisode, ApfFact, brought_up, status_told
from ohms.domain.feed import ApfLine
from ohms.models.claims import Claim
from ohms.models.medical import ActivityPrescription, WorkStatusEpisode

Apf = ActivityPrescription
SAID = tuple(name for name in ApfLine._fields if name not in ("claim_number", "provider_id"))
"""What a line says of the form itself; whose it is, and by whom, is looked up."""


def plan_apf(batch: Batch) -> Planned:
    """Add and change APFs by claim, provider and exam; then bring the claims' episodes up to them."""
    planned = Planned()
    statement = told_by_runs(Apf, Apf.provider_id, *(getattr(Apf, name) for name in SAID))
    claims = ClaimsOfLines(batch, statement, Apf.claim_id)
    planning = _Planning(batch, planned, claims)
    for line in batch.lines:
        claim = claims.claim_of(line, planned)
        if claim is not None:
            planning.take(line, claim)
    planning.bring_up_episodes()
    return planned


class _Planning:
    def __init__(self, batch: Batch, planned: Planned, claims: ClaimsOfLines) -> None:
        self.batch, self.planned, self.claims = batch, planned, claims
        self.directory = Directory()
        self.known = {
            (row.claim_id, row.provider_id, row.exam_on): row
            for rows in claims.records.values()
            for row in rows
        }
        self.facts: dict[int, dict[int, ApfFact]] = defaultdict(dict)
        for row in self.known.values():
            self.facts[row.claim_id][row.id] = apf_fact(row.id, row)
        self.touched: dict[int, Row[Any]] = {}

    def take(self, line: Line, claim: Row[Any]) -> None:
        said: ApfLine = line.said
        provider_id = self.directory.known_or_named(said.provider_id, self.batch, self.planned)
        before = self.known.get((claim.id, provider_id, said.exam_on))
        told = SAID if before is None else [n for n in SAID if n in self.batch.columns]
        values = {name: getattr(said, name) for name in told}
        changes, tally = self.planned.changes, self.planned.tally
        self.touched[claim.id] = claim
        if before is None:
            apf_id = self.batch.numbers.next(Apf)
            row = {"id": apf_id, "claim_id": claim.id, "cohe_id": claim.cohe_id, **values}
            changes.add(Apf, {**row, "provider_id": provider_id, **self.batch.origin(line)})
            tally.added += 1
        elif all(getattr(before, name) == value for name, value in values.items()):
            tally.unchanged += 1
            return
        else:
            apf_id = before.id
            changes.change(Apf, {"id": apf_id, **values, **self.batch.origin(line)})
            tally.updated += 1
        self.facts[claim.id][apf_id] = apf_fact(apf_id, said)

    def bring_up_episodes(self) -> None:
        """Replace the feed's own episodes where they differ; those kept by hand stay."""
        statement = select(
            WorkStatusEpisode.id,
            WorkStatusEpisode.claim_id,
            WorkStatusEpisode.work_status,
            WorkStatusEpisode.from_on,
            WorkStatusEpisode.to_on,
            WorkStatusEpisode.activity_prescription_id,
            WorkStatusEpisode.corrected_by_hand,
        )
        kept: dict[int, list[Row[Any]]] = defaultdict(list)
        for row in rows_in(statement, WorkStatusEpisode.claim_id, self.touched):
            kept[row.claim_id].append(row)
        for claim in self.touched.values():
            self._bring_up(claim, kept[claim.id])

    def _bring_up(self, claim: Row[Any], kept: list[Row[Any]]) -> None:
        up = brought_up(self.facts[claim.id].values(), [kept_episode(row) for row in kept])
        for row_id in up.removed:
            self.planned.changes.remove(WorkStatusEpisode, row_id)
        for episode in up.added:
            self.planned.changes.add(WorkStatusEpisode, _episode_values(claim, episode))
        status = status_told(up.standing, self.batch.as_of)
        if status != claim.work_status:
            self.planned.changes.change(Claim, {"id": claim.id, "work_status": status})


def _episode_values(claim: Row[Any], episode: ApfEpisode) -> dict[str, Any]:
    return {
        "claim_id": claim.id,
        "cohe_id": claim.cohe_id,
        "work_status": episode.status,
        "from_on": episode.from_on,
        "to_on": episode.to_on,
        "source": "apf",
        "activity_prescription_id": episode.apf_id,
        "remark": None,
        "corrected_by_hand": False,
    }
