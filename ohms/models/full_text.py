"""The indexes of texts: one for each kind of text, filled by the database itself (triggers of 0018).

On SQLite they are FTS5 tables over the texts' own tables, on PostgreSQL tables with a `tsvector`. Their
`rowid` is the id of the row they index. No model maps them, yet they count as scoped: they tell what
stands in rows that not everyone may see.
"""

from sqlalchemy import Integer, TableClause, column, table


def _index(name: str) -> TableClause:
    """`words` is the index on PostgreSQL; on SQLite the column of the table's own name stands for it."""
    return table(name, column("rowid", Integer), column("words"), column(name))


NOTE_WORDS = _index("note_words")  # signed case notes
ADDENDUM_WORDS = _index("addendum_words")  # note events that add to a note
DOCUMENT_WORDS = _index("document_words")  # pages of documents

FULL_TEXT_INDEXES = (NOTE_WORDS, ADDENDUM_WORDS, DOCUMENT_WORDS)
FULL_TEXT_TABLES = frozenset(index.name for index in FULL_TEXT_INDEXES)
_SHADOWS = ("", "_data", "_idx", "_docsize", "_config")
FULL_TEXT_STORAGE = frozenset(name + end for name in FULL_TEXT_TABLES for end in _SHADOWS)
"""Every table that an engine keeps an index in."""
