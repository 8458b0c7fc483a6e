"""The test client fills in forms as a browser does; otherwise tests would pass on forms that fail."""

import pytest
from flask import Flask, request

from tests.forms import posting_form
from tests.pages import CheckedClient

PAGE = """<html><body>
<form method="post" action="/logout"><input type="hidden" name="csrf_token" value="out"></form>
<main><h1>Log</h1>
<form method="post" id="log">
<input type="hidden" name="csrf_token" value="t0ken">
<input name="minutes" value="12"><input name="empty">
<input type="checkbox" name="finishes" value="1" checked>
<input type="checkbox" name="finishes" value="2" checked>
<input type="checkbox" name="finishes" value="3">
<input type="radio" name="method" value="phone"><input type="radio" name="method" value="fax" checked>
<select name="outcome"><option value="reached">Reached</option><option>left</option></select>
<select name="also" multiple><option value="A">A</option></select>
<textarea name="body">
First &amp; second
line</textarea>
<input name="gone" value="x" disabled><input type="file" name="upload">
<button name="action" value="sign">Save</button>
</form><input form="log" name="beside" value="b"></main>
</body></html>"""


def test_a_form_sends_what_stands_in_it_and_nothing_else() -> None:
    assert posting_form(PAGE).holds == {
        "csrf_token": ["t0ken"],
        "minutes": ["12"],
        "empty": [""],
        "finishes": ["1", "2"],
        "method": ["fax"],
        "outcome": ["reached"],
        "body": ["First & second\nline"],
        "beside": ["b"],
    }


def test_entered_values_replace_what_stood_there() -> None:
    sent = posting_form(PAGE, "log").filled_in({"minutes": "5", "also": ["A"], "action": "sign"})
    assert (sent["minutes"], sent["also"], sent["action"]) == (["5"], ["A"], ["sign"])
    assert sent["csrf_token"] == ["t0ken"]


def test_a_field_that_the_form_does_not_offer_is_refused() -> None:
    for name in ("role", "gone"):
        with pytest.raises(AssertionError, match=name):
            posting_form(PAGE).filled_in({name: "administrator"})


def test_a_form_is_found_by_its_action_and_an_open_choice_is_refused() -> None:
    assert posting_form(PAGE, "/logout").holds == {"csrf_token": ["out"]}
    with pytest.raises(AssertionError, match="0 forms"):
        posting_form(PAGE, "/nowhere")
    with pytest.raises(AssertionError, match="2 forms"):
        posting_form(PAGE.replace("</main>", '<form method="post"></form></main>'))


def test_the_client_sends_a_form_without_action_to_its_own_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tests.pages.faults_of", lambda *_: [])  # the page is only a form here
    program = Flask(__name__, static_folder=None)
    program.test_client_class = CheckedClient

    @program.route("/claims/AB12345/notes", methods=["GET", "POST"])
    def notes() -> str | dict[str, list[str]]:
        return request.form.to_dict(flat=False) if request.method == "POST" else PAGE

    client = program.test_client()
    assert isinstance(client, CheckedClient)
    answer = client.fill("/claims/AB12345/notes", minutes="7", action="sign")
    assert answer.json is not None
    assert (answer.json["minutes"], answer.json["action"]) == (["7"], ["sign"])
    assert answer.json["body"] == ["First & second\nline"]
