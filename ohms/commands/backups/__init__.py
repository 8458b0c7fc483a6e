"""Backup and restore: database and documents together, consistent while people are writing."""
