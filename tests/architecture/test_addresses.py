"""Every address says who may open it, in words that a Swede can read."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from lyhord.accounts.domain.access_matrix import PUBLIC, addresses, as_markdown, mark_of
from lyhord.accounts.middleware import SIGNED_IN
from lyhord.accounts.permissions import registered_actions
from tests.architecture.repository import ROOT

ADDRESSES = sorted(addresses(), key=lambda pair: pair[0])
PARAMETER = re.compile(r"<[a-z]+:[a-z_]+>")
KEBAB = re.compile(r"^/([a-z0-9-]+/)*([a-z0-9-]+\.[a-z]+)?$")


@pytest.mark.parametrize(("address", "view"), ADDRESSES, ids=[address for address, _view in ADDRESSES])
def test_address_is_marked_with_a_registered_action(address: str, view: object) -> None:
    assert mark_of(view) in {PUBLIC, SIGNED_IN, *registered_actions()}  # type: ignore[arg-type]  # a view


@pytest.mark.parametrize("address", [address for address, _view in ADDRESSES])
def test_address_is_in_kebab_case(address: str) -> None:
    assert KEBAB.match(PARAMETER.sub("x", address)), address


@pytest.mark.parametrize("address", [address for address, _view in ADDRESSES])
def test_address_holds_no_counter_that_can_be_guessed(address: str) -> None:
    assert "<int:" not in address or re.search(r"<int:(year|week|number)>", address), address


def test_nobody_signed_in_is_sent_to_sign_in_or_sees_an_open_page(client: Client, db: None) -> None:
    """Opens every address without parameters, as nobody."""
    for address, view in ADDRESSES:
        if "<" not in address:
            response = client.get(address)
            if mark_of(view) == PUBLIC:
                assert response.status_code in {200, 302, 404, 405}, address
            else:
                assert (response.status_code, response["Location"]) == (302, f"/konto/logga-in/?next={address}")


def test_access_matrix_is_up_to_date() -> None:
    written = (ROOT / "docs" / "access-matrix.md").read_text(encoding="utf-8")
    assert written == as_markdown(), "run script/fix"
