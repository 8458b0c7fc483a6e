"""Names as they are searched and sorted: without accents, case and superfluous blanks."""

import unicodedata


def folded(text: str) -> str:
    """The text as every search column keeps it, on both engines: NFKD without its accents, casefolded,
    commas and runs of blanks as one blank. "Núñez,  Ana" is "nunez ana"."""
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(text.casefold().replace(",", " ").split())
