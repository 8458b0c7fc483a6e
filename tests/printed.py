"""What a PDF says, read back from its bytes."""

import pypdfium2


def text_of(pdf: bytes) -> str:
    """The words of every page, with one space between them."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return " ".join(" ".join(pages).split())
