"""Where a form leads after it has been sent is a page of this site, whatever the form says."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from lyhord.accounts.views.second_factor import safe_next


@pytest.mark.parametrize(
    "wanted", ["https://example.org/", "//example.org", "/\\example.org", "home", "1", "javascript:x"]
)
def test_strange_words_lead_to_the_start_page(wanted: str) -> None:
    assert safe_next(RequestFactory().post("/", {"next": wanted})) == "/"


def test_a_page_of_the_site_is_kept() -> None:
    assert safe_next(RequestFactory().post("/", {"next": "/beslut/?sida=2"})) == "/beslut/?sida=2"
