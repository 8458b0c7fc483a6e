"""documents.csv: what the claim file at L&I holds. The list; files.py keeps the files of it."""

from ohms.commands.feed.batches import Batch, Planned
from ohms.commands.feed.fitting import too_long
from ohms.commands.feed.hanging import ClaimsOfLines, told_by_runs
from ohms.commands.feed.upserts import put
from ohms.domain.documents import is_about_mental_health
from ohms.domain.feed import DocumentLine
from ohms.models.documents import Document


def plan_documents(batch: Batch) -> Planned:
    """Add and change listed documents by claim and file name; uploaded ones are people's own.

    The mental-health flag is proposed for new ones, as it is for those that people give.
    """
    planned = Planned()
    statement = told_by_runs(
        Document,
        Document.kind,
        Document.document_on,
        Document.received_on,
        Document.title,
        Document.file_name,
    ).where(Document.source == "feed")
    claims = ClaimsOfLines(batch, statement, Document.claim_id)
    known = {(row.claim_id, row.file_name): row for rows in claims.records.values() for row in rows}
    for line in batch.lines:
        wrong = too_long(line.said)
        if wrong is not None:
            planned.refuse(line, *wrong)
            continue
        claim = claims.claim_of(line, planned)
        if claim is None:
            continue
        said: DocumentLine = line.said
        values = {
            "kind": said.kind,
            "document_on": said.document_on,
            "received_on": said.received_on,
            "title": said.title,
            "file_name": said.file,
        }
        before = known.get((claim.id, said.file))
        if before is None:
            flagged = is_about_mental_health(said.kind, said.title, (claim.icd10 or "").split(";"))
            values |= {"source": "feed", "mental_health": flagged, "listed_at": batch.at}
        put(Document, before, claim, values, line, batch, planned)
    return planned
