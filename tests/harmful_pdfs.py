"""PDFs that would harm who opens them: their objects."""

import zlib
from collections.abc import Iterator


def harmful_pdfs() -> Iterator[tuple[str, list[bytes]]]:
    catalog = b"<< /Type /Catalog /Pages 2 0 R >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] %s >>"
    one = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    yield "pages that contain themselves", [catalog, b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]
    circle = b"<< /Type /Pages /Kids [%d 0 R] /Count 9 /Parent %d 0 R >>"
    yield "pages in a circle", [catalog, circle % (3, 3), circle % (2, 2)]
    yield "two thousand million pages", [
        catalog, b"<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>", page % b""
    ]  # fmt: skip
    yield "no pages", [catalog, b"<< /Type /Pages /Kids [] /Count 0 >>"]
    yield "a page that is not there", [catalog, b"<< /Type /Pages /Kids [9 0 R] /Count 1 >>"]
    form = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F %d 0 R >> >> /Length 5 >>\nstream\n/F Do\nendstream"
    drawing = page % b"/Contents 5 0 R /Resources << /XObject << /F 4 0 R >> >>"
    contents = b"<< /Length 5 >>\nstream\n/F Do\nendstream"
    yield "a drawing that draws itself", [catalog, one, drawing, form % 4, contents]
    yield "drawings in a circle", [catalog, one, drawing, form % 6, contents, form % 4]
    many = [catalog, one, drawing, form % 6, contents]
    twice = form.replace(b"/Length 5", b"/Length 53").replace(b"/F Do", b" ".join([b"/F Do"] * 9))
    many += [twice % (number + 1) for number in range(6, 20)] + [form % 1]
    yield "drawings nine times in one another", many
    for side in (b"[0 0 0 0]", b"[0 0 1e9 1e9]", b"[0 0 -5 5]", b"[]", b"[0 0 1 99999999]"):
        box = page.replace(b"[0 0 612 792]", side) % b""
        yield f"a page of {side.decode()}", [catalog, one, box]
    bomb = zlib.compress(b"0 0 m 600 700 l S\n" * 400_000, 9)
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(bomb), bomb)
    yield "a drawing that never ends", [catalog, one, page % b"/Contents 4 0 R", stream]
    nothing = zlib.compress(b" " * 100_000_000, 9)
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (
        len(nothing),
        nothing,
    )
    yield "100 MB of nothing", [catalog, one, page % b"/Contents 4 0 R", stream]
    scripts = b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /%s /JS (app.alert(1)) /F (c:/x.exe) >> >>"
    for action in (b"JavaScript", b"Launch", b"URI", b"SubmitForm", b"GoToR"):
        yield f"an action {action.decode()}", [scripts % action, one, page % b""]
    deep = b"[" * 20_000 + b"]" * 20_000
    yield (
        "brackets 20,000 deep",
        [b"<< /Type /Catalog /Pages 2 0 R /X " + deep + b" >>", one, page % b""],
    )
    image = (
        b"<< /Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 8"
        b" /ColorSpace /DeviceRGB /Length 3 >>\nstream\nabc\nendstream"
    )
    yield "an image of 60,000 by 60,000", [catalog, one, drawing, image, contents]
