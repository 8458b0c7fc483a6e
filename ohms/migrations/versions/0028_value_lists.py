"""Allowed values compared one by one on SQLite, which builds a list in a check anew for each row.

Only the words of the schema change, and they say the same: no row is touched, no table copied. This
is the way that SQLite's manual gives for such a change (ALTER TABLE, section 7); a build of SQLite
that forbids it keeps the former words.
"""

import sqlalchemy as sa
from alembic import op

from ohms.models.value_lists import checks_one_by_one

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    try:
        _rewrite(connection)
    except sa.exc.OperationalError as refused:
        if "may not be modified" not in str(refused):
            raise
    finally:
        connection.exec_driver_sql("PRAGMA writable_schema=OFF")


def _rewrite(connection: sa.Connection) -> None:
    tables = connection.exec_driver_sql(
        "select name, sql from sqlite_master where type = 'table' and sql is not null"
    ).all()
    for name, former in tables:
        if (written := checks_one_by_one(former)) != former:
            connection.exec_driver_sql(
                "update sqlite_master set sql = ? where type = 'table' and name = ?",
                (written, name),
            )
    (version,) = connection.exec_driver_sql("PRAGMA schema_version").one()
    connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")


def downgrade() -> None:
    """The words say the same: nothing to undo."""
