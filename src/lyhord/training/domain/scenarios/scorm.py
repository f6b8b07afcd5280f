"""A scenario as a SCORM 1.2 package, so that the municipality's own learning platform can run it.

The package asks nobody outside for anything. The platform is told that an ending was reached, its points and the time;
where one is stands in its suspend data until then, and no longer.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from importlib import resources
from typing import Any
from xml.etree import ElementTree

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from lyhord.training.domain.curriculum.sources import sources
from lyhord.training.domain.scenarios.scenario import Passage, Scenario
from lyhord.training.enums import Ending, StaffRole
from lyhord.web.markdown import plain, to_paper

FILES = ("index.html", "platform.js", "player.js", "style.css")
STORY, MANIFEST = "story.js", "imsmanifest.xml"
CP, ADLCP = "http://www.imsproject.org/xsd/imscp_rootv1p1p2", "http://www.adlnet.org/xsd/adlcp_rootv1p2"
_SCHEMAS = f"{CP} imscp_rootv1p1p2.xsd {ADLCP} adlcp_rootv1p2.xsd"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def scorm_package(scenario: Scenario) -> bytes:
    """Return the zip. The same scenario gives the same bytes on every machine: nothing is compressed, nothing dated."""
    folder = resources.files("lyhord.training").joinpath("content/scorm")
    files = {name: folder.joinpath(name).read_bytes() for name in FILES}
    with translation.override("sv"):  # the language of the story
        files[STORY] = _story_script(scenario)
    files[MANIFEST] = manifest(scenario, sorted(files))
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as package:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            package.writestr(entry, files[name])
    return held.getvalue()


def manifest(scenario: Scenario, files: list[str]) -> bytes:
    """Return imsmanifest.xml: one organisation with one page. No score is demanded: an ending is an ending."""
    root = ElementTree.Element(
        "manifest",
        {
            "identifier": _identifier("lyhord", scenario.slug),
            "version": "1.1",
            "xmlns": CP,
            "xmlns:adlcp": ADLCP,
            "xmlns:xsi": _XSI,
            "xsi:schemaLocation": _SCHEMAS,
        },
    )
    about = _below(root, "metadata")
    _below(about, "schema", "ADL SCORM")
    _below(about, "schemaversion", "1.2")
    organizations = _below(root, "organizations", default="stories")
    stories = _below(organizations, "organization", identifier="stories")
    _below(stories, "title", scenario.title)
    item = _below(stories, "item", identifier="story", identifierref="page")
    _below(item, "title", scenario.title)
    page = {"identifier": "page", "type": "webcontent", "adlcp:scormtype": "sco", "href": "index.html"}
    resource = _below(_below(root, "resources"), "resource", **page)
    for name in files:
        _below(resource, "file", href=name)
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written + b"\n"


def _below(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, name, attributes)
    element.text = text
    return element


def _identifier(*parts: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "-", "-".join(parts))


def _story_script(scenario: Scenario) -> bytes:
    told = _told(scenario)
    told["fingerprint"] = sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:12]
    return f"const STORY = {json.dumps(told, ensure_ascii=False, indent=1)};\n".encode()


def _told(scenario: Scenario) -> dict[str, Any]:
    numbers = {id: number for number, id in enumerate(scenario.passages)}
    known = [sources()[id] for id in scenario.sources]
    return {
        "title": scenario.title,
        "about": scenario.about,
        "place": scenario.place,
        "roles": [[role.value, capfirst(str(role.label))] for role in StaffRole],
        "passages": [_passage(passage, numbers) for passage in scenario.passages.values()],
        "sources": [f"{source.title}. {source.by}, {source.dated}." for source in known],
        "words": _words(),
    }


def _passage(passage: Passage, numbers: dict[str, int]) -> dict[str, Any]:
    return {
        "paragraphs": [{"roles": sorted(part.roles), "texts": list(_runs(part.text))} for part in passage.paragraphs],
        "choices": [
            {
                "roles": sorted(choice.roles),
                "text": plain(choice.text),
                "visitor": plain(choice.visitor),
                "colleague": plain(choice.colleague),
                "to": numbers[choice.to],
            }
            for choice in passage.choices
        ],
        "ending": passage.ending,
        "points": passage.ending.points if passage.ending else None,
        "feedback": list(_runs(passage.feedback)),
        "remember": plain(passage.remember),
    }


def _runs(text: str) -> Iterator[list[dict[str, Any]]]:
    """Yield each paragraph as runs of text with their stress, without the numbers of the sources."""
    for block in to_paper(text).blocks:
        if block["kind"] == "paragraph":
            yield [run for run in block["runs"] if "text" in run]
        else:
            yield from ([{"text": line}] for line in plain(text).splitlines())
            return


def _words() -> dict[str, Any]:
    return {
        "who": _("Som vem är du där?"),
        "what": _("Vad gör du?"),
        "visitor": _("Besökaren"),
        "colleague": _("Nästa kollega"),
        "then": _("Sedan"),
        "ended": _("Så slutade det"),
        "back": _("Ångra"),
        "again": _("Prova en annan väg"),
        "remember": _("Att ta med dig"),
        "sources": _("Källor"),
        "endings": {ending.value: kind_words(ending) for ending in Ending},
        "alone": _("Övningen är öppnad utanför lärplattformen. Ingenting sparas."),
        "failed": _("Lärplattformen svarar inte. Du kan läsa vidare, men den vet kanske inte att du har övat."),
    }


def kind_words(ending: Ending) -> str:
    """Return what one is told first at an ending."""
    return {
        Ending.GOOD: _("Det du gjorde betydde något."),
        Ending.HALFWAY: _("Du kom en bit på väg."),
        Ending.MISSED: _("Den här gången gick det förbi."),
    }[ending]
