"""Compile the translations whenever the package is built, also for the editable install that `uv sync` makes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileTranslations(BuildHookInterface):
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        for source in sorted(Path(self.root, "src/lyhord/locale").glob("*/LC_MESSAGES/*.po")):
            with source.open("rb") as readable, source.with_suffix(".mo").open("wb") as writable:
                write_mo(writable, read_po(readable))
