"""Taking in what `ohms export data` wrote of a whole installation: `ohms import data`."""

from ohms.commands.data_in.installation import TakenIn, import_data

__all__ = ["TakenIn", "import_data"]
