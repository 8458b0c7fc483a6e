"""Going about a page as somebody without a mouse does."""

from playwright.sync_api import Page, expect

MOST_TABS = 80

# Whether the focus stands on what is looked for, and what is wrong with how it shows: without a ring,
# out of the window, or under something else. Past the last element it stands on the page itself.
LOOK_AT_FOCUS = """
(selector) => {
  const at = document.activeElement;
  if (!at || at === document.body) return [false, ""];
  const what = at.outerHTML.slice(0, 120);
  const marked = [at, at.nextElementSibling, at.closest("label")].filter(Boolean).some((each) => {
    const style = getComputedStyle(each);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
  });
  const box = at.getBoundingClientRect();
  const inset = 2;
  const seen = [
    [box.left + box.width / 2, box.top + box.height / 2],
    [box.left + inset, box.top + inset],
    [box.right - inset, box.bottom - inset],
  ].some(([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return top && (at.contains(top) || top.contains(at) || top.closest("label")?.contains(at));
  });
  const fault = !marked ? "no ring around" : !seen ? "out of sight: " : "";
  return [at.matches(selector), fault && `${fault} ${what}`];
}
"""


class CountedKeys:
    """Keys pressed by a person, counted: a chord is one, Tab is one, `write` is the text itself."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed: list[str] = []

    def press(self, *keys: str) -> None:
        for key in keys:
            self.pressed.append(key)
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus stands on the element; AssertionError when it is never reached, or when
    somewhere on the way nobody could see where the focus is."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        there, fault = page.evaluate(LOOK_AT_FOCUS, selector)
        assert not fault, f"{fault} on the way to {selector} at {page.url}"
        if there:
            return
    raise AssertionError(f"Tab never reaches {selector} at {page.url}")


def sees_focus(page: Page, selector: str) -> None:
    """The focus stands on the element, and anybody sees that it does."""
    there, fault = page.evaluate(LOOK_AT_FOCUS, selector)
    assert there, f"the focus is not on {selector} at {page.url}"
    assert not fault, fault


def type_into(page: Page, selector: str, text: str) -> None:
    """Tab to a field and type; what stood there is replaced."""
    tab_to(page, selector)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def choose(page: Page, selector: str, words: str) -> None:
    """Tab to a list and choose by its first letters."""
    tab_to(page, selector)
    page.keyboard.type(words)


def followed(page: Page, key: str, to: str) -> None:
    """A key that leads to another page, which is waited for."""
    with page.expect_navigation(url=to):
        page.keyboard.press(key)


def go_by_bar(page: Page, text: str, first: str, to: str) -> None:
    """Over the command bar: type, take the first that is offered."""
    page.keyboard.press("/")
    page.keyboard.type(text)
    expect(page.locator("#find-list [role=option]").first).to_have_text(first)
    page.keyboard.press("ArrowDown")
    followed(page, "Enter", to)


def write_the_note(page: Page) -> None:
    """In the open composer: an employer reached by phone, 12 minutes, and the next step in 5 days."""
    assert page.evaluate("document.activeElement?.name") == "party"
    page.keyboard.type("Employer")
    choose(page, "#method", "Phone")
    choose(page, "#outcome", "Reached")
    choose(page, "#standard_work", "Return to work")
    type_into(page, "#body", "Light duty is open from Monday.")
    type_into(page, "#next_task", "Ask for the job description")
    type_into(page, "#next_task_due", "+5b")
    type_into(page, "#minutes", "12")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".message-good")
    page.wait_for_load_state()


def sign_in_by_keyboard(page: Page, username: str, password: str) -> None:
    page.goto("/login")
    if page.evaluate("document.activeElement?.id") != "username":
        tab_to(page, "#username")
    page.keyboard.type(username)
    type_into(page, "#password", password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)


def sign_out_by_keyboard(page: Page) -> None:
    page.goto("/")
    tab_to(page, "form[action='/logout'] button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/login")
