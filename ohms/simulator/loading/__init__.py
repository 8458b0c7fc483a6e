"""The simulated world and its work put into a database, in bulk units with counts."""
