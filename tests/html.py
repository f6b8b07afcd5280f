"""What every HTML page must hold: looked at in each response that a test client gets, whatever the test is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

LABELLED = {"input", "select", "textarea"}
NEEDS_NO_LABEL = {"hidden", "submit", "button", "reset", "image"}
REFERENCES = ("for", "aria-describedby", "aria-labelledby", "aria-controls")


def problems(text: str) -> list[str]:
    """Return what is wrong with a page, or with a fragment when there is no doctype. Empty when all is well."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    is_page = text.lstrip()[:9].lower() == "<!doctype"
    tree = parser.parse(text) if is_page else parser.parseFragment(text)
    found = [f"{code} at line {position[0]} {facts}" for position, code, facts in parser.errors]
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    found += _inline_code(elements)
    found += _ids(elements, is_page)
    found += _labels(tree, elements)
    return found + (list(_frame(tree)) if is_page else [])


def _frame(tree: Element) -> Iterator[str]:
    headings = tree.findall(".//h1")
    if len(headings) != 1:
        yield f"{len(headings)} h1"
    title = tree.find(".//title")
    if title is None or not "".join(title.itertext()).strip():
        yield "no title"
    if not tree.get("lang"):
        yield "no lang"
    if tree.find(".//main") is None:
        yield "no main"


def _inline_code(elements: list[Element]) -> Iterator[str]:
    for element in elements:
        if element.tag == "style" or (element.tag == "script" and not element.get("src")):
            yield f"inline <{element.tag}>"
        for name in element.attrib:
            if name == "style" or (isinstance(name, str) and name.startswith("on")):
                yield f"<{element.tag}> has {name}="


def _ids(elements: list[Element], is_page: bool) -> Iterator[str]:
    counts = Counter(element.get("id") for element in elements if element.get("id") is not None)
    yield from (f"id {id} is used {n} times" for id, n in counts.items() if n > 1)
    for element in elements if is_page else ():
        for name in REFERENCES:
            for id in (element.get(name) or "").split():
                if id not in counts:
                    yield f"<{element.tag} {name}={id}> points at nothing"


def _labels(tree: Element, elements: list[Element]) -> Iterator[str]:
    labelled = {label.get("for") for label in tree.iter("label")}
    wrapped = {id(control) for label in tree.iter("label") for control in label.iter()}
    for element in elements:
        if element.tag not in LABELLED or element.get("type") in NEEDS_NO_LABEL:
            continue
        if element.get("aria-label") or element.get("aria-labelledby"):
            continue
        if element.get("id") not in labelled and id(element) not in wrapped:
            yield f"<{element.tag} name={element.get('name')}> has no label"


def check_response(response: Any) -> None:
    """Raise AssertionError when the response is HTML that does not hold."""
    if getattr(response, "streaming", False) or "text/html" not in response.get("Content-Type", ""):
        return
    text = response.content.decode()
    found = problems(text) if text.strip() else []
    assert not found, f"{response.request['PATH_INFO']} ({response.status_code}): {'; '.join(found[:8])}"
