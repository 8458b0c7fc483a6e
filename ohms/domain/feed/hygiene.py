"""What any text of the feed must be before it is looked at as a name, a day or a number."""

import unicodedata

# Signs that Unicode counts as letters or symbols and that show nothing all the same: combining
# grapheme joiner, Hangul fillers, Khmer inherent vowels, Braille blank, variation selectors.
_SHOWS_NOTHING = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {
    chr(code) for code in range(0xFE00, 0xFE10)
}
# Taken off the ends of cells: white space, and what copying from web pages and from files with a
# byte order mark leaves there.
_ENDS = "\u200b\u2060\ufeff" + "".join(filter(str.isspace, map(chr, range(0x3001))))


def tidied(cell: str, *, line_breaks: bool = False) -> str | None:
    """The cell stripped and in NFC, "" when nothing of it would show, None when it has control
    characters (NUL and line separators among them; line breaks and tabs are allowed on request)."""
    if cell.isascii() and cell.isprintable():
        return cell.strip()
    text = unicodedata.normalize("NFC", _with_one_line_break(cell)).strip(_ENDS)
    if not any(map(_shows, text)):
        # Nothing but NULs is a fault, nothing but blanks is an empty cell.
        return None if any(map(_is_control, text)) else ""
    if any(_is_control(sign) and not (line_breaks and sign in "\n\t") for sign in text):
        return None
    return text


def _with_one_line_break(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n")


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Zl", "Zp")


def _shows(sign: str) -> bool:
    return unicodedata.category(sign)[0] not in "ZC" and sign not in _SHOWS_NOTHING
