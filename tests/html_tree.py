"""An HTML document as a tree, read with the standard library and no forgiveness."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

# What has no end tag in HTML.
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track"}
    | {"wbr"}
)
FOREIGN = frozenset({"svg", "math"})  # inside, <path/> closes itself as in XML


@dataclass(eq=False)
class Element:
    """A tag with its attributes and what stands in it, in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)

    def get(self, name: str) -> str | None:
        """The attribute's value, "" for one without a value, None where it does not stand."""
        return self.attributes.get(name)

    def walk(self) -> Iterator[Element]:
        """Every element below this one, in the order of the document."""
        ahead = self.children[::-1]
        while ahead:
            child = ahead.pop()
            if isinstance(child, Element):
                yield child
                ahead += child.children[::-1]

    def all(self, *tags: str) -> list[Element]:
        """Every element below this one that has one of these tags."""
        return [each for each in self.walk() if each.tag in tags]

    def ancestors(self) -> Iterator[Element]:
        """From the parent outwards."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent

    @property
    def text(self) -> str:
        """All text within, white space folded."""
        return self.text_outside()

    @property
    def raw_text(self) -> str:
        """All text within as it was written, line breaks too."""
        return "".join(self._pieces(()))

    def text_outside(self, *tags: str) -> str:
        """The text within, less what stands in elements of these tags."""
        return " ".join("".join(self._pieces(tags)).split())

    def _pieces(self, left_out: tuple[str, ...]) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in left_out:
                yield from child._pieces(left_out)

    def __str__(self) -> str:
        shown = "".join(f' {name}="{value}"' for name, value in self.attributes.items())
        return f"<{self.tag}{shown}>"[:120]


@dataclass(eq=False)
class Document(Element):
    """The whole of a page. It is walked some fifty times, once a rule: its order is kept, and where
    each tag stands in it."""

    elements: list[Element] = field(default_factory=list)
    places: dict[str, list[int]] = field(default_factory=dict)

    def walk(self) -> Iterator[Element]:
        return iter(self.elements)

    def all(self, *tags: str) -> list[Element]:
        places = sorted(place for tag in set(tags) for place in self.places.get(tag, ()))
        return [self.elements[place] for place in places]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Document("#document")
        self.faults: list[str] = []
        self._here: Element = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = self._add(tag, attrs)
        if tag not in VOID:
            self._here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        foreign = any(each.tag in FOREIGN for each in (self._here, *self._here.ancestors()))
        element = self._add(tag, attrs)
        if tag not in VOID and not foreign:  # to HTML, <div/> is an opening tag
            self._here = element

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            self.faults.append(f"</{tag}> closes what has no end")
        elif self._here.tag == tag:
            self._here = self._here.parent or self.root
        else:
            self._close_from_afar(tag)

    def handle_data(self, data: str) -> None:
        self._here.children.append(data)

    def close(self) -> None:
        super().close()
        while self._here is not self.root:
            self.faults.append(f"{self._here} is never closed")
            self._here = self._here.parent or self.root

    def _add(self, tag: str, attrs: list[tuple[str, str | None]]) -> Element:
        element = Element(tag, parent=self._here)
        self._here.children.append(element)
        self.root.places.setdefault(tag, []).append(len(self.root.elements))
        self.root.elements.append(element)
        for name, value in attrs:
            if name in element.attributes:
                self.faults.append(f"{element} says {name} twice")
            element.attributes.setdefault(name, value or "")
        return element

    def _close_from_afar(self, tag: str) -> None:
        opened = next((each for each in self._here.ancestors() if each.tag == tag), None)
        if opened is None:
            self.faults.append(f"</{tag}> closes what was not open")
            return
        self.faults.append(f"</{tag}> comes while {self._here} is open")
        self._here = opened.parent or self.root


def read_html(html: str) -> tuple[Element, list[str]]:
    """The document's tree, and what is wrong with its tags (all end tags must be written)."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root, reader.faults


def without_tags(page: str) -> str:
    """The text of a page as it is written, with single blanks: also what only a screen reader tells."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())
