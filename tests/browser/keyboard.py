"""Going about a page as somebody without a mouse does."""

from playwright.sync_api import Page

MOST_TABS = 80


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
    """Press Tab until the focus stands on the element; AssertionError when it is never reached."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement?.matches(s)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}")


def type_into(page: Page, selector: str, text: str) -> None:
    """Tab to a field and type; what stood there is replaced."""
    tab_to(page, selector)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def choose(page: Page, selector: str, words: str) -> None:
    """Tab to a list and choose by its first letters."""
    tab_to(page, selector)
    page.keyboard.type(words)


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
