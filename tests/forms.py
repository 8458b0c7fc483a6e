"""A form as a browser sends it: every field that stands in it, with what it holds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tests.html_tree import Element, read_html

NOT_SENT = frozenset({"submit", "button", "reset", "image", "file"})
Fields = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class PostingForm:
    """Where it is sent ("": to the page's own address), what it holds, and what it offers."""

    action: str
    holds: Fields
    offers: frozenset[str]
    choices: Fields = field(default_factory=dict)
    """What may be chosen, ticked or pressed under a name, in order."""
    kinds: Mapping[str, str] = field(default_factory=dict)
    """The tag of each field, of an input its type; "number" wherever a number is typed."""

    def filled_in(self, values: Mapping[str, str | list[str]]) -> Fields:
        """What is sent when a person enters these values. AssertionError for a field not there."""
        strangers = set(values) - self.offers
        assert not strangers, f"the form offers no {sorted(strangers)}, only {sorted(self.offers)}"
        entered = {k: v if isinstance(v, list) else [v] for k, v in values.items()}
        return {**self.holds, **entered}


def posting_form(html: str, wanted: str | None = None) -> PostingForm:
    """The form with this id or action; without either the only posting one in the main part.

    AssertionError when there is none or the choice is open.
    """
    page, forms = _posting(html)
    if wanted is None:
        chosen = [form for form in forms if any(each.tag == "main" for each in form.ancestors())]
    else:
        chosen = [form for form in forms if wanted in (form.get("id"), form.get("action"))]
    assert len(chosen) == 1, f"{len(chosen)} forms fit {wanted!r}: {[str(form) for form in forms]}"
    return _read(page, chosen[0])


def posting_forms(html: str) -> list[PostingForm]:
    """Every form of a page that is posted, in order."""
    page, forms = _posting(html)
    return [_read(page, form) for form in forms]


def _posting(html: str) -> tuple[Element, list[Element]]:
    page, _ = read_html(html)
    forms = page.all("form")
    return page, [form for form in forms if (form.get("method") or "").lower() == "post"]


def _read(page: Element, form: Element) -> PostingForm:
    controls = list(_controls(page, form))
    holds: Fields = {}
    for control in controls:
        for value in _values(control):
            holds.setdefault(control.attributes["name"], []).append(value)
    choices: Fields = {}
    for control in controls:
        choices.setdefault(control.attributes["name"], []).extend(_offered(control))
    kinds = {control.attributes["name"]: _kind(control) for control in controls}
    return PostingForm(form.get("action") or "", holds, frozenset(kinds), choices, kinds)


def _controls(page: Element, form: Element) -> Iterator[Element]:
    """The named controls that belong to the form, in order, also those that stand beside it."""
    for control in page.all("input", "select", "textarea", "button"):
        if not control.get("name") or control.get("disabled") is not None:
            continue
        owner = control.get("form")
        is_inside = any(each is form for each in control.ancestors())
        if (owner == form.get("id")) if owner else is_inside:
            yield control


def _kind(control: Element) -> str:
    if control.get("inputmode") == "numeric":
        return "number"
    return control.get("type") or control.tag


def _offered(control: Element) -> list[str]:
    if control.tag == "select":
        options = control.all("option")
        return [
            option.text if option.get("value") is None else option.get("value") or ""
            for option in options
        ]
    if control.tag == "button" or control.get("type") in {"checkbox", "radio", "submit"}:
        return [control.get("value") or "on"]
    return []


def _values(control: Element) -> list[str]:
    """What the control sends as it stands; a button sends nothing until it is pressed."""
    if control.tag == "textarea":
        return [control.raw_text.replace("\r\n", "\n").removeprefix("\n")]
    if control.tag == "select":
        return _chosen_options(control)
    kind = control.get("type")
    if control.tag == "button" or kind in NOT_SENT:
        return []
    if kind in {"checkbox", "radio"} and control.get("checked") is None:
        return []
    value = control.get("value")
    return ["on" if value is None and kind in {"checkbox", "radio"} else value or ""]


def _chosen_options(select: Element) -> list[str]:
    options = select.all("option")
    chosen = [option for option in options if option.get("selected") is not None]
    if not chosen and select.get("multiple") is None:
        chosen = options[:1]
    values = (option.get("value") for option in chosen)
    return [option.text if v is None else v for option, v in zip(chosen, values, strict=True)]
