"""Moving up: an SQLite installation goes to PostgreSQL whole, verified, or not at all."""
