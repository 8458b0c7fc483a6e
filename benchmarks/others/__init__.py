"""Two tools that people would use instead, over the same database and measured beside OHMS.

Django's admin and Flask-Admin come from the package index into an environment of their own, made when they
are measured (`environment.py`); nothing of OHMS is imported by what runs in it, and OHMS needs neither.
"""

OWN_STAFF = OWN_POSITION = 1
"""`c1.hsc1` of the statewide database, whose claims are shown: the first coordinator has the first ids."""
