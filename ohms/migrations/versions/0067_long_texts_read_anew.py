"""Plain texts that were kept as one long page are read anew by the next night, page by page.

A search compares a page, and showed the only one as page 1. What was written here, a letter, stands in
no file that could be read; a text that is not kept counts as not read, so no packet goes out without it.
Back there is nothing to do: a text in pages is one that the earlier program reads too.
"""

from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

PAGE_OF_TEXT = 20_000  # characters; as the program of this day cuts them


def upgrade() -> None:
    op.execute(
        f"delete from document_text where length(body) > {PAGE_OF_TEXT} and exists ("
        "select 1 from document where document.id = document_text.document_id"
        " and document.media_type = 'text/plain' and document.sha256 is not null"
        " and document.source <> 'produced')"
    )


def downgrade() -> None:
    """Nothing: see above."""
