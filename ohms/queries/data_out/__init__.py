"""Everything that an installation or a COHE owns, as it leaves the house."""
