"""What must hold on every page, rule by rule. Each rule yields what it finds wrong."""

from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from tests.html_tree import Element

Rule = Callable[[Element], Iterator[str]]

CONTROLS = ("input", "select", "textarea")
NAMED_BY_THEMSELVES = frozenset({"hidden", "submit", "button", "reset", "image"})
# Attributes that hold ids of other elements of the page.
POINTERS = (
    "for",
    "form",
    "list",
    "headers",
    "popovertarget",
    "commandfor",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-errormessage",
    "aria-details",
    "aria-owns",
    "aria-activedescendant",
)
ADDRESSES = ("href", "src", "action", "formaction", "data", "poster", "xlink:href")
LEAKS = frozenset({"None", "undefined", "Undefined", "NaN", "nan", "null"})


def one_heading_title_and_language(page: Element) -> Iterator[str]:
    headings = page.all("h1")
    if len(headings) != 1:
        yield f"{len(headings)} h1 instead of one"
    if any(not heading.text for heading in headings):
        yield "the h1 is empty"
    titles = [title for title in page.all("title") if _is_in(title, "head")]
    if len(titles) != 1 or not titles[0].text:
        yield "no title, or more than one"
    if not any(html.get("lang") for html in page.all("html")):
        yield "html has no lang"


def every_control_has_a_name(page: Element) -> Iterator[str]:
    labels = [label for label in page.all("label") if label.text_outside(*CONTROLS)]
    labelled = {label.get("for") for label in labels} - {None}
    for control in page.all(*CONTROLS):
        if control.tag == "input" and control.get("type") in NAMED_BY_THEMSELVES:
            continue
        wrapped = any(each in labels for each in control.ancestors())
        if not (wrapped or control.get("id") in labelled or _aria_name(control)):
            yield f"no label: {control}"


def every_button_and_link_has_a_name(page: Element) -> Iterator[str]:
    for each in page.all("button", "a", "summary"):
        pictures = any(image.get("alt") for image in each.all("img"))
        if not (each.text or pictures or _aria_name(each)):
            yield f"no name: {each}"
    for each in page.all("input"):
        kind = each.get("type")
        if kind in {"submit", "button", "reset"} and not (each.get("value") or _aria_name(each)):
            yield f"no name: {each}"


def ids_are_unique(page: Element) -> Iterator[str]:
    counts = Counter(each.attributes["id"] for each in page.walk() if "id" in each.attributes)
    for name, count in counts.items():
        if not name or name.split() != [name]:
            yield f"not an id: {name!r}"
        if count > 1:
            yield f"{count} elements have the id {name!r}"


def every_pointer_finds_its_id(page: Element) -> Iterator[str]:
    ids = {each.get("id") for each in page.walk()}
    for each in page.walk():
        for name in POINTERS:
            for target in (each.get(name) or "").split():
                if target not in ids:
                    yield f"{name}={target!r} points at nothing: {each}"
        address = each.get("href") or ""
        if address.startswith("#") and len(address) > 1 and address[1:] not in ids:
            yield f"{address} leads nowhere: {each}"


def nothing_is_inline(page: Element) -> Iterator[str]:
    """The content security policy would refuse it."""
    for each in page.walk():
        if each.tag == "script" and not each.get("src"):
            yield f"inline script: {each}"
        if each.tag == "style":
            yield f"inline style sheet: {each}"
        for name in each.attributes:
            if name == "style":
                yield f"inline style: {each}"
            elif name.startswith("on"):
                yield f"inline event handler {name}: {each}"


def every_address_leads_somewhere(page: Element) -> Iterator[str]:
    for each in page.walk():
        for name in ADDRESSES:
            address = each.get(name)
            if address is None:
                continue
            plain = "".join(address.split()).lower()
            if plain == "#":
                yield f'{name}="#": {each}'
            if plain.startswith(("javascript:", "vbscript:")):
                yield f"script as an address: {each}"
            if LEAKS & set(urlsplit(address).path.split("/")):
                yield f"a missing value in an address: {each}"
            if "<" in address:
                yield f"something of a template in an address: {each}"


def nothing_comes_from_another_host(page: Element) -> Iterator[str]:
    for each in page.walk():
        loads = each.get("src") or (each.get("href") if each.tag in {"link", "use"} else None)
        if loads and urlsplit(loads).netloc:
            yield f"loaded from another host: {each}"


def every_posting_form_carries_its_token(page: Element) -> Iterator[str]:
    for form in page.all("form"):
        if (form.get("method") or "get").lower() != "post":
            continue
        inside = form.all("input")
        name = form.get("id")
        outside = [each for each in page.all("input") if name and each.get("form") == name]
        tokens = [each for each in inside + outside if each.get("name") == "csrf_token"]
        if not any(token.get("value") for token in tokens):
            yield f"no csrf_token: {form}"


def every_image_has_alt(page: Element) -> Iterator[str]:
    for image in page.all("img"):
        if image.get("alt") is None:
            yield f"no alt: {image}"
    for image in page.all("input"):
        if image.get("type") == "image" and not image.get("alt"):
            yield f"no alt: {image}"


def every_table_is_captioned_and_scoped(page: Element) -> Iterator[str]:
    for table in page.all("table"):
        if not any(caption.text for caption in table.all("caption")):
            yield f"no caption: {table}"
        headers = table.all("th")
        if not headers:
            yield f"no th: {table}"
        for header in headers:
            if header.get("scope") not in {"col", "row", "colgroup", "rowgroup"}:
                yield f"no scope: {header} {header.text!r}"


def a_message_keeps_its_sentence_together(page: Element) -> Iterator[str]:
    """The parts of a message stand apart from one another: a day among its words would too."""
    for each in page.all("time"):
        if each.parent and "message" in (each.parent.get("class") or "").split():
            yield f"its sentence stands in no element of its own: {each}"


def nothing_of_the_code_shows(page: Element) -> Iterator[str]:
    """A missing value, a repr or a trace that leaks through a template."""
    for each in page.all("td", "th", "dd", "dt", "li", "option", "h1", "h2", "h3", "a", "time"):
        if each.text in LEAKS:
            yield f"{each.text!r} stands in {each}"
    for each in page.all("input", "option"):
        if each.get("value") in LEAKS:
            yield f"{each.get('value')!r} is the value of {each}"
    for trace in ("Traceback (most recent call last)", " object at 0x"):
        if trace in page.text:
            yield f"the page shows {trace!r}"


RULES: tuple[Rule, ...] = (
    one_heading_title_and_language,
    every_control_has_a_name,
    every_button_and_link_has_a_name,
    ids_are_unique,
    every_pointer_finds_its_id,
    nothing_is_inline,
    every_address_leads_somewhere,
    nothing_comes_from_another_host,
    every_posting_form_carries_its_token,
    every_image_has_alt,
    every_table_is_captioned_and_scoped,
    a_message_keeps_its_sentence_together,
    nothing_of_the_code_shows,
)


def _is_in(element: Element, tag: str) -> bool:
    return any(each.tag == tag for each in element.ancestors())


def _aria_name(element: Element) -> bool:
    return bool(element.get("aria-label") or element.get("aria-labelledby"))
