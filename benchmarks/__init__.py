"""Measurements of the running product. They print figures; only what was measured is written down."""
