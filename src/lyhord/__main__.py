"""The `lyhord` command: Django's management commands, and the planner's, which need no database.

`check` is both: with files it judges a plan, else it is Django's own check of the installation.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

PLANNER_COMMANDS = ("plan", "replan", "explain", "generate")
EXAMPLE_FILES = ("problem.json", "plan.json")


def main() -> None:
    """Run one command and exit."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["plan"] and any(word.split("=")[0] == "--example" for word in arguments):
        sys.exit(plan_example(arguments[1:]))
    if is_for_planner(arguments):
        sys.exit(run_planner(arguments))
    if arguments[:1] == ["init"] and not {"-h", "--help"}.intersection(arguments):
        make_key_file()
    if arguments == ["init", "--keys"]:
        return
    if arguments[:1] == ["doctor"]:
        examine_settings()
    run_django(sys.argv)


def examine_settings() -> None:
    """Say what keeps the settings from being read, in the doctor's words, and exit then."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lyhord.config.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        settings.INSTALLED_APPS  # noqa: B018  # reads them
    except ImproperlyConfigured as error:
        settings.configure(USE_I18N=False)  # the texts as they stand in the code, in Swedish
        from lyhord.accounts.domain.doctor.keys import settings_refused

        sys.stdout.write(f"{settings_refused(error)}\n")
        sys.exit(1)


def make_key_file() -> None:
    """Make the key file that the settings ask for, before they are read. One that is there is kept."""
    from lyhord.common.keys import KeyFileError, key_file, make_keys

    path = key_file(os.environ)
    existed = path.exists()
    try:
        make_keys(path)
    except KeyFileError as error:
        sys.exit(str(error))
    sys.stdout.write(f"The keys lie in {path}" + (", as before.\n" if existed else ". Keep a copy of it offline.\n"))
    sys.stdout.flush()  # before what may go wrong next


def is_for_planner(arguments: Sequence[str]) -> bool:
    """Tell whether the command is one of the planner's. `check` is when its first argument is a file."""
    if arguments[:1] == ["check"] and len(arguments) > 1:
        return arguments[1].endswith(".json") or Path(arguments[1]).is_file()
    return bool(arguments) and arguments[0] in PLANNER_COMMANDS


def run_planner(arguments: Sequence[str]) -> int:
    from lyhord_planner.cli import add_commands, run

    parser = argparse.ArgumentParser(prog="lyhord", epilog="lyhord plan --example NAME -o DIR plans the example.")
    add_commands(parser.add_subparsers(required=True, metavar="command"))
    return run(parser.parse_args(arguments))


def run_django(argv: Sequence[str]) -> None:
    """Run a management command. A setting that is missing or wrong is told in its one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lyhord.config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(list(argv))
    except ImproperlyConfigured as error:
        sys.exit(str(error))


def plan_example(arguments: Sequence[str]) -> int:
    """Read the example's spreadsheets into a temporary database, write its problem, and plan it.

    No other database is touched, whatever the environment names.
    """
    from lyhord.common.keys import key_file, make_keys

    parser = argparse.ArgumentParser(prog="lyhord plan")
    parser.add_argument("--example", required=True, metavar="NAME", help="such as uppsala")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="where both files go")
    parser.add_argument("--today", default="", metavar="YYYY-MM-DD", help="the day it is; default the real one")
    options, rest = parser.parse_known_args(arguments)
    options.output.mkdir(parents=True, exist_ok=True)
    problem, plan = (str(options.output / name) for name in EXAMPLE_FILES)
    with tempfile.TemporaryDirectory() as folder:
        os.environ.pop("LYHORD_DATABASE_URL", None)
        os.environ.pop("LYHORD_KEY_FILE", None)
        os.environ |= {"LYHORD_DATA_DIR": folder}
        make_keys(key_file(os.environ))
        today = ["--today", options.today] if options.today else []
        run_django(["lyhord", "example_problem", options.example, "-o", problem, *today])
    return run_planner(["plan", problem, "-o", plan, *rest])


if __name__ == "__main__":
    main()
