"""The way between the pages of a list is one, and keeps what the list is narrowed by."""

from __future__ import annotations

import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory


@pytest.mark.parametrize(
    ("number", "links"),
    [
        (1, ['rel="next" href="?visa=a%26b&amp;sida=2"']),
        (2, ['rel="prev" href="?visa=a%26b&amp;sida=1"', 'rel="next" href="?visa=a%26b&amp;sida=3"']),
        (3, ['rel="prev" href="?visa=a%26b&amp;sida=2"']),
    ],
)
def test_links_lead_to_the_pages_beside_and_keep_the_rest_of_the_query(number: int, links: list[str]) -> None:
    request = RequestFactory().get("/", {"visa": "a&b", "sida": number})
    html = render_to_string("web/_pages.html", {"page": Paginator(range(30), 10).page(number)}, request)
    assert [link for link in links if link in html] == links and html.count("href=") == len(links)
    assert f"Sida {number} av 3" in html


def test_list_of_one_page_has_no_links() -> None:
    html = render_to_string("web/_pages.html", {"page": Paginator(range(3), 10).page(1)}, RequestFactory().get("/"))
    assert not html.strip()
