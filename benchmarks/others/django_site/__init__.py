"""Django's admin over the statewide database, tuned as its documentation says."""
