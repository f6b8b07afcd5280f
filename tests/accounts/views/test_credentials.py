"""Every view that takes a passkey's answer refuses one that is too long, too deep, too much or none, and stays up."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from lyhord.accounts.domain.access_matrix import addresses
from lyhord.accounts.forms.second_factor import CredentialForm
from tests.architecture.test_limits import reached
from tests.factories import Cast, sign_in_as

TAKING = sorted(address for address, view in addresses() if CredentialForm in reached(view))
BAD = {
    "long": json.dumps({"id": "a" * 25_000}),
    "deep": '{"response":' * 900 + "1" + "}" * 900,
    "much": json.dumps({str(n): n for n in range(900)}),
    "twice": '{"id":"a","id":"b"}',
    "no number": '{"id":NaN}',
    "NUL": '{"id":"\\u0000"}',
    "half": '{"id":"\\ud800"}',
    "list": "[1]",
    "cut": '{"id":',
}


@pytest.mark.parametrize("address", TAKING)
def test_a_bad_answer_of_a_passkey_is_a_wrong_one(client: Client, cast: Cast, address: str) -> None:
    for text in BAD.values():
        response = client.post(address, {"credential": text, "name": "Exempel"})
        assert response.status_code in {200, 302}, (address, text[:40])
        assert "_auth_user_id" not in client.session
    sign_in_as(client, cast.manager)
    for text in BAD.values():
        response = client.post(address, {"credential": text, "name": "Exempel"})
        assert response.status_code in {200, 302}, (address, text[:40])


def test_the_views_that_take_one_are_found() -> None:
    assert len(TAKING) >= 4
