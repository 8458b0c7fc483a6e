"""What databases lack that were upgraded by a version of before the last edit of its migration: the triggers
of the roll-ups in their last words (0056), and the departure of what fell by one under way (0042).

No row of a claim or of minutes is touched. The sums that two at once may have left wrong under the older
triggers are found by `ohms check` and mended by `ohms db roll-ups`.
"""

from importlib import import_module
from types import ModuleType

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    roll_ups = _as_it_is_now("0056_roll_ups")
    roll_ups.stop_keeping()
    roll_ups.keep()
    departures = _as_it_is_now("0042_leaving")
    departures.name_departures(but=_with_something_named(departures.FALLEN))


def downgrade() -> None:
    """Nothing to take back: 0063 has both."""


def _as_it_is_now(migration: str) -> ModuleType:
    return import_module(f"ohms.migrations.versions.{migration}")


def _with_something_named(tables: tuple[str, ...]) -> frozenset[int]:
    """Departures of which the program wrote itself what fell."""
    connection = op.get_bind()
    return frozenset(
        number
        for table in tables
        for number in connection.execute(
            sa.text(f"select departure_id from {table} where departure_id is not null")
        ).scalars()
    )
