"""Days, instants and badges as elements: what stands in hundreds of cells of a page.

`macros/dates.html` and `macros/badges.html` give them to the templates. They are made here because a
macro costs ten times as much as a function; the answer depends on a few days or words alone. Nothing
that names a person is kept between two requests.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from numbers import Number

from markupsafe import Markup

from ohms.web.escaping import escape

KEPT = 2_048
DASH = '<span class="soft"><span aria-hidden="true">–</span><span class="visually-hidden">none</span></span>'

Look = tuple[str, str]
"""Tone and mark of a badge."""


def _element(html: str) -> Markup:
    return Markup(html)


def _short(value: date, today: date) -> str:
    year = "" if value.year == today.year else f", {value.year}"
    return f"{value:%b} {value.day}{year}"


@lru_cache(maxsize=KEPT)
def day(value: date | None, today: date, weekday: bool = False) -> Markup:
    """ "Jun 3", with the year when it is not this one; by `weekday`: "Wed, Jun 3". None is a dash."""
    if value is None:
        return _element(DASH)
    name = f"{value:%a}, " if weekday else ""
    return _element(f'<time datetime="{value.isoformat()}">{name}{_short(value, today)}</time>')


@lru_cache(maxsize=KEPT)
def full_day(value: date) -> Markup:
    """ "Jun 3, 2026": for reports and print."""
    told = f"{value:%b} {value.day}, {value.year}"
    return _element(f'<time datetime="{value.isoformat()}">{told}</time>')


@lru_cache(maxsize=KEPT)
def due(value: date | None, today: date, overdue_days: int | None = None) -> Markup:
    """ "Jun 3, overdue 2 business days", "Today", "Tomorrow", "Jun 3". `overdue_days`: business days past,
    counted by the caller's calendar; None or 0 when it is not overdue."""
    if value is None:
        return _element(DASH)
    away, at = (value - today).days, value.isoformat()
    if away < 0:
        told = f"{_short(value, today)}, {_overdue(overdue_days)}"
        return _element(f'<time class="due-over" datetime="{at}">{told}</time>')
    if away == 0:
        return _element(f'<time class="due-soon" datetime="{at}">Today</time>')
    told = "Tomorrow" if away == 1 else _short(value, today)
    return _element(f'<time datetime="{at}">{told}</time>')


@lru_cache(maxsize=KEPT)
def due_short(value: date | None, today: date, overdue_days: int | None = None) -> Markup:
    """The same where a column is narrow: "Jun 3, 2 over"."""
    if value is None or value >= today:
        return due(value, today)
    over = f", {overdue_days} over" if overdue_days else ", over"
    return _element(
        f'<time class="due-over" datetime="{value.isoformat()}">{_short(value, today)}'
        f'<span class="visually-hidden">, {_overdue(overdue_days)}</span>'
        f'<span aria-hidden="true" title="Overdue, in business days">{over}</span></time>'
    )


def _overdue(days: int | None) -> str:
    """By no business day yet where a weekend or a holiday alone lies between."""
    return f"overdue {days} business day{'' if days == 1 else 's'}" if days else "overdue"


def instant(value: datetime, today: date) -> Markup:
    """ "Nov 23, 11:15 am". `value`: an instant in the local zone."""
    half = "am" if value.hour < 12 else "pm"
    told = f"{_short(value, today)}, {value.hour % 12 or 12}:{value.minute:02} {half}"
    return _element(f'<time datetime="{value.isoformat()}">{told}</time>')


@lru_cache(maxsize=KEPT)
def days_ago(value: date | None, today: date) -> Markup:
    """ "9 d ago" for a last contact; None: "Never"."""
    if value is None:
        return _element('<span class="soft">Never</span>')
    past, at = (today - value).days, value.isoformat()
    told = "Today" if past == 0 else f"{past} d ago"
    return _element(f'<time datetime="{at}" title="{at}">{told}</time>')


def span(from_on: date | None, to_on: date | None, today: date) -> Markup:
    """ "Jun 3 to Jul 1"; an open end says "on"."""
    end = " on" if to_on is None else f" to {day(to_on, today)}"
    return _element(f"{day(from_on, today)}{end}")


def badge(word: str, tone: str = "", mark: str = "") -> Markup:
    """A word with its tone ('', info, good, warn, bad, line) and its mark ('', ring, dot, half, bar,
    square, up)."""
    classes = f"badge{f' badge-{tone}' if tone else ''}{f' mark-{mark}' if mark else ''}"
    return _element(f'<span class="{classes}">{escape(word)}</span>')


def row_heading(
    text: str, href: str = "", class_: str = "tight", below: str = "", **of: str
) -> Markup:
    """The heading of a row, with its one link. `below`: a second, quieter line under it."""
    told = f'<a href="{escape(href)}">{escape(text)}</a>' if href else escape(text)
    more = f' <span class="row-below">{escape(below)}</span>' if below else ""
    named = escape(of.get("class", class_))
    return _element(f'<th scope="row" class="{named}">{told}{more}</th>')


def number(value: object, label: str = "", unit: str = "", href: str = "", of: str = "") -> Markup:
    """A figure in its column; None is a dash. `href`: where its rows are; `of`: whose figure it is, for
    who hears the link alone."""
    named = f' data-label="{escape(label)}"' if label else ""
    if value is None:
        return _element(f'<td class="num"{named}>{DASH}</td>')
    is_number = isinstance(value, Number)
    told = f"{value:,}" if is_number else escape(value)
    if href:
        heard = f'<span class="visually-hidden">, {escape(of)}</span>' if of else ""
        told = f'<a href="{escape(href)}">{told}{heard}</a>'
    return _element(f'<td class="num"{named}>{told}{f" {escape(unit)}" if unit else ""}</td>')


def clip(text: object, label: str = "", wide: bool = False) -> Markup:
    """Text that may be longer than its column: cut on the screen, whole on paper and in its title."""
    told, named = escape(text), f' data-label="{escape(label)}"' if label else ""
    return _element(
        f'<td class="clip{" clip-wide" if wide else ""}"{named} title="{told}">{told}</td>'
    )


class Badges:
    """Badges of one list of stored values, each with its tone and mark."""

    def __init__(self, looks: Mapping[str, Look]) -> None:
        self._looks = looks

    def __call__(self, value: str, word: str) -> Markup:
        tone, mark = self._looks.get(str(value), ("", ""))
        return badge(word, tone, mark)


coordination = Badges(
    {
        "new": ("info", "ring"),
        "watching": ("", "half"),
        "active": ("good", "dot"),
        "on_hold": ("warn", "square"),
        "closed": ("line", "bar"),
    }
)
status = Badges(
    {
        "pending": ("info", "ring"),
        "interlocutory": ("info", "half"),
        "allowed": ("", "dot"),
        "rejected": ("bad", "bar"),
        "closed": ("line", "bar"),
        "reopened": ("warn", "ring"),
    }
)
work_status = Badges(
    {
        "full_duty": ("good", "dot"),
        "modified_duty": ("info", "half"),
        "limited_hours": ("info", "half"),
        "transitional": ("info", "half"),
        "off_work": ("bad", "square"),
        "kept_on_salary": ("warn", "square"),
        "released_not_working": ("warn", "ring"),
        "unknown": ("line", ""),
    }
)
complexity = Badges({"low": ("", "bar"), "standard": ("", "ring"), "high": ("warn", "up")})
task_state = Badges(
    {
        "to_do": ("", "ring"),
        "in_progress": ("info", "half"),
        "waiting": ("warn", "square"),
        "done": ("good", "dot"),
        "not_needed": ("line", "bar"),
    }
)
referral_step = Badges(
    {
        "draft": ("line", "ring"),
        "sent": ("info", "ring"),
        "received": ("info", "half"),
        "accepted": ("good", "half"),
        "declined": ("bad", "bar"),
        "needs_information": ("warn", "up"),
        "in_progress": ("good", "half"),
        "completed": ("good", "dot"),
        "withdrawn": ("line", "bar"),
    }
)
milestone = Badges({"running": ("info", "half"), "met": ("good", "dot"), "missed": ("bad", "up")})


def time_loss(on: bool, days: int | None = None) -> Markup:
    """`days`: paid days so far, or None when not known; `on`: time loss is or was paid."""
    if not on:
        return _element('<span class="soft">None</span>')
    return badge("Time loss" if days is None else f"Time loss {days:,} d", "warn", "dot")
