"""The `lyhord` command: Django's management commands and the planner's."""

from __future__ import annotations

import os
import sys

PLANNER_COMMANDS = {"plan", "replan", "check-plan", "generate"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lyhord.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
