"""Until somebody else's statement waits for a lock: on PostgreSQL, where two write at once."""

from threading import Thread

from sqlalchemy import text

from ohms.extensions import db

WAITS_FOR_A_LOCK = text(
    "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
)


def join_or_see_it_wait(thread: Thread) -> None:
    """Return when the thread's statement waits for a lock, or has ended.

    Each look is a transaction of its own: within one the server tells again what it told first.
    """
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as looking:
        while thread.is_alive() and not looking.execute(WAITS_FOR_A_LOCK).first():
            thread.join(0.01)
