"""A QR code as a picture in the page itself: nothing of what it says is fetched or kept."""


def qr_picture(text: str) -> str:
    """The address of an SVG that says `text`, black on white in every theme, with its quiet zone."""
    import segno  # of this one page: not loaded for others

    picture: str = segno.make(text, micro=False).svg_data_uri(scale=5, border=4, light="#fff")
    return picture
