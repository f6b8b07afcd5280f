"""The key file: one file with the installation's secret keys, each with a purpose of its own.

Whoever has this file and the database can forge the audit log, so only the service's own user may read it. Knows
nothing of Django: settings read it, and `lyhord init` makes it before there are any settings.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

HEADING = """\
# The keys of this installation, made by `lyhord init`. Keep a copy offline, apart from the copies of the database:
# with both, somebody could rewrite the audit log. Without it sessions end and the audit log can no longer be verified.
"""
SHORTEST = 32
ONLY_FOR_THE_OWNER = 0o077


class KeyFileError(Exception):
    """The text says what is wrong with the key file, and what to do."""


class KeyFileMissing(KeyFileError):
    """There is no key file."""


class KeyFileTooOpen(KeyFileError):
    """Others than the service's own user may read or write the key file."""


class KeyFileBroken(KeyFileError):
    """The key file cannot be read, or a key is not in it."""


@dataclass(frozen=True)
class Keys:
    """django: sessions and signatures. factors: what second factors know, at rest.

    audit: the keys of the audit log by number; the highest is written with, the others are kept to verify with.
    reporter, roster: for sealed signals.
    """

    django: str = field(repr=False)
    audit: Mapping[int, str] = field(repr=False)
    factors: str = field(repr=False)
    reporter: str = field(repr=False)
    roster: str = field(repr=False)


AUDIT = re.compile(r"audit_([1-9]\d{0,3})")
FIRST_AUDIT = "audit_1"
NAMES = tuple(part.name for part in fields(Keys) if part.name != "audit")


def key_file(environment: Mapping[str, str]) -> Path:
    """Return where the key file lies: `LYHORD_KEY_FILE`, else `keys.toml` in the data folder."""
    folder = Path(environment.get("LYHORD_DATA_DIR") or "var")
    return Path(environment.get("LYHORD_KEY_FILE") or folder / "keys.toml").resolve()


def read_keys(path: Path) -> Keys:
    """Return the keys. Raises KeyFileMissing, KeyFileTooOpen, KeyFileBroken."""
    found = _read(path)
    if missing := _missing(found):
        raise KeyFileBroken(f"{path} lacks the key {missing[0]}. Run:  lyhord init --keys")
    return Keys(audit=_audit_keys(found), **{name: found[name] for name in NAMES})


def make_keys(path: Path) -> Keys:
    """Make the key file, or add the keys that it lacks; those it has are kept. Safe to run by several at once.

    The session key of before, in the file `secret-key` beside it, is taken over, and that file removed.
    Raises KeyFileTooOpen, KeyFileBroken.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise KeyFileBroken(f"The folder {path.parent} cannot be made: {error.strerror}.") from None
    earlier = path.parent / "secret-key"
    try:
        found = _read(path)
    except KeyFileMissing:
        found = {"django": earlier.read_text().strip()} if earlier.exists() else {}
        _write(path, _completed(found), is_new=True)
    else:
        if _missing(found):
            _write(path, _completed(found), is_new=False)
    earlier.unlink(missing_ok=True)
    return read_keys(path)


def add_audit_key(path: Path) -> int:
    """Add a new key for the audit log, and return its number. The earlier ones are kept. Several at once take turns.

    Raises KeyFileMissing, KeyFileTooOpen, KeyFileBroken.
    """
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        found = _read(path)
        number = max(_audit_keys(found), default=0) + 1
        _write(path, found | {f"audit_{number}": secrets.token_urlsafe(48)}, is_new=False)
    finally:
        os.close(folder)
    return number


def _audit_keys(found: Mapping[str, str]) -> dict[int, str]:
    named = ((AUDIT.fullmatch(name), key) for name, key in found.items())
    return {int(match[1]): key for match, key in named if match}


def _missing(found: Mapping[str, str]) -> list[str]:
    """Return the names of keys that are lacking. Of the audit log's, any one is enough to write with."""
    return [name for name in NAMES if name not in found] + [FIRST_AUDIT] * (not _audit_keys(found))


def _completed(found: Mapping[str, str]) -> dict[str, str]:
    return {name: secrets.token_urlsafe(48) for name in _missing(found)} | dict(found)


def _read(path: Path) -> dict[str, str]:
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise KeyFileMissing(f"The key file {path} is missing. Run:  lyhord init --keys") from None
    except OSError as error:
        raise KeyFileBroken(f"The key file {path} cannot be read: {error.strerror}.") from None
    if not stat.S_ISREG(mode) or mode & ONLY_FOR_THE_OWNER:
        raise KeyFileTooOpen(f"Others may read the key file {path}. Run:  chmod 600 {path}")
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise KeyFileBroken(f"The key file {path} is damaged. Put back the copy that you keep offline.") from None
    for name, key in found.items():
        if not isinstance(key, str) or len(key) < SHORTEST:
            raise KeyFileBroken(f"The key {name} in {path} is too short. Put back the copy that you keep offline.")
    if "audit" in found:  # as the first one was called while there was only one
        found.setdefault(FIRST_AUDIT, found.pop("audit"))
    return found


def _write(path: Path, keys: Mapping[str, str], *, is_new: bool) -> None:
    """Put the whole file in place at once. A new one never replaces one that somebody else has just made.

    One that is replaced keeps its owner: the service must be able to read what the system's administrator has changed.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(HEADING + "".join(f'{name} = "{key}"\n' for name, key in keys.items()))
            file.flush()
            if not is_new and os.geteuid() == 0:
                os.fchown(file.fileno(), path.stat().st_uid, path.stat().st_gid)
            os.fsync(file.fileno())
        if is_new:
            try:
                os.link(draft, path)
            except FileExistsError:
                return
        else:
            draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
