"""What a list's address says: read leniently (an unknown value is no filter), written back whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Protocol, TypeVar
from urllib.parse import urlencode

from flask import request
from werkzeug.urls import iri_to_uri

from ohms import clock
from ohms.domain.days import read_day
from ohms.domain.errors import RuleBroken
from ohms.web.fields import clean_text

Value = TypeVar("Value", bound=StrEnum)
Args = Mapping[str, str]
LARGEST_ID = 2**31 - 1


def one_of(args: Args, name: str, values: type[Value]) -> Value | None:
    text = args.get(name, "")
    return values(text) if text in values.__members__.values() else None


def whole_number(args: Args, name: str) -> int | None:
    text = args.get(name, "")
    if not (text.isascii() and text.isdigit()) or len(text) > 10:
        return None
    return number if (number := int(text)) <= LARGEST_ID else None


def yes_or_no(args: Args, name: str) -> bool | None:
    return {"yes": True, "no": False}.get(args.get(name, ""))


def day(args: Args, name: str) -> date | None:
    text = clean_text(args.get(name))
    if not text:
        return None
    try:
        return read_day(text, clock.today())
    except RuleBroken:
        return None


@dataclass(frozen=True, slots=True)
class TypedDay:
    """The field of a day: the day that is meant, or what was typed and cannot be read, which filters nothing."""

    text: str
    errors: list[str]


def typed_day(args: Args, name: str, meant: date | None) -> TypedDay:
    """`meant` stands there where nothing unreadable was typed: the day as it was read, or a usual one."""
    text = clean_text(args.get(name))
    try:
        if text:
            read_day(text, clock.today())
    except RuleBroken as broken:
        return TypedDay(line(args, name), [broken.message])
    return TypedDay(meant.isoformat() if meant else "", [])


def line(args: Args, name: str, longest: int = 80) -> str:
    return " ".join(clean_text(args.get(name)).split())[:longest]


def link_with(**changes: Any) -> str:
    """This list with some of its state changed; None takes a part away. The cursor never stays."""
    state: dict[str, Any] = {**request.args.to_dict(), "after": None, **changes}
    return link_to(request.path, state)


def link_to(path: str, state: Mapping[str, Any]) -> str:
    said = {name: value for name, value in state.items() if value not in (None, "")}
    return f"{iri_to_uri(path)}?{urlencode(said)}" if said else iri_to_uri(path)


class Turned(Protocol):
    """One page of a list."""

    @property
    def next(self) -> str | None: ...

    @property
    def is_first(self) -> bool: ...


def turning(page: Turned) -> dict[str, str]:
    """The ways on from a page of a list, and back to its beginning."""
    return {
        "next_href": link_with(after=page.next) if page.next else "",
        "first_href": "" if page.is_first else link_with(),
    }
