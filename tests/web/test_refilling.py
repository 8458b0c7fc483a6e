"""A page that comes back is filled with what was typed in one of its forms."""

from ohms.web.refilling import refilled
from tests.forms import posting_form

FORM = """<details><summary>s</summary><form action="/x"><input type="hidden" name="draft_tab" value="t">
<input name="a" value="old" class="w-2"><input type="checkbox" name="c" value="1" checked>
<input type="checkbox" name="c" value="2"><select name="s"><option value="" selected>-</option>
<option value="x&amp;y">X</option></select><textarea name="b">
old</textarea><input name="kept" value="stays"></form></details><form><input name="a" value="other"></form>"""


def test_every_kind_of_field_is_filled_and_nothing_outside_the_form() -> None:
    html = refilled(
        FORM, "t", [("a", '"1" & <2>'), ("c", "2"), ("s", "x&y"), ("b", "l1\nl2</textarea>")]
    )
    page = html.replace('action="/x"', 'method="post" action="/x"')
    assert posting_form(page, "/x").holds == {
        "draft_tab": ["t"],
        "a": ['"1" & <2>'],
        "c": ["2"],
        "s": ["x&y"],
        "b": ["l1\nl2</textarea>"],
        "kept": ["stays"],
    }
    assert html.startswith("<details open>")
    folds = '<form><input name="draft_tab" value="t"><details>A<input name="a"></details><details>B<input name="b"></details></form>'
    opened = refilled(
        folds.replace("input name=", 'input type="text" name='), "t", [("a", "x"), ("b", " ")]
    )
    assert opened.count("<details open>") == 1
    assert "<details open>A" in opened
    assert '<input name="a" value="other">' in html
    assert refilled(FORM, "another", [("a", "x")]) == FORM
