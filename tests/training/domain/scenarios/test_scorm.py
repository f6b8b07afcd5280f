"""The SCORM package as bytes: what it holds, the same each time. tests/journeys/test_scorm.py runs it."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any
from xml.etree import ElementTree

import pytest
from django.utils import translation

from lyhord.training.domain.scenarios.library import scenarios
from lyhord.training.domain.scenarios.scorm import ADLCP, CP, scorm_package
from lyhord.training.enums import Ending, StaffRole

OUTSIDE = re.compile(r"https?://|//[a-z]+\.|@import|url\(|fetch\(|XMLHttpRequest|sendBeacon|WebSocket|innerHTML|eval\(")


def opened(slug: str) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(scorm_package(scenarios()[slug]))) as package:
        assert package.testzip() is None
        return {name: package.read(name).decode() for name in package.namelist()}


def story(files: dict[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(files["story.js"].removeprefix("const STORY = ").removesuffix(";\n"))
    return told


@pytest.mark.parametrize("slug", scenarios())
def test_a_package_has_a_manifest_of_its_files_and_the_whole_story(slug: str) -> None:
    scenario, files = scenarios()[slug], opened(slug)
    root = ElementTree.fromstring(files["imsmanifest.xml"])  # noqa: S314  # written a moment ago by us
    resource = root.find(f".//{{{CP}}}resource")
    assert resource is not None
    assert resource.get(f"{{{ADLCP}}}scormtype") == "sco"
    listed = {file.get("href") for file in resource}
    assert listed == files.keys() - {"imsmanifest.xml"}
    assert resource.get("href") in listed
    assert root.findtext(f"{{{CP}}}metadata/{{{CP}}}schemaversion") == "1.2"
    assert root.findtext(f".//{{{CP}}}item/{{{CP}}}title") == scenario.title

    told = story(files)
    assert [value for value, _label in told["roles"]] == StaffRole.values
    ids = list(scenario.passages)
    for passage, written in zip(scenario.passages.values(), told["passages"], strict=True):
        assert [ids[choice["to"]] for choice in written["choices"]] == [choice.to for choice in passage.choices]
        assert [part["roles"] for part in written["paragraphs"]] == [sorted(p.roles) for p in passage.paragraphs]
        assert all(part["texts"] for part in written["paragraphs"])
        assert written["points"] == (passage.ending.points if passage.ending else None)


def test_a_package_asks_nobody_outside_for_anything() -> None:
    files = opened("kaffebordet")
    del files["imsmanifest.xml"]  # names of schemas, which nothing fetches
    assert [name for name, text in files.items() if OUTSIDE.search(text)] == []
    assert "default-src 'none'" in files["index.html"]


def test_the_same_scenario_is_the_same_bytes_whoever_asks() -> None:
    scenario = scenarios()["kaffebordet"]
    with translation.override("en"):
        assert scorm_package(scenario) == scorm_package(scenario)
        in_english = scorm_package(scenario)
    assert in_english == scorm_package(scenario)
    assert scorm_package(scenarios()["sonen-som-svarar"]) != in_english


def test_better_endings_give_more_points_and_none_gives_nothing() -> None:
    points = [ending.points for ending in (Ending.GOOD, Ending.HALFWAY, Ending.MISSED)]
    assert points == sorted(points, reverse=True) and points[2] > 0 and points[0] == 100
