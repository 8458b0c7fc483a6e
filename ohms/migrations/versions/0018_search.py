"""What the search goes by: the ends of numbers, days of injury, and the words of notes and documents.

Ends of numbers are generated columns, so that no writer can forget them. The words are kept by triggers
on the tables of the texts: FTS5 on SQLite, a `tsvector` with a GIN index on PostgreSQL. A row's COHE
stands as a word of its own in its index. Whoever copies one of these tables in SQLite's batch mode
makes its triggers again by `keep_indexed`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

# index, table of the texts, which of its rows (on `{row}.`)
TEXTS = (
    ("note_words", "case_note", "{row}.signed_at is not null"),
    ("addendum_words", "note_event", "{row}.kind = 'addendum'"),
    ("document_words", "document_text", "{row}.body is not null"),
)
# Each is of rows where its column is told, so that no question but the search's own takes it up.
INDEXES = (
    ("ix_claim_number_backwards", "claim", "number_backwards"),
    ("ix_contact_point_last_seven", "contact_point", "last_seven"),
)
LONGEST = 100_000  # characters of one text that PostgreSQL indexes: a tsvector holds 1 MB at most

NUMBER_BACKWARDS = " || ".join(f"substr(claim_number, {n}, 1)" for n in range(7, 0, -1))
_BARE = "value"
for _sign in "- ()./+":
    _BARE = f"replace({_BARE}, '{_sign}', '')"
LAST_SEVEN = (
    "case when kind not in ('phone', 'fax') then null"
    " when value like '___-___-____' then substr(value, 5, 3) || substr(value, 9, 4)"
    f" when length({_BARE}) >= 7 then substr({_BARE}, length({_BARE}) - 6, 7) end"
)

# What stands between words: every sign but letters and figures, of whatever script.
BETWEEN = (
    r"[\x01-\x2f\x3a-\x40\x5b-\x60\x7b-\xa9\xab-\xb1\xb4\xb6-\xb8\xbb\xbf\xd7\xf7"
    r"\u0300-\u036f\u02c2-\u02df\u2000-\u206f\u20a0-\u20cf\u2190-\u245f\u2500-\u2bff"
    r"\u3000-\u3004\u3008-\u3020\ufe00-\ufe0f\ufffd\U0001f000-\U0001faff]+"
)


def upgrade() -> None:
    op.add_column(
        "claim",
        sa.Column("number_backwards", sa.String(7), _generated(NUMBER_BACKWARDS), nullable=True),
    )
    op.add_column(
        "contact_point",
        sa.Column("last_seven", sa.String(7), _generated(LAST_SEVEN), nullable=True),
    )
    for name, table, column in INDEXES:
        there = sa.text(f"{column} is not null")
        op.create_index(
            name, table, ["cohe_id", column], sqlite_where=there, postgresql_where=there
        )
    op.create_index("ix_claim_injury", "claim", ["injury_on", "cohe_id"])
    if _on_postgres():
        _make_words_function()
    for index, table, which in TEXTS:
        _make_index(index, table)
        _fill(index, table, which)
        keep_indexed(table)


def downgrade() -> None:
    for index, table, _which in reversed(TEXTS):
        for moment in ("insert", "update", "delete"):
            on = f" on {table}" if _on_postgres() else ""
            op.execute(f"drop trigger if exists {index}_{moment}{on}")
        op.execute(f"drop table {index}")
        if _on_postgres():
            op.execute(f"drop function {index}_keep()")
    if _on_postgres():
        op.execute("drop function words_of_text(integer, text)")
    op.drop_index("ix_claim_injury", "claim")
    for name, table, _column in reversed(INDEXES):
        op.drop_index(name, table)
    op.execute("alter table contact_point drop column last_seven")
    op.execute("alter table claim drop column number_backwards")


def keep_indexed(table: str) -> None:
    """The triggers by which the database keeps the index of this table's texts."""
    for index, of_table, which in TEXTS:
        if of_table == table:
            (_postgres_triggers if _on_postgres() else _sqlite_triggers)(index, table, which)


def _generated(expression: str) -> sa.Computed:
    """Stored on PostgreSQL; SQLite adds columns to a table only where they are computed on reading."""
    return sa.Computed(expression, persisted=True if _on_postgres() else None)


def _on_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _make_index(index: str, table: str) -> None:
    if _on_postgres():
        op.execute(f"create table {index} (rowid integer primary key, words tsvector not null)")
        op.execute(f"create index ix_{index}_words on {index} using gin (words)")
        return
    op.execute(
        f"create virtual table {index} using fts5(cohe_id, body, content='{table}',"
        " content_rowid='id', tokenize='unicode61 remove_diacritics 2')"
    )


def _fill(index: str, table: str, which: str) -> None:
    condition = which.format(row=table)
    if _on_postgres():
        op.execute(
            f"insert into {index} (rowid, words) select id, words_of_text(cohe_id, body)"
            f" from {table} where {condition}"
        )
        return
    op.execute(
        f"insert into {index} (rowid, cohe_id, body) select id, cohe_id, body"
        f" from {table} where {condition} order by id"
    )


def _sqlite_triggers(index: str, table: str, which: str) -> None:
    """An FTS5 table over another table lets go of a text when it is told that very text."""
    old, new = which.format(row="old"), which.format(row="new")
    out = (
        f"insert into {index} ({index}, rowid, cohe_id, body)"
        f" select 'delete', old.id, old.cohe_id, old.body where {old};"
    )
    into = (
        f"insert into {index} (rowid, cohe_id, body)"
        f" select new.id, new.cohe_id, new.body where {new};"
    )
    for moment, when, acts in (
        ("insert", new, into),
        ("update", f"({old}) or ({new})", f"{out} {into}"),
        ("delete", old, out),
    ):
        op.execute(
            f"create trigger {index}_{moment} after {moment} on {table}"
            f" when {when} begin {acts} end"
        )


def _postgres_triggers(index: str, table: str, which: str) -> None:
    op.execute(
        f"create or replace function {index}_keep() returns trigger language plpgsql as $$ begin"
        f" if tg_op <> 'INSERT' then delete from {index} where rowid = old.id; end if;"
        f" if tg_op <> 'DELETE' then if {which.format(row='new')} then"
        f" insert into {index} (rowid, words)"
        " values (new.id, words_of_text(new.cohe_id, new.body)); end if; end if;"
        " return null; end $$"
    )
    for moment in ("insert", "update", "delete"):
        op.execute(
            f"create trigger {index}_{moment} after {moment} on {table}"
            f" for each row execute function {index}_keep()"
        )


def _make_words_function() -> None:
    """Words as FTS5 divides and folds them, with their places: the server's own reader of texts
    would take addresses, numbers with signs and words with hyphens for one."""
    folded = f"lower(regexp_replace(normalize(left(body, {LONGEST}), NFD), '[\\u0300-\\u036f]+', '', 'g'))"
    op.get_bind().exec_driver_sql(
        "create function words_of_text(cohe integer, body text) returns tsvector"
        " language sql immutable as $$"
        " select coalesce(string_agg(word || ':' || least(place, 16383), ' '), '')::tsvector"
        " || array_to_tsvector(array['@' || cohe])"
        f" from regexp_split_to_table({folded}, '{BETWEEN}') with ordinality as found(word, place)"
        " where word <> '' and length(word) <= 500 $$"
    )
