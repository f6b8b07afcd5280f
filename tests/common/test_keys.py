"""The key file is whole, made once, and for the owner only."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lyhord.common.keys import (
    NAMES,
    KeyFileBroken,
    KeyFileMissing,
    KeyFileTooOpen,
    add_audit_key,
    key_file,
    make_keys,
    read_keys,
)


def test_keys_differ_and_only_the_owner_may_read_them(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "keys.toml"
    keys = make_keys(path)
    found = [*(getattr(keys, name) for name in NAMES), keys.audit[1]]
    assert (len(set(found)), {len(key) for key in found}) == (5, {64})
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert [file.name for file in path.parent.iterdir()] == ["keys.toml"]
    assert not any(key in repr(keys) for key in found)


def test_made_by_many_at_once_there_is_one_set_of_keys(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        made = list(pool.map(lambda _: make_keys(tmp_path / "keys.toml"), range(64)))
    assert all(keys == read_keys(tmp_path / "keys.toml") for keys in made)


def test_key_that_is_lacking_is_added_and_the_others_kept(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    before = make_keys(path)
    _without(path, "roster")
    with pytest.raises(KeyFileBroken, match=r"lacks the key roster\. Run:  lyhord init --keys"):
        read_keys(path)
    after = make_keys(path)
    assert (after.django, after.audit, after.reporter) == (before.django, before.audit, before.reporter)
    assert after.roster != before.roster


def test_first_audit_key_is_the_one_that_was_called_audit(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    before = make_keys(path)
    path.write_text(path.read_text().replace("audit_1 =", "audit ="))
    assert read_keys(path) == before == make_keys(path)
    assert (add_audit_key(path), read_keys(path).audit[1]) == (2, before.audit[1])


def test_audit_key_is_added_with_the_next_number_and_the_others_kept(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    before = make_keys(path)
    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(lambda _: add_audit_key(path), range(8))) == [*range(2, 10)]
    after = read_keys(path)
    assert (after.django, after.audit[1], len(set(after.audit.values()))) == (before.django, before.audit[1], 9)
    assert (path.stat().st_mode & 0o777, [file.name for file in tmp_path.iterdir()]) == (0o600, ["keys.toml"])


def test_lost_audit_key_leaves_a_gap_and_the_last_one_is_missed(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    make_keys(path)
    add_audit_key(path)
    _without(path, "audit_1")
    assert list(read_keys(path).audit) == [2] == list(make_keys(path).audit)
    _without(path, "audit_2")
    with pytest.raises(KeyFileBroken, match=r"lacks the key audit_1\. Run:  lyhord init --keys"):
        read_keys(path)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives a file away")
def test_file_that_root_changes_keeps_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    make_keys(path)
    os.chown(path, 65534, 65534)
    add_audit_key(path)
    assert (path.stat().st_uid, path.stat().st_gid) == (65534, 65534)


def test_session_key_of_before_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("s" * 50 + "\n")
    assert make_keys(tmp_path / "keys.toml").django == "s" * 50
    assert not (tmp_path / "secret-key").exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o620, 0o777])
def test_looser_modes_are_refused(mode: int, tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    make_keys(path)
    path.chmod(mode)
    for act in (read_keys, make_keys):
        with pytest.raises(KeyFileTooOpen, match=f"chmod 600 {path}"):
            act(path)


def test_owner_may_make_the_file_unwritable(tmp_path: Path) -> None:
    keys = make_keys(tmp_path / "keys.toml")
    (tmp_path / "keys.toml").chmod(0o400)
    assert read_keys(tmp_path / "keys.toml") == keys


@pytest.mark.parametrize("text", ["audit = ", 'audit = "short"', "audit = 7", 'reporter = ["a"]'])
def test_damaged_file_is_never_replaced(text: str, tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(KeyFileBroken, match="offline"):
        make_keys(path)
    assert path.read_text() == text


def test_missing_file_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(KeyFileMissing, match=r"Run:  lyhord init --keys"):
        read_keys(tmp_path / "keys.toml")


def test_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(KeyFileBroken, match=r"The folder .*file/deep cannot be made: Not a directory"):
        make_keys(tmp_path / "file" / "deep" / "keys.toml")


def test_place_of_the_file(tmp_path: Path) -> None:
    assert key_file({"LYHORD_DATA_DIR": str(tmp_path)}) == tmp_path / "keys.toml"
    assert key_file({"LYHORD_DATA_DIR": "/x", "LYHORD_KEY_FILE": str(tmp_path / "k")}) == tmp_path / "k"
    assert key_file({}) == Path("var/keys.toml").resolve()


def _without(path: Path, name: str) -> None:
    path.write_text("".join(line for line in path.read_text().splitlines(True) if not line.startswith(name)))
